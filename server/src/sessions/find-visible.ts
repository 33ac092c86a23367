import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { fromTypeId } from '../db/ids.ts';
import { notFound } from '../http/problem.ts';

/** The UUID of a session, or of the one it was merged into; 404 for one that the caller may not see. */
export async function findVisibleSession(tx: Transaction, caller: Caller, typeId: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    'select coalesce(s.merged_into, s.id) as id from sessions s where s.account_id = $1 and s.id = $2',
    [tx.accountId, fromTypeId('ses', typeId)],
  );
  const { sessionIds } = caller;
  if (!row || (sessionIds !== null && !sessionIds.includes(row.id))) throw notFound('session');
  return row.id;
}
