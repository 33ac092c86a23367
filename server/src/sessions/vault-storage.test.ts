import { expect, test } from 'vitest';
import { databaseOfThisTest, type TestDatabase } from '../../test/harness.ts';
import { claim, journal, ownedSession, textFrom } from '../../test/journal.ts';
import { FenceLostError } from './key-vault.ts';
import { makeVaultStorage, type OwnedSession, recallJournal } from './vault-storage.ts';

const RITA = '5511970000002@s.whatsapp.net';

async function storageOf(db: TestDatabase, owned: OwnedSession) {
  return makeVaultStorage({
    database: db.database,
    seal: await db.sealing.forAccount(owned.accountId),
    owned,
  });
}

const key = (id: string, text: string | null) => ({
  kind: 'session',
  id,
  bytes: text === null ? null : Buffer.from(text),
});

test('keys and journal are one commit, and come back as they were', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const storage = await storageOf(db, owned);
  const entry = textFrom(RITA, 'Oi');
  await storage.commit({ keys: [key('a.0', 'one'), key('b.0', 'two')], journal: [entry] });
  await storage.commit({ keys: [key('a.0', 'three'), key('b.0', null)], journal: [] });
  const rows = await storage.read('session', ['a.0', 'b.0', 'c.0']);
  expect(rows.map(({ id, bytes }) => [id, String(bytes)])).toEqual([['a.0', 'three']]);
  const seal = await db.sealing.forAccount(owned.accountId);
  const kept = await recallJournal({ database: db.database, seal, owned, key: entry });
  expect(kept && Buffer.from(kept).equals(entry.plaintext!)).toBe(true);
  const sealed = await db.asOwner<{ value: Buffer }>('select value_sealed as value from session_keys');
  expect(sealed.map(({ value }) => value.includes('three'))).toEqual([false]);
});

test('a message that WhatsApp delivers again is journalled once', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const entry = textFrom(RITA, 'Oi');
  await journal(db, owned, [entry]);
  await journal(db, owned, [entry, textFrom(RITA, 'Tudo bem?')]);
  const rows = await db.asOwner<{ whatsapp_id: string }>('select whatsapp_id from journal order by position');
  expect(rows).toHaveLength(2);
  expect(rows[0]!.whatsapp_id).toBe(entry.whatsappId);
});

test('a message that comes several times at once is journalled once, with its content if a copy has it', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const entry = textFrom(RITA, 'Oi');
  const empty = { ...entry, attributes: { ...entry.attributes, unavailable: 'true' }, plaintext: null };
  await journal(db, owned, [empty, entry, entry, textFrom(RITA, 'Tudo bem?'), entry]);
  const rows = await db.asOwner<{ whatsapp_id: string; has_content: boolean }>(
    'select whatsapp_id, plaintext_sealed is not null as has_content from journal order by position',
  );
  expect(rows).toHaveLength(2);
  expect(rows.map(({ has_content }) => has_content)).toEqual([true, true]);
});

test('an owner whose lease ran out and was taken over can write nothing, and the new one can', async () => {
  const db = await databaseOfThisTest();
  const stalled = await ownedSession(db);
  const storage = await storageOf(db, stalled);
  await storage.commit({ keys: [key('a.0', 'mine')], journal: [] });
  await expect(claim(db, stalled.sessionId)).rejects.toThrow('Somebody owns');
  await db.asOwner(`update sessions set lease_until = now() - interval '1 second'`);
  const taken = await claim(db, stalled.sessionId);
  expect(taken.fence).toBeGreaterThan(stalled.fence);

  const late = storage.commit({ keys: [key('a.0', 'late')], journal: [textFrom(RITA, 'Oi')] });
  await expect(late).rejects.toBeInstanceOf(FenceLostError);
  expect(await db.asOwner('select 1 from journal')).toEqual([]);
  const rows = await (await storageOf(db, taken)).read('session', ['a.0']);
  expect(String(rows[0]!.bytes)).toBe('mine');
  await (await storageOf(db, taken)).commit({ keys: [key('a.0', 'ours')], journal: [] });
});

test('a renewal names what is still held, and a session is claimed by one gateway only', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const renew = (fence: number) =>
    db.database.crossing<{ session_id: string }>('renew_leases', [
      owned.gatewayId,
      'sandbox',
      [owned.sessionId],
      [fence],
      [null],
      15_000,
    ]);
  expect(await renew(owned.fence)).toHaveLength(1);
  expect(await renew(owned.fence - 1)).toEqual([]);
  await db.database.crossing('release_leases', [owned.gatewayId, [owned.sessionId], [owned.fence], true]);
  const claims = await Promise.allSettled(Array.from({ length: 6 }, () => claim(db, owned.sessionId)));
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
