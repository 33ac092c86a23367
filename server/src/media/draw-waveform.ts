import { readFile, stat } from 'node:fs/promises';

/** Bars that WhatsApp's apps draw, and the height of the highest. */
const BARS = 64;
const HIGHEST = 100;
/** A larger file is no voice note. */
const MOST_BYTES = 16 * 1_048_576;

/**
 * The waveform of a voice note in Ogg/Opus: 64 bars from 0 to 100. Nothing is decoded: an encoder spends more bits where
 * there is more to hear, so the sizes of the packets stand for the loudness. Null for what isn't such a file, or is cut to
 * a constant rate.
 */
export async function drawWaveform(path: string): Promise<Buffer | null> {
  if ((await stat(path)).size > MOST_BYTES) return null;
  const file = await readFile(path);
  // The first two packets are headers (RFC 7845).
  const sizes = packetSizes(file).slice(2);
  if (sizes.length < 2) return null;
  const bars = Array.from({ length: BARS }, (_, place) => {
    const from = Math.floor((place * sizes.length) / BARS);
    const to = Math.max(from + 1, Math.floor(((place + 1) * sizes.length) / BARS));
    const part = sizes.slice(from, to);
    return part.reduce((sum, size) => sum + size, 0) / part.length;
  });
  const [lowest, highest] = [Math.min(...bars), Math.max(...bars)];
  if (highest - lowest < 1) return null;
  return Buffer.from(bars.map((bar) => Math.round(((bar - lowest) / (highest - lowest)) * HIGHEST)));
}

/** The packets of an Ogg file: segments that go on until one has fewer than 255 bytes (RFC 3533). */
function packetSizes(file: Buffer): number[] {
  const sizes: number[] = [];
  let open = 0;
  for (let at = 0; at + 27 <= file.length && file.toString('latin1', at, at + 4) === 'OggS'; ) {
    const segments = file[at + 26]!;
    const table = file.subarray(at + 27, at + 27 + segments);
    let body = 0;
    for (const length of table) {
      body += length;
      open += length;
      if (length === 255) continue;
      sizes.push(open);
      open = 0;
    }
    at += 27 + segments + body;
  }
  return sizes;
}
