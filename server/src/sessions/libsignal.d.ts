// What libsignal 6 has and does not declare.

declare module 'libsignal/src/protobufs.js' {
  export const WhisperMessage: { decode(bytes: Uint8Array): { ephemeralKey: Uint8Array } };
}

declare module 'libsignal/src/errors.js' {
  export class SessionError extends Error {}
}

declare module 'libsignal/src/keyhelper.js' {
  interface KeyPair {
    pubKey: Buffer;
    privKey: Buffer;
  }
  export function generateIdentityKeyPair(): KeyPair;
  export function generateRegistrationId(): number;
  export function generateSignedPreKey(
    identity: KeyPair,
    id: number,
  ): { keyId: number; keyPair: KeyPair; signature: Buffer };
  export function generatePreKey(id: number): { keyId: number; keyPair: KeyPair };
}
