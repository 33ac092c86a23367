import type { Clock } from '../src/sessions/clock.ts';
import { until } from './phones.ts';

interface Sleeper {
  at: number;
  length: number;
  wake(): void;
}

/** A clock that stands still until a test moves it. */
export class MovableClock implements Clock {
  #now = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        at: this.#now + milliseconds,
        length: milliseconds,
        wake: () => {
          this.#sleepers.delete(sleeper);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => sleeper.wake(), { once: true });
    });
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const sleeper of this.#sleepers) if (sleeper.at <= this.#now) sleeper.wake();
  }

  /** Waits until somebody sleeps for at least so long, lets that time pass, and answers how long it was. */
  async passPause(atLeastMs = 1): Promise<number> {
    const sleeper = await until(
      `a pause of at least ${atLeastMs} ms`,
      () => [...this.#sleepers].find(({ length }) => length >= atLeastMs),
      30_000,
    );
    this.advance(sleeper.at - this.#now);
    return sleeper.length;
  }
}
