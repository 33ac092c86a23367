import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { MediaKind } from '../world/messages.ts';

const EXPANDED_BYTES = 112;
const MAC_BYTES = 10;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Names in the key derivation; a sticker's keys are an image's. */
const infoOf: Record<MediaKind | 'history', string> = {
  image: 'WhatsApp Image Keys',
  sticker: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
  history: 'WhatsApp History Keys',
};

/** A file as it lies on the media host, and what a message must say so that it can be read. */
export interface SealedMedia {
  mediaKey: Buffer;
  /** AES-256-CBC ciphertext and the first ten bytes of its HMAC-SHA256. */
  body: Buffer;
  sha256: Buffer;
  encSha256: Buffer;
}

/** Encrypts a file for the media host, with a fresh key or a given one (to upload the same file again). */
export function sealMedia(
  plain: Buffer,
  kind: MediaKind | 'history',
  mediaKey: Buffer = randomBytes(32),
): SealedMedia {
  const { iv, cipherKey, macKey } = expand(mediaKey, kind);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  const body = Buffer.concat([ciphertext, macOf(macKey, iv, ciphertext)]);
  return { mediaKey, body, sha256: hashOf(plain), encSha256: hashOf(body) };
}

/** Decrypts a file from the media host; throws when it is not what its key vouches for. */
export function openMedia(body: Buffer, kind: MediaKind, mediaKey: Buffer): Buffer {
  const { iv, cipherKey, macKey } = expand(mediaKey, kind);
  const ciphertext = body.subarray(0, -MAC_BYTES);
  const mac = body.subarray(-MAC_BYTES);
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(macKey, iv, ciphertext))) {
    throw new Error('the file does not match its key');
  }
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

/** SHA-256. */
export function hashOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Encrypts the answer to a request for a new upload, for those who know the file's key. */
export function sealMediaRetry(
  answer: Uint8Array,
  mediaKey: Buffer,
  messageId: string,
): { ciphertext: Buffer; iv: Buffer } {
  const key = Buffer.from(
    hkdfSync('sha256', mediaKey, Buffer.alloc(0), 'WhatsApp Media Retry Notification', 32),
  );
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(messageId));
  const ciphertext = Buffer.concat([cipher.update(answer), cipher.final(), cipher.getAuthTag()]);
  return { ciphertext, iv };
}

function expand(mediaKey: Buffer, kind: MediaKind | 'history') {
  const bytes = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), infoOf[kind], EXPANDED_BYTES));
  return { iv: bytes.subarray(0, 16), cipherKey: bytes.subarray(16, 48), macKey: bytes.subarray(48, 80) };
}

function macOf(macKey: Buffer, iv: Buffer, ciphertext: Buffer): Buffer {
  return createHmac('sha256', macKey).update(iv).update(ciphertext).digest().subarray(0, MAC_BYTES);
}
