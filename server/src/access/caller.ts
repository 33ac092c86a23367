import { type permissions, rolePermissions } from '../http/contract-tables.gen.ts';
import { Problem } from '../http/problem.ts';

export type Permission = keyof typeof permissions;
export type MemberRole = keyof typeof rolePermissions;
export type AccountMode = 'test' | 'live';

/** Who a request or a socket acts as, worked out anew from the credential each time. Ids are UUIDs. */
export interface Caller {
  kind: 'user' | 'api_key' | 'embed';
  /** The account acted for: all of the request happens in it. */
  accountId: string;
  /** The account that the credential belongs to; differs from `accountId` for an agency's key. */
  homeAccountId: string;
  mode: AccountMode;
  /** How many messages the account may send in a day; null for any number. */
  messagesPerDay: number | null;
  memberId: string | null;
  memberName: string | null;
  role: MemberRole | null;
  permissions: ReadonlySet<Permission>;
  /** The only sessions an embed session may see; null for all. */
  sessionIds: readonly string[] | null;
  /** Sees own and unassigned conversations only. */
  ownConversationsOnly: boolean;
  /** Where the credential may be used from; null for anywhere. */
  origins: readonly string[] | null;
  /** When the token ends; null for an API key without an end. */
  expiresAt: Date | null;
  /** The API key, sign-in or embed session, for rates and for revoking. */
  credentialId: string;
  /** The user behind an access token. */
  userId: string | null;
}

/** Throws 403 unless the caller has the permission in the account acted for. */
export function demand(caller: Caller, permission: Permission): void {
  if (caller.permissions.has(permission)) return;
  throw new Problem({
    status: 403,
    code: 'forbidden',
    detail: `This needs the permission ${permission}, which ${caller.kind === 'api_key' ? 'this key does' : 'you do'} not have in this account.`,
  });
}

/** Throws 403 unless the caller may do everything that the role may: nobody gives, or takes, more than they have. */
export function demandGrantable(caller: Caller, role: MemberRole, pointer: string): void {
  const beyond = rolePermissions[role].filter((permission) => !caller.permissions.has(permission));
  if (beyond.length === 0) return;
  throw new Problem({
    status: 403,
    code: 'grant_exceeds_caller',
    detail: `The role ${role} may do what you may not: ${beyond.join(', ')}.`,
    errors: [{ pointer, detail: 'is more than you may give' }],
  });
}
