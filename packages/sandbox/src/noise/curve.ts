import {
  calculateAgreement,
  calculateSignature,
  generateKeyPair,
  verifySignature,
} from 'libsignal/src/curve.js';

/** A Curve25519 pair; the public half is 32 bytes, without Signal's type byte. */
export interface KeyPair {
  public: Buffer;
  private: Buffer;
}

/** A public key as Signal writes it: type byte 5 and 32 bytes. */
export function signalKey(publicKey: Uint8Array): Buffer {
  return publicKey.length === 33 ? Buffer.from(publicKey) : Buffer.concat([Buffer.from([5]), publicKey]);
}

/** A new Curve25519 pair. */
export function makeKeyPair(): KeyPair {
  const { pubKey, privKey } = generateKeyPair();
  return { public: Buffer.from(pubKey.subarray(1)), private: Buffer.from(privKey) };
}

/** The secret that two pairs share (X25519); throws on a public key of a wrong length. */
export function agree(privateKey: Buffer, publicKey: Buffer): Buffer {
  return Buffer.from(calculateAgreement(signalKey(publicKey), privateKey));
}

/** Signs by XEdDSA; about 10 ms. */
export function signWith(privateKey: Buffer, message: Uint8Array): Buffer {
  return Buffer.from(calculateSignature(privateKey, message));
}

/** Whether this key signed this message; about 8 ms. Baileys' own `Curve.verify` accepts any well-formed signature. */
export function isSignedBy(publicKey: Buffer, message: Buffer, signature: Buffer): boolean {
  try {
    return verifySignature(signalKey(publicKey), message, signature);
  } catch {
    return false;
  }
}
