import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountContents, plantRows } from '../../test/planted-rows.ts';
import { follow } from '../../test/realtime-client.ts';
import {
  keyWith,
  type SeededAccount,
  type SeededAgency,
  testServer,
  type TestServer,
} from '../../test/servers.ts';
import { parseTypeId } from '../db/ids.ts';
import { eraseDueAccounts } from './erase-accounts.ts';

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

const asAgency = (method: string, path: string, options: object = {}) =>
  server.call(method, path, { token: agency.apiKey, ...options });
const client = (path = '') => `/accounts/${clinic.typeId}${path}`;
const actionsIn = async (token: string, query: object = {}): Promise<string[]> =>
  (await server.call('GET', '/audit', { token, query: { action: 'account', ...query } })).body.data.map(
    ({ action }: any) => action,
  );

const bad = (body: object) => asAgency('POST', '/accounts', { body });

describe("an agency's client accounts", () => {
  test('are made as the agency is, once per key, and both audits tell of it', async () => {
    const make = () =>
      asAgency('POST', '/accounts', {
        body: { name: 'Clínica Lua', areaCode: '21', limits: { sessions: 1 } },
        headers: { 'idempotency-key': 'lua' },
      });
    const made = await make();
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'Clínica Lua',
        parentId: agency.typeId,
        mode: 'test',
        status: 'active',
        areaCode: '21',
        timeZone: 'America/Sao_Paulo',
        limits: { sessions: 1, members: null },
        closesAt: null,
      },
    });
    expect((await make()).body.id).toBe(made.body.id);
    expect(await actionsIn(agency.apiKey, { targetId: made.body.id })).toEqual(['account.created']);
    const inClient = await asAgency('GET', '/audit', { account: made.body.id, query: { action: 'account' } });
    expect(inClient.body.data).toMatchObject([
      { action: 'account.created', actor: { kind: 'api_key', accountId: agency.typeId } },
    ]);
  });

  test('are refused where they make no sense', async () => {
    expect(await bad({ name: 'L', mode: 'live' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/mode' }] },
    });
    expect(await bad({ name: 'L', timeZone: 'Marte/Olympus' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/timeZone' }] },
    });
    const ofClient = await server.call('POST', '/accounts', { token: clinic.apiKey, body: { name: 'Neta' } });
    expect(ofClient).toMatchObject({ status: 409, body: { code: 'limit_reached' } });
    const narrow = await keyWith(server, agency.id, ['accounts:read']);
    expect((await server.call('POST', '/accounts', { token: narrow, body: { name: 'L' } })).status).toBe(403);
  });

  test("can't be touched by another agency, by themselves, or by each other", async () => {
    const [, stranger] = server.agencies;
    for (const token of [stranger.apiKey, clinic.apiKey, shop.apiKey])
      for (const [method, path, body] of [
        ['POST', '/suspend', { reason: null }],
        ['POST', '/resume', undefined],
        ['DELETE', '', undefined],
      ] as const)
        expect((await server.call(method, client(path), { token, body })).status).toBe(404);
    const limits = { token: clinic.apiKey, body: { limits: { sessions: 9 } }, headers: { 'if-match': '*' } };
    expect(await server.call('PATCH', client(), limits)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await server.call('PATCH', client(), { ...limits, token: stranger.apiKey })).status).toBe(404);
  });

  test('are changed by the agency, with what was and what is in the audit', async () => {
    const changed = await asAgency('PATCH', client(), {
      body: { name: 'Clínica Sol e Mar', limits: { members: 40 } },
      headers: { 'if-match': '*' },
    });
    expect(changed.body).toMatchObject({
      name: 'Clínica Sol e Mar',
      limits: { members: 40, sessions: null },
    });
    const [entry] = (
      await server.call('GET', '/audit', { token: clinic.apiKey, query: { action: 'account.updated' } })
    ).body.data;
    expect(entry).toMatchObject({
      target: { id: clinic.typeId },
      before: { limits: { members: null } },
      after: { name: 'Clínica Sol e Mar', limits: { members: 40 } },
    });
  });

  test('are seen in one overview: status, use and health, and nothing of another agency', async () => {
    await plantRows(server.db, shop.id, 'overview');
    const { body } = await asAgency('GET', '/account-usage', { query: { limit: 200 } });
    const row = body.data.find(({ accountId }: any) => accountId === shop.typeId);
    expect(row).toMatchObject({
      status: 'active',
      sessions: { total: 1, connected: 1, needAttention: 0 },
      members: 4,
      messagesToday: 0,
      mediaBytes: 1,
      lastActivityAt: expect.any(String),
    });
    const known = new Set(
      (await asAgency('GET', '/accounts', { query: { limit: 200 } })).body.data.map(({ id }: any) => id),
    );
    expect(body.data.every(({ accountId }: any) => known.has(accountId))).toBe(true);
    const own = await server.call('GET', `/accounts/${shop.typeId}/usage`, { token: shop.apiKey });
    expect(own).toMatchObject({ status: 200, body: row });
    expect(
      (await server.call('GET', `/accounts/${clinic.typeId}/usage`, { token: shop.apiKey })).status,
    ).toBe(404);
  });
});

