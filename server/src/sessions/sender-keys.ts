/**
 * A group's sender key as Baileys hands it over to be stored, so that Baileys can read all of it again.
 *
 * Baileys (7.0.0-rc14) writes the bytes in it as arrays of numbers, and reads only base64 back as bytes: a key that is
 * kept for a message which others have overtaken would come back as an object, and that message could never be
 * decrypted ("Expected Buffer instead of: Object").
 */
export function readableSenderKey(serialized: Uint8Array): Buffer {
  const text = Buffer.from(serialized.buffer, serialized.byteOffset, serialized.byteLength).toString();
  return Buffer.from(JSON.stringify(JSON.parse(text, bytesAsBase64)));
}

function bytesAsBase64(_key: string, value: unknown): unknown {
  if (!isWrittenBuffer(value)) return value;
  return { type: 'Buffer', data: Buffer.from(value.data).toString('base64') };
}

function isWrittenBuffer(value: unknown): value is { data: number[] } {
  const written = value as { type?: unknown; data?: unknown } | null;
  return typeof value === 'object' && written?.type === 'Buffer' && Array.isArray(written.data);
}
