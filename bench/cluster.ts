import { Client, Pool } from 'pg';
import type { ConnectionOptions } from '../server/src/db/connection-options.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../server/src/db/embedded-postgres.ts';
import { makeScratchFolder } from './scratch-folder.ts';

/** An embedded PostgreSQL as the product starts it, durability included; both sides of a bench get a database in it. */
export interface Cluster {
  /** The process above all of its own. */
  pid: number;
  /** Makes an empty database and answers its address for DATABASE_URL. */
  makeDatabase(name: string): Promise<string>;
  /** A pool as the owner of everything, for seeding and counting. */
  openPool(name: string): Pool;
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const folder = makeScratchFolder();
  const postgres = await startEmbeddedPostgres({ folder });
  const { connection } = postgres;
  const pools: Pool[] = [];
  return {
    pid: postgres.pid()!,
    async makeDatabase(name) {
      const client = new Client(connection);
      await client.connect();
      try {
        await client.query(`create database "${name}"`);
      } finally {
        await client.end();
      }
      return urlOf({ ...connection, database: name });
    },
    openPool(name) {
      const pool = new Pool({ ...connection, database: name, max: 2 });
      // What matters is told by the query that fails.
      pool.on('error', () => undefined);
      pool.on('connect', (client) => client.on('error', () => undefined));
      pools.push(pool);
      return pool;
    },
    async stop() {
      for (const pool of pools) await pool.end();
      await postgres.stop();
      removeEmbeddedPostgres(folder);
    },
  };
}

function urlOf({ host, user, database }: ConnectionOptions): string {
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
}
