import type { Caller } from '../access/caller.ts';
import { demandRoom } from '../accounts/account-limits.ts';
import type { Application } from '../application.ts';
import { inAccount } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { Problem } from '../http/problem.ts';
import { uploaderOf } from './find-media.ts';
import { drawThumbnail } from './draw-thumbnail.ts';
import { drawWaveform } from './draw-waveform.ts';
import { lockBytes } from './forget-uploads.ts';
import { MEDIA_LIMITS } from './limits.ts';
import type { Media } from './media.ts';
import { measureFile } from './measure-file.ts';
import { MEDIA_COLUMNS, type MediaKind, type MediaRow } from './media-row.ts';
import { lacksRoom, TooLargeError, type WrittenFile, writeFileFrom } from './media-store.ts';
import { essenceOf, tellType } from './tell-type.ts';

/**
 * Takes a file that somebody uploads, as it streams in: stored by its hash, its type told by its bytes. Throws the
 * problems of `uploadMedia`.
 */
export async function uploadMedia(
  app: Pick<Application, 'database'> & { media: Media },
  options: {
    caller: Caller;
    body: AsyncIterable<Uint8Array>;
    fileName: string | null;
    /** How large the sender says it is, so that too much is refused before it comes. */
    saidBytes?: number;
    mostBytes?: number;
  },
): Promise<MediaRow> {
  const leave = app.media.uploads.enter();
  if (!leave)
    throw new Problem({
      status: 503,
      code: 'unavailable',
      detail: 'Too many files are being uploaded at this moment. Try again in a moment.',
      headers: { 'retry-after': '2', connection: 'close' },
    });
  try {
    return await takeUpload(app, options);
  } catch (error) {
    throw lacksRoom(error) ? noRoom() : error;
  } finally {
    leave();
  }
}

function noRoom(): Problem {
  return new Problem({
    status: 503,
    code: 'unavailable',
    detail: 'There is no room for files on the server at this moment. Nothing was kept; try again later.',
    headers: { 'retry-after': '30', connection: 'close' },
  });
}

async function takeUpload(...[app, options]: Parameters<typeof uploadMedia>): Promise<MediaRow> {
  const { caller, body, fileName } = options;
  const { store, workshop } = app.media;
  const most = options.mostBytes ?? MEDIA_LIMITS.fileBytes;
  if (options.saidBytes && options.saidBytes > most) throw tooLarge(most);
  return workshop.withFile(async (path) => {
    const written = await write(body, { path, most });
    if (written.size === 0)
      throw new Problem({
        status: 400,
        code: 'invalid_request',
        detail: 'The body is the file, and this one has no bytes.',
        errors: [{ pointer: '/body', detail: 'is empty' }],
      });
    const mimeType = tellType(written.head, fileName) ?? 'application/octet-stream';
    const measures = await measureFile(path, mimeType);
    const thumbnail = await drawThumbnail(path, mimeType);
    const waveform = mimeType.includes('opus') ? await drawWaveform(path) : null;
    // The row comes first: who looks for bytes that nobody needs sees that somebody does.
    const [row] = await inAccount(app.database, caller.accountId, async (tx) => {
      await demandRoom(tx, { of: 'mediaBytes', more: written.size });
      await lockBytes(tx, written.sha256);
      return tx.query<MediaRow>(
        `insert into media (account_id, id, kind, state, uploader_id, mime_type, file_name, size, width, height,
           duration_ms, sha256, thumbnail, waveform)
         values ($1, $2, $3, 'stored', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning ${MEDIA_COLUMNS}`,
        [
          tx.accountId,
          newId(),
          kindOf(mimeType),
          uploaderOf(caller),
          mimeType,
          fileName,
          written.size,
          measures.width ?? null,
          measures.height ?? null,
          measures.durationMs ?? null,
          written.sha256,
          thumbnail,
          waveform,
        ],
      );
    });
    await store.put({ accountId: caller.accountId, sha256: written.sha256 }, path);
    return row!;
  });
}

async function write(
  body: AsyncIterable<Uint8Array>,
  options: { path: string; most: number },
): Promise<WrittenFile> {
  try {
    return await writeFileFrom(body, options);
  } catch (error) {
    throw error instanceof TooLargeError ? tooLarge(options.most) : error;
  }
}

function tooLarge(most: number): Problem {
  return new Problem({
    status: 413,
    code: 'body_too_large',
    detail: `A file may have ${most} bytes.`,
    headers: { connection: 'close' },
  });
}

/** The kind that a file would naturally be sent as. */
function kindOf(mimeType: string): MediaKind {
  const essence = essenceOf(mimeType);
  if (essence.startsWith('image/')) return 'image';
  if (essence.startsWith('video/')) return 'video';
  return essence.startsWith('audio/') ? 'audio' : 'document';
}
