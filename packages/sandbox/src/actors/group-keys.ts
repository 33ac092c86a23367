import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import { proto } from '../baileys.ts';
import { isSignedBy, makeKeyPair, signalKey, signWith, type KeyPair } from '../noise/curve.ts';
import type { Store } from '../store/store.ts';
import type { SignalPeer } from './phone-signal.ts';

const VERSION = Buffer.from([0x33]);
const SIGNATURE_BYTES = 64;
const SKIPPED_KEPT = 2_000;
const OPENED_KEPT = 64;

/** A sender's key in one group, as those who got it can use it. */
interface Received {
  chainKey: Buffer;
  iteration: number;
  signingKey: Buffer;
  /** Message keys of messages that were skipped. */
  skipped: Map<number, Buffer>;
  /** Numbers whose phones were given the key. */
  holders: Set<string>;
}

/** A phone's own key in one group. */
interface Own {
  keyId: number;
  chainKey: Buffer;
  iteration: number;
  signing: KeyPair;
  /** Devices that were given it: `<number>:<device>`. */
  sharedWith: Set<string>;
}

/**
 * Sender keys of groups (Signal's `skmsg`). A companion's key is the same for all phones that it was given to, so
 * the sandbox keeps it once, remembers who holds it, and opens each message once however many phones show it.
 */
export class GroupKeys {
  readonly #store: Store;
  readonly #received = new Map<string, Received>();
  readonly #own = new Map<string, Own>();
  readonly #opened = new Map<string, Buffer>();

  constructor(store: Store) {
    this.#store = store;
    this.load();
  }

  /** Reads the keys from the store. */
  load(): void {
    this.#received.clear();
    this.#own.clear();
    this.#opened.clear();
    for (const [key, value] of this.#store.load<Received | Own>('sender-key')) {
      if ('holders' in value) this.#received.set(key, value);
      else this.#own.set(key, value);
    }
  }

  /** A phone was given the key of a companion in a group. */
  learn(group: string, author: SignalPeer, distribution: Buffer, holder: string): void {
    const decoded = proto.SenderKeyDistributionMessage.decode(distribution.subarray(1));
    const { chainKey, signingKey } = decoded;
    if (!chainKey || !signingKey) throw new Error('this sender key is not complete');
    const id = decoded.id ?? 0;
    const iteration = decoded.iteration ?? 0;
    const key = receivedKey(group, author, id);
    const known = this.#received.get(key);
    if (known) {
      known.holders.add(holder);
      this.#store.put('sender-key', key, () => known);
      return;
    }
    const received: Received = {
      chainKey: Buffer.from(chainKey),
      iteration,
      signingKey: Buffer.from(signingKey).subarray(-32),
      skipped: new Map(),
      holders: new Set([holder]),
    };
    this.#received.set(key, received);
    this.#store.put('sender-key', key, () => received);
  }

