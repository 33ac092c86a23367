import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount, testDatabase, type TestDatabase } from '../../test/harness.ts';
import { Member } from '../accounts/entities.ts';
import { inAccount } from './database.ts';
import { newId } from './ids.ts';

let db: TestDatabase;
let sun: string;
let sea: string;

beforeAll(async () => {
  db = await testDatabase();
  sun = await testAccount(db);
  sea = await testAccount(db);
});
afterAll(() => db.close());

const insertMember =
  'insert into members (account_id, id, external_id, name, role) values ($1, $2, $3, $4, $5)';

describe('a transaction of an account', () => {
  test('commits what it wrote, and then calls back', async () => {
    const id = newId();
    const order: string[] = [];
    await inAccount(db.database, sun, async (tx) => {
      await tx.query(insertMember, [sun, id, 'ext-1', 'Ana', 'agent']);
      tx.afterCommit(() => order.push('committed'));
      order.push('worked');
    });
    expect(order).toEqual(['worked', 'committed']);
    expect(await db.asOwner('select name from members where id = $1', [id])).toEqual([{ name: 'Ana' }]);
  });

  test('rolls back on an error, calls nothing back, and leaves no scope behind', async () => {
    const id = newId();
    let called = false;
    const failing = inAccount(db.database, sun, async (tx) => {
      tx.afterCommit(() => (called = true));
      await tx.query(insertMember, [sun, id, 'ext-2', 'Rui', 'agent']);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(called).toBe(false);
    expect(await db.asOwner('select 1 from members where id = $1', [id])).toEqual([]);
    const client = await db.database.connect();
    const scope = await client.query<{ scope: string | null }>(
      `select nullif(current_setting('app.account_id', true), '') as scope`,
    );
    client.release();
    expect(scope.rows).toEqual([{ scope: null }]);
  });

  test('shares one transaction between the mapper and SQL', async () => {
    const id = newId();
    await inAccount(db.database, sun, async (tx) => {
      tx.em.create(Member, { accountId: sun, id, externalId: 'ext-3', name: 'Bia', role: 'agent' });
      await tx.em.flush();
      expect(await tx.query('select name, revision from members where id = $1', [id])).toEqual([
        { name: 'Bia', revision: 1 },
      ]);
      const member = await tx.em.findOneOrFail(Member, { accountId: sun, id });
      expect(member.createdAt).toBeInstanceOf(Date);
      member.name = 'Beatriz';
    });
    expect(await db.asOwner('select name from members where id = $1', [id])).toEqual([{ name: 'Beatriz' }]);
    await expect(
      inAccount(db.database, sun, async (tx) => {
        await tx.em.nativeUpdate(Member, { accountId: sun, id }, { name: 'never' });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await db.asOwner('select name from members where id = $1', [id])).toEqual([{ name: 'Beatriz' }]);
  });

  test('nested transactions of the mapper are savepoints', async () => {
    const [kept, dropped] = [newId(), newId()];
    await inAccount(db.database, sun, async (tx) => {
      await tx.em.transactional(async (em) => {
        em.create(Member, { accountId: sun, id: kept, externalId: kept, name: 'Kept', role: 'agent' });
      });
      await tx.em
        .transactional(async (em) => {
          em.create(Member, {
            accountId: sun,
            id: dropped,
            externalId: dropped,
            name: 'Dropped',
            role: 'agent',
          });
          await em.flush();
          throw new Error('only this part');
        })
        .catch(() => undefined);
    });
    expect(await db.asOwner('select name from members where id in ($1, $2)', [kept, dropped])).toEqual([
      { name: 'Kept' },
    ]);
  });

  test('many at once never see one another', async () => {
    for (const account of [sun, sea])
      await inAccount(db.database, account, (tx) =>
        tx.query(insertMember, [account, newId(), `crowd-${account}`, account, 'agent']),
      );
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, turn) => {
        const account = turn % 2 ? sun : sea;
        return inAccount(db.database, account, async (tx) => {
          const sql = await tx.query<{ account_id: string }>('select distinct account_id from members');
          const mapped = await tx.em.find(Member, {});
          return [...sql.map((row) => row.account_id), ...mapped.map((row) => row.accountId)].every(
            (id) => id === account,
          );
        });
      }),
    );
    expect(seen).toEqual(Array.from({ length: 200 }, () => true));
  });
});
