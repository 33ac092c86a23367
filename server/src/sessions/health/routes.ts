import { readRowPlace } from '../../db/row-place.ts';
import { fromTypeId } from '../../db/ids.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../../http/cursor.ts';
import type { Operations } from '../../http/operation.ts';
import { LIMITS } from '../../limits.ts';
import { findSession } from '../find-session.ts';
import { presentFacts, readFacts } from './health-facts.ts';
import { type HistoryRow, presentHistory } from './present-health.ts';

/** How a session has been. */
export const healthOperations: Pick<Operations, 'listSessionHealth'> = {
  async listSessionHealth({ app, params, query, caller, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const filters = [params.sessionId, query.type ?? null];
    const [time, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, filters);
    const from = query.cursor === undefined ? null : readRowPlace(time, id);
    if (query.cursor !== undefined && !from) throw invalidCursor();
    const { rows, sessionId } = await inAccount(async (tx) => {
      const asked = fromTypeId('ses', params.sessionId);
      const { id: sessionId } = (await findSession(tx, { caller, sessionId: asked })).row;
      const found = await tx.query<{ row: HistoryRow }>(
        `select to_jsonb(h) as row from session_history h
         where h.account_id = $1 and h.session_id = $2 and ($3::text[] is null or h.type = any ($3))
           and ($4::timestamptz is null or (h.began_at, h.id) < ($4, $5::uuid))
         order by h.began_at desc, h.id desc limit $6`,
        [tx.accountId, sessionId, query.type ?? null, from?.time ?? null, from?.id ?? null, limit + 1],
      );
      return { sessionId, rows: found.map(({ row }) => row) };
    });
    const [facts] = await readFacts(app.database, [{ account_id: caller.accountId, session_id: sessionId }]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > limit && last ? encodeCursor([last.began_at, last.id], filters) : null;
    return {
      status: 200,
      body: { data: shown.map(presentHistory), nextCursor, facts: presentFacts(facts, new Date()) },
    };
  },
};
