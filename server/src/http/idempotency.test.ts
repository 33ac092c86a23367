import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAccount, testDatabase, type TestDatabase } from '../../test/harness.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { hashBody, makeOnce } from './idempotency.ts';
import type { Call } from './operation.ts';

let db: TestDatabase;
let account: string;
beforeAll(async () => {
  db = await testDatabase();
  account = await testAccount(db);
});
afterAll(() => db?.close());

/** As much of a call as makeOnce looks at. */
function callWith(key: string | null, body: object = { method: 'qr' }): Call<'connectSession'> {
  return {
    idempotencyKey: key,
    body,
    inAccount: (work: (tx: Transaction) => Promise<unknown>) => inAccount(db.database, account, work),
  } as unknown as Call<'connectSession'>;
}

test('a twin that waits longer than it may is told to ask again, and the first is not disturbed', async () => {
  const first = new Client(db.owner);
  await first.connect();
  try {
    await first.query('begin');
    await first.query(
      `insert into idempotency_records (account_id, operation, key, body_hash, resource_id)
       values ($1, 'connectSession', 'slow', $2, $3)`,
      [account, hashBody({ method: 'qr' }), newId()],
    );
    const twin = makeOnce(callWith('slow'), 'connectSession', async () => newId(), 50);
    await expect(twin).rejects.toMatchObject({
      status: 409,
      code: 'idempotency_in_progress',
      headers: { 'retry-after': '1' },
    });
    // One that may wait long enough gets the first's answer.
    const patient = makeOnce(callWith('slow'), 'connectSession', async () => newId());
    await first.query('commit');
    expect(await patient).toMatchObject({ repeated: true });
  } finally {
    await first.end();
  }
});

test('the record and its effect commit together, or neither does', async () => {
  const id = newId();
  const failing = makeOnce(callWith('together'), 'connectSession', async (tx) => {
    await tx.query(`insert into contacts (account_id, id) values ($1, $2)`, [account, id]);
    throw new Error('after the effect');
  });
  await expect(failing).rejects.toThrow('after the effect');
  expect(await db.asOwner(`select 1 from contacts where id = $1`, [id])).toEqual([]);
  expect(await db.asOwner(`select 1 from idempotency_records where key = 'together'`)).toEqual([]);
});

test('only the hash of the body, the id and no answer is kept', async () => {
  const id = newId();
  await makeOnce(
    callWith('kept', { method: 'qr', name: 'Recepção secreta' }),
    'connectSession',
    async () => id,
  );
  const [row] = await db.asOwner<{ row: string }>(
    `select to_jsonb(r)::text as row from idempotency_records r where key = 'kept'`,
  );
  expect(row!.row).toContain(id);
  expect(row!.row).not.toContain('secreta');
});

test('without a key it makes anew each time', async () => {
  const made = [
    await makeOnce(callWith(null), 'connectSession', async () => newId()),
    await makeOnce(callWith(null), 'connectSession', async () => newId()),
  ];
  expect(made[0]!.resourceId).not.toBe(made[1]!.resourceId);
  expect(made.map((one) => one.repeated)).toEqual([false, false]);
});

test('a body is the same however its keys are ordered, and another one is another', () => {
  expect(hashBody({ a: 1, b: { c: [1, 2], d: null } })).toEqual(
    hashBody({ b: { d: null, c: [1, 2] }, a: 1 }),
  );
  expect(hashBody({ a: [1, 2] })).not.toEqual(hashBody({ a: [2, 1] }));
  expect(hashBody({ a: 1 })).not.toEqual(hashBody({ a: '1' }));
});
