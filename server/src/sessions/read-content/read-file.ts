import type { proto } from '@whiskeysockets/baileys';
import { cutText } from '../../inbox/cut-text.ts';
import { MEDIA_LIMITS } from '../../media/limits.ts';
import type { MediaKind } from '../../media/media-row.ts';
import { fileOf } from './file-of.ts';

/** A file that a message carries, as its sender describes it. */
export interface ReadFile {
  kind: MediaKind;
  mimeType: string;
  fileName: string | null;
  size: number;
  width?: number;
  height?: number;
  durationMs?: number;
  /** A data URL, or null. */
  thumbnail: string | null;
  /** Where it is and what opens it; null where it can't be had, and why. */
  source: { url: string | null; directPath: string | null; mediaKey: string; sha256: string } | null;
  unavailable: 'view_once' | 'no_key' | 'too_large' | null;
}

const FALLBACK_TYPES: Record<MediaKind, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  document: 'application/octet-stream',
  sticker: 'image/webp',
};

/**
 * The file of an unwrapped message; null in one without. What may be opened once is for the phone alone: WhatsApp
 * gives it to no companion, so it is never fetched.
 */
export function readFile(message: proto.IMessage, options: { isOpenedOnce: boolean }): ReadFile | null {
  const found = fileOf(message);
  if (!found) return null;
  const { kind, file } = found;
  const size = Math.max(0, Number(String(file.fileLength ?? 0)) || 0);
  const fileName = file.fileName || file.title;
  const { mediaKey, fileSha256 } = file;
  let unavailable: ReadFile['unavailable'] = null;
  if (options.isOpenedOnce) unavailable = 'view_once';
  else if (mediaKey?.length !== 32 || fileSha256?.length !== 32 || !(file.directPath || file.url))
    unavailable = 'no_key';
  else if (size > MEDIA_LIMITS.fileBytes) unavailable = 'too_large';
  return {
    kind,
    mimeType: typeOf(kind, file.mimetype),
    fileName: fileName ? cutText(fileName, MEDIA_LIMITS.fileNameLength) : null,
    size: Math.min(size, MOST_SIZE),
    ...measuresOf(file),
    thumbnail: options.isOpenedOnce ? null : thumbnailOf(file.jpegThumbnail),
    source: unavailable
      ? null
      : {
          url: file.url ?? null,
          directPath: file.directPath ?? null,
          mediaKey: Buffer.from(mediaKey!).toString('base64'),
          sha256: Buffer.from(fileSha256!).toString('base64'),
        },
    unavailable,
  };
}

/** What the contract has room for. */
const MOST_SIZE = 4_294_967_296;
const MOST_SIDE = 100_000;
const MOST_SECONDS = 2_147_483;

function typeOf(kind: MediaKind, given: string | null | undefined): string {
  const type = given?.trim().slice(0, MEDIA_LIMITS.mimeTypeLength);
  return type && /^[\w.+-]+\/[\w.+-]+(;[\x20-\x7e]*)?$/.test(type) ? type : FALLBACK_TYPES[kind];
}

function measuresOf(file: {
  width?: number | null;
  height?: number | null;
  seconds?: number | null;
}): Pick<ReadFile, 'width' | 'height' | 'durationMs'> {
  const { width, height, seconds } = file;
  const isSized = [width, height].every((side) => side && side > 0 && side <= MOST_SIDE);
  return {
    ...(isSized ? { width: width!, height: height! } : {}),
    ...(seconds && seconds > 0 && seconds <= MOST_SECONDS ? { durationMs: seconds * 1_000 } : {}),
  };
}

function thumbnailOf(bytes: Uint8Array | null | undefined): string | null {
  if (!bytes || bytes.length < 4 || bytes.length > MEDIA_LIMITS.thumbnailBytes) return null;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  return isJpeg ? `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}` : null;
}
