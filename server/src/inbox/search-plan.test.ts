import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAccount, testDatabase, type TestDatabase } from '../../test/harness.ts';
import type { Caller } from '../access/caller.ts';
import { listContacts } from '../contacts/find-contact.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { listConversations } from './list-conversations.ts';

/** Enough rows that a sequential scan would be chosen wherever the planner may not use an index. */
const CONTACTS = 20_000;

/** A sequential scan of a table that is large here; the others are empty. */
const SCAN = /Seq Scan on (contacts|identities|conversations)/;

let db: TestDatabase;
let account: string;
beforeAll(async () => {
  db = await testDatabase();
  account = await testAccount(db);
  const other = await testAccount(db);
  for (const [id, count] of [
    [account, CONTACTS],
    [other, CONTACTS],
  ] as const)
    await db.asOwner(
      `with s as (
         insert into sessions (account_id, id, name, transport, status)
         values ('${id}', uuidv7(), 'Recepção', 'sandbox', 'connected') returning id
       ), c as (
         insert into contacts (account_id, id, name)
         select '${id}', uuidv7(), 'Pessoa ' || md5(n::text) from generate_series(1, ${count}) n returning id, name
       ), i as (
         insert into identities (account_id, id, contact_id, kind, value, is_primary)
         select '${id}', uuidv7(), id, 'number', '+55119' || lpad((row_number() over () * 7919 % 100000000)::text, 8, '0'), true
         from c
       )
       insert into conversations (account_id, id, session_id, kind, contact_id, last_activity_at)
       select '${id}', uuidv7(), s.id, 'direct', c.id, now() - random() * interval '90 days' from c, s`,
    );
  await db.asOwner(
    `update contacts set name = 'Rita Conceição' where account_id = $1
     and id in (select id from contacts where account_id = $1 limit 3)`,
    [account],
  );
  await db.asOwner('analyze');
}, 60_000);
afterAll(() => db.close());

const caller = {
  sessionIds: null,
  ownConversationsOnly: false,
  memberId: null,
} as unknown as Caller;

/** Runs `work` and answers the plans of all it asked, as the app's role behind the account's policies. */
async function plansOf(work: (tx: Transaction) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  await inAccount(db.database, account, (tx) =>
    work({
      accountId: tx.accountId,
      afterCommit: (callback) => tx.afterCommit(callback),
      get em() {
        return tx.em;
      },
      async query(text, values) {
        const lines = await tx.query<{ 'QUERY PLAN': string }>(
          `explain (analyze, costs off) ${text}`,
          values,
        );
        plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
        return tx.query(text, values);
      },
    }),
  );
  return plans.join('\n\n');
}

/** The plan inside search_contact_ids, which EXPLAIN of a query that calls it does not show. */
async function planInside(patterns: string[], digits: string): Promise<string> {
  const client = new Client(db.owner);
  await client.connect();
  try {
    const { rows } = await client.query<{ prosrc: string; proconfig: string[] }>(
      `select prosrc, proconfig from pg_proc where proname = 'search_contact_ids'`,
    );
    const { prosrc, proconfig } = rows[0]!;
    for (const setting of proconfig)
      await client.query('select set_config($1, $2, false)', setting.split('='));
    await client.query(`select set_config('app.account_id', $1, false)`, [account]);
    const plan = await client.query<{ 'QUERY PLAN': string }>(
      `explain (costs off) ${prosrc
        .replaceAll('patterns[1]', `'${patterns[0]}'`)
        .replaceAll('(patterns)', `('{${patterns.join(',')}}'::text[])`)
        .replaceAll(/\bdigits\b/g, `'${digits}'`)}`,
    );
    return plan.rows.map((line) => line['QUERY PLAN']).join('\n');
  } finally {
    await client.end();
  }
}

test('search finds the few among many by index, for conversations and contacts', async () => {
  let found: unknown;
  const plan = await plansOf(async (tx) => {
    found = await listConversations(tx, {
      caller,
      filters: { q: 'conceicao rita' },
      sort: 'activity',
      limit: 50,
      cursor: undefined,
    });
  });
  expect(found).toMatchObject({ rows: { length: 3 } });
  expect(plan).not.toMatch(SCAN);
  const contacts = await plansOf((tx) =>
    listContacts(tx, { caller, q: '06153063', limit: 50, cursor: undefined }),
  );
  expect(contacts).not.toMatch(SCAN);
});

test('inside, the search functions use the trigram indexes of the account', async () => {
  const plan = await planInside(['%conceicao%', '%rita%'], '06153063');
  expect(plan).toContain('contacts_search');
  expect(plan).toContain('identities_search');
});

test.each(['activity', 'waiting'] as const)(
  'a page by %s reads along an index, first and later',
  async (sort) => {
    let cursor: string | undefined;
    for (let turn = 0; turn < 2; turn += 1) {
      const from = cursor;
      let next: string | null = null;
      const plan = await plansOf(async (tx) => {
        const page = await listConversations(tx, { caller, filters: {}, sort, limit: 50, cursor: from });
        next = page.nextCursor;
      });
      expect(plan).not.toMatch(SCAN);
      cursor = next ?? undefined;
      expect(cursor).toBeDefined();
    }
  },
);
