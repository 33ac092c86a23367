import { fileURLToPath } from 'node:url';
import type { RunningProgram } from './program.ts';

/** What `watch-loop.ts` is asked, and answers: milliseconds since it was asked last. */
export interface LoopQuestion {
  want: 'loop delay';
}
export interface LoopDelay {
  /** How long an event that came at a random moment waited for its turn, at most, in 99 of 100 cases. */
  p99: number;
  longest: number;
}

/** The environment of a program whose event loop is watched. */
export const WATCHED_LOOP = {
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('watch-loop.ts', import.meta.url))}`,
};

export function askLoopDelay(program: RunningProgram<unknown>): Promise<LoopDelay> {
  return program.ask<LoopDelay>({ want: 'loop delay' } satisfies LoopQuestion);
}
