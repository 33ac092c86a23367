import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawWaveform } from './draw-waveform.ts';

const folder = mkdtempSync(join(tmpdir(), 'mh-waveform-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An Ogg file of these packets, so many in a page. */
function ogg(packets: Buffer[], inPage = 20): string {
  const pages = [];
  for (let at = 0; at < packets.length; at += inPage) {
    const some = packets.slice(at, at + inPage);
    const table = some.flatMap(({ length }) => [
      ...Array<number>(Math.floor(length / 255)).fill(255),
      length % 255,
    ]);
    const head = Buffer.alloc(27);
    head.write('OggS');
    head[26] = table.length;
    pages.push(head, Buffer.from(table), ...some);
  }
  const path = join(folder, `${packets.length}-${inPage}.ogg`);
  writeFileSync(path, Buffer.concat(pages));
  return path;
}

const headers = [Buffer.from('OpusHead'), Buffer.from('OpusTags')];

test('loud parts are high, silence is low, however the packets lie in pages', async () => {
  const quiet = Array.from({ length: 100 }, () => Buffer.alloc(10));
  const loud = Array.from({ length: 100 }, () => Buffer.alloc(300));
  for (const inPage of [1, 7, 20]) {
    const bars = (await drawWaveform(ogg([...headers, ...quiet, ...loud, ...quiet], inPage)))!;
    expect(bars).toHaveLength(64);
    expect([bars[5], bars[32], bars[60]]).toEqual([0, 100, 0]);
    expect(Math.max(...bars)).toBe(100);
  }
});

test('what has no packets, or all of one size, has none', async () => {
  const path = join(folder, 'none');
  writeFileSync(path, 'OggS and nothing');
  expect(await drawWaveform(path)).toBeNull();
  expect(
    await drawWaveform(ogg([...headers, ...Array.from({ length: 50 }, () => Buffer.alloc(40))])),
  ).toBeNull();
});
