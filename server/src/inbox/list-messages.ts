import type { Transaction } from '../db/database.ts';
import { readRowPlace, type RowPlace } from '../db/row-place.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import type { MessageRow } from './message-row.ts';

/** Where a page of a thread lies; without any of the three it is the newest page. */
export interface ThreadPlace {
  before?: string | undefined;
  after?: string | undefined;
  /** The UUID of a message. */
  around?: string | undefined;
}

export interface MessagePage {
  /** Oldest first. */
  rows: MessageRow[];
  prevCursor: string | null;
  nextCursor: string | null;
}

/** One page of a thread, whose conversation is known to be the caller's to see. */
export async function listMessages(
  tx: Transaction,
  options: { conversationId: string; place: ThreadPlace; limit: number },
): Promise<MessagePage> {
  const { conversationId, place, limit } = options;
  const read = (direction: 'older' | 'newer', from: RowPlace | null, count: number): Promise<MessageRow[]> =>
    readThread(tx, { conversationId, direction, from, limit: count });
  if (place.around) {
    const middle = await readPoint(tx, conversationId, place.around);
    const olderWanted = Math.floor((limit - 1) / 2);
    const older = await read('older', middle, olderWanted + 1);
    // The message itself is the first of those that are not older.
    const newer = await readThread(tx, {
      conversationId,
      direction: 'newer',
      from: middle,
      including: true,
      limit: limit - olderWanted + 1,
    });
    const shownOlder = older.slice(0, olderWanted).toReversed();
    const shownNewer = newer.slice(0, limit - olderWanted);
    const rows = [...shownOlder, ...shownNewer];
    return page(conversationId, rows, {
      older: older.length > olderWanted,
      newer: newer.length > shownNewer.length,
    });
  }
  if (place.after) {
    const from = readCursor(place.after, conversationId);
    const newer = await read('newer', from, limit + 1);
    const rows = newer.slice(0, limit);
    if (rows.length === 0) return { rows, prevCursor: place.after, nextCursor: null };
    return page(conversationId, rows, { older: true, newer: newer.length > limit });
  }
  const from = place.before ? readCursor(place.before, conversationId) : null;
  const older = await read('older', from, limit + 1);
  const rows = older.slice(0, limit).toReversed();
  if (rows.length === 0) return { rows, prevCursor: null, nextCursor: place.before ?? null };
  return page(conversationId, rows, { older: older.length > limit, newer: from !== null });
}

async function readThread(
  tx: Transaction,
  options: {
    conversationId: string;
    direction: 'older' | 'newer';
    from: RowPlace | null;
    including?: boolean;
    limit: number;
  },
): Promise<MessageRow[]> {
  const { direction, from, including } = options;
  const [compare, order] = direction === 'older' ? ['<', 'desc'] : [including ? '>=' : '>', 'asc'];
  const rows = await tx.query<{ row: MessageRow }>(
    `select to_jsonb(m) as row from message_view m
     where m.account_id = $1 and m.conversation_id = $2
       ${from ? `and (m.timestamp, m.id) ${compare} ($4::timestamptz, $5::uuid)` : ''}
     order by m.timestamp ${order}, m.id ${order}
     limit $3`,
    [tx.accountId, options.conversationId, options.limit, ...(from ? [from.time, from.id] : [])],
  );
  return rows.map(({ row }) => row);
}

async function readPoint(tx: Transaction, conversationId: string, messageId: string): Promise<RowPlace> {
  const [row] = await tx.query<RowPlace>(
    `select to_jsonb(m.timestamp) #>> '{}' as time, m.id from messages m
     where m.account_id = $1 and m.conversation_id = $2 and m.id = $3`,
    [tx.accountId, conversationId, messageId],
  );
  if (!row) throw notFound('message');
  return row;
}

function page(
  conversationId: string,
  rows: MessageRow[],
  more: { older: boolean; newer: boolean },
): MessagePage {
  const cursor = (row: MessageRow | undefined): string | null =>
    row ? encodeCursor([row.timestamp, row.id], conversationId) : null;
  return {
    rows,
    prevCursor: more.older ? cursor(rows[0]) : null,
    nextCursor: more.newer ? cursor(rows.at(-1)) : null,
  };
}

function readCursor(cursor: string, conversationId: string): RowPlace {
  const [timestamp, id] = decodeCursor(cursor, conversationId);
  const place = readRowPlace(timestamp, id);
  if (!place) throw invalidCursor();
  return place;
}
