import { toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import type { NewAuditEntry } from './audit-entry.ts';

/** A row of audit_entries. */
export type AuditRow = Required<NewAuditEntry> & {
  seq: number;
  id: string;
  at: Date;
  hash: Buffer;
};

/** An entry as the contract shows it. */
export function presentAuditEntry(row: AuditRow): components['schemas']['AuditEntry'] {
  return {
    id: toTypeId('aud', row.id),
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    reason: row.reason,
    count: row.count,
    actor: {
      kind: row.actor_kind,
      id: row.actor_id,
      name: row.actor_name,
      accountId: row.actor_account_id && toTypeId('acc', row.actor_account_id),
    },
    target: row.target_kind && {
      kind: row.target_kind,
      id: row.target_id,
      name: row.target_name,
    },
    address: row.address,
    userAgent: row.user_agent,
    requestId: row.request_id,
    before: row.before,
    after: row.after,
    hash: row.hash.toString('hex'),
  } as components['schemas']['AuditEntry'];
}
