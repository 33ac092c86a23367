import { fileURLToPath } from 'node:url';
import type { RunningProgram } from './program.ts';

/** What `settle-memory.ts` is asked, and answers: bytes. */
export interface MemoryQuestion {
  want: 'memory';
}
export interface MemoryUse {
  /** What the process holds of the machine's memory, its shared libraries included. */
  resident: number;
  /** What its JavaScript objects take. */
  heap: number;
}

/** The environment of a program whose memory is measured. */
export const SETTLED_MEMORY = {
  NODE_OPTIONS: `--expose-gc --import=${fileURLToPath(new URL('settle-memory.ts', import.meta.url))}`,
};

/** What the program holds after everything was collected that nobody needs any more. */
export function askMemory(program: RunningProgram<unknown>): Promise<MemoryUse> {
  return program.ask<MemoryUse>({ want: 'memory' } satisfies MemoryQuestion);
}
