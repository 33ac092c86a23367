import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { testAccount, testDatabase, type TestDatabase } from '../../test/harness.ts';
import { MasterKey, masterKeyOfFolder, SealError } from './master-key.ts';
import { createSealing } from './seal.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

test('what is sealed opens in its own row, table and account, and nowhere else', async () => {
  const [sun, sea] = [await testAccount(db), await testAccount(db)];
  const seal = await db.sealing.forAccount(sun);
  const sealed = seal.seal('journal', 'row-1', Buffer.from('bom dia'));
  expect(sealed[0]).toBe(1);
  expect(sealed.includes('bom dia')).toBe(false);
  expect(seal.open('journal', 'row-1', sealed).toString()).toBe('bom dia');
  expect(() => seal.open('journal', 'row-2', sealed)).toThrow(SealError);
  expect(() => seal.open('messages', 'row-1', sealed)).toThrow(SealError);
  const altered = Buffer.from(sealed);
  altered[20]! ^= 1;
  expect(() => seal.open('journal', 'row-1', altered)).toThrow(SealError);
  expect(() => seal.open('journal', 'row-1', sealed.subarray(0, 10))).toThrow(SealError);
  const other = await db.sealing.forAccount(sea);
  expect(() => other.open('journal', 'row-1', sealed)).toThrow(SealError);
});

test('one data key per account, also when many ask at the same moment, and it survives a restart', async () => {
  const account = await testAccount(db);
  const makers = Array.from({ length: 5 }, () =>
    createSealing({ database: db.database, masterKey: db.masterKey, cached: 10 }).forAccount(account),
  );
  const [first, ...rest] = await Promise.all(makers);
  const sealed = first!.seal('journal', 'r', Buffer.from('same'));
  for (const seal of rest) expect(seal.open('journal', 'r', sealed).toString()).toBe('same');
  expect(await db.asOwner('select id from account_keys where account_id = $1', [account])).toHaveLength(1);
});

test('rotating the master key rewraps data keys; erasing them shreds what they sealed', async () => {
  const account = await testAccount(db);
  const [former, next] = [randomBytes(32), randomBytes(32)];
  const sealingWith = (...keys: Buffer[]) =>
    createSealing({ database: db.database, masterKey: new MasterKey(keys), cached: 10 });
  const sealed = (await sealingWith(former).forAccount(account)).seal('t', 'r', Buffer.from('kept'));
  await expect(sealingWith(next).forAccount(account)).rejects.toThrow(SealError);
  const both = await sealingWith(next, former).forAccount(account);
  expect(both.open('t', 'r', sealed).toString()).toBe('kept');
  const nextOnly = sealingWith(next);
  expect((await nextOnly.forAccount(account)).open('t', 'r', sealed).toString()).toBe('kept');
  await db.asOwner('delete from account_keys where account_id = $1', [account]);
  nextOnly.forget(account);
  const anew = await nextOnly.forAccount(account);
  expect(() => anew.open('t', 'r', sealed)).toThrow(SealError);
});

test('the cache of data keys is bounded', async () => {
  const sealing = createSealing({ database: db.database, masterKey: db.masterKey, cached: 2 });
  const accounts = [await testAccount(db), await testAccount(db), await testAccount(db)];
  const first = await sealing.forAccount(accounts[0]!);
  expect(await sealing.forAccount(accounts[0]!)).toBe(first);
  await sealing.forAccount(accounts[1]!);
  await sealing.forAccount(accounts[2]!);
  expect(await sealing.forAccount(accounts[0]!)).not.toBe(first);
});

test('the data folder gets a master key once, readable by its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mh-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const made = masterKeyOfFolder(folder);
  expect(masterKeyOfFolder(folder).id).toBe(made.id);
  const file = join(folder, 'master.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
  expect(masterKeyOfFolder(folder).derive('one purpose')).toEqual(made.derive('one purpose'));
  expect(made.derive('one purpose')).not.toEqual(made.derive('another'));
});
