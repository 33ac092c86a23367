/** Remembers texts for a while, the newest `most` of them. */
export class RecentKeys {
  readonly #seen = new Map<string, number>();
  readonly #most: number;
  readonly #forMs: number;
  readonly #now: () => number;

  constructor(options: { most: number; forMs: number; now?: () => number }) {
    this.#most = options.most;
    this.#forMs = options.forMs;
    this.#now = options.now ?? Date.now;
  }

  has(key: string): boolean {
    const since = this.#seen.get(key);
    return since !== undefined && this.#now() - since < this.#forMs;
  }

  add(key: string): void {
    this.#seen.delete(key);
    this.#seen.set(key, this.#now());
    if (this.#seen.size > this.#most) this.#seen.delete(this.#seen.keys().next().value!);
  }
}
