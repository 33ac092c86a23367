import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

const never = new AbortController().signal;

test('so many are in at once, the others in the order in which they came', async () => {
  const slots = new Slots(2);
  const entered: number[] = [];
  const leaves = new Map<number, () => void>();
  const all = [1, 2, 3, 4].map(async (who) => {
    leaves.set(who, (await slots.enter(never))!);
    entered.push(who);
  });
  await Promise.all(all.slice(0, 2));
  expect(entered).toEqual([1, 2]);
  leaves.get(2)!();
  await all[2];
  expect(entered).toEqual([1, 2, 3]);
  leaves.get(1)!();
  leaves.get(1)!();
  await all[3];
  expect(entered).toEqual([1, 2, 3, 4]);
});

test('who gives up waiting takes no place', async () => {
  const slots = new Slots(1);
  const leave = (await slots.enter(never))!;
  const giveUp = new AbortController();
  const waiting = slots.enter(giveUp.signal);
  giveUp.abort();
  expect(await waiting).toBeUndefined();
  leave();
  expect(await slots.enter(never)).toBeTypeOf('function');
  expect(await slots.enter(giveUp.signal)).toBeUndefined();
});
