import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { sessionLimits } from '../limits.ts';

/** A history that is broken, or larger than any phone sends: nothing more of it can be read. */
export class HistoryBrokenError extends Error {
  override readonly name = 'HistoryBrokenError';
  readonly code = 'history_broken';
}

/**
 * The fields of a compressed HistorySync, one after the other as they are unpacked: however large the whole is, one chat
 * at a time is in memory. Only length-delimited fields are answered. Throws HistoryBrokenError.
 */
export async function* unpackHistory(source: Readable): AsyncGenerator<{ number: number; bytes: Buffer }> {
  // Joined only once there is enough for the next field: a large chat comes in many small pieces.
  let pieces: Buffer[] = [];
  let held = 0;
  let needed = 1;
  let unpacked = 0;
  try {
    for await (const chunk of pipeline(source, createInflate(), () => {}) as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > sessionLimits.historyBytes) throw new HistoryBrokenError('The history is too large.');
      pieces.push(chunk);
      held += chunk.length;
      if (held < needed) continue;
      let bytes = Buffer.concat(pieces);
      let field = takeField(bytes);
      for (; typeof field !== 'number'; field = takeField(bytes)) {
        if (field.bytes) yield { number: field.number, bytes: field.bytes };
        bytes = bytes.subarray(field.end);
      }
      needed = field;
      pieces = bytes.length === 0 ? [] : [bytes];
      held = bytes.length;
    }
  } catch (error) {
    if (error instanceof HistoryBrokenError) throw error;
    throw new HistoryBrokenError('The history can not be unpacked.', { cause: error });
  }
  if (held > 0) throw new HistoryBrokenError('The history is cut off.');
}

interface Field {
  number: number;
  bytes: Buffer | null;
  end: number;
}

/** The first field; or how many bytes are needed before it is worth looking again. */
function takeField(bytes: Buffer): Field | number {
  const tag = readVarint(bytes, 0);
  if (!tag) return bytes.length + 1;
  const number = Math.floor(tag.value / 8);
  const fixed = (length: number): Field | number => {
    const end = tag.end + length;
    return end > bytes.length ? end : { number, bytes: null, end };
  };
  switch (tag.value % 8) {
    case 0: {
      const value = readVarint(bytes, tag.end);
      return value ? { number, bytes: null, end: value.end } : bytes.length + 1;
    }
    case 1:
      return fixed(8);
    case 2: {
      const length = readVarint(bytes, tag.end);
      if (!length) return bytes.length + 1;
      if (length.value > sessionLimits.historyChatBytes) throw new HistoryBrokenError('A chat is too large.');
      const end = length.end + length.value;
      return end > bytes.length ? end : { number, bytes: bytes.subarray(length.end, end), end };
    }
    case 5:
      return fixed(4);
    default:
      throw new HistoryBrokenError('The history is no protobuf.');
  }
}

function readVarint(bytes: Buffer, start: number): { value: number; end: number } | null {
  let value = 0;
  for (let at = start, scale = 1; at < bytes.length && at < start + 10; at += 1, scale *= 0x80) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  if (bytes.length >= start + 10) throw new HistoryBrokenError('The history is no protobuf.');
  return null;
}
