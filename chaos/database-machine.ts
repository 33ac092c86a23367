import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ConnectionOptions } from '../server/src/db/connection-options.ts';
import {
  type EmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../server/src/db/embedded-postgres.ts';
import { migrate } from '../server/src/db/migrate.ts';

/** A PostgreSQL as the product starts it, durability included, that can be stopped, killed and slowed down. */
export class DatabaseMachine {
  readonly #folder: string;
  #postgres: EmbeddedPostgres;

  private constructor(folder: string, postgres: EmbeddedPostgres) {
    this.#folder = folder;
    this.#postgres = postgres;
  }

  static async start(folder: string): Promise<DatabaseMachine> {
    const machine = new DatabaseMachine(folder, await startEmbeddedPostgres({ folder }));
    await migrate({ owner: machine.owner });
    await machine.#prepareSlowness();
    return machine;
  }

  /** The superuser, who sees beyond the walls. */
  get owner(): ConnectionOptions {
    return this.#postgres.connection;
  }

  /** One statement as the superuser. */
  async query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client(this.owner);
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query(text, values);
      return rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Gone for a while, by an orderly shutdown. */
  async goneFor(milliseconds: number): Promise<void> {
    await this.#postgres.stop();
    await sleep(milliseconds);
    this.#postgres = await startEmbeddedPostgres({ folder: this.#folder });
  }

  /** `kill -9` of the whole server: it recovers from its log and comes back. */
  async crash(): Promise<void> {
    const [pid] = readFileSync(join(this.#postgres.clusterFolder, 'data', 'postmaster.pid'), 'utf8').split(
      '\n',
    );
    process.kill(Number(pid), 'SIGKILL');
    await this.untilBack();
  }

  async untilBack(): Promise<void> {
    for (;;) {
      try {
        await this.query('select 1');
        return;
      } catch {
        await sleep(50);
      }
    }
  }

  /** From now on every commit that changes a session, a message or a file takes so much longer; 0 ends it. */
  async slowCommits(milliseconds: number): Promise<void> {
    await this.query('update chaos.slowness set milliseconds = $1', [milliseconds]);
  }

  async stop(): Promise<void> {
    await this.#postgres.stop();
    removeEmbeddedPostgres(this.#folder);
  }

  /** A deferred trigger runs when the transaction is committed; it waits once in each. */
  async #prepareSlowness(): Promise<void> {
    await this.query(`
      create schema chaos;
      create table chaos.slowness (milliseconds integer not null);
      insert into chaos.slowness values (0);
      create function chaos.wait() returns trigger language plpgsql security definer set search_path = '' as $$
      declare
        wanted integer;
        this_one text := pg_catalog.pg_current_xact_id()::text;
      begin
        if pg_catalog.current_setting('chaos.waited', true) is distinct from this_one then
          perform pg_catalog.set_config('chaos.waited', this_one, true);
          select milliseconds into wanted from chaos.slowness;
          if wanted > 0 then perform pg_catalog.pg_sleep(wanted / 1000.0); end if;
        end if;
        return null;
      end $$;
      do $$
      declare slowed text;
      begin
        foreach slowed in array array['sessions', 'session_keys', 'journal', 'messages', 'conversations', 'events',
          'media', 'message_changes', 'idempotency_records'] loop
          execute format('create constraint trigger chaos_wait after insert or update or delete on %I
            deferrable initially deferred for each row execute function chaos.wait()', slowed);
        end loop;
      end $$;`);
  }
}