describe('a suspension', () => {
  test('pauses numbers, refuses credentials, closes sockets, tells who signs in why, keeps all; and is taken back', async () => {
    const rows = await plantRows(server.db, clinic.id, 'kept');
    const before = (await accountContents(server.db, clinic.id)).messages;
    const member = clinic.members.supervisor;
    const token = await server.signIn(member);
    const socket = await follow(server, { token });
    const suspended = await asAgency('POST', client('/suspend'), {
      body: { reason: 'Fatura de outubro em aberto.' },
    });
    expect(suspended).toMatchObject({ status: 200, body: { status: 'suspended' } });
    expect(await socket.next(({ type }) => type === 'bye')).toMatchObject({ code: 'account_suspended' });
    for (const credential of [token, clinic.apiKey])
      expect(await server.call('GET', '/me', { token: credential })).toMatchObject({
        status: 403,
        body: { code: 'account_suspended' },
      });
    expect((await asAgency('GET', '/conversations', { account: clinic.typeId })).status).toBe(403);
    const signIn = await server.call('POST', '/auth/sign-in', {
      body: { email: member.email, password: member.password },
    });
    expect(signIn).toMatchObject({
      status: 403,
      body: { code: 'account_suspended', detail: expect.stringContaining('Fatura de outubro em aberto.') },
    });
    const session = async () =>
      (
        await server.db.asOwner<{ status: string; code: string }>(
          `select status, reason ->> 'code' as code from sessions where account_id = $1 and id = $2`,
          [clinic.id, parseTypeId('ses', rows.sessionId)],
        )
      )[0];
    expect(await session()).toEqual({ status: 'paused', code: 'account_suspended' });
    expect((await accountContents(server.db, clinic.id)).messages).toEqual(before);

    const resumed = await asAgency('POST', client('/resume'));
    expect(resumed.body.status).toBe('active');
    expect(await session()).toEqual({ status: 'connecting', code: 'connecting' });
    expect((await server.call('GET', '/me', { token })).status).toBe(200);
    expect((await actionsIn(clinic.apiKey)).slice(0, 2)).toEqual(['account.resumed', 'account.suspended']);
    expect((await actionsIn(agency.apiKey, { targetId: clinic.typeId })).slice(0, 2)).toEqual([
      'account.resumed',
      'account.suspended',
    ]);
    // Resuming what is active does and tells nothing.
    await asAgency('POST', client('/resume'));
    expect((await actionsIn(clinic.apiKey))[1]).toBe('account.suspended');
  });

  test('leaves a number that a person paused to that person', async () => {
    const [session] = await server.db.asOwner<{ id: string }>(
      'select id from sessions where account_id = $1',
      [shop.id],
    );
    const id = session!.id;
    await server.db.asOwner(
      `update sessions set status = 'paused', reason = '{"code": "paused_by_person"}' where id = $1`,
      [id],
    );
    await asAgency('POST', `/accounts/${shop.typeId}/suspend`, { body: { reason: null } });
    await asAgency('POST', `/accounts/${shop.typeId}/resume`);
    expect(await server.db.asOwner('select status from sessions where id = $1', [id])).toEqual([
      { status: 'paused' },
    ]);
  });
});

