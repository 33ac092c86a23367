import type { AuditDraft } from '../audit/audit-draft.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Transaction } from '../db/database.ts';
import { notFound } from '../http/problem.ts';
import type { AccountRow } from './present.ts';

/** Throws 404 unless the account is a client of the agency. */
export async function demandClient(
  database: Database,
  options: { agencyId: string; clientId: string },
): Promise<void> {
  const rows = await database.crossing('find_client_account', [options.agencyId, options.clientId]);
  if (rows.length === 0) throw notFound('account');
}

/**
 * Runs statements in the scope of a client within the agency's transaction, so that both change together, and tells
 * the client's audit what the agency's is told. That it is a client was checked before (`demandClient`).
 */
export async function withinClient<T>(
  tx: Transaction,
  options: { clientId: string; audit: AuditDraft | null },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const enter = (accountId: string): Promise<object[]> =>
    tx.query(`select set_config('app.account_id', $1, true)`, [accountId]);
  const inside: Transaction = {
    accountId: options.clientId,
    get em(): never {
      throw new Error("The mapper knows one account's rows: use SQL here.");
    },
    query: (text, values) => tx.query(text, values),
    afterCommit: (callback) => tx.afterCommit(callback),
  };
  await enter(options.clientId);
  const result = await work(inside);
  if (options.audit?.wanted) await recordAudit(inside, options.audit.toldElsewhere(tx.accountId));
  await enter(tx.accountId);
  return result;
}

/** The client's row, locked. */
export async function lockAccount(tx: Transaction): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow>('select * from accounts where id = $1 for no key update', [
    tx.accountId,
  ]);
  if (!row) throw notFound('account');
  return row;
}
