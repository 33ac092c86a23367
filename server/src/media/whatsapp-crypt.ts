import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { MediaKind } from './media-row.ts';

/** Names in the derivation of a file's keys; a sticker's are a picture's. */
const KEY_NAMES: Record<MediaKind | 'history', string> = {
  image: 'WhatsApp Image Keys',
  sticker: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  voice: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
  history: 'WhatsApp History Keys',
};
const MEDIA_KEY_BYTES = 32;
const MAC_BYTES = 10;
const BLOCK_BYTES = 16;

/** The bytes are not what the message promised. */
export class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
  readonly code = 'wrong_file';
}

/** What a message says of its file, so that others can read it. */
export interface FileKeys {
  mediaKey: Buffer;
  sha256: Buffer;
  encSha256: Buffer;
  size: number;
}

/**
 * Encrypts a file as WhatsApp keeps them: AES-256-CBC and the first ten bytes of an HMAC-SHA256. `keys` is known once
 * the stream has been read to its end.
 */
export function encryptFile(
  source: AsyncIterable<Uint8Array>,
  kind: MediaKind,
): { encrypted: AsyncGenerator<Buffer>; keys(): FileKeys } {
  const mediaKey = randomBytes(MEDIA_KEY_BYTES);
  const { iv, cipherKey, macKey } = expand(mediaKey, kind);
  const [plainHash, encryptedHash] = [createHash('sha256'), createHash('sha256')];
  const mac = createHmac('sha256', macKey).update(iv);
  let size = 0;
  let keys: FileKeys | undefined;
  async function* encrypted(): AsyncGenerator<Buffer> {
    const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
    const pass = (bytes: Buffer): Buffer => {
      mac.update(bytes);
      encryptedHash.update(bytes);
      return bytes;
    };
    for await (const chunk of source) {
      size += chunk.length;
      plainHash.update(chunk);
      yield pass(cipher.update(chunk));
    }
    yield pass(cipher.final());
    const end = mac.digest().subarray(0, MAC_BYTES);
    encryptedHash.update(end);
    yield end;
    keys = { mediaKey, sha256: plainHash.digest(), encSha256: encryptedHash.digest(), size };
  }
  return {
    encrypted: encrypted(),
    keys() {
      if (!keys) throw new TypeError('The file has not been read to its end.');
      return keys;
    },
  };
}

/**
 * Decrypts a file of WhatsApp as it streams in. Throws WrongFileError at its end when it was altered or broken off, so
 * nothing of it may be used before.
 */
export async function* decryptFile(
  source: AsyncIterable<Uint8Array>,
  options: { mediaKey: Uint8Array; kind: MediaKind | 'history' },
): AsyncGenerator<Buffer> {
  const { iv, cipherKey, macKey } = expand(options.mediaKey, options.kind);
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  // The last bytes are the MAC: they are held back until it is known that they are the last.
  let held: Buffer = Buffer.alloc(0);
  let taken = 0;
  for await (const chunk of source) {
    const bytes = Buffer.concat([held, chunk]);
    const ready = bytes.subarray(0, Math.max(0, bytes.length - MAC_BYTES));
    held = bytes.subarray(ready.length);
    taken += ready.length;
    mac.update(ready);
    yield decipher.update(ready);
  }
  const right = mac.digest().subarray(0, MAC_BYTES);
  if (taken === 0 || taken % BLOCK_BYTES !== 0 || held.length !== MAC_BYTES || !timingSafeEqual(held, right))
    throw new WrongFileError('The file does not match its key, or was broken off.');
  yield decipher.final();
}

function expand(
  mediaKey: Uint8Array,
  kind: MediaKind | 'history',
): { iv: Buffer; cipherKey: Buffer; macKey: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), KEY_NAMES[kind], 112));
  return { iv: bytes.subarray(0, 16), cipherKey: bytes.subarray(16, 48), macKey: bytes.subarray(48, 80) };
}
