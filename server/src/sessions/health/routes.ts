import { showTime } from '../../db/row-time.ts';
import { readRowPlace } from '../../db/row-place.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../../http/cursor.ts';
import type { Operations } from '../../http/operation.ts';
import { LIMITS } from '../../limits.ts';
import { findVisibleSession } from '../find-visible.ts';
import { type HistoryRow, presentHistory, type StoredFacts } from './present-health.ts';

/** How a session has been. */
export const healthOperations: Pick<Operations, 'listSessionHealth'> = {
  async listSessionHealth({ params, query, caller, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const filters = [params.sessionId, query.type ?? null];
    const [time, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, filters);
    const from = query.cursor === undefined ? null : readRowPlace(time, id);
    if (query.cursor !== undefined && !from) throw invalidCursor();
    const { rows, facts } = await inAccount(async (tx) => {
      const sessionId = await findVisibleSession(tx, caller, params.sessionId);
      const [judged] = await tx.query<{ facts: StoredFacts | null; judged_at: Date }>(
        'select h.facts, h.judged_at from session_health h where h.account_id = $1 and h.session_id = $2',
        [tx.accountId, sessionId],
      );
      const found = await tx.query<{ row: HistoryRow }>(
        `select to_jsonb(h) as row from session_history h
         where h.account_id = $1 and h.session_id = $2 and ($3::text[] is null or h.type = any ($3))
           and ($4::timestamptz is null or (h.began_at, h.id) < ($4, $5::uuid))
         order by h.began_at desc, h.id desc limit $6`,
        [tx.accountId, sessionId, query.type ?? null, from?.time ?? null, from?.id ?? null, limit + 1],
      );
      return {
        rows: found.map(({ row }) => row),
        facts: judged?.facts ? { measuredAt: showTime(judged.judged_at), ...judged.facts } : null,
      };
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > limit && last ? encodeCursor([last.began_at, last.id], filters) : null;
    return { status: 200, body: { data: shown.map(presentHistory), nextCursor, facts } };
  },
};
