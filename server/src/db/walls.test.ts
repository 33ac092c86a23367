import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount, testDatabase, type TestDatabase } from '../../test/harness.ts';
import { plantRows } from '../../test/planted-rows.ts';
import { CROSSINGS } from './crossings.ts';
import { inAccount } from './database.ts';
import { newId } from './ids.ts';
import { createOrm } from './orm.ts';
import { APP_ROLE, CROSSING_ROLE, ERASER_ROLE } from './walls.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

/** Tables that belong to no account; only crossings touch them, beside the migrations' own. */
const GLOBAL_TABLES = ['accounts', 'users', 'sign_ins', 'signing_keys', 'gateways', 'whatsapp_versions'];
const OWNERS_TABLES = ['migrations', 'walls'];

describe('the catalogue', () => {
  test('every table has forced row-level security, but the migrations own', async () => {
    const open = await db.asOwner<{ relname: string }>(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not (relrowsecurity and relforcerowsecurity) order by relname`,
    );
    expect(open.map((row) => row.relname)).toEqual(OWNERS_TABLES);
  });

  test('every key of a tenant table, and every foreign key between two, starts with the account', async () => {
    const keys = await db.asOwner<{ table: string; key: string; first: string }>(
      `select t.relname as table, i.relname as key, a.attname as first
       from pg_index x
       join pg_class i on i.oid = x.indexrelid
       join pg_class t on t.oid = x.indrelid and t.relnamespace = 'public'::regnamespace
       join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where x.indisunique and t.relname <> all($1)`,
      [[...GLOBAL_TABLES, ...OWNERS_TABLES]],
    );
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key) => key.first !== 'account_id')).toEqual([]);

    const foreign = await db.asOwner<{
      table: string;
      constraint: string;
      from: string;
      to: string;
      target: string;
    }>(
      `select t.relname as table, c.conname as constraint, a.attname as from, b.attname as to, f.relname as target
       from pg_constraint c
       join pg_class t on t.oid = c.conrelid
       join pg_class f on f.oid = c.confrelid
       join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
       join pg_attribute b on b.attrelid = f.oid and b.attnum = c.confkey[1]
       where c.contype = 'f' and t.relnamespace = 'public'::regnamespace`,
    );
    const between = foreign.filter((key) => !GLOBAL_TABLES.includes(key.target));
    expect(between.length).toBeGreaterThan(10);
    expect(between.filter((key) => key.from !== 'account_id' || key.to !== 'account_id')).toEqual([]);
    // Beyond the tenants' tables a key may only lead to what has no account, or to the account itself.
    const outward = foreign.filter((key) => GLOBAL_TABLES.includes(key.target));
    expect(new Set(outward.map((key) => key.target))).toEqual(new Set(['accounts', 'users']));
  });

  test('the crossings are the functions of crossings.ts, safe in their path, and open to the app alone', async () => {
    const functions = await db.asOwner<{
      name: string;
      owner: string;
      path: string[] | null;
      acl: string[] | null;
    }>(
      `select p.proname as name, r.rolname as owner, p.proconfig as path, p.proacl::text[] as acl
       from pg_proc p join pg_roles r on r.oid = p.proowner
       where p.prosecdef and p.pronamespace = 'public'::regnamespace order by 1`,
    );
    expect(functions.map((one) => one.name)).toEqual([...CROSSINGS].toSorted());
    for (const one of functions) {
      expect(one, one.name).toMatchObject({
        owner: one.name === 'erase_account' ? ERASER_ROLE : CROSSING_ROLE,
      });
      expect(
        one.path?.some((setting) => setting.startsWith('search_path=')),
        one.name,
      ).toBe(true);
      const callers = one.acl?.map((entry) => entry.split('=')[0]);
      expect(callers, one.name).toEqual(expect.arrayContaining([APP_ROLE]));
      expect(callers, `${one.name} is open to everybody`).not.toContain('');
    }
  });

  test('neither role can log over the walls', async () => {
    const roles = await db.asOwner(
      `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles
       where rolname in ('${APP_ROLE}', '${CROSSING_ROLE}', '${ERASER_ROLE}') order by 1`,
    );
    const weak = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
    expect(roles).toEqual([
      { rolname: APP_ROLE, rolcanlogin: true, ...weak },
      { rolname: CROSSING_ROLE, rolcanlogin: false, ...weak },
      { rolname: ERASER_ROLE, rolcanlogin: false, ...weak },
    ]);
    const memberships = await db.asOwner(
      `select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = '${APP_ROLE}'`,
    );
    expect(memberships).toEqual([]);
  });

  test('the mapper knows every table, column and policy as the database has them', async () => {
    const orm = createOrm(db.owner);
    try {
      const update = await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: true });
      const statements = update
        .split('\n')
        .filter((line) => /polic|row level security|column|create table|type /i.test(line));
      // The mapper has no word for identity columns, and takes theirs for a default.
      expect(statements).toEqual([
        'alter table "events" alter column "position" drop default;',
        'alter table "journal" alter column "position" drop default;',
      ]);
      const mapped = [...orm.getMetadata().getAll().values()].map((meta) => meta.tableName);
      const tables = await db.asOwner<{ relname: string }>(
        `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
      );
      const known = new Set([...mapped, ...OWNERS_TABLES]);
      expect(tables.map((row) => row.relname).filter((name) => !known.has(name))).toEqual([]);
    } finally {
      await orm.close(true);
    }
  });
});

