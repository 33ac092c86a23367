import type { proto } from '../baileys.ts';
import { hashOf, openMedia } from '../media/media-crypt.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { ShownMedia } from '../world/messages.ts';
import type { MediaFile } from './read-message.ts';
import { unwrap } from './read-message.ts';

/** The file of a message, fetched, decrypted and checked as a phone does; throws with the reason when it cannot. */
export function fetchFile(media: MediaStore, file: MediaFile): Buffer {
  const link = media.find(file.path);
  const body = link && media.read(link);
  if (!body) throw new Error('it is not on the media host');
  if (file.encSha256 && !hashOf(body).equals(file.encSha256))
    throw new Error('the encrypted file has another hash');
  const plain = openMedia(body, file.kind, file.mediaKey);
  if (file.sha256 && !hashOf(plain).equals(file.sha256))
    throw new Error('the decrypted file has another hash');
  return plain;
}

/** What a phone shows of a message's file. */
export function describeFile(media: MediaStore, file: MediaFile, wrapped: proto.IMessage): ShownMedia {
  const message = unwrap(wrapped);
  const image = message.imageMessage ?? message.stickerMessage;
  const video = message.videoMessage ?? message.ptvMessage;
  const any = image ?? video ?? message.audioMessage ?? message.documentMessage;
  const shown: ShownMedia = {
    kind: file.kind,
    mime: any?.mimetype ?? null,
    bytes: null,
    sha256: null,
    problem: null,
    fileName: message.documentMessage?.fileName ?? null,
    seconds: video?.seconds ?? message.audioMessage?.seconds ?? null,
    width: image?.width ?? video?.width ?? null,
    height: image?.height ?? video?.height ?? null,
    voice: message.audioMessage?.ptt ?? false,
    gif: video?.gifPlayback ?? false,
  };
  try {
    const plain = fetchFile(media, file);
    return { ...shown, bytes: plain.length, sha256: hashOf(plain).toString('hex') };
  } catch (error) {
    return { ...shown, problem: (error as Error).message };
  }
}
