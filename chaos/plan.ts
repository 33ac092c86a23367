import { Dice } from './dice.ts';

/** One fault's turn in a run. */
export interface Turn {
  fault: string;
  /** How long the traffic goes on undisturbed before it strikes, milliseconds. */
  calmMs: number;
  /** For the chances within the fault: whom it hits, and how. */
  seed: number;
}

/**
 * The turns of a run, without end: each fault once in an order drawn anew, then each once again. The calm before a turn
 * is short enough that a fault often strikes while the one before is still being recovered from.
 */
export function* planTurns(options: {
  seed: number;
  /** Rows of turns that go on side by side have different names. */
  row: string;
  faults: readonly string[];
  /** The longest calm, milliseconds. */
  mostCalmMs: number;
}): Generator<Turn, never> {
  const dice = new Dice(options.seed).apart(options.row);
  for (;;) {
    for (const fault of dice.shuffled(options.faults)) {
      yield { fault, calmMs: dice.between(0, options.mostCalmMs), seed: dice.between(0, 0xffff_ffff) };
    }
  }
}
