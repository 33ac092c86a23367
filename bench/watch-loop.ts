// Loaded before a program that is measured: tells, on the IPC channel, how long its event loop was held up.
import type { LoopQuestion, LoopDelay } from './loop-delay.ts';

let gaps: number[] = [];
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  gaps.push(now - last);
  last = now;
}, 1).unref();

process.on('message', (question: LoopQuestion) => {
  if (question.want !== 'loop delay') return;
  const answer: LoopDelay = { p99: waitingTime(gaps, 0.99), longest: Math.max(0, ...gaps) };
  gaps = [];
  process.send?.(answer);
});
// The channel alone must not keep the program alive.
process.channel?.unref();

/**
 * How long an event that comes at a random moment waits for its turn, at most, in this share of all cases: a program
 * that is held up for a second once must not look well because it was quick a thousand times before.
 */
function waitingTime(all: readonly number[], share: number): number {
  const whole = all.reduce((sum, gap) => sum + gap, 0);
  let [low, high] = [0, Math.max(0, ...all)];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    const beyond = all.reduce((sum, gap) => sum + Math.max(0, gap - middle), 0);
    if (beyond > whole * (1 - share)) low = middle;
    else high = middle;
  }
  return high;
}
