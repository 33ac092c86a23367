import type { Baileys } from './baileys.ts';
import { breathe } from './breath.ts';
import { sessionLimits } from './limits.ts';

/**
 * The kinds of keys that Signal sessions are made of: written together with the message that changed them.
 * `pre-key` values are many and read once, so they are never kept in memory.
 */
const uncachedKinds = new Set(['pre-key']);

/** A change of one key: its new value, or null to delete it. */
export interface KeyChange {
  kind: string;
  id: string;
  value: unknown;
}

/** What WhatsApp handed us, to be committed together with the keys that decrypting it changed. */
export interface JournalEntryInput {
  /** `history`: a piece of what our own phone had before it was paired, for the historian. */
  kind: 'message' | 'history';
  /** Chat and author as the stanza named them, without device. */
  chat: string;
  author: string;
  fromMe: boolean;
  whatsappId: string;
  attributes: Record<string, string>;
  /** The encoded proto without padding; null when the stanza came without content. */
  plaintext: Uint8Array | null;
}

/** Where a vault's values are kept. The implementation seals them, and checks the owner's fence in each write. */
export interface VaultStorage {
  read(kind: string, ids: string[]): Promise<Array<{ id: string; bytes: Uint8Array }>>;
  /** All or nothing, in one statement. Throws FenceLostError when somebody else owns the session by now. */
  commit(batch: { keys: EncodedKey[]; journal: JournalEntryInput[] }): Promise<void>;
}

/** How many of each kind were journalled. */
export interface StoredBatch {
  messages: number;
  histories: number;
}

export interface EncodedKey {
  kind: string;
  id: string;
  bytes: Uint8Array | null;
}

/** Another gateway owns the session: nothing may be written for it any more. */
export class FenceLostError extends Error {
  override readonly name = 'FenceLostError';
  readonly code = 'fence_lost';
}

/** The vault has failed once: what it holds in memory is ahead of what is stored, so it answers nothing more. */
export class VaultBrokenError extends Error {
  override readonly name = 'VaultBrokenError';
  readonly code = 'vault_broken';
}

interface Batch {
  number: number;
  keys: Map<string, KeyChange>;
  journal: JournalEntryInput[];
  durable: PromiseWithResolvers<void>;
}

/**
 * The keys of one session, while this process owns it: a bounded memory of what is stored, written through.
 *
 * A commit changes the memory at once and is stored in the order of the calls; commits that wait at the same
 * moment share one statement. Since later work builds on what is not stored yet, one failed statement breaks the
 * vault for good: `onBroken` is called (it closes the socket) before anybody waiting learns of it.
 */
export class KeyVault {
  readonly #storage: VaultStorage;
  readonly #codec: KeyCodec;
  readonly #onBroken: (error: Error) => void;
  readonly #onStored: (batch: StoredBatch) => void;
  readonly #memory = new Map<string, unknown>();
  /** Changes that are not stored yet, by key: they may not be forgotten. */
  readonly #unstored = new Map<string, KeyChange>();
  #waiting: Batch | undefined;
  #current: Batch | undefined;
  #writing = false;
  #begun = 0;
  #stored = 0;
  #broken: Error | undefined;

  constructor(options: {
    storage: VaultStorage;
    codec: KeyCodec;
    onBroken: (error: Error) => void;
    /** Told after each batch that was stored, before those who wait for it. */
    onStored?: (batch: StoredBatch) => void;
  }) {
    this.#storage = options.storage;
    this.#codec = options.codec;
    this.#onBroken = options.onBroken;
    this.#onStored = options.onStored ?? (() => {});
  }

  /** The batch that was last begun; batches are stored in the order of their numbers. */
  get begun(): number {
    return this.#begun;
  }

  /** The batch up to which everything is stored. */
  get stored(): number {
    return this.#stored;
  }