describe('the app without a filter', () => {
  test('sees its own account only, in every table and view, and nothing without a scope', async () => {
    const [sun, sea] = [await testAccount(db), await testAccount(db)];
    await plantRows(db, sun);
    await plantRows(db, sea);
    const tables = await tenantTables();
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) {
      const all = await db.asOwner<{ n: number }>(
        `select count(distinct account_id)::int as n from ${table}`,
      );
      const seen = await inAccount(db.database, sun, (tx) =>
        tx.query<{ account_id: string }>(`select distinct account_id from ${table}`),
      );
      expect(seen, table).toEqual([{ account_id: sun }]);
      expect(all[0]!.n, `${table} was filled for two accounts`).toBeGreaterThan(1);
    }
    const accounts = await inAccount(db.database, sun, (tx) => tx.query('select id from accounts'));
    expect(accounts).toEqual([{ id: sun }]);

    const client = await db.database.connect();
    try {
      for (const table of [...tables, 'accounts', 'users']) {
        const rows = await client.query(`select 1 from ${table}`);
        expect(rows.rowCount, `${table} without a scope`).toBe(0);
      }
    } finally {
      client.release();
    }
  });

  test('cannot write into another account, read secrets of people, or touch what only crossings may', async () => {
    const [sun, sea] = [await testAccount(db), await testAccount(db)];
    const writing = inAccount(db.database, sun, (tx) =>
      tx.query(`insert into contacts (account_id, id) values ($1, $2)`, [sea, newId()]),
    );
    await expect(writing).rejects.toThrow(/row-level security/);
    const moved = inAccount(db.database, sun, async (tx) => {
      await tx.query(`insert into contacts (account_id, id) values ($1, $2)`, [sun, newId()]);
      return tx.query(`update contacts set account_id = $1`, [sea]);
    });
    await expect(moved).rejects.toThrow(/row-level security/);
    for (const forbidden of [
      'select password_hash from users',
      'select * from sign_ins',
      'select * from signing_keys',
      'select * from gateways',
      'delete from messages',
      'delete from events',
      'delete from audit_entries',
      `update audit_entries set action = 'a.b'`,
      `insert into audit_entries (account_id) values (null)`,
      'update audit_chains set seq = 0',
      'truncate messages',
      'create table mine ()',
      `set role ${CROSSING_ROLE}`,
      'alter table messages disable row level security',
    ])
      await expect(
        inAccount(db.database, sun, (tx) => tx.query(forbidden)),
        forbidden,
      ).rejects.toThrow(/permission denied|must be owner/);
  });
});

async function tenantTables(): Promise<string[]> {
  const rows = await db.asOwner<{ relname: string }>(
    `select t.relname from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'account_id'
     where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p', 'v') and t.relname <> 'sign_ins'
     order by 1`,
  );
  return rows.map((row) => row.relname);
}
