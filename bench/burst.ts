import { cpuSeconds, tellsCpuTime } from './cpu-time.ts';

/** Messages per second of a burst. */
export interface BurstRate {
  perSecond: number;
  /** The same until the last of their events had its number; of a program that has events. */
  toldPerSecond?: number;
}

/** The rate of a burst of messages, and the CPU time that each of them cost. */
export interface BurstResult extends BurstRate {
  /** With what came after it; 0 where the system doesn't tell. */
  cpuEachMs: number;
}

/** Measures a burst of `count` messages, which answers its own rate, and the CPU time of the processes meanwhile. */
export async function measureBurst(
  { pids, count }: { pids: number[]; count: number },
  burst: () => Promise<BurstRate>,
): Promise<BurstResult> {
  const before = tellsCpuTime ? cpuSeconds(pids) : 0;
  const rate = await burst();
  const used = tellsCpuTime ? cpuSeconds(pids) - before : 0;
  return { ...rate, cpuEachMs: (used * 1000) / count };
}
