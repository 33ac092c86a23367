import { describe, expect, it } from 'vitest';
import { byThreadOrder, isNewer, merge } from './merge.ts';

function row(id: string, revision: number, timestamp = '2026-11-25T14:00:00.000Z') {
  return { id, revision, timestamp };
}

describe('isNewer', () => {
  it('is what has the higher revision, or what nothing is held of', () => {
    expect(isNewer(row('a', 2), row('a', 1))).toBe(true);
    expect(isNewer(row('a', 1), row('a', 1))).toBe(false);
    expect(isNewer(row('a', 1), row('a', 2))).toBe(false);
    expect(isNewer(row('a', 1), undefined)).toBe(true);
  });
});

describe('merge', () => {
  it('keeps the higher revision in its place and adds what is new at the end', () => {
    const held = [row('a', 3), row('b', 1)];
    const merged = merge(held, [row('a', 2), row('b', 2), row('c', 1)]);
    expect(merged).toEqual([row('a', 3), row('b', 2), row('c', 1)]);
    expect(held).toEqual([row('a', 3), row('b', 1)]);
  });

  it('gives back the same list where nothing is newer', () => {
    const held = [row('a', 3)];
    expect(merge(held, [row('a', 3), row('a', 1)])).toBe(held);
    expect(merge(held, [])).toBe(held);
  });

  it('sorts a thread by time and then by id, whatever the language of the reader', () => {
    const early = row('msg_b', 1, '2026-11-25T13:59:59.999Z');
    const thread = merge([row('msg_a', 1), row('msg_Z', 1)], [early, row('msg_ä', 1)], byThreadOrder);
    expect(thread.map(({ id }) => id)).toEqual(['msg_b', 'msg_Z', 'msg_a', 'msg_ä']);
  });
});
