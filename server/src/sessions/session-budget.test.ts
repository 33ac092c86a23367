import { expect, test } from 'vitest';
import { MovableClock } from '../../test/movable-clock.ts';
import { sessionLimits } from './limits.ts';
import { SessionBudget } from './session-budget.ts';

const { budget } = sessionLimits;

test('what merely is much is read more slowly, for never longer than silence would be noticed', () => {
  const clock = new MovableClock();
  const session = new SessionBudget(clock);
  const burst = Array.from({ length: budget.frames.most }, () => session.read(100));
  expect(Math.max(...burst)).toBe(0);
  expect(session.read(100)).toBeGreaterThan(0);
  clock.advance(10_000);
  expect(session.read(100)).toBe(0);
  expect(session.read(budget.frameBytes.most * 10)).toBe(budget.longestPauseMs);
});

test('poison is too much once it comes faster than it may, and not when it comes now and then', () => {
  const clock = new MovableClock();
  const session = new SessionBudget(clock);
  for (const [burden, limit] of [
    ['undecryptable', budget.undecryptable],
    ['retry_requests', budget.retryRequests],
  ] as const) {
    for (let time = 0; time < limit.most; time += 1) expect(session.isTooMuch(burden)).toBe(false);
    expect(session.isTooMuch(burden)).toBe(true);
    for (let second = 0; second < 100; second += 1) {
      clock.advance((1_000 / limit.perSecond) * 2);
      expect(session.isTooMuch(burden)).toBe(false);
    }
  }
});
