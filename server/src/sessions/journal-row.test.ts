import { expect, test } from 'vitest';
import { arrivalOf, correctTime } from './journal-row.ts';

const arrived = new Date('2027-01-10T12:00:00.250Z');

test('the same instant in whole seconds, and in milliseconds, is the same time', () => {
  for (const given of ['1799582400', '1799582400000']) {
    expect(correctTime(given, new Date('2027-01-10T15:00:00Z')).toISOString()).toBe(
      '2027-01-10T12:00:00.999Z',
    );
  }
});

test('a message that arrives at once keeps the milliseconds of its arrival', () => {
  expect(correctTime('1799582400', arrived)).toEqual(arrived);
});

test('a time ahead of its arrival, zero, nothing and nonsense become the arrival', () => {
  const fiveHoursAhead = String(1_799_582_400 + 5 * 3_600);
  for (const given of [fiveHoursAhead, '0', undefined, 'soon', '-5'])
    expect(correctTime(given, arrived)).toEqual(arrived);
});

test('what came is dated by when it came, whenever it was stored', () => {
  const received_at = new Date('2027-01-10T12:00:03Z');
  expect(arrivalOf({ attributes: { arrivedAt: String(arrived.getTime()) }, received_at })).toEqual(arrived);
  expect(arrivalOf({ attributes: {}, received_at })).toEqual(received_at);
});
