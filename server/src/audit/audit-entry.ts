import type { Caller } from '../access/caller.ts';
import { toTypeId } from '../db/ids.ts';

/** What an entry tells besides its place in the chain, named as the columns are. Never a secret, never message text. */
export interface NewAuditEntry {
  action: string;
  outcome?: 'done' | 'refused';
  /** Of a refusal: a problem code. */
  reason?: string | null;
  count?: number;
  actor_kind: 'user' | 'api_key' | 'embed' | 'system' | 'anonymous';
  actor_id?: string | null;
  actor_name?: string;
  /** UUID of the credential's account where it is another than the one whose audit this is. */
  actor_account_id?: string | null;
  target_kind?: string | null;
  /** A TypeID. */
  target_id?: string | null;
  target_name?: string | null;
  address?: string | null;
  user_agent?: string | null;
  request_id?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

/** The part of an entry that says who. */
export type AuditActor = Pick<NewAuditEntry, 'actor_kind' | 'actor_id' | 'actor_name' | 'actor_account_id'>;
/** The part of an entry that says from where. */
export type AuditOrigin = Pick<NewAuditEntry, 'address' | 'user_agent' | 'request_id'>;

/** What the audit reads of a request. */
export interface AuditedRequest {
  ip: string;
  id?: string;
  headers: { 'user-agent'?: string | undefined };
}

const NAME_LENGTH = 200;
const USER_AGENT_LENGTH = 300;

/** Who a caller is in the audit of the account acted for. */
export function actorOf(caller: Caller): AuditActor {
  return {
    actor_kind: caller.kind,
    actor_id:
      caller.kind === 'api_key'
        ? toTypeId('key', caller.credentialId)
        : caller.memberId && toTypeId('mem', caller.memberId),
    actor_name: (caller.memberName ?? '').slice(0, NAME_LENGTH),
    actor_account_id: caller.homeAccountId === caller.accountId ? null : caller.homeAccountId,
  };
}

/** Where a request came from. */
export function originOf(request: AuditedRequest): AuditOrigin {
  return {
    address: request.ip,
    user_agent: request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH) ?? null,
    request_id: request.id ?? null,
  };
}
