/** Lets so many pieces of work run at once; the others wait in the order in which they came. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  /** Waits for a slot and keeps it until the answer is called; undefined when the signal was aborted before. */
  async enter(signal: AbortSignal): Promise<(() => void) | undefined> {
    const { promise: isOver, resolve: leave } = Promise.withResolvers<void>();
    const entered = new Promise<void>((enter) => {
      void this.run(() => {
        enter();
        return isOver;
      });
    });
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([entered, aborted]);
    if (!signal.aborted) return leave;
    leave();
    return undefined;
  }
}