  /** Opens a group message for one phone; throws when it has no key for it or the message is not genuine. */
  open(group: string, author: SignalPeer, message: Buffer, holder: string): Buffer {
    const signed = message.subarray(0, -SIGNATURE_BYTES);
    const decoded = proto.SenderKeyMessage.decode(signed.subarray(1));
    const id = decoded.id ?? 0;
    const iteration = decoded.iteration ?? 0;
    const ciphertext = decoded.ciphertext ?? Buffer.alloc(0);
    const key = receivedKey(group, author, id);
    const received = this.#received.get(key);
    if (!received?.holders.has(holder)) throw new Error('this phone has no key of the author in this group');
    const cacheKey = `${key}|${iteration}|${message.subarray(-16).toString('hex')}`;
    const opened = this.#opened.get(cacheKey);
    if (opened) return opened;
    if (!isSignedBy(received.signingKey, signed, message.subarray(-SIGNATURE_BYTES))) {
      throw new Error('the signature of this group message is wrong');
    }
    const plaintext = decrypt(this.#messageKey(received, iteration), Buffer.from(ciphertext));
    this.#store.put('sender-key', key, () => received);
    this.#opened.set(cacheKey, plaintext);
    if (this.#opened.size > OPENED_KEPT) this.#opened.delete(this.#opened.keys().next().value!);
    return plaintext;
  }

  /** Encrypts a phone's message for a group; `distribution` is what new devices must be given first. */
  seal(group: string, number: string, plaintext: Buffer): { message: Buffer; distribution: Buffer } {
    const key = ownKey(group, number);
    let own = this.#own.get(key);
    if (!own) {
      own = {
        keyId: randomInt(1, 2 ** 31 - 1),
        chainKey: randomBytes(32),
        iteration: 0,
        signing: makeKeyPair(),
        sharedWith: new Set(),
      };
      this.#own.set(key, own);
    }
    const distribution = distributionOf(own);
    const encoded = proto.SenderKeyMessage.encode({
      id: own.keyId,
      iteration: own.iteration,
      ciphertext: encrypt(hmac(own.chainKey, 1), plaintext),
    }).finish();
    const signed = Buffer.concat([VERSION, encoded]);
    const message = Buffer.concat([signed, signWith(own.signing.private, signed)]);
    own.chainKey = hmac(own.chainKey, 2);
    own.iteration += 1;
    this.#saveOwn(key, own);
    return { message, distribution };
  }

  /** Whether a device still needs the key of this phone; from now on it counts as given. */
  share(group: string, number: string, device: string): boolean {
    const key = ownKey(group, number);
    const own = this.#own.get(key);
    if (!own || own.sharedWith.has(device)) return false;
    own.sharedWith.add(device);
    this.#saveOwn(key, own);
    return true;
  }

  /** The key of this phone as it is now, for a device that asks for a message again. */
  distribution(group: string, number: string): Buffer | undefined {
    const own = this.#own.get(ownKey(group, number));
    return own && distributionOf(own);
  }

  /** Somebody left: the phones of this group make new keys, and companions are expected to. */
  renew(group: string): void {
    for (const key of this.#own.keys()) {
      if (!key.startsWith(`own|${group}|`)) continue;
      this.#own.delete(key);
      this.#store.remove('sender-key', key);
    }
  }

  clear(): void {
    for (const key of [...this.#own.keys(), ...this.#received.keys()]) this.#store.remove('sender-key', key);
    this.load();
  }

  #messageKey(received: Received, iteration: number): Buffer {
    const skipped = received.skipped.get(iteration);
    if (skipped) {
      received.skipped.delete(iteration);
      return skipped;
    }
    if (iteration < received.iteration) throw new Error('this group message was opened before');
    if (iteration - received.iteration > SKIPPED_KEPT) throw new Error('this group message is too far ahead');
    while (received.iteration < iteration) {
      received.skipped.set(received.iteration, hmac(received.chainKey, 1));
      if (received.skipped.size > SKIPPED_KEPT)
        received.skipped.delete(received.skipped.keys().next().value!);
      received.chainKey = hmac(received.chainKey, 2);
      received.iteration += 1;
    }
    const key = hmac(received.chainKey, 1);
    received.chainKey = hmac(received.chainKey, 2);
    received.iteration += 1;
    return key;
  }

  #saveOwn(key: string, own: Own): void {
    this.#store.put('sender-key', key, () => own);
  }
}

function distributionOf(own: Own): Buffer {
  const encoded = proto.SenderKeyDistributionMessage.encode({
    id: own.keyId,
    iteration: own.iteration,
    chainKey: own.chainKey,
    signingKey: signalKey(own.signing.public),
  }).finish();
  return Buffer.concat([VERSION, encoded]);
}

function receivedKey(group: string, author: SignalPeer, keyId: number): string {
  return `received|${group}|${author.lid}:${author.device}|${keyId}`;
}

function ownKey(group: string, number: string): string {
  return `own|${group}|${number}`;
}

function hmac(key: Buffer, step: number): Buffer {
  return createHmac('sha256', key)
    .update(Buffer.from([step]))
    .digest();
}

function keysOf(seed: Buffer): { iv: Buffer; key: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', seed, Buffer.alloc(32), 'WhisperGroup', 48));
  return { iv: bytes.subarray(0, 16), key: bytes.subarray(16) };
}

function encrypt(seed: Buffer, plaintext: Buffer): Buffer {
  const { iv, key } = keysOf(seed);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([cipher.update(plaintext), cipher.final()]);
}

function decrypt(seed: Buffer, ciphertext: Buffer): Buffer {
  const { iv, key } = keysOf(seed);
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
