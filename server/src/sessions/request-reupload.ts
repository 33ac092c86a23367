import { setTimeout as sleep } from 'node:timers/promises';
import type { Reupload } from '../media/fetch-media.ts';
import type { FileSource } from '../media/keep-received.ts';
import { MEDIA_LIMITS } from '../media/limits.ts';
import type { WASocket } from './baileys.ts';
import { jidServer } from './jid.ts';

/** The phone did not say within its time where it has uploaded a file anew. */
export class ReuploadTimeout extends Error {
  override readonly name = 'ReuploadTimeout';
  readonly code = 'reupload_timeout';
}

/** Asks the phone to upload the file of a message anew. Throws when it refuses for now, or doesn't answer. */
export async function requestReupload(socket: WASocket, source: FileSource): Promise<Reupload> {
  const { chat, author, fromMe, whatsappId } = source.origin;
  const file = { mediaKey: Buffer.from(source.mediaKey, 'base64'), directPath: '', url: '' };
  const isGroup = jidServer(chat) === 'g.us';
  // Baileys' own wait has no end.
  const answered = socket.updateMediaMessage({
    key: { remoteJid: chat, id: whatsappId, fromMe, ...(isGroup ? { participant: author } : {}) },
    // The key is all that it reads, whatever the file's kind.
    message: { imageMessage: file },
  });
  answered.catch(() => undefined);
  const timeout = new AbortController();
  const late = sleep(MEDIA_LIMITS.reuploadMs, undefined, { ref: false, signal: timeout.signal }).then(() => {
    throw new ReuploadTimeout('The phone did not answer.');
  });
  late.catch(() => undefined);
  try {
    await Promise.race([answered, late]);
    return { directPath: file.directPath };
  } catch (error) {
    const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
    if (status === 404) return 'gone';
    throw error;
  } finally {
    timeout.abort();
  }
}
