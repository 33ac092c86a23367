import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { ConnectionOptions } from '../src/db/connection-options.ts';
import { type Database, openDatabase } from '../src/db/database.ts';
import { newId } from '../src/db/ids.ts';
import { MasterKey } from '../src/db/master-key.ts';
import { createSealing, type Sealing } from '../src/db/seal.ts';
import { APP_ROLE } from '../src/db/walls.ts';
import { TEMPLATE_DATABASE } from './cluster.ts';

export interface TestDatabase {
  database: Database;
  sealing: Sealing;
  masterKey: MasterKey;
  /** The same as METAHUB_MASTER_KEY. */
  masterKeyText: string;
  /** The superuser, for what a test must see or make beyond the walls. */
  owner: ConnectionOptions;
  app: ConnectionOptions;
  /** Runs one statement as the superuser. */
  asOwner<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** A fresh, migrated database of its own. Close it in the hook that ends its scope. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await once(cluster, `create database ${name} template ${TEMPLATE_DATABASE} strategy file_copy`);
  const owner = { ...cluster, database: name };
  const app = { ...owner, user: APP_ROLE };
  const database = openDatabase({
    app,
    limits: { connections: 8, connectionWaitMs: 5_000, statementMs: 15_000 },
  });
  const key = randomBytes(32);
  const masterKey = new MasterKey([key]);
  const ownerPool = new Pool({ ...owner, max: 2 });
  ownerPool.on('error', () => undefined);
  return {
    database,
    sealing: createSealing({ database, masterKey, cached: 100 }),
    masterKey,
    masterKeyText: key.toString('base64'),
    owner,
    app,
    async asOwner<R extends object>(text: string, values: unknown[] = []) {
      const answer = await ownerPool.query<R>(text, values);
      return answer.rows;
    },
    async close() {
      await database.close();
      await ownerPool.end();
      await once(cluster, `drop database ${name} with (force)`);
    },
  };
}

/** The same, closed by itself when the test that asked for it has finished. */
export async function databaseOfThisTest(): Promise<TestDatabase> {
  const opened = await testDatabase();
  onTestFinished(() => opened.close());
  return opened;
}

/** An account in the database, without members or keys, for tests below the API. */
export async function testAccount(
  db: TestDatabase,
  values: { mode?: 'test' | 'live' } = {},
): Promise<string> {
  const id = newId();
  await db.asOwner('insert into accounts (id, name, mode) values ($1, $2, $3)', [
    id,
    `Account ${id.slice(-4)}`,
    values.mode ?? 'test',
  ]);
  return id;
}

async function once(connection: ConnectionOptions, text: string): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