describe('limits', () => {
  let limited: string;
  const inLimited = (method: string, path: string, options: object = {}) =>
    asAgency(method, path, { account: limited, ...options });
  const setLimits = (limits: object) =>
    asAgency('PATCH', `/accounts/${limited}`, { body: { limits }, headers: { 'if-match': '*' } });
  const mint = (externalId: string) =>
    inLimited('POST', '/embed-sessions', {
      body: {
        member: { externalId, name: 'P', role: 'agent' },
        components: { inbox: {} },
        origins: ['https://portal.example'],
      },
    });
  const connect = () => inLimited('POST', '/connect', { body: { method: 'qr' } });
  const upload = (bytes: number) =>
    inLimited('POST', '/media', {
      body: 'x'.repeat(bytes),
      headers: { 'content-type': 'application/octet-stream' },
    });
  const reached = { status: 409, body: { code: 'limit_reached' } };
  beforeAll(async () => {
    limited = (await asAgency('POST', '/accounts', { body: { name: 'Pequena', areaCode: '11' } })).body.id;
  });

  test('of members: who is one already comes in, one more does not', async () => {
    await setLimits({ members: 2 });
    expect((await mint('a')).status).toBe(201);
    const both = await Promise.all([mint('b'), mint('c')]);
    expect(both.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([201, 409]);
    expect((await mint('a')).status).toBe(201);
    const refused = await mint('d');
    expect(refused).toMatchObject(reached);
    expect(refused.body.detail).toContain('2 members');
  });

  test('of numbers', async () => {
    await server.db.asOwner(
      `insert into gateways (id, transport, seen_at) values (uuidv7(), 'sandbox', now() + interval '1 hour')`,
    );
    await setLimits({ sessions: 1 });
    expect((await connect()).status).toBe(201);
    expect(await connect()).toMatchObject(reached);
    await setLimits({ sessions: null });
    expect((await connect()).status).toBe(201);
  });

  test('of messages in a day: those that were not accepted, or asked for twice, count nothing', async () => {
    const account = parseTypeId('acc', limited)!;
    const rows = await plantRows(server.db, account, 'limited');
    await setLimits({ messagesPerDay: 2 });
    const send = (key: string, conversationId = rows.conversationId) =>
      inLimited('POST', '/send-message', {
        body: { conversationId, content: { type: 'text', text: 'Olá' } },
        headers: { 'idempotency-key': key },
      });
    await server.db.asOwner('delete from account_days where account_id = $1', [account]);
    expect((await send('1')).status).toBe(202);
    expect((await send('1')).status).toBe(202);
    expect((await send('2', 'conv_01m89vsm9gexz8zvj3ynry3r4n')).status).toBe(404);
    expect((await send('3')).status).toBe(202);
    const refused = await send('4');
    expect(refused).toMatchObject(reached);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const { body } = await asAgency('GET', `/accounts/${limited}/usage`);
    expect(body).toMatchObject({ messagesToday: 2, limits: { messagesPerDay: 2 } });
    // Yesterday's are another day's.
    await server.db.asOwner('update account_days set day = day - 1 where account_id = $1', [account]);
    expect((await send('5')).status).toBe(202);
  });

  test('of stored files', async () => {
    await setLimits({ mediaBytes: 20 });
    expect((await upload(15)).status).toBe(201);
    expect(await upload(6)).toMatchObject(reached);
  });
});

const erase = () => {
  const { database, log, media, sealing } = server.running.app;
  return eraseDueAccounts({ database, log, sealing, store: media.store, batch: 2 });
};

describe('a deleted account', () => {
  test('is closed at once, comes back within its grace, and is erased after it, whole and alone, with a receipt', async () => {
    const made = await asAgency('POST', '/accounts', { body: { name: 'Efêmera', areaCode: '11' } });
    const id = made.body.id as string;
    const uuid = parseTypeId('acc', id)!;
    const path = `/accounts/${id}`;
    await plantRows(server.db, uuid, 'to be forgotten');
    const upload = await asAgency('POST', '/media', {
      account: id,
      body: 'bytes',
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(upload.status).toBe(201);
    const [lonely, shared] = [await person('lonely'), await person('shared')];
    for (const userId of [lonely, shared]) await makeMember(uuid, userId);
    await makeMember(shop.id, shared);
    const folder = join(server.running.app.config.dataFolder, 'media', uuid);
    expect(
      readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile()),
    ).toBe(true);

    const deleted = await asAgency('DELETE', path, { query: { graceDays: 30 } });
    expect(deleted).toMatchObject({ status: 202, body: { status: 'closing' } });
    expect((Date.parse(deleted.body.closesAt) - Date.now()) / 864e5).toBeCloseTo(30, 2);
    expect((await asAgency('GET', '/conversations', { account: id })).status).toBe(403);
    expect(await erase()).toBe(0);
    expect((await asAgency('POST', `${path}/resume`)).body).toMatchObject({
      status: 'active',
      closesAt: null,
    });
    expect((await asAgency('GET', '/conversations', { account: id })).body.data).toHaveLength(1);

    const others = [clinic.id, shop.id];
    const untouched = await Promise.all(others.map((other) => accountContents(server.db, other)));
    await asAgency('DELETE', path, { query: { graceDays: 0 } });
    expect(await asAgency('POST', `${path}/suspend`, { body: { reason: null } })).toMatchObject({
      status: 409,
      body: { code: 'account_closing' },
    });
    expect(
      await erase(),
      server.log.findLast((line) => line.includes('could not be erased')),
    ).toBe(1);
    expect(await erase()).toBe(0);

    const left = await accountContents(server.db, uuid);
    expect(Object.keys(left).length).toBeGreaterThan(25);
    for (const [table, rows] of Object.entries(left)) expect(rows, table).toEqual([]);
    expect(await server.db.asOwner('select 1 from accounts where id = $1', [uuid])).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(await server.db.asOwner('select id from users where id = any($1)', [[lonely, shared]])).toEqual([
      { id: shared },
    ]);
    expect(await Promise.all(others.map((other) => accountContents(server.db, other)))).toEqual(untouched);

    const { body } = await asAgency('GET', '/erasure-receipts');
    expect(body.data).toMatchObject([
      {
        accountId: id,
        name: 'Efêmera',
        rows: { messages: 1, contacts: 1, members: 3, api_keys: 1, session_keys: 1, account_keys: 1 },
        files: 1,
        users: 1,
        auditHead: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('to be forgotten');
    expect((await actionsIn(agency.apiKey, { targetId: id }))[0]).toBe('account.erased');
    expect(
      (await server.call('GET', '/erasure-receipts', { token: server.agencies[1].apiKey })).body.data,
    ).toEqual([]);
    expect((await asAgency('GET', '/me', { account: id })).status).toBe(404);
    expect((await server.call('GET', '/audit/verify', { token: agency.apiKey })).body).toMatchObject({
      intact: true,
    });
  });

  test('nothing else can be erased: the database itself refuses', async () => {
    await expect(server.db.database.crossing('erase_account', [shop.id, 10])).rejects.toThrow(
      /not to be erased now/,
    );
    await server.db.asOwner(
      `update accounts set status = 'closing', closes_at = now() - interval '1 day' where id = $1`,
      [agency.id],
    );
    await expect(server.db.database.crossing('erase_account', [agency.id, 10])).rejects.toThrow(
      /not to be erased now/,
    );
    await server.db.asOwner(`update accounts set status = 'active', closes_at = null where id = $1`, [
      agency.id,
    ]);
  });
});

async function person(name: string): Promise<string> {
  const [user] = await server.db.asOwner<{ id: string }>(
    `insert into users (id, email, name) values (uuidv7(), $1, $1) returning id`,
    [`${name}@example.com`],
  );
  return user!.id;
}

async function makeMember(account: string, user: string): Promise<void> {
  await server.db.asOwner(
    `insert into members (account_id, id, user_id, name, role) values ($1, uuidv7(), $2, 'P', 'agent')`,
    [account, user],
  );
}
