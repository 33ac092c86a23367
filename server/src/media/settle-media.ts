import { type Database, inAccount } from '../db/database.ts';
import { recordEvent } from '../events/record-event.ts';
import { MEDIA_COLUMNS, type MediaRow, storedMediaOf } from './media-row.ts';

/** How the fetching of a file ended. */
export type MediaEnd =
  | {
      state: 'stored';
      mimeType: string;
      size: number;
      sha256: Buffer;
      width?: number;
      height?: number;
      durationMs?: number;
    }
  | { state: 'expired' }
  | { state: 'failed'; failure: string };

/**
 * Notes that a received file is here, or will never be, with its message and an event. What the file itself says of
 * its measures counts for more than what its sender said. A file that has ended already is left alone.
 */
export async function settleMedia(
  database: Database,
  accountId: string,
  mediaId: string,
  end: MediaEnd,
): Promise<void> {
  await inAccount(database, accountId, async (tx) => {
    const stored = end.state === 'stored' ? end : null;
    // The message first: whoever changes it otherwise takes its lock first, too.
    const [message] = await tx.query<{ id: string }>(
      `select m.id from media f join messages m on m.account_id = f.account_id and m.id = f.message_id
       where f.account_id = $1 and f.id = $2 for no key update of m`,
      [accountId, mediaId],
    );
    const [row] = await tx.query<MediaRow>(
      `update media set state = $3, mime_type = coalesce($4, mime_type), size = coalesce($5, size), sha256 = $6,
         width = coalesce($7, width), height = coalesce($8, height), duration_ms = coalesce($9, duration_ms),
         failure = $10, source_sealed = null, next_attempt_at = null, revision = revision + 1, updated_at = now()
       where account_id = $1 and id = $2 and state = 'pending' returning ${MEDIA_COLUMNS}`,
      [
        accountId,
        mediaId,
        end.state,
        stored?.mimeType ?? null,
        stored?.size ?? null,
        stored?.sha256 ?? null,
        stored?.width ?? null,
        stored?.height ?? null,
        stored?.durationMs ?? null,
        end.state === 'failed' ? end.failure : null,
      ],
    );
    if (!row || !message) return;
    const changed = await tx.query(
      `update messages set content = jsonb_set(content, '{media}', $4::jsonb), revision = revision + 1, updated_at = now()
       where account_id = $1 and id = $2 and content->'media'->>'id' = $3 returning 1`,
      [accountId, message.id, mediaId, JSON.stringify(storedMediaOf(row))],
    );
    if (changed.length > 0) await recordEvent(tx, { type: 'message.updated', subjectId: message.id });
  });
}
