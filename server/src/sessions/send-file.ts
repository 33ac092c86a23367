import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { proto } from '@whiskeysockets/baileys';
import type { StoredMedia } from '../media/media-row.ts';
import { readMedia } from '../media/find-media.ts';
import { MEDIA_LIMITS } from '../media/limits.ts';
import type { Media } from '../media/media.ts';
import { encryptFile } from '../media/whatsapp-crypt.ts';
import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { Baileys, WASocket } from './baileys.ts';
import { type FileKind, fileOf } from './read-content/file-of.ts';

/** The file is no longer stored, so the message can never be sent. */
export class FileGoneError extends Error {
  override readonly name = 'FileGoneError';
  readonly code = 'file_gone';
}

const MEDIA_TYPES: Record<FileKind, 'image' | 'video' | 'audio' | 'document' | 'sticker'> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
};

/** Whether the proto of a message carries a file that was not uploaded to WhatsApp yet. */
export function lacksFile(baileys: Baileys, message: proto.IMessage): boolean {
  const found = fileOf(baileys.normalizeMessageContent(message) ?? message);
  return found !== null && !found.file.mediaKey?.length;
}

/**
 * Uploads the file of a message to WhatsApp, once, and keeps its address and keys in the message's proto: every
 * attempt to send it has the same bytes from then on. Answers the proto. Throws FileGoneError, and what the network
 * throws, after which it may be tried again.
 */
export async function sendFile(options: {
  database: Database;
  media: Media;
  seal: AccountSeal;
  accountId: string;
  messageId: string;
  baileys: Baileys;
  socket: WASocket;
  message: proto.IMessage;
}): Promise<proto.IMessage> {
  const { database, media, seal, accountId, messageId, baileys, socket, message } = options;
  const found = fileOf(baileys.normalizeMessageContent(message) ?? message);
  if (!found) throw new TypeError('The message has no file.');
  const row = await inAccount(database, accountId, async (tx) => {
    const [content] = await tx.query<{ media: StoredMedia | null }>(
      `select content->'media' as media from messages where account_id = $1 and id = $2`,
      [accountId, messageId],
    );
    return content?.media ? readMedia(tx, content.media.id) : null;
  });
  const source = row?.sha256 ? await media.store.read({ accountId, sha256: row.sha256 }) : null;
  if (!source) throw new FileGoneError('The file is no longer stored.');
  await media.workshop.withFile(async (path) => {
    const sealed = encryptFile(source, found.kind);
    await pipeline(sealed.encrypted, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    const { mediaKey, sha256, encSha256, size } = sealed.keys();
    const uploaded = await socket.waUploadToServer(path, {
      mediaType: MEDIA_TYPES[found.kind],
      fileEncSha256B64: encSha256.toString('base64'),
      timeoutMs: MEDIA_LIMITS.sendUploadMs,
    });
    Object.assign(found.file, {
      url: uploaded.mediaUrl,
      directPath: uploaded.directPath,
      mediaKey,
      fileSha256: sha256,
      fileEncSha256: encSha256,
      fileLength: size,
      mediaKeyTimestamp: Math.floor(Date.now() / 1_000),
    });
  });
  const encoded = baileys.proto.Message.encode(message).finish();
  await inAccount(database, accountId, (tx) =>
    tx.query('update messages set encoded_sealed = $3 where account_id = $1 and id = $2', [
      accountId,
      messageId,
      seal.seal('messages', messageId, encoded),
    ]),
  );
  return baileys.proto.Message.decode(encoded);
}
