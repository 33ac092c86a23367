import { expect, onTestFinished, test } from 'vitest';
import { isClean, showReport } from './report.ts';
import { runChaos } from './run-chaos.ts';

test('every fault that is short strikes once under traffic both ways: nothing is lost, doubled or out of order', async () => {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const report = await runChaos({
    seed: 20_261_125,
    lengths: ['short'],
    accounts: 2,
    sessions: 3,
    gateways: 2,
    perSecond: 12,
    mostCalmMs: 300,
    patienceMs: 90_000,
    signal: over.signal,
    say: () => undefined,
  });
  const [round] = report.rounds;
  expect(new Set(round!.struck).size).toBeGreaterThan(25);
  for (const way of ['in', 'out'])
    expect(round!.promised.filter((message) => message.way === way).length).toBeGreaterThan(50);
  expect(isClean(report), showReport(report)).toBe(true);
}, 300_000);
