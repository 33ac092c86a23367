import { expect, test } from 'vitest';
import { LIMITS } from '../limits.ts';
import { createLocalRates } from './rate-limits.ts';

test('a window allows as many as its limit, says what is left, and starts anew', () => {
  let time = 1_000_000 * LIMITS.rates.windowMs;
  const rates = createLocalRates(() => time);
  expect(rates.take('a', 2)).toEqual({ allowed: true, limit: 2, remaining: 1, resetSeconds: 60 });
  time += 30_000;
  expect(rates.take('a', 2)).toEqual({ allowed: true, limit: 2, remaining: 0, resetSeconds: 30 });
  rates.giveBack('a');
  expect(rates.take('a', 2)).toMatchObject({ allowed: true, remaining: 0 });
  expect(rates.take('a', 2)).toMatchObject({ allowed: false, remaining: 0 });
  expect(rates.take('b', 2)).toMatchObject({ allowed: true });
  time += 30_000;
  expect(rates.take('a', 2)).toMatchObject({ allowed: true, remaining: 1 });
});

test('a flood of invented keys shares one count beyond the bound, and those known keep theirs', () => {
  const rates = createLocalRates(() => 0);
  rates.take('known', 3);
  for (let key = 0; key < LIMITS.rates.counted; key += 1) rates.take(`invented ${key}`, 3);
  for (let turn = 0; turn < 3; turn += 1) rates.take(`late ${turn}`, 3);
  expect(rates.take('late 3', 3)).toMatchObject({ allowed: false });
  expect(rates.take('known', 3)).toMatchObject({ allowed: true, remaining: 1 });
});
