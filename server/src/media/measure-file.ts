import { type FileHandle, open } from 'node:fs/promises';
import { MEDIA_LIMITS } from './limits.ts';
import { essenceOf } from './tell-type.ts';

/** What a file says of itself; each only where it is known and plausible. */
export interface FileMeasures {
  width?: number;
  height?: number;
  durationMs?: number;
}

const MOST_PIXELS = 100_000;
const MOST_MS = 2_147_483_647;
/** The box `moov` of a film may have so many bytes before we don't look into it. */
const MOST_MOOV_BYTES = 4 * 1_048_576;
const MOST_BOXES = 1_000;

/** Reads a picture's size, or a recording's length, without decoding it. What can't be read is left out. */
export async function measureFile(path: string, mimeType: string): Promise<FileMeasures> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = await readPart(file, 0, Math.min(size, MEDIA_LIMITS.sniffBytes));
    return plausible(await measure(file, { essence: essenceOf(mimeType), head, size }));
  } catch (error) {
    // Offsets that lead out of the file: it is broken, and still may be sent.
    if (error instanceof RangeError) return {};
    throw error;
  } finally {
    await file.close();
  }
}

async function measure(
  file: FileHandle,
  { essence, head, size }: { essence: string; head: Buffer; size: number },
): Promise<FileMeasures> {
  switch (essence) {
    case 'image/png':
      return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
    case 'image/gif':
      return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
    case 'image/jpeg':
      return measureJpeg(head);
    case 'image/webp':
      return measureWebp(head);
    case 'audio/ogg': {
      const most = Math.min(size, MEDIA_LIMITS.sniffBytes);
      return measureOgg(head, await readPart(file, size - most, most));
    }
    case 'audio/mp4':
    case 'video/mp4':
    case 'video/3gpp':
    case 'video/quicktime': {
      const moov = await findMoov(file, size);
      return moov ? measureMoov(moov) : {};
    }
    default:
      return {};
  }
}

/** The frame header (SOFn) of a JPEG, ITU T.81 annex B. */
function measureJpeg(head: Buffer): FileMeasures {
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return {};
    const marker = head[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return {};
}

/** RFC 9649: the first chunk is VP8, VP8L or VP8X. */
function measureWebp(head: Buffer): FileMeasures {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return {};
  }
}

/** The position of the last page, less the pre-skip, in samples of 48 kHz (RFC 7845). */
function measureOgg(head: Buffer, tail: Buffer): FileMeasures {
  const opus = head.indexOf('OpusHead');
  const page = tail.lastIndexOf('OggS');
  if (opus < 0 || page < 0) return {};
  const samples = Number(tail.readBigUInt64LE(page + 6)) - head.readUInt16LE(opus + 10);
  return { durationMs: Math.round(samples / 48) };
}

async function findMoov(file: FileHandle, size: number): Promise<Buffer | null> {
  for (let at = 0, boxes = 0; at + 8 <= size && boxes < MOST_BOXES; boxes += 1) {
    const header = await readPart(file, at, Math.min(16, size - at));
    let length = header.readUInt32BE(0);
    if (length === 1) length = Number(header.readBigUInt64BE(8));
    if (length === 0) length = size - at;
    if (length < 8) return null;
    if (header.toString('latin1', 4, 8) === 'moov')
      return length <= MOST_MOOV_BYTES ? readPart(file, at, Math.min(length, size - at)) : null;
    at += length;
  }
  return null;
}

/** ISO/IEC 14496-12: the movie's length, and the size of the first track that has one. */
function measureMoov(moov: Buffer): FileMeasures {
  const measures: FileMeasures = {};
  for (const { type, body } of boxesIn(moov.subarray(8))) {
    if (type === 'mvhd') {
      const long = body[0] === 1;
      const scale = body.readUInt32BE(long ? 20 : 12);
      const length = long ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16);
      if (scale > 0) measures.durationMs = Math.round((length * 1_000) / scale);
    }
    if (type !== 'trak' || measures.width) continue;
    const header = [...boxesIn(body)].find((box) => box.type === 'tkhd')?.body;
    if (!header) continue;
    // The last eight bytes, as 16.16 fixed point.
    const width = header.readUInt16BE(header.length - 8);
    const height = header.readUInt16BE(header.length - 4);
    if (width > 0 && height > 0) Object.assign(measures, { width, height });
  }
  return measures;
}

function* boxesIn(bytes: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = 0, boxes = 0; at + 8 <= bytes.length && boxes < MOST_BOXES; boxes += 1) {
    const length = bytes.readUInt32BE(at);
    if (length < 8) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, at + length) };
    at += length;
  }
}

async function readPart(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}

function plausible({ width, height, durationMs }: FileMeasures): FileMeasures {
  const sized = [width, height].every((side) => side !== undefined && side >= 1 && side <= MOST_PIXELS);
  const timed = durationMs !== undefined && durationMs >= 0 && durationMs <= MOST_MS;
  return { ...(sized ? { width: width!, height: height! } : {}), ...(timed ? { durationMs } : {}) };
}
