// Loaded before a program that is measured: tells, on the IPC channel, what memory it holds once its garbage is gone.
import { setTimeout as pause } from 'node:timers/promises';
import type { MemoryQuestion, MemoryUse } from './memory-use.ts';

/** Finalisers run between collections, and pages go back to the system a little later. */
const COLLECTIONS = 5;
const PAUSE_MS = 400;

process.on('message', (question: MemoryQuestion) => {
  if (question.want === 'memory') void settle().then((use) => process.send?.(use));
});
// The channel alone must not keep the program alive.
process.channel?.unref();

async function settle(): Promise<MemoryUse> {
  for (let turn = 0; turn < COLLECTIONS; turn += 1) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await pause(PAUSE_MS);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { resident: rss, heap: heapUsed };
}
