import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import type { ConnectionOptions } from '../src/db/connection-options.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { migrate } from '../src/db/migrate.ts';

/** The migrated database that every test's own is a copy of. */
export const TEMPLATE_DATABASE = 'metahub_template';

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: ConnectionOptions;
  }
}

/** Once per run: one cluster without durability, and in it the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'mh-test-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, sync: false });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    removeEmbeddedPostgres(folder);
  };
  try {
    const client = new Client(postgres.connection);
    await client.connect();
    await client.query(`create database ${TEMPLATE_DATABASE}`);
    await client.end();
    await migrate({ owner: { ...postgres.connection, database: TEMPLATE_DATABASE } });
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('cluster', postgres.connection);
  return stop;
}
