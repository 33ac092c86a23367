/** The network's clock: the machine's, moved or stopped as a test wants it. Milliseconds since 1970. */
export class Clock {
  #offset = 0;
  #frozenAt: number | null = null;

  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset;
  }

  get isFrozen(): boolean {
    return this.#frozenAt !== null;
  }

  /** How far it is ahead of the machine's clock, milliseconds. */
  get offset(): number {
    return this.now() - Date.now();
  }

  /** Sets the time; stopped, it stays there until it is set again. */
  set(now: number, frozen: boolean): void {
    this.#offset = now - Date.now();
    this.#frozenAt = frozen ? now : null;
  }
}
