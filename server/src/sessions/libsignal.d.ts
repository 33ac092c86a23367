// What libsignal 6 has and does not declare.

declare module 'libsignal/src/protobufs.js' {
  export const WhisperMessage: { decode(bytes: Uint8Array): { ephemeralKey: Uint8Array } };
}

declare module 'libsignal/src/errors.js' {
  export class SessionError extends Error {}
}
