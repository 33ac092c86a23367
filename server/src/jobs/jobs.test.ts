import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgresBackend, Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAccount, testDatabase, type TestDatabase } from '../../test/harness.ts';
import { readConfig } from '../config.ts';
import { newId } from '../db/ids.ts';
import { JOB_SCHEMA } from '../db/walls.ts';
import { createLog } from '../log.ts';
import { startJobs } from './jobs.ts';
import { FolderStore, placeOf } from '../media/media-store.ts';
import { forgetWhatIsOld } from './retention.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

const store = new FolderStore(mkdtempSync(join(tmpdir(), 'mh-jobs-')));
const retention = { eventsDays: 30, journalDays: 7, idempotencyHours: 24, auditDays: 730 };
const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3600 * 1000);

async function addEvent(account: string, seq: number | null, age: number): Promise<void> {
  await db.asOwner(
    `insert into events (account_id, type, data, seq, created_at) values ($1, 'message.received', '{}', $2, $3)`,
    [account, seq, daysAgo(age)],
  );
}

async function seqs(account: string): Promise<(string | null)[]> {
  const rows = await db.asOwner<{ seq: string | null }>(
    'select seq from events where account_id = $1 order by seq',
    [account],
  );
  return rows.map((row) => row.seq);
}

test('old events are forgotten, but never the newest of an account nor one without its number', async () => {
  const [busy, silent] = [await testAccount(db), await testAccount(db)];
  for (const [seq, age] of [
    [1, 40],
    [2, 31],
    [3, 29],
    [4, 1],
  ] as const)
    await addEvent(busy, seq, age);
  await addEvent(busy, null, 90);
  for (const [seq, age] of [
    [7, 50],
    [8, 45],
  ] as const)
    await addEvent(silent, seq, age);
  // Batches smaller than the work: all of it is done all the same.
  await forgetWhatIsOld({ database: db.database, store, retention, limits: { batch: 1, batches: 100 } });
  expect(await seqs(busy)).toEqual(['3', '4', null]);
  expect(await seqs(silent)).toEqual(['8']);
});

test('a run is bounded, and the next goes on', async () => {
  const account = await testAccount(db);
  for (let seq = 1; seq <= 6; seq += 1) await addEvent(account, seq, 60);
  const limits = { batch: 2, batches: 1 };
  await forgetWhatIsOld({ database: db.database, store, retention, limits });
  expect(await seqs(account)).toHaveLength(4);
  await forgetWhatIsOld({ database: db.database, store, retention, limits });
  expect(await seqs(account)).toHaveLength(2);
});

test('the journal loses its text a week after the inbox has it, and keeps what recognises a second delivery', async () => {
  const account = await testAccount(db);
  const session = newId();
  await db.asOwner(`insert into sessions (account_id, id, name, transport) values ($1, $2, 'S', 'sandbox')`, [
    account,
    session,
  ]);
  const add = (kind: string, id: string, projected: Date | null) =>
    db.asOwner(
      `insert into journal (account_id, session_id, kind, chat, whatsapp_id, fence, plaintext_sealed, projected_at)
       values ($1, $2, $3, 'chat', $4, 1, '\\x01', $5)`,
      [account, session, kind, id, projected],
    );
  await add('message', 'old', daysAgo(8));
  await add('message', 'new', daysAgo(6));
  await add('message', 'waiting', null);
  await add('receipt', 'old receipt', daysAgo(8));
  await forgetWhatIsOld({ database: db.database, store, retention });
  const rows = await db.asOwner(
    `select whatsapp_id as id, plaintext_sealed is null as blank from journal where account_id = $1 order by position`,
    [account],
  );
  expect(rows).toEqual([
    { id: 'old', blank: true },
    { id: 'new', blank: false },
    { id: 'waiting', blank: false },
  ]);
});

test('an upload that nobody sent is forgotten after a week, and its bytes unless another file has them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mh-jobs-'));
  const files = new FolderStore(folder);
  const account = await testAccount(db);
  const add = async (name: string, hash: number, age: number, used: boolean): Promise<void> => {
    const sha256 = Buffer.alloc(32, hash);
    const file = join(folder, name);
    writeFileSync(file, name);
    await files.put({ accountId: account, sha256 }, file);
    await db.asOwner(
      `insert into media (account_id, id, kind, state, mime_type, file_name, size, sha256, created_at, used_at)
       values ($1, $2, 'document', 'stored', 'application/pdf', $3, 1, $4, $5, $6)`,
      [account, newId(), name, sha256, daysAgo(age), used ? daysAgo(age) : null],
    );
  };
  await add('never sent', 1, 8, false);
  await add('sent', 2, 8, true);
  await add('new', 3, 6, false);
  await add('never sent, and the same bytes sent', 2, 8, false);
  const { uploads } = await forgetWhatIsOld({ database: db.database, store: files, retention });
  expect(uploads).toBe(2);
  const rows = await db.asOwner<{ file_name: string }>(
    'select file_name from media where account_id = $1 order by 1',
    [account],
  );
  expect(rows.map((row) => row.file_name)).toEqual(['new', 'sent']);
  const isKept = (hash: number): boolean =>
    existsSync(join(folder, placeOf({ accountId: account, sha256: Buffer.alloc(32, hash) })));
  expect([1, 2, 3].map(isKept)).toEqual([false, true, true]);
});

test('idempotency records are forgotten after a day', async () => {
  const account = await testAccount(db);
  for (const [key, age] of [
    ['old', 1.1],
    ['new', 0.9],
  ] as const)
    await db.asOwner(
      `insert into idempotency_records (account_id, operation, key, body_hash, created_at) values ($1, 'o', $2, '\\x00', $3)`,
      [account, key, daysAgo(age)],
    );
  await forgetWhatIsOld({ database: db.database, store, retention });
  expect(await db.asOwner('select key from idempotency_records where account_id = $1', [account])).toEqual([
    { key: 'new' },
  ]);
});

test('the repeating job runs by itself on PostgreSQL, and leaves no connection behind', async () => {
  const account = await testAccount(db);
  await addEvent(account, 1, 60);
  await addEvent(account, 2, 1);
  const config = readConfig({});
  const log = createLog({ level: 'silent' });
  const around = {
    config,
    database: db.database,
    log,
    sealing: db.sealing,
    store: new FolderStore(tmpdir()),
  };
  // Two processes register the same schedule: it stays one.
  const jobs = await startJobs({ ...around, everyMs: 100 });
  const others = await startJobs({ ...around, everyMs: 100 });
  while ((await seqs(account)).length > 1) await new Promise((done) => setTimeout(done, 20));
  expect(await seqs(account)).toEqual(['2']);
  expect(await jobs.runRetention()).toMatchObject({ events: 0 });
  expect(jobs.state()).toBe('ok');
  const queue = new Queue(
    'maintenance',
    { connection: { ...db.app, schema: JOB_SCHEMA } },
    createPostgresBackend,
  );
  expect(await queue.getJobSchedulersCount()).toBe(2);
  await queue.close();
  await others.close();
  await jobs.close();
  const left = () =>
    db.asOwner(
      `select 1 from pg_stat_activity where datname = current_database() and usename = 'metahub_app'
         and application_name <> 'metahub'`,
    );
  // A pool says that it has ended when it has said goodbye, not when the server has heard it.
  while ((await left()).length > 0) await new Promise((done) => setTimeout(done, 20));
});
