import type { Dice } from './dice.ts';
import type { World } from './world.ts';

/** Something that goes wrong, and is over when `strike` resolves. */
export interface Fault {
  name: string;
  /** How long it takes: `short` ones are part of every run, `long` ones (a lease runs out) of those of minutes. */
  length: 'short' | 'long';
  /** Says why it can't happen here; absent or undefined: it can. */
  missing?: (world: World) => string | undefined;
  strike(world: World, dice: Dice): Promise<void>;
}
