import { expect, test } from 'vitest';
import { planTurns } from './plan.ts';

const FAULTS = ['kill', 'drop', 'slow', 'full'];

function firstTurns(seed: number, count: number) {
  const turns = planTurns({ seed, row: 'a', faults: FAULTS, mostCalmMs: 3_000 });
  return Array.from({ length: count }, () => turns.next().value);
}

test('the same seed makes the same run, and another seed another', () => {
  expect(firstTurns(7, 40)).toEqual(firstTurns(7, 40));
  expect(firstTurns(7, 40)).not.toEqual(firstTurns(8, 40));
});

test('every fault has its turn before any has its second', () => {
  const faults = firstTurns(7, 12).map(({ fault }) => fault);
  for (const start of [0, 4, 8]) expect(faults.slice(start, start + 4).toSorted()).toEqual(FAULTS.toSorted());
});
