import { expect, test } from 'vitest';
import { correctTime } from './journal-row.ts';
import { readSeconds } from './read-time.ts';

const ARRIVED = new Date('2027-01-10T12:00:05.250Z');

test.each([
  ['a number', 1_799_582_400],
  ['its digits', '1799582400'],
  ['two halves', { low: 1_799_582_400, high: 0, unsigned: true }],
  ['milliseconds', 1_799_582_400_000],
  ['milliseconds in digits', '1799582400000'],
])('C29: one instant in the shape of %s is that instant', (_, given) => {
  expect(new Date(readSeconds(given)! * 1_000).toISOString()).toBe('2027-01-10T12:00:00.000Z');
  // The thread counts milliseconds: within that second, as near to its arrival as it can be.
  expect(correctTime(given, ARRIVED).toISOString()).toBe('2027-01-10T12:00:00.999Z');
});

test('C29: a time that is ahead, zero, absurd or none is the time of arrival', () => {
  const ahead = ARRIVED.getTime() / 1_000 + 5 * 3_600;
  for (const given of [
    ahead,
    0,
    '0',
    { low: 0, high: 0, unsigned: true },
    -5,
    'x',
    '',
    null,
    undefined,
    {},
    58_996,
    1e300,
  ])
    expect([given, correctTime(given, ARRIVED)]).toEqual([given, ARRIVED]);
});

test('halves above two thousand million are no negative time', () => {
  expect(readSeconds({ low: -1, high: 0, unsigned: true })).toBe(4_294_967_295);
});
