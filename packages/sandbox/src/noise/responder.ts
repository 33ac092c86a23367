import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { proto } from '../baileys.ts';
import { agree, makeKeyPair, type KeyPair } from './curve.ts';
import type { NetworkKeys } from './network-keys.ts';

const PATTERN = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const TAG_BYTES = 16;
const NOTHING = Buffer.alloc(0);

/**
 * The answering side of Noise XX as WhatsApp Web speaks it (AES-256-GCM, SHA-256, the intro bytes mixed in as
 * prologue). One instance serves one connection: `answerHello`, `acceptFinish`, then `seal` and `open`.
 */
export class NoiseResponder {
  readonly #keys: NetworkKeys;
  readonly #ephemeral: KeyPair = makeKeyPair();
  #hash: Buffer = PATTERN;
  #chainKey: Buffer = PATTERN;
  #key: Buffer = PATTERN;
  #counter = 0;
  #inbound: Direction | undefined;
  #outbound: Direction | undefined;

  /** @param intro the client's intro bytes, which both sides mix into the handshake hash */
  constructor(keys: NetworkKeys, intro: Uint8Array) {
    this.#keys = keys;
    this.#mixHash(intro);
  }

  /** Answers the client's first message; throws when it carries no usable ephemeral key. */
  answerHello(message: Uint8Array): Uint8Array {
    const hello = proto.HandshakeMessage.decode(message).clientHello;
    if (hello?.ephemeral?.length !== 32) throw new Error('the client hello carries no ephemeral key');
    const theirs = Buffer.from(hello.ephemeral);
    this.#mixHash(theirs);
    this.#mixHash(this.#ephemeral.public);
    this.#mixKey(agree(this.#ephemeral.private, theirs));
    const sealedStatic = this.#sealHandshake(this.#keys.static.public);
    this.#mixKey(agree(this.#keys.static.private, theirs));
    const payload = this.#sealHandshake(this.#keys.chain);
    return proto.HandshakeMessage.encode({
      serverHello: { ephemeral: this.#ephemeral.public, static: sealedStatic, payload },
    }).finish();
  }

  /** Opens the client's last handshake message: its static key (the device's credential) and its payload. */
  acceptFinish(message: Uint8Array): { staticKey: Buffer; payload: Buffer } {
    const finish = proto.HandshakeMessage.decode(message).clientFinish;
    if (!finish?.static || !finish.payload) throw new Error('the client finish is incomplete');
    const staticKey = this.#openHandshake(Buffer.from(finish.static));
    this.#mixKey(agree(this.#ephemeral.private, staticKey));
    const payload = this.#openHandshake(Buffer.from(finish.payload));
    const [read, write] = this.#derive(NOTHING);
    this.#inbound = new Direction(read);
    this.#outbound = new Direction(write);
    return { staticKey, payload };
  }

  /** Seals one frame for the client. */
  seal(plaintext: Uint8Array): Buffer {
    return sealWith(this.#outbound!.key, this.#outbound!.nextNonce(), plaintext, NOTHING);
  }

  /** Opens one frame of the client; throws when it was tampered with or came out of order. */
  open(ciphertext: Uint8Array): Buffer {
    return openWith(this.#inbound!.key, this.#inbound!.nextNonce(), ciphertext, NOTHING);
  }

  #mixHash(data: Uint8Array): void {
    this.#hash = createHash('sha256').update(this.#hash).update(data).digest();
  }

  #mixKey(input: Uint8Array): void {
    [this.#chainKey, this.#key] = this.#derive(input);
    this.#counter = 0;
  }

  #derive(input: Uint8Array): [Buffer, Buffer] {
    const bytes = Buffer.from(hkdfSync('sha256', input, this.#chainKey, NOTHING, 64));
    return [bytes.subarray(0, 32), bytes.subarray(32)];
  }

  #sealHandshake(plaintext: Uint8Array): Buffer {
    const sealed = sealWith(this.#key, nonce(this.#counter++), plaintext, this.#hash);
    this.#mixHash(sealed);
    return sealed;
  }

  #openHandshake(ciphertext: Buffer): Buffer {
    const opened = openWith(this.#key, nonce(this.#counter++), ciphertext, this.#hash);
    this.#mixHash(ciphertext);
    return opened;
  }
}

class Direction {
  readonly key: Buffer;
  #counter = 0;

  constructor(key: Buffer) {
    this.key = key;
  }

  nextNonce(): Buffer {
    return nonce(this.#counter++);
  }
}

function nonce(counter: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(counter, 8);
  return bytes;
}

function sealWith(key: Buffer, iv: Buffer, plaintext: Uint8Array, additional: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(additional);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function openWith(key: Buffer, iv: Buffer, ciphertext: Uint8Array, additional: Buffer): Buffer {
  if (ciphertext.length < TAG_BYTES) throw new Error('the frame is shorter than its tag');
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(additional);
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]);
}
