import { expect, test } from 'vitest';
import { Problem } from '../http/problem.ts';
import { fromTypeId, fromTypeIdField, isUuid, newId, parseTypeId, toTypeId } from './ids.ts';

test('ids are UUIDv7, and sort in the order in which they were made', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids.slice(0, 100)) {
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect('89ab').toContain(id[19]);
  }
});

test('a TypeID goes there and back', () => {
  const id = newId();
  const shown = toTypeId('conv', id);
  expect(shown).toMatch(/^conv_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  expect(fromTypeId('conv', shown)).toBe(id);
});

test('the spelling is the one that TypeIDs have everywhere', () => {
  // The example of the TypeID specification, and both ends of the range.
  for (const [uuid, suffix] of [
    ['0188bac7-4afa-78aa-bc3b-bd1eef28d881', '01h2xcejqtf2nbrexx3vqjhp41'],
    ['00000000-0000-0000-0000-000000000000', '00000000000000000000000000'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', '7zzzzzzzzzzzzzzzzzzzzzzzzz'],
  ] as const) {
    expect(toTypeId('msg', uuid)).toBe(`msg_${suffix}`);
    expect(parseTypeId('msg', `msg_${suffix}`)).toBe(uuid);
  }
  for (const wrong of [
    'msg_80000000000000000000000000',
    'msg_0000000000000000000000000l',
    'msg_0000000000000000000000000é',
  ])
    expect(parseTypeId('msg', wrong)).toBeNull();
});

test('in a path anything else is the same 404; in a body it is a 400 with its pointer', () => {
  const shown = toTypeId('conv', newId());
  for (const wrong of [
    '',
    'conv_',
    shown.slice(0, -1),
    shown.toUpperCase(),
    toTypeId('msg', newId()),
    `conv_8${shown.slice(6)}`,
    '../etc',
  ])
    expect(() => fromTypeId('conv', wrong), wrong).toThrow(
      expect.objectContaining({ status: 404, code: 'not_found' }),
    );
  expect(parseTypeId('conv', 'nonsense')).toBeNull();
  expect(() => fromTypeIdField('conv', 'nonsense', '/body/conversationId')).toThrow(
    expect.objectContaining({
      status: 400,
      errors: [expect.objectContaining({ pointer: '/body/conversationId' })],
    }) as Problem,
  );
});
