import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS } from '../src/limits.ts';

/** Rates are counted in minutes of the clock: waits for the next one when less than `neededMs` is left of this one. */
export async function enoughOfAWindow(neededMs: number): Promise<void> {
  const left = LIMITS.rates.windowMs - (Date.now() % LIMITS.rates.windowMs);
  if (left < neededMs) await pause(left + 10);
}
