import type { Clock } from './clock.ts';
import { sessionLimits } from './limits.ts';

/** What a session may not have too much of within a minute: each costs far more than the frame it came in. */
export type Burden = 'undecryptable' | 'retry_requests';

/** An amount that fills again with time. */
class Bucket {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #most: number;
  #left: number;
  #at: number;

  constructor(clock: Clock, limit: { perSecond: number; most: number }) {
    this.#clock = clock;
    this.#perSecond = limit.perSecond;
    this.#most = limit.most;
    this.#left = limit.most;
    this.#at = clock.now();
  }

  /** Takes it, and answers how long it takes until that much is there again; 0 while something is left. */
  take(amount: number): number {
    const now = this.#clock.now();
    this.#left = Math.min(this.#most, this.#left + ((now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    this.#left -= amount;
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1_000;
  }
}

/**
 * What one session may take of its gateway, so that a storm on one number leaves the others their share. What merely
 * is much is read more slowly, and nothing of it is lost: WhatsApp holds it back. What is poison (messages that can't be
 * decrypted, phones that ask for the same again and again) ends the connection, for a pause.
 */
export class SessionBudget {
  readonly #frames: Bucket;
  readonly #bytes: Bucket;
  readonly #burdens: Record<Burden, Bucket>;

  constructor(clock: Clock) {
    const { frames, frameBytes, undecryptable, retryRequests } = sessionLimits.budget;
    this.#frames = new Bucket(clock, frames);
    this.#bytes = new Bucket(clock, frameBytes);
    this.#burdens = {
      undecryptable: new Bucket(clock, undecryptable),
      retry_requests: new Bucket(clock, retryRequests),
    };
  }

  /** Something came; answers for how long nothing more is to be read, in milliseconds. */
  read(bytes: number): number {
    const wait = Math.max(this.#frames.take(1), this.#bytes.take(bytes));
    return Math.min(wait, sessionLimits.budget.longestPauseMs);
  }

  /** Answers whether there's too much of it. */
  isTooMuch(burden: Burden): boolean {
    return this.#burdens[burden].take(1) > 0;
  }
}
