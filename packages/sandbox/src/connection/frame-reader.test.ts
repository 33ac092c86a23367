import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame-reader.ts';

const intro = Buffer.from([0x57, 0x41, 6, 3]);
const frame = (text: string) => Buffer.concat([Buffer.from([0, 0, text.length]), Buffer.from(text)]);

function readIn(pieces: Buffer[]): string[] {
  const reader = new FrameReader();
  return pieces.flatMap((piece) => reader.push(piece)).map(String);
}

describe('cutting a byte stream into frames', () => {
  const stream = Buffer.concat([intro, frame('um'), frame('dois'), frame('')]);

  it('gives the same frames however the bytes come', () => {
    expect(readIn([stream])).toEqual(['um', 'dois', '']);
    expect(readIn([...stream].map((byte) => Buffer.from([byte])))).toEqual(['um', 'dois', '']);
    expect(readIn([stream.subarray(0, 9), stream.subarray(9)])).toEqual(['um', 'dois', '']);
  });

  it('passes over the edge routing of a client that was given it', () => {
    const routing = Buffer.from([0x45, 0x44, 0, 1, 0, 0, 2, 9, 9]);
    const all = Buffer.concat([routing, stream]);
    expect(readIn([all])).toEqual(['um', 'dois', '']);
    expect(readIn([...all].map((byte) => Buffer.from([byte])))).toEqual(['um', 'dois', '']);
  });

  it('refuses who speaks something else', () => {
    expect(() => new FrameReader().push(Buffer.from('GET / HTTP/1.1'))).toThrow('does not speak');
  });
});
