import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantRows } from '../../test/planted-rows.ts';
import {
  keyWith,
  type SeededAccount,
  type SeededAgency,
  testServer,
  type TestServer,
} from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import { csvCell } from './export-audit.ts';
import { recordAudit } from './record-audit.ts';

let server: TestServer;
let agency: SeededAgency;
let clinic: SeededAccount;
let shop: SeededAccount;
beforeAll(async () => {
  server = await testServer();
  [agency] = server.agencies;
  [clinic, shop] = agency.clients;
});
afterAll(() => server?.stop());

/** The newest entries of an account that the filters let through. */
async function audit(account: SeededAccount, query: Record<string, string | number> = {}): Promise<any[]> {
  const reply = await server.call('GET', '/audit', { token: account.apiKey, query });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body.data;
}

/** What the API's addresses look like to itself. */
const HERE = expect.stringMatching(/127\.0\.0\.1|::1/);

describe('what the audit tells', () => {
  test('who made and revoked a key, from where, with what it may do and never its secret', async () => {
    const token = await server.signIn(clinic.members.admin);
    const made = await server.call('POST', '/api-keys', {
      token,
      body: { name: 'Planilha', scopes: ['contacts:read'] },
      headers: { 'user-agent': 'Firefox/140' },
    });
    const id = made.body.apiKey.id;
    await server.call('DELETE', `/api-keys/${id}`, { token });
    await server.call('DELETE', `/api-keys/${id}`, { token });
    const entries = await audit(clinic, { targetId: id });
    const actor = {
      kind: 'user',
      id: toTypeId('mem', clinic.members.admin.memberId),
      name: 'Someone who is admin',
      accountId: null,
    };
    expect(entries).toMatchObject([
      {
        action: 'api_key.revoked',
        outcome: 'done',
        actor,
        target: { kind: 'api_key', id, name: 'Planilha' },
      },
      {
        action: 'api_key.created',
        actor,
        address: HERE,
        userAgent: 'Firefox/140',
        requestId: made.headers.get('x-request-id'),
        before: null,
        after: { scopes: ['contacts:read'], expiresAt: null },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain(made.body.secret);
  });

  test('sign-ins, wrong passwords, switches, ends, and a refresh token that was used twice', async () => {
    const { email, password, memberId } = shop.members.agent;
    const attempt = (word: string) =>
      server.call('POST', '/auth/sign-in', { body: { email, password: word } });
    await attempt('wrong');
    await attempt('wrong');
    const { body, headers } = await attempt(password);
    await server.call('POST', '/auth/switch', { token: body.accessToken, body: { accountId: shop.typeId } });
    const cookie = headers.getSetCookie()[0]!.split(';')[0]!;
    await server.call('POST', '/auth/refresh', { headers: { cookie } });
    await server.call('POST', '/auth/refresh', { headers: { cookie } });
    await server.call('POST', '/auth/sign-out', { token: await server.signIn(shop.members.agent) });
    const member = toTypeId('mem', memberId);
    const refused = await until(async () => {
      const entries = await audit(shop, { action: 'sign_in.refused' });
      return entries.reduce((sum, { count }) => sum + count, 0) === 2 && entries;
    });
    expect(refused[0]).toMatchObject({
      outcome: 'refused',
      reason: 'invalid_credentials',
      actor: { kind: 'anonymous', id: null },
      target: { kind: 'member', id: member },
      address: HERE,
    });
    const own = await audit(shop, { actorId: member, action: 'sign_in' });
    expect(own.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['sign_in.ended', 'done'],
      ['sign_in.created', 'done'],
      ['sign_in.reused', 'refused'],
      ['sign_in.switched', 'done'],
      ['sign_in.created', 'done'],
    ]);
  });

  test('what was refused to a credential, counted; and nothing of one that nobody has', async () => {
    const token = await server.signIn(clinic.members.agent);
    for (let turn = 0; turn < 3; turn += 1) await server.call('GET', '/audit', { token });
    const narrow = await keyWith(server, clinic.id, ['contacts:read']);
    await server.call('GET', '/members', { token: narrow });
    await server.call('GET', '/members', {
      token: narrow,
      account: server.agencies[1].clients[0].typeId,
    });
    const refused = await audit(clinic, { action: 'access.refused', outcome: 'refused' });
    expect(refused).toMatchObject([
      { reason: 'not_found', actor: { kind: 'api_key', name: 'Narrow' }, target: { name: 'listMembers' } },
      { reason: 'forbidden', actor: { kind: 'api_key', name: 'Narrow' }, target: { name: 'listMembers' } },
      {
        reason: 'forbidden',
        count: 3,
        actor: { kind: 'user', id: toTypeId('mem', clinic.members.agent.memberId) },
        target: { kind: 'operation', name: 'listAuditEntries' },
      },
    ]);
    const embed = await server.embed({ agency, account: clinic, externalId: 'audited' });
    const elsewhere = { token: embed.token, headers: { origin: 'https://outro.example' } };
    expect((await server.call('GET', '/me', elsewhere)).status).toBe(403);
    expect((await audit(clinic, { q: 'origin_not' }))[0]).toMatchObject({
      reason: 'origin_not_allowed',
      actor: { kind: 'embed' },
      target: { name: 'getMe' },
    });
  });

  test("an agency's key that acts for a client is told of in the client's audit, once for each address", async () => {
    for (let turn = 0; turn < 2; turn += 1)
      await server.call('GET', '/me', { token: agency.apiKey, account: shop.typeId });
    const used = await audit(shop, { action: 'api_key.used', q: 'Portal' });
    expect(used).toMatchObject([
      {
        actor: { kind: 'api_key', id: toTypeId('key', agency.apiKeyId), accountId: agency.typeId },
        address: HERE,
      },
    ]);
  });

  test('a supervisor who reads what is assigned to somebody else, once for a while; not who it is assigned to', async () => {
    const rows = await plantRows(server.db, shop.id, 'read by others');
    const holder = shop.members.agent.memberId;
    await server.db.asOwner('update cases set assignee_id = $2 where account_id = $1', [shop.id, holder]);
    for (const member of [shop.members.agent, shop.members.supervisor]) {
      const token = await server.signIn(member);
      for (const path of ['', '/messages', '/messages'])
        expect(
          (await server.call('GET', `/conversations/${rows.conversationId}${path}`, { token })).status,
        ).toBe(200);
    }
    await server.call('GET', `/conversations/${rows.conversationId}`, { token: shop.apiKey });
    const reads = await audit(shop, { targetId: rows.conversationId });
    expect(reads).toMatchObject([
      {
        action: 'conversation.read',
        actor: { id: toTypeId('mem', shop.members.supervisor.memberId) },
        after: { assigneeId: toTypeId('mem', holder) },
      },
    ]);
    expect(JSON.stringify(reads)).not.toContain('read by others');
  });

  test('what was not done: a call that failed leaves nothing, and a transaction that is undone takes its entry along', async () => {
    const token = await server.signIn(clinic.members.admin);
    const before = await audit(clinic, { action: 'api_key' });
    const unknown = toTypeId('key', newId());
    expect((await server.call('DELETE', `/api-keys/${unknown}`, { token })).status).toBe(404);
    const undone = inAccount(server.db.database, clinic.id, async (tx) => {
      await recordAudit(tx, { action: 'api_key.created', actor_kind: 'system' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await audit(clinic, { action: 'api_key' })).toEqual(before);
  });
});

describe('reading it', () => {
  test('pages by a stable cursor, and finds by kind, person, outcome, time and word', async () => {
    const account = server.agencies[1].clients[0];
    for (let turn = 0; turn < 7; turn += 1)
      await inAccount(server.db.database, account.id, (tx) =>
        recordAudit(tx, {
          action: turn % 2 ? 'member.added' : 'member_note.added',
          actor_kind: 'system',
          actor_name: `100%_sure ${turn}`,
        }),
      );
    const seen: any[] = [];
    let cursor: string | null = null;
    do {
      const { body }: any = await server.call('GET', '/audit', {
        token: account.apiKey,
        query: { limit: 3, q: '100%_SURE', ...(cursor ? { cursor } : {}) },
      });
      seen.push(...body.data);
      cursor = body.nextCursor;
      // What is new meanwhile moves nothing.
      await inAccount(server.db.database, account.id, (tx) =>
        recordAudit(tx, { action: 'member.added', actor_kind: 'system', actor_name: '100%_sure later' }),
      );
    } while (cursor);
    expect(seen.map(({ actor }) => actor.name.at(-1))).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    expect(await audit(account, { q: '100%_sure 3', action: 'member' })).toHaveLength(1);
    expect(await audit(account, { q: '100%_sure 2', action: 'member' })).toHaveLength(0);
    expect(await audit(account, { q: '100x' })).toEqual([]);
    expect(await audit(account, { until: seen.at(-1).at, q: 'sure' })).toEqual([]);
    expect(await audit(account, { since: seen[0].at, q: 'sure 6' })).toHaveLength(1);
    const odd = await server.call('GET', '/audit', {
      token: account.apiKey,
      query: { since: '2026-13-45T00:00:00Z' },
    });
    expect(odd.status).toBe(400);
  });

  test('is for admins only', async () => {
    for (const [role, status] of [
      ['admin', 200],
      ['supervisor', 403],
      ['agent', 403],
    ] as const)
      expect(
        (await server.call('GET', '/audit', { token: await server.signIn(clinic.members[role]) })).status,
      ).toBe(status);
  });

  test('exports as CSV that no spreadsheet runs, and as lines of JSON; the export is in the audit', async () => {
    await inAccount(server.db.database, shop.id, (tx) =>
      recordAudit(tx, {
        action: 'member.added',
        actor_kind: 'system',
        actor_name: '=HYPERLINK("http://x")',
        user_agent: 'a,b\n"c"',
      }),
    );
    const csv = await server.call('GET', '/audit/export', { token: shop.apiKey });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(csv.body).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv.body).toContain('"a,b\n""c"""');
    const lines = await server.call('GET', '/audit/export', {
      token: shop.apiKey,
      query: { format: 'ndjson' },
    });
    const entries = lines.body
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    const seqs = entries.map(({ seq }: any) => seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => at + 1));
    expect(entries.at(-1)).toMatchObject({ action: 'audit.exported', after: { format: 'ndjson' } });
  });

  test.each(['=1', '+1', '-1', '@x', ' =1', '\t=1', '|x', '%x'])('the cell %j is disarmed', (text) => {
    expect(csvCell(text).replaceAll('"', '')).toMatch(/^'/);
  });
});

describe('the chain', () => {
  const verify = async (query: Record<string, string | number> = {}): Promise<any> =>
    (await server.call('GET', '/audit/verify', { token: chained.apiKey, query })).body;
  let chained: SeededAccount;
  beforeAll(async () => {
    chained = server.agencies[1].clients[1];
    // At the same moment: they queue for the chain, and none is lost.
    await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        inAccount(server.db.database, chained.id, (tx) =>
          recordAudit(tx, {
            action: 'member.added',
            actor_kind: 'system',
            actor_name: `Membro ${turn}`,
            after: { turn },
          }),
        ),
      ),
    );
    await audit(chained);
  });

  /** Runs what an intruder might as the superuser, asks for a verification, and puts everything back. */
  async function tampered(text: string): Promise<any> {
    const kept = await server.db.asOwner<{ row: string }>(
      'select to_jsonb(e)::text as row from audit_entries e where account_id = $1',
      [chained.id],
    );
    const chain = await server.db.asOwner<{ row: string }>(
      'select to_jsonb(c)::text as row from audit_chains c where account_id = $1',
      [chained.id],
    );
    await server.db.asOwner(text.replaceAll('$account', `'${chained.id}'`));
    const found = await verify();
    for (const [table, rows] of [
      ['audit_entries', kept],
      ['audit_chains', chain],
    ] as const) {
      await server.db.asOwner(`delete from ${table} where account_id = $1`, [chained.id]);
      for (const { row } of rows)
        await server.db.asOwner(
          `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`,
          [row],
        );
    }
    expect(await verify()).toMatchObject({ intact: true, fault: null });
    return found;
  }

  test('is whole, and a hash that was noted before is still in it', async () => {
    const found = await verify();
    expect(found).toMatchObject({ intact: true, oldestSeq: 1, fault: null, head: { seq: found.entries } });
    await audit(chained);
    expect(await verify(found.head)).toMatchObject({ intact: true });
    expect(await verify({ seq: found.head.seq, hash: '0'.repeat(64) })).toMatchObject({
      intact: false,
      fault: { seq: found.head.seq, kind: 'not_as_noted' },
    });
    expect(await verify({ ...found.head, seq: found.head.seq + 50 })).toMatchObject({
      fault: { kind: 'missing' },
    });
  });

  test('shows an entry that is missing, at the beginning, in the middle and at the end', async () => {
    const { head } = await verify();
    const remove = (seq: number) =>
      tampered(`delete from audit_entries where account_id = $account and seq = ${seq}`);
    expect(await remove(7)).toMatchObject({ intact: false, fault: { seq: 7, kind: 'missing' } });
    expect(await remove(1)).toMatchObject({ intact: false, fault: { seq: 1, kind: 'missing' } });
    expect(await remove(head.seq)).toMatchObject({
      intact: false,
      fault: { seq: head.seq, kind: 'missing' },
    });
    const beheaded = await tampered(
      `with gone as (delete from audit_entries where account_id = $account and seq <= 3 returning seq, hash)
       update audit_chains set base_seq = 3, base_hash = (select hash from gone where seq = 3) where account_id = $account`,
    );
    expect(beheaded).toMatchObject({ intact: false, fault: { seq: 3, kind: 'missing' } });
  });

  test.each([
    ['a name', `actor_name = 'Outro'`],
    ['a time', `at = at - interval '1 millisecond'`],
    ['an address', `address = '203.0.113.9'`],
    ['what it says changed', `after = '{"turn": 99}'`],
    ['its hash', `hash = sha256(hash)`],
  ])('shows an entry of which %s was altered', async (_, change) => {
    expect(
      await tampered(`update audit_entries set ${change} where account_id = $account and seq = 5`),
    ).toMatchObject({
      intact: false,
      fault: { seq: 5, kind: 'altered' },
    });
  });

  test('goes on after the retention, which says how far it went', async () => {
    const seqs = async () =>
      (
        await server.db.asOwner<{ seq: string }>(
          'select seq from audit_entries where account_id = $1 order by seq',
          [chained.id],
        )
      ).map(({ seq }) => Number(seq));
    const { head } = await verify();
    const retain = () =>
      server.db.database.crossing<{ forgotten: number }>('retain_audit', [
        new Date(Date.now() - 730 * 864e5),
        50,
      ]);
    expect(await retain()).toEqual([{ forgotten: 0 }]);
    // The chain's own times can't be altered, so the retention is asked from two years ahead, up to entry 10.
    const [tenth] = await server.db.asOwner<{ at: Date }>(
      'select at from audit_entries where account_id = $1 and seq = 10',
      [chained.id],
    );
    await server.db.asOwner(`select pg_sleep(0.002)`);
    await server.db.database.crossing('retain_audit', [new Date(tenth!.at.getTime() + 1), 50]);
    // Its oldest entry is less than a day older than that: it is left for another day.
    expect((await seqs())[0]).toBe(1);
    await server.db.database.crossing('retain_audit', [new Date(Date.now() + 2 * 864e5), 50]);
    expect(await seqs()).toEqual([head.seq, head.seq + 1]);
    const found = await verify();
    expect(found).toMatchObject({
      intact: true,
      entries: 2,
      oldestSeq: head.seq,
      head: { seq: head.seq + 1 },
    });
    const [newest] = await audit(chained, { action: 'audit.retained' });
    expect(newest).toMatchObject({
      actor: { kind: 'system' },
      after: { upTo: head.seq - 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await verify({ seq: head.seq, hash: head.hash })).toMatchObject({ intact: true });
  });

  test('is written by the one function alone, never into another account, and never says that entries were retained', async () => {
    const append = (account: string, entry: object) =>
      inAccount(server.db.database, chained.id, (tx) =>
        tx.query('select append_audit($1, $2)', [account, JSON.stringify([entry])]),
      );
    await expect(append(shop.id, { action: 'a.b', actor_kind: 'system' })).rejects.toThrow(/another account/);
    await expect(append(chained.id, { action: 'audit.retained', actor_kind: 'system' })).rejects.toThrow(
      /retention/,
    );
    await append(chained.id, {
      action: 'a.b',
      actor_kind: 'system',
      seq: 1,
      at: '2020-01-01',
      hash: '\\x00',
      account_id: shop.id,
    });
    expect(await verify()).toMatchObject({ intact: true });
  });
});

test('the ids that the database makes are those of the API', async () => {
  const ids = Array.from({ length: 50 }, newId).concat(
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  );
  const rows = await server.db.asOwner<{ id: string; text: string }>(
    `select id, type_id('mem', id) as text from unnest($1::uuid[]) as id`,
    [ids],
  );
  expect(rows.map(({ id, text }) => [id, text])).toEqual(ids.map((id) => [id, toTypeId('mem', id)]));
});

async function until<T>(find: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
}
