import type { Transaction } from '../../db/database.ts';
import { fromTypeId } from '../../db/ids.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../../http/cursor.ts';
import type { Operations } from '../../http/operation.ts';
import { LIMITS } from '../../limits.ts';
import { findSession } from '../find-session.ts';
import { sessionLimits } from '../limits.ts';
import { type EntryRow, presentEntry } from './present-entry.ts';

/** What WhatsApp handed over. */
export const journalOperations: Pick<Operations, 'listSessionJournal'> = {
  async listSessionJournal({ params, query, caller, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const filters = [params.sessionId, query.whatsappId ?? null, query.outcome ?? null];
    const before = query.cursor === undefined ? null : readPosition(query.cursor, filters);
    const rows = await inAccount(async (tx) => {
      const asked = fromTypeId('ses', params.sessionId);
      const { id: sessionId } = (await findSession(tx, { caller, sessionId: asked })).row;
      return readEntries(tx, {
        sessionId,
        before,
        whatsappId: query.whatsappId ?? null,
        outcomes: query.outcome ?? null,
        limit: limit + 1,
      });
    });
    const shown = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? encodeCursor([shown.at(-1)!.position], filters) : null;
    const showAddresses = caller.permissions.has('conversations:read_all');
    return { status: 200, body: { data: shown.map((row) => presentEntry(row, showAddresses)), nextCursor } };
  },
};

function readPosition(cursor: string, filters: unknown): number {
  const [position] = decodeCursor(cursor, filters);
  if (typeof position !== 'number' || !Number.isSafeInteger(position)) throw invalidCursor();
  return position;
}

/** The outcomes in the index journal_unusual. */
const UNUSUAL = new Set([
  'duplicate',
  'healed',
  'waiting_for_phone',
  'undecryptable',
  'waits_for_message',
  'ignored',
]);

function readEntries(
  tx: Transaction,
  wanted: {
    sessionId: string;
    before: number | null;
    whatsappId: string | null;
    outcomes: string[] | null;
    limit: number;
  },
): Promise<EntryRow[]> {
  const { outcomes } = wanted;
  // Written out, so that the index of what is unusual serves them; the contract has checked each.
  const rare = outcomes?.every((code) => UNUSUAL.has(code))
    ? `and j.outcome in (${outcomes.map((code) => `'${code}'`).join(', ')})`
    : '';
  return tx.query<EntryRow>(
    `select e.* from (
       select j.position, j.whatsapp_id, j.content_kind, j.from_me, j.chat, j.author, j.attributes ->> 't' as sent,
         j.attributes ? 'offline' as offline, j.received_at, j.last_received_at, j.deliveries, j.asked, j.asked_at,
         j.projected_at, j.message_id, j.outcome_reason,
         case when j.projected_at is not null then coalesce(j.outcome, 'ignored')
           when j.attempts >= $7 then 'failed' else 'waiting' end as outcome
       from journal j
       where j.account_id = $1 and j.session_id = $2 and j.kind = 'message'
         and ($3::bigint is null or j.position < $3) and ($4::text is null or j.whatsapp_id = $4) ${rare}
     ) e
     where $5::text[] is null or e.outcome = any ($5)
     order by e.position desc limit $6`,
    [
      tx.accountId,
      wanted.sessionId,
      wanted.before,
      wanted.whatsappId,
      wanted.outcomes,
      wanted.limit,
      sessionLimits.projectionAttempts,
    ],
  );
}
