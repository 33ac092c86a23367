import type { Agent } from 'node:http';
import type { proto } from '@whiskeysockets/baileys';
import { TooLargeError, writeFileFrom } from '../../media/media-store.ts';
import { decryptFile, WrongFileError } from '../../media/whatsapp-crypt.ts';
import { LinkGoneError, openDownload } from '../../media/whatsapp-download.ts';
import { sessionLimits } from '../limits.ts';
import { HistoryBrokenError } from './unpack-history.ts';

/**
 * Fetches a piece of history that is too large for a message, and checks it before anything of it is used. Throws
 * HistoryBrokenError where it can never be had, and DownloadError where it may be tried again.
 */
export async function downloadHistory(
  notification: proto.Message.IHistorySyncNotification,
  options: {
    /** A file that doesn't exist yet. */
    path: string;
    transport: 'sandbox' | 'live';
    /** Where the session's files are; null while that isn't known. */
    host: string | null;
    /** What it goes through; null for the direct way. */
    agent: Agent | null;
    signal: AbortSignal;
  },
): Promise<void> {
  const { directPath, mediaKey, fileSha256 } = notification;
  if (!directPath?.startsWith('/') || !mediaKey?.length || !fileSha256?.length)
    throw new HistoryBrokenError('The history names no place where it is.');
  const { host, agent, transport, signal, path } = options;
  if (!host && transport === 'sandbox') throw new Error('The session is not connected here.');
  const url = host ? `https://${host}${directPath}` : null;
  try {
    const plain = decryptFile(openDownload({ url, directPath }, { transport, agent, signal }), {
      mediaKey,
      kind: 'history',
    });
    const written = await writeFileFrom(plain, { path, most: sessionLimits.historyBlobBytes });
    if (!written.sha256.equals(fileSha256))
      throw new WrongFileError('The history has another hash than was promised.');
  } catch (error) {
    const isHopeless = [LinkGoneError, WrongFileError, TooLargeError].some((kind) => error instanceof kind);
    if (isHopeless) throw new HistoryBrokenError('The history can not be had.', { cause: error });
    throw error;
  }
}
