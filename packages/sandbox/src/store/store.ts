import { deserialize, serialize } from 'node:v8';

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
  /** A copy of all rows as they are now, without those of kind `meta`. */
  dump(): StoredRow[];
  /** Puts these rows in the place of all rows but those of kind `meta`. */
  replace(rows: StoredRow[]): void;
  close(): void;
}

/** A row as it is kept: its value in V8's serialised form. */
export interface StoredRow {
  kind: Kind;
  key: string;
  value: Uint8Array;
}

/** Lives as long as the process: a row is only looked at when somebody takes a snapshot. */
export class MemoryStore implements Store {
  readonly #rows = new Map<string, { kind: Kind; key: string; read: () => unknown }>();

  put(kind: Kind, key: string, read: () => unknown): void {
    this.#rows.set(`${kind}\n${key}`, { kind, key, read });
  }

  remove(kind: Kind, key: string): void {
    this.#rows.delete(`${kind}\n${key}`);
  }

  commit(): void {}

  load<T>(kind: Kind): [key: string, value: T][] {
    return [...this.#rows.values()]
      .filter((row) => row.kind === kind)
      .map((row): [string, T] => [row.key, row.read() as T])
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  dump(): StoredRow[] {
    return [...this.#rows.values()]
      .filter((row) => row.kind !== 'meta')
      .map(({ kind, key, read }) => ({ kind, key, value: serialize(read()) }));
  }

  replace(rows: StoredRow[]): void {
    for (const [name, row] of this.#rows) if (row.kind !== 'meta') this.#rows.delete(name);
    for (const { kind, key, value } of rows) {
      const restored: unknown = deserialize(value);
      this.put(kind, key, () => restored);
    }
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
