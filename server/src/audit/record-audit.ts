import type { Transaction } from '../db/database.ts';
import type { NewAuditEntry } from './audit-entry.ts';

/**
 * Writes entries into the audit of the transaction's account: they are there if and only if it commits. The chain of
 * the account is locked until then, so write them last.
 */
export async function recordAudit(tx: Transaction, ...entries: NewAuditEntry[]): Promise<void> {
  await tx.query('select append_audit($1, $2)', [tx.accountId, JSON.stringify(entries)]);
}
