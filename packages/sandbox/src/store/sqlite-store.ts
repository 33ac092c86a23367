import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import { StartupError } from '../problem.ts';
import type { Kind, Store, StoredRow } from './store.ts';

const FORMAT = 1;

/**
 * One SQLite file in the data folder. The log is handed to the operating system at each commit and not forced
 * to disk: `kill -9` of the sandbox loses nothing, a power cut may lose the last moments. A sandbox needs no more.
 */
export class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;
  readonly #changed = new Map<string, { kind: Kind; key: string; read: (() => unknown) | null }>();

  /** Opens or makes the store; throws a {@link StartupError} when the folder cannot be used. */
  constructor(folder: string) {
    const file = join(folder, 'sandbox.sqlite');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#database = new DatabaseSync(file);
      this.#database.exec(`
        pragma locking_mode = exclusive;
        pragma journal_mode = wal;
        pragma synchronous = off;
        create table if not exists rows (
          kind text not null, key text not null, value blob not null, primary key (kind, key)
        ) without rowid;
      `);
      const version = this.#database.prepare('pragma user_version').get() as { user_version: number };
      if (version.user_version !== 0 && version.user_version !== FORMAT) {
        throw new Error(`it was written by another version of the sandbox (format ${version.user_version})`);
      }
      this.#database.exec(`begin immediate; pragma user_version = ${FORMAT}; commit`);
    } catch (error) {
      throw new StartupError('data_folder', explain(folder, error as Error), { cause: error });
    }
    this.#upsert = this.#database.prepare(
      'insert into rows (kind, key, value) values (?, ?, ?) on conflict (kind, key) do update set value = excluded.value',
    );
    this.#delete = this.#database.prepare('delete from rows where kind = ? and key = ?');
  }

  put(kind: Kind, key: string, read: () => unknown): void {
    this.#changed.set(`${kind}\n${key}`, { kind, key, read });
  }

  remove(kind: Kind, key: string): void {
    this.#changed.set(`${kind}\n${key}`, { kind, key, read: null });
  }

  commit(): void {
    if (this.#changed.size === 0 || !this.#database.isOpen) return;
    this.#database.exec('begin');
    try {
      for (const { kind, key, read } of this.#changed.values()) {
        if (read) this.#upsert.run(kind, key, serialize(read()));
        else this.#delete.run(kind, key);
      }
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
    this.#changed.clear();
  }

  load<T>(kind: Kind): [key: string, value: T][] {
    const rows = this.#database.prepare('select key, value from rows where kind = ? order by key').all(kind);
    return rows.map((row) => [
      row['key'] as string,
      deserialize(Buffer.from(row['value'] as Uint8Array)) as T,
    ]);
  }

  dump(): StoredRow[] {
    this.commit();
    const rows = this.#database.prepare("select kind, key, value from rows where kind <> 'meta'").all();
    return rows.map((row) => ({
      kind: row['kind'] as Kind,
      key: row['key'] as string,
      value: row['value'] as Uint8Array,
    }));
  }

  replace(rows: StoredRow[]): void {
    this.commit();
    this.#database.exec("begin; delete from rows where kind <> 'meta'");
    try {
      for (const { kind, key, value } of rows) this.#upsert.run(kind, key, value);
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.commit();
    this.#database.close();
  }
}

function explain(folder: string, error: Error): string {
  if (/locked|busy/i.test(error.message)) {
    return `Another sandbox is using the data folder ${folder}. Stop it, or set SANDBOX_DATA to another folder.`;
  }
  return `The sandbox cannot use the data folder ${folder}: ${error.message}. Set SANDBOX_DATA to a folder that this user can write to.`;
}
