/** What is counted of a session, since it was last told. */
export interface Counted {
  connectedMs: number;
  sent: number;
  failed: number;
  received: number;
  undecryptable: number;
}

/** Counts what one session does, for the hours of its health. In memory: a crash loses some seconds of it. */
export class SessionMeter {
  #counted: Counted = nothing();
  #connectedSince: number | undefined;

  count(what: Exclude<keyof Counted, 'connectedMs'>, times = 1): void {
    this.#counted[what] += times;
  }

  connected(): void {
    this.#connectedSince ??= Date.now();
  }

  disconnected(): void {
    this.#addTime();
    this.#connectedSince = undefined;
  }

  /** What was counted since the last call; undefined where there was nothing. */
  take(): Counted | undefined {
    this.#addTime();
    const counted = this.#counted;
    if (Object.values(counted).every((value) => value === 0)) return undefined;
    this.#counted = nothing();
    return counted;
  }

  /** Gives back what couldn't be stored. */
  giveBack(counted: Counted): void {
    for (const what of Object.keys(counted) as (keyof Counted)[]) this.#counted[what] += counted[what];
  }

  #addTime(): void {
    if (this.#connectedSince === undefined) return;
    const now = Date.now();
    this.#counted.connectedMs += Math.max(0, now - this.#connectedSince);
    this.#connectedSince = now;
  }
}

function nothing(): Counted {
  return { connectedMs: 0, sent: 0, failed: 0, received: 0, undecryptable: 0 };
}
