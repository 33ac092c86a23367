import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { bytesField, numberField } from '../proto-fields.ts';
import { unpackHistory } from './unpack-history.ts';

async function unpack(packed: Buffer, step = 700): Promise<{ number: number; bytes: Buffer }[]> {
  const pieces = Array.from({ length: Math.ceil(packed.length / step) }, (_, place) =>
    packed.subarray(place * step, (place + 1) * step),
  );
  const found = [];
  for await (const { number, bytes } of unpackHistory(Readable.from(pieces)))
    found.push({ number, bytes: Buffer.from(bytes) });
  return found;
}

test('chats come one after the other, whatever their size and however the bytes are cut', async () => {
  const chats = [0, 1, 300, 7_000, 3, 40_000].map((size) => randomBytes(size));
  const whole = Buffer.concat([
    numberField(1, 3),
    ...chats.map((chat) => bytesField(2, chat)),
    numberField(6, 40),
  ]);
  for (const step of [1_000, 13, 50_000])
    expect(await unpack(deflateSync(whole), step)).toEqual(chats.map((bytes) => ({ number: 2, bytes })));
});

test('it is unpacked as it is used: a large history is never in memory as a whole', async () => {
  const size = 100_000;
  const packed = deflateSync(
    Buffer.concat(Array.from({ length: 40 }, () => bytesField(2, randomBytes(size)))),
  );
  let taken = 0;
  function* source(): Generator<Buffer> {
    for (; taken < packed.length; taken += 4_000) yield packed.subarray(taken, taken + 4_000);
  }
  let place = 0;
  for await (const { bytes } of unpackHistory(Readable.from(source()))) {
    place += 1;
    expect(bytes.length).toBe(size);
    // No more was taken than what was handed out, and a little ahead.
    expect(taken).toBeLessThan(place * size + 400_000);
  }
  expect(place).toBe(40);
});

test.each([
  ['cut off', (whole: Buffer) => deflateSync(whole.subarray(0, -3))],
  ['no zlib', () => randomBytes(300)],
  ['no protobuf', () => deflateSync(Buffer.alloc(300, 0xff))],
  [
    'a chat that claims to be larger than any',
    () => deflateSync(Buffer.from([0x12, 0xff, 0xff, 0xff, 0xff, 0x0f])),
  ],
])('one that is %s is broken, and says so', async (_, pack) => {
  const whole = bytesField(2, randomBytes(500));
  await expect(unpack(pack(whole))).rejects.toMatchObject({ code: 'history_broken' });
});