  /** How many messages were handed over and aren't stored yet. */
  get unstoredCount(): number {
    return (this.#current?.journal.length ?? 0) + (this.#waiting?.journal.length ?? 0);
  }

  /** Those messages. */
  get unstoredMessages(): readonly JournalEntryInput[] {
    return [...(this.#current?.journal ?? []), ...(this.#waiting?.journal ?? [])];
  }

  /** The stored values of those ids; what doesn't exist is left out. */
  async read(kind: string, ids: string[]): Promise<Record<string, unknown>> {
    this.#refuseWhenBroken();
    const found: Record<string, unknown> = {};
    const missing: string[] = [];
    for (const id of ids) {
      const key = keyOf(kind, id);
      const unstored = this.#unstored.get(key);
      if (unstored) {
        if (unstored.value !== null) found[id] = this.#codec.copy(kind, unstored.value);
      } else if (this.#memory.has(key)) {
        const value = this.#memory.get(key);
        this.#remember(key, value);
        if (value !== null) found[id] = this.#codec.copy(kind, value);
      } else {
        missing.push(id);
      }
    }
    if (missing.length === 0) return found;
    const rows = new Map((await this.#storage.read(kind, missing)).map((row) => [row.id, row.bytes]));
    this.#refuseWhenBroken();
    for (const id of missing) {
      const key = keyOf(kind, id);
      // Something may have been written while we were reading: that is newer.
      const newer = this.#unstored.get(key)?.value ?? this.#memory.get(key);
      if (newer !== undefined) {
        if (newer !== null) found[id] = this.#codec.copy(kind, newer);
        continue;
      }
      const bytes = rows.get(id);
      const value = bytes === undefined ? null : this.#codec.decode(kind, bytes);
      if (!uncachedKinds.has(kind)) this.#remember(key, value);
      if (value !== null) found[id] = this.#codec.copy(kind, value);
    }
    return found;
  }

  /** Changes keys and journals what they were changed by; resolves when both are stored. */
  commit(changes: Iterable<KeyChange>, ...journal: JournalEntryInput[]): Promise<void> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (!this.#waiting) {
      this.#begun += 1;
      const durable = Promise.withResolvers<void>();
      // Not everybody waits for it; whoever does still sees it fail.
      durable.promise.catch(() => {});
      this.#waiting = { number: this.#begun, keys: new Map(), journal: [], durable };
    }
    const batch = this.#waiting;
    for (const change of changes) {
      const key = keyOf(change.kind, change.id);
      batch.keys.set(key, change);
      this.#unstored.set(key, change);
    }
    batch.journal.push(...journal);
    if (!this.#writing) {
      this.#writing = true;
      setImmediate(() => void this.#write());
    }
    return batch.durable.promise;
  }

  /** Resolves when everything that was committed so far is stored; rejects when the vault is broken. */
  async settled(): Promise<void> {
    for (let batch = this.#current ?? this.#waiting; batch; batch = this.#current ?? this.#waiting) {
      await batch.durable.promise.catch(() => {});
    }
    this.#refuseWhenBroken();
  }

  /** Stops all reading and writing: the session is owned by somebody else, or the socket is closed. */
  seal(error: Error = new VaultBrokenError('The session was let go.')): void {
    this.#broken ??= error;
    this.#memory.clear();
  }

  async #write(): Promise<void> {
    while (this.#waiting) {
      const batch = this.#waiting;
      this.#waiting = undefined;
      this.#current = batch;
      try {
        if (this.#broken) throw this.#broken;
        const keys: EncodedKey[] = [];
        for (const { kind, id, value } of batch.keys.values()) {
          await breathe(sessionLimits.turnMs);
          keys.push({ kind, id, bytes: value === null ? null : this.#codec.encode(kind, value) });
        }
        if (keys.length > 0 || batch.journal.length > 0) {
          await this.#storage.commit({ keys, journal: batch.journal });
        }
      } catch (error) {
        this.#break(error instanceof Error ? error : new Error(String(error)));
        this.#current = undefined;
        batch.durable.reject(this.#broken);
        continue;
      }
      for (const [key, change] of batch.keys) {
        if (this.#unstored.get(key) !== change) continue;
        this.#unstored.delete(key);
        if (!uncachedKinds.has(change.kind)) this.#remember(key, change.value);
      }
      this.#current = undefined;
      this.#stored = batch.number;
      const histories = batch.journal.filter(({ kind }) => kind === 'history').length;
      this.#onStored({ messages: batch.journal.length - histories, histories });
      batch.durable.resolve();
    }
    this.#writing = false;
  }

  #break(error: Error): void {
    if (this.#broken) return;
    this.#broken = error;
    this.#memory.clear();
    this.#onBroken(error);
  }

  #remember(key: string, value: unknown): void {
    this.#memory.delete(key);
    this.#memory.set(key, value);
    if (this.#memory.size > sessionLimits.keysInMemory) {
      const oldest = this.#memory.keys().next();
      if (!oldest.done) this.#memory.delete(oldest.value);
    }
  }

  #refuseWhenBroken(): void {
    if (this.#broken) throw this.#broken;
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}

/** How the values of Baileys' key store become bytes. */
export interface KeyCodec {
  encode(kind: string, value: unknown): Buffer;
  decode(kind: string, bytes: Uint8Array): unknown;
  /** A value that its reader may change without changing ours. */
  copy(kind: string, value: unknown): unknown;
}

/** JSON as Baileys' own stores write it; Signal sessions are plain already and skip the search for buffers. */
export function makeKeyCodec(baileys: Pick<Baileys, 'BufferJSON' | 'proto'>): KeyCodec {
  const { BufferJSON, proto } = baileys;
  return {
    encode: (kind, value) =>
      Buffer.from(kind === 'session' ? JSON.stringify(value) : JSON.stringify(value, BufferJSON.replacer)),
    decode: (kind, bytes) => {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
      const value: unknown = kind === 'session' ? JSON.parse(text) : JSON.parse(text, BufferJSON.reviver);
      if (kind !== 'app-state-sync-key') return value;
      return proto.Message.AppStateSyncKeyData.fromObject(value as Record<string, unknown>);
    },
    copy: (kind, value) => {
      if (kind === 'device-list') return [...(value as string[])];
      if (kind === 'sender-key-memory') return { ...(value as Record<string, boolean>) };
      return value;
    },
  };
}
