import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionOptions } from './connection-options.ts';
import { inAccount, openDatabase } from './database.ts';
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { newId } from './ids.ts';
import { migrate } from './migrate.ts';
import { APP_ROLE } from './walls.ts';

/** A cluster without our roles, and in it an owner who is no superuser, as a hosted PostgreSQL gives one. */
let folder: string;
let postgres: EmbeddedPostgres;
let owner: ConnectionOptions;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mh-migrate-'));
  chmodSync(folder, 0o755);
  postgres = await startEmbeddedPostgres({ folder: join(folder, 'database'), sync: false });
  await asked(postgres.connection, 'create role plain_owner login createrole');
  await asked(postgres.connection, 'create database hosted owner plain_owner');
  owner = { ...postgres.connection, user: 'plain_owner', database: 'hosted' };
});
afterAll(async () => {
  await postgres?.stop();
  removeEmbeddedPostgres(join(folder, 'database'));
  rmSync(folder, { recursive: true, force: true });
});

async function asked<R extends object>(connection: ConnectionOptions, text: string): Promise<R[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

test('an owner who is no superuser migrates, and several processes at once do it once', async () => {
  await Promise.all([1, 2, 3].map(() => migrate({ owner, appPassword: 'first' })));
  expect(await asked(owner, 'select name from migrations')).toEqual([{ name: '0001' }]);
  const database = openDatabase({
    app: { ...owner, user: APP_ROLE, password: 'first' },
    limits: { connections: 2, connectionWaitMs: 5_000, statementMs: 5_000 },
  });
  try {
    const account = newId();
    await inAccount(database, account, (tx) =>
      tx.query(`insert into accounts (id, name, mode) values ($1, 'Hosted', 'live')`, [account]),
    );
    const [found] = await database.crossing('create_user', [newId(), 'a@example.com', 'A', null]);
    expect(found).toMatchObject({ created: true });
    expect(await database.crossing('list_client_accounts', [account, null, 10])).toEqual([]);
    // Not even the owner sees through the walls, since they are forced.
    expect(await asked(owner, 'select 1 from accounts')).toEqual([]);
  } finally {
    await database.close();
  }
});

test('walls are made anew when their text has changed, and what is no longer in it is gone', async () => {
  await migrate({ owner });
  const standing = () =>
    asked<{ n: number }>(owner, `select count(*)::int as n from pg_policies where schemaname = 'public'`);
  const before = await standing();
  const raised = () => asked(owner, 'select raised_at from walls');
  const first = await raised();
  await migrate({ owner });
  expect(await raised()).toEqual(first);

  await asked(owner, `update walls set hash = 'of an older text'`);
  await asked(owner, 'create policy forgotten on contacts for select to public using (true)');
  await asked(owner, `grant delete on messages to ${APP_ROLE}`);
  await migrate({ owner });
  expect(await raised()).not.toEqual(first);
  expect(await standing()).toEqual(before);
  expect(
    await asked(owner, `select has_table_privilege('${APP_ROLE}', 'messages', 'delete') as may`),
  ).toEqual([{ may: false }]);
});
