import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A wrapped or sealed value that this key can't open: another key made it, or it was altered. */
export class SealError extends Error {
  readonly code = 'seal';
}

/**
 * The key above all data keys: 32 bytes, from METAHUB_MASTER_KEY or from the data folder. During a rotation it
 * also knows the former keys: they open, the current one wraps.
 */
export class MasterKey {
  readonly id: string;
  readonly #current: Buffer;
  readonly #byId = new Map<string, Buffer>();

  constructor(keys: Buffer[]) {
    const current = keys[0];
    if (!current) throw new SealError('There is no master key.');
    for (const key of keys) {
      if (key.length !== 32) throw new SealError('A master key has 32 bytes.');
      this.#byId.set(keyId(key), key);
    }
    this.#current = current;
    this.id = keyId(current);
  }

  /** Encrypts a small secret, bound to what it belongs to. */
  wrap(context: string, secret: Uint8Array): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#current, nonce).setAAD(Buffer.from(context));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  /** Opens what `wrap` made under the key with this id. */
  unwrap(context: string, masterKeyId: string, wrapped: Uint8Array): Buffer {
    const key = this.#byId.get(masterKeyId);
    if (!key)
      throw new SealError(
        `The data was sealed under another master key (${masterKeyId}; this one is ${this.id}). Give MetaHub that key.`,
      );
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12));
      decipher.setAAD(Buffer.from(context)).setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
    } catch (error) {
      throw new SealError('A wrapped key does not open: it was altered.', { cause: error });
    }
  }

  /** Like `wrap`, for a value that stands alone: the id of the key that sealed it comes along. */
  sealSecret(context: string, secret: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from(this.id, 'hex'), this.wrap(context, secret)]);
  }

  /** Opens what `sealSecret` made. Throws SealError. */
  openSecret(context: string, sealed: Uint8Array): Buffer {
    return this.unwrap(context, MasterKey.idOfSecret(sealed), sealed.subarray(8));
  }

  /** A secret of its own for one purpose, the same in every process with this key. */
  derive(purpose: string, length = 32): Buffer {
    return deriveFrom(this.#current, purpose, length);
  }

  /** The same under every key that is known, the current one first: what a former one marked is still ours. */
  deriveAll(purpose: string, length = 32): Buffer[] {
    return [...this.#byId.values()].map((key) => deriveFrom(key, purpose, length));
  }

  /** The id of the key that made a `sealSecret`. */
  static idOfSecret(sealed: Uint8Array): string {
    return Buffer.from(sealed.subarray(0, 8)).toString('hex');
  }
}

function deriveFrom(key: Buffer, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'metahub', purpose, length));
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('metahub master key').update(key).digest('hex').slice(0, 16);
}

/** Reads the master key of a data folder, making it (mode 0600) the first time. */
export function masterKeyOfFolder(folder: string): MasterKey {
  const file = join(folder, 'master.key');
  try {
    return new MasterKey([readKey(file)]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // Complete before it gets its name: a kill in between leaves no half key behind.
  const unfinished = `${file}.${process.pid}`;
  const handle = openSync(unfinished, 'w', 0o600);
  writeSync(handle, `${randomBytes(32).toString('base64')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(unfinished, file);
  return new MasterKey([readKey(file)]);
}

function readKey(file: string): Buffer {
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
