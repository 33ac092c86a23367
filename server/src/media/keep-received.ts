import type { Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { wakeFetchers } from './fetch-signal.ts';
import type { MediaKind, MediaState, StoredMedia } from './media-row.ts';

/** A file of a received message, as its sender describes it. */
export interface ReceivedFile {
  kind: MediaKind;
  mimeType: string;
  fileName: string | null;
  size: number;
  width?: number;
  height?: number;
  durationMs?: number;
  thumbnail: string | null;
  /** Where WhatsApp keeps it and what opens it; null where it can't be had. Bytes are base64. */
  source: { url: string | null; directPath: string | null; mediaKey: string; sha256: string } | null;
  unavailable: 'view_once' | 'no_key' | 'too_large' | 'expired' | null;
  /** The message as the network names it, for asking the phone to upload the file anew. */
  origin: { chat: string; author: string; fromMe: boolean; whatsappId: string };
}

/** What is kept sealed while a file is on its way. */
export type FileSource = NonNullable<ReceivedFile['source']> & { origin: ReceivedFile['origin'] };

/** What the message keeps of a file that came with it. */
export function storedReceived(mediaId: string, file: ReceivedFile): StoredMedia {
  return {
    id: mediaId,
    mimeType: file.mimeType,
    fileName: file.fileName,
    size: file.size,
    ...(file.width && file.height ? { width: file.width, height: file.height } : {}),
    ...(file.durationMs === undefined ? {} : { durationMs: file.durationMs }),
    thumbnail: file.thumbnail,
    state: stateOf(file),
  };
}

/** Notes files of received messages; they are fetched once this transaction has committed, beside everything else. */
export async function insertReceived(
  tx: Transaction,
  options: {
    sessionId: string;
    seal: AccountSeal;
    files: { messageId: string; mediaId: string; file: ReceivedFile }[];
  },
): Promise<void> {
  const { sessionId, seal, files } = options;
  if (files.length === 0) return;
  const rows = files.map(({ messageId, mediaId, file }) => ({
    id: mediaId,
    message_id: messageId,
    kind: file.kind,
    state: stateOf(file),
    mime_type: file.mimeType,
    file_name: file.fileName,
    size: file.size,
    width: file.width ?? null,
    height: file.height ?? null,
    duration_ms: file.durationMs ?? null,
    thumbnail: file.thumbnail,
    failure: file.unavailable,
    source_sealed:
      file.source && sealSource(seal, mediaId, { ...file.source, origin: file.origin }).toString('hex'),
  }));
  await tx.query(
    `insert into media (account_id, id, kind, state, message_id, session_id, mime_type, file_name, size, width, height,
       duration_ms, thumbnail, failure, source_sealed, next_attempt_at)
     select $1, r.id, r.kind, r.state, r.message_id, $2, r.mime_type, r.file_name, r.size, r.width, r.height,
       r.duration_ms, r.thumbnail, r.failure, decode(r.source_sealed, 'hex'),
       case when r.state = 'pending' then now() end
     from jsonb_to_recordset($3::jsonb) as r (id uuid, kind text, state text, message_id uuid, mime_type text,
       file_name text, size bigint, width integer, height integer, duration_ms integer, thumbnail text, failure text,
       source_sealed text)`,
    [tx.accountId, sessionId, JSON.stringify(rows)],
  );
  if (rows.some(({ state }) => state === 'pending')) tx.afterCommit(wakeFetchers);
}

export function sealSource(seal: AccountSeal, mediaId: string, source: FileSource): Buffer {
  return seal.seal('media', mediaId, Buffer.from(JSON.stringify(source)));
}

/** What may be opened once, and what was old when it came, has expired for us from the beginning. */
function stateOf(file: ReceivedFile): MediaState {
  if (file.source) return 'pending';
  return file.unavailable === 'view_once' || file.unavailable === 'expired' ? 'expired' : 'failed';
}
