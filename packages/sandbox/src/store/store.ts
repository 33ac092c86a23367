/** What the sandbox keeps, each a set of rows by key. */
export type Kind =
  | 'meta'
  | 'phone'
  | 'companion'
  | 'pre-key'
  | 'session'
  | 'queued'
  | 'message'
  | 'ledger'
  | 'media'
  | 'group'
  | 'sender-key'
  | 'fault';

/**
 * Where the sandbox's state survives. Writes are remembered as "this row changed" and read when they are
 * committed, so a row that changes a hundred times in one turn is written once.
 */
export interface Store {
  /** Marks a row as changed; `read` gives its value (structured-cloneable) at the next commit. */
  put(kind: Kind, key: string, read: () => unknown): void;
  remove(kind: Kind, key: string): void;
  /** Makes all marked changes durable, together or not at all. A killed process loses nothing committed. */
  commit(): void;
  /** All rows of a kind, ordered by key. */
  load<T>(kind: Kind): [key: string, value: T][];
  close(): void;
}

/** Keeps nothing: the sandbox lives as long as its process. */
export class MemoryStore implements Store {
  put(): void {}
  remove(): void {}
  commit(): void {}
  load<T>(): [key: string, value: T][] {
    return [];
  }
  close(): void {}
}

/**
 * Nothing leaves before it is written: what others may see (frames, answers, events) waits here for the commit
 * of the turn that caused it, and is then let go in order.
 */
export class CommitGate {
  readonly #store: Store;
  #waiting: (() => void)[] = [];
  #scheduled = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Runs `release` after everything changed so far is durable. */
  afterCommit(release: () => void): void {
    this.#waiting.push(release);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  /** Commits now and lets everything go that waits. */
  flush(): void {
    this.#scheduled = false;
    this.#store.commit();
    const releases = this.#waiting;
    this.#waiting = [];
    for (const release of releases) release();
  }

  /** Resolves when everything changed so far is durable. */
  committed(): Promise<void> {
    return new Promise((resolve) => this.afterCommit(resolve));
  }
}
