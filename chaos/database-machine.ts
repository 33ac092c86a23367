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
import { prepareSlowCommits } from '../server/test/slow-commits.ts';

/** A PostgreSQL as the product starts it, durability included, that can be stopped, killed and slowed down. */
export class DatabaseMachine {
  readonly #folder: string;
  #postgres: EmbeddedPostgres;
  #slowCommits: (milliseconds: number) => Promise<void> = () => Promise.resolve();

  private constructor(folder: string, postgres: EmbeddedPostgres) {
    this.#folder = folder;
    this.#postgres = postgres;
  }

  static async start(folder: string): Promise<DatabaseMachine> {
    const machine = new DatabaseMachine(folder, await startEmbeddedPostgres({ folder }));
    await migrate({ owner: machine.owner });
    machine.#slowCommits = await prepareSlowCommits((text, values) => machine.query(text, values));
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
    await this.#slowCommits(milliseconds);
  }

  async stop(): Promise<void> {
    await this.#postgres.stop();
    removeEmbeddedPostgres(this.#folder);
  }
}
