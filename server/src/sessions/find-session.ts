import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { notFound } from '../http/problem.ts';
import type { SessionRow } from './present.ts';

/** A row of session_view with what is sealed beside it. */
export interface FullSession extends SessionRow {
  pairing_sealed: Buffer | null;
  edited_revision: number;
  locale: string;
}

/** The session, or the one it was merged into; 404 for one that the caller may not see. */
export async function findSession(
  tx: Transaction,
  options: { caller: Pick<Caller, 'sessionIds'>; sessionId: string; forUpdate?: boolean },
): Promise<{ row: FullSession; mergedFrom: string | null }> {
  const { caller, sessionId } = options;
  if (options.forUpdate) {
    await tx.query(
      `select from sessions s where s.account_id = $1 and s.id =
         (select coalesce(a.merged_into, a.id) from sessions a where a.account_id = $1 and a.id = $2)
       for no key update`,
      [tx.accountId, sessionId],
    );
  }
  const [row] = await tx.query<FullSession>(
    `select v.*, s.pairing_sealed, s.edited_revision, a.locale from sessions asked
     join session_view v on v.account_id = asked.account_id and v.id = coalesce(asked.merged_into, asked.id)
     join sessions s on s.account_id = v.account_id and s.id = v.id
     join accounts a on a.id = v.account_id
     where asked.account_id = $1 and asked.id = $2`,
    [tx.accountId, sessionId],
  );
  if (!row || (caller.sessionIds !== null && !caller.sessionIds.includes(row.id))) throw notFound('session');
  return { row, mergedFrom: row.id === sessionId ? null : sessionId };
}
