import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  keyWith,
  type SeededAccount,
  type SeededAgency,
  testServer,
  type TestServer,
} from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import { enoughOfAWindow } from '../../test/rate-window.ts';
import { createLog } from '../log.ts';
import { openTokenIssuer } from './tokens.ts';

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

/** The refresh cookie of an answer, as the next request sends it. */
function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0]!.split(';')[0]!;
}

async function signInWithCookie(member = clinic.members.agent): Promise<{ token: string; cookie: string }> {
  const reply = await server.call('POST', '/auth/sign-in', {
    body: { email: member.email, password: member.password },
  });
  return { token: reply.body.accessToken, cookie: cookieOf(reply.headers) };
}

const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  server.call('POST', '/auth/refresh', { headers: { cookie, ...headers } });

describe('signing in', () => {
  test('answers a token for 15 minutes, the memberships, and a cookie that no script and no other site gets', async () => {
    const { email, password } = clinic.members.agent;
    const reply = await server.call('POST', '/auth/sign-in', {
      body: { email: email.toUpperCase(), password },
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      accountId: clinic.typeId,
      user: { email, id: toTypeId('usr', clinic.members.agent.userId) },
      members: [{ role: 'agent', account: { id: clinic.typeId, mode: 'test', parentId: agency.typeId } }],
    });
    const minutes = (Date.parse(reply.body.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
    const cookie = reply.headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/^mh_refresh=/);
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/v1/auth']) expect(cookie).toContain(part);
    const claims = decodeJwt(reply.body.accessToken);
    expect(JSON.stringify(claims)).not.toMatch(/permission|role|agent|example\.com/);
    expect(decodeProtectedHeader(reply.body.accessToken)).toMatchObject({
      alg: 'EdDSA',
      kid: expect.any(String),
    });
  });

  test('a wrong password and an unknown e-mail answer the same', async () => {
    const known = await server.call('POST', '/auth/sign-in', {
      body: { email: clinic.members.admin.email, password: 'wrong' },
    });
    const unknown = await server.call('POST', '/auth/sign-in', {
      body: { email: 'nobody@example.com', password: 'wrong' },
    });
    expect(known.status).toBe(401);
    expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(known.body.code).toBe('invalid_credentials');
  });

  test('an account that the person does not belong to is refused', async () => {
    const { email, password } = clinic.members.agent;
    const reply = await server.call('POST', '/auth/sign-in', {
      body: { email, password, accountId: shop.typeId },
    });
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('guessing is slowed down for one who guesses, and for nobody else', async () => {
    const own = await testServer({ env: { METAHUB_TRUST_PROXY: 'yes' } });
    try {
      const { email, password } = own.agencies[0].clients[0].members.admin;
      const attempt = (address: string, word: string) =>
        own.call('POST', '/auth/sign-in', {
          body: { email, password: word },
          headers: { 'x-forwarded-for': address },
        });
      // Signing in as often as one likes is no guessing.
      for (let turn = 0; turn < 15; turn += 1)
        expect((await attempt('203.0.113.7', password)).status).toBe(200);
      await enoughOfAWindow(15_000);
      // All at the same moment is no way around it.
      const guesses = await Promise.all(Array.from({ length: 14 }, () => attempt('203.0.113.7', 'wrong')));
      const statuses = guesses.map((reply) => reply.status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(10);
      expect(statuses.filter((status) => status === 429)).toHaveLength(4);
      const late = await attempt('203.0.113.7', password);
      expect(late).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await attempt('198.51.100.4', password)).status).toBe(200);
    } finally {
      await own.stop();
    }
  }, 60_000);
});

describe('the refresh cookie', () => {
  test('works once, and its reuse ends the sign-in and its access tokens', async () => {
    const { token, cookie } = await signInWithCookie();
    const second = await refresh(cookie);
    expect(second.status).toBe(200);
    const third = await refresh(cookieOf(second.headers));
    expect(third.status).toBe(200);
    expect((await server.call('GET', '/me', { token })).status).toBe(200);

    const reused = await refresh(cookie);
    expect(reused).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
    expect(cookieOf(reused.headers)).toBe('mh_refresh=');
    expect(await refresh(cookieOf(third.headers))).toMatchObject({ status: 401 });
    for (const ended of [token, third.body.accessToken])
      expect(await server.call('GET', '/me', { token: ended })).toMatchObject({
        status: 401,
        body: { code: 'token_revoked' },
      });
  });

  test('two at the same moment: one goes on, the other is a reuse', async () => {
    const { cookie } = await signInWithCookie();
    const statuses = (await Promise.all([refresh(cookie), refresh(cookie)])).map((reply) => reply.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  test('invented and altered ones end nobody', async () => {
    const { cookie, token } = await signInWithCookie();
    const signInId = cookie.split('=')[1]!.split('.')[0]!;
    for (const wrong of [
      '',
      'mh_refresh=',
      'mh_refresh=x.y.z',
      `mh_refresh=${signInId}.AAAA.BBBB`,
      `${cookie.slice(0, -2)}AA`,
    ])
      expect(await refresh(wrong), wrong).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect((await server.call('GET', '/me', { token })).status).toBe(200);
  });

  test('is for the own origin only', async () => {
    const { cookie } = await signInWithCookie();
    const elsewhere: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'https://app.metahub.example', 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of elsewhere)
      expect(await refresh(cookie, headers)).toMatchObject({
        status: 403,
        body: { code: 'origin_not_allowed' },
      });
    const own = await refresh(cookie, { origin: 'https://app.example', 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(200);
  });

  test('signing out ends it, by token or by cookie, and clears it', async () => {
    const byToken = await signInWithCookie();
    const out = await server.call('POST', '/auth/sign-out', { token: byToken.token });
    expect(out.status).toBe(204);
    expect(cookieOf(out.headers)).toBe('mh_refresh=');
    expect((await refresh(byToken.cookie)).status).toBe(401);
    expect((await server.call('GET', '/me', { token: byToken.token })).status).toBe(401);

    const byCookie = await signInWithCookie();
    expect(
      (await server.call('POST', '/auth/sign-out', { headers: { cookie: byCookie.cookie } })).status,
    ).toBe(204);
    expect((await server.call('GET', '/me', { token: byCookie.token })).status).toBe(401);
    expect((await server.call('POST', '/auth/sign-out')).status).toBe(401);
    expect(await server.call('POST', '/auth/sign-out', { token: agency.apiKey })).toMatchObject({
      status: 403,
      body: { code: 'credential_not_allowed' },
    });
  });

  test('switching goes where the person is a member, and the cookie follows', async () => {
    const person = clinic.members.supervisor;
    await inAccount(server.db.database, shop.id, (tx) =>
      tx.query(
        `insert into members (account_id, id, user_id, name, role) values ($1, $2, $3, 'Too', 'agent')`,
        [shop.id, newId(), person.userId],
      ),
    );
    const { token, cookie } = await signInWithCookie(person);
    const switched = await server.call('POST', '/auth/switch', { token, body: { accountId: shop.typeId } });
    expect(switched).toMatchObject({ status: 200, body: { accountId: shop.typeId } });
    const me = await server.call('GET', '/me', { token: switched.body.accessToken });
    expect(me.body).toMatchObject({ account: { id: shop.typeId }, member: { role: 'agent' } });
    expect((await refresh(cookie)).body.accountId).toBe(shop.typeId);
    const foreign = server.agencies[1].clients[0].typeId;
    expect((await server.call('POST', '/auth/switch', { token, body: { accountId: foreign } })).status).toBe(
      404,
    );
  });
});

/** Asks who the caller is, with a token that is refused. */
const refused = (token: string) => server.call('GET', '/me', { token });
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  test('forged ones are refused: no signature, another key, another audience, altered claims', async () => {
    const good = await server.signIn(clinic.members.agent);
    const [head, body, signature] = good.split('.') as [string, string, string];
    const claims = decodeJwt(good);
    const kid = decodeProtectedHeader(good).kid!;
    const other = generateKeyPairSync('ed25519').privateKey;
    const signed = (header: object, payload: object) =>
      new SignJWT(payload as never).setProtectedHeader({ alg: 'EdDSA', ...header }).sign(other);
    const admin = { ...claims, user: clinic.members.admin.userId };
    for (const [name, token] of Object.entries({
      none: `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
      noneWithSignature: `${encode({ alg: 'none', kid })}.${body}.${signature}`,
      altered: `${head}.${encode(admin)}.${signature}`,
      otherKey: await signed({ kid }, claims),
      unknownKid: await signed({ kid: 'k-nobody' }, claims),
      noKid: await signed({}, claims),
      hmac: await new SignJWT(claims as never)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(Buffer.from('public key as secret, as old libraries took it')),
      cut: good.slice(0, -10),
      nonsense: 'aaaa.bbbb.cccc',
      empty: '..',
    })) {
      const reply = await refused(token);
      expect(reply, name).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(reply.headers.get('www-authenticate'), name).toBe('Bearer');
    }
    expect((await refused(good)).status).toBe(200);
  });

  test('expired ones say so; those of another audience are none', async () => {
    const { database, masterKey } = server.running.app;
    const log = createLog({ level: 'silent' });
    const past = await openTokenIssuer({
      database,
      masterKey,
      log,
      now: () => new Date(Date.now() - 16 * 60_000),
    });
    const { token } = await past.issueAccess({
      userId: clinic.members.agent.userId,
      accountId: clinic.id,
      signInId: newId(),
    });
    expect(await refused(token)).toMatchObject({ status: 401, body: { code: 'token_expired' } });
    // An embed token of the same key is not taken for an access token: its session does not exist.
    const embed = await past.issueEmbed({
      accountId: clinic.id,
      embedSessionId: newId(),
      until: new Date(Date.now() + 60_000),
    });
    expect((await refused(embed.token)).status).toBe(401);
  });

  test('a change of role, a removal and a suspension act at once', async () => {
    const token = await server.signIn(shop.members.supervisor);
    const mine = async () => (await server.call('GET', '/me', { token })).body.permissions as string[];
    expect(await mine()).toContain('conversations:read_all');
    const member = shop.members.supervisor.memberId;
    const set = (text: string) => server.db.asOwner(`update members set ${text} where id = '${member}'`);
    await set(`role = 'agent'`);
    expect(await mine()).not.toContain('conversations:read_all');
    await set(`status = 'removed'`);
    expect(await server.call('GET', '/me', { token })).toMatchObject({
      status: 401,
      body: { code: 'token_revoked' },
    });
    await set(`role = 'supervisor', status = 'active'`);
    await server.db.asOwner(`update accounts set status = 'suspended' where id = $1`, [shop.id]);
    try {
      for (const credential of [token, shop.apiKey])
        expect(await server.call('GET', '/me', { token: credential })).toMatchObject({
          status: 403,
          body: { code: 'account_suspended' },
        });
      expect((await server.call('GET', '/me', { token: agency.apiKey, account: shop.typeId })).status).toBe(
        403,
      );
    } finally {
      await server.db.asOwner(`update accounts set status = 'active' where id = $1`, [shop.id]);
    }
  });

  test('survive a restart and serve every process: the signing keys are in the database', async () => {
    const { database, masterKey } = server.running.app;
    const log = createLog({ level: 'silent' });
    const token = await server.signIn(clinic.members.agent);
    const other = await openTokenIssuer({ database, masterKey, log });
    expect(await other.verify(token)).toMatchObject({ kind: 'access', accountId: clinic.id });
    // A month later it signs with a new key, and still knows the former one.
    await server.db.asOwner(`update signing_keys set created_at = now() - interval '30 days 1 hour'`);
    const next = await openTokenIssuer({ database, masterKey, log });
    const fresh = await next.issueAccess({ userId: newId(), accountId: clinic.id, signInId: newId() });
    expect(await next.verify(token)).toMatchObject({ kind: 'access' });
    // A process that read its keys before learns of the new one when it meets it.
    expect(decodeProtectedHeader(fresh.token).kid).not.toBe(decodeProtectedHeader(token).kid);
    expect(await server.db.asOwner('select 1 from signing_keys')).toHaveLength(2);
    const sealed = await server.db.asOwner<{ private_sealed: Buffer }>(
      'select private_sealed from signing_keys',
    );
    for (const row of sealed) expect(row.private_sealed.toString('latin1')).not.toContain('"d"');
  });
});

describe('API keys', () => {
  test('are shown once, work at once, say when they were used, and stop at once', async () => {
    const token = await server.signIn(clinic.members.admin);
    const made = await server.call('POST', '/api-keys', {
      token,
      body: { name: 'Reports', scopes: ['account:read', 'conversations:read'] },
    });
    expect(made.status).toBe(201);
    const { secret, apiKey } = made.body;
    expect(secret).toMatch(/^mh_test_[A-Za-z0-9]{43}$/);
    expect(secret.startsWith(apiKey.prefix)).toBe(true);
    const stored = await server.db.asOwner('select to_jsonb(k)::text as row from api_keys k');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(-20));

    const me = await server.call('GET', '/me', { token: secret });
    expect(me.body).toMatchObject({
      credential: 'api_key',
      apiKey: { id: apiKey.id, name: 'Reports' },
      member: null,
      permissions: ['account:read', 'conversations:read'],
    });
    const list = await server.call('GET', '/api-keys', { token, query: { limit: 1 } });
    expect(list.body.data).toMatchObject([{ id: apiKey.id }]);
    expect(JSON.stringify(list.body)).not.toContain(secret);
    expect(list.body.nextCursor).toEqual(expect.any(String));
    const rest = await server.call('GET', '/api-keys', {
      token,
      query: { limit: 1, cursor: list.body.nextCursor },
    });
    expect(rest.body.data[0].id).not.toBe(apiKey.id);

    expect((await server.call('DELETE', `/api-keys/${apiKey.id}`, { token })).status).toBe(204);
    expect((await server.call('DELETE', `/api-keys/${apiKey.id}`, { token })).status).toBe(204);
    expect(await server.call('GET', '/me', { token: secret })).toMatchObject({
      status: 401,
      body: { code: 'token_revoked' },
    });
  });

  test('cannot give more than their maker has, nor end in the past', async () => {
    const narrow = await keyWith(server, clinic.id, ['keys:write', 'account:read']);
    const more = await server.call('POST', '/api-keys', {
      token: narrow,
      body: { name: 'More', scopes: ['account:read', 'messages:send'] },
    });
    expect(more).toMatchObject({
      status: 403,
      body: { code: 'grant_exceeds_caller', errors: [{ pointer: '/body/scopes/1' }] },
    });
    const past = await server.call('POST', '/api-keys', {
      token: narrow,
      body: { name: 'Past', scopes: ['account:read'], expiresAt: '2020-01-01T00:00:00Z' },
    });
    expect(past).toMatchObject({ status: 400, body: { errors: [{ pointer: '/body/expiresAt' }] } });
  });

  test('end when they say', async () => {
    const secret = await keyWith(server, clinic.id);
    await server.db.asOwner(
      `update api_keys set expires_at = now() - interval '1 second' where name = 'Narrow' and account_id = $1`,
      [clinic.id],
    );
    expect(await server.call('GET', '/me', { token: secret })).toMatchObject({
      status: 401,
      body: { code: 'token_expired' },
    });
  });

  test("an agency's key acts for its clients by the header, and for nobody else's", async () => {
    const own = await server.call('GET', '/me', { token: agency.apiKey });
    expect(own.body).toMatchObject({ account: { id: agency.typeId } });
    const client = await server.call('GET', '/me', { token: agency.apiKey, account: clinic.typeId });
    expect(client.body).toMatchObject({ account: { id: clinic.typeId }, apiKey: { name: 'Portal' } });
    const clients = await server.call('GET', '/accounts', { token: agency.apiKey });
    expect(clients.body.data.map((account: { id: string }) => account.id)).toEqual([
      clinic.typeId,
      shop.typeId,
    ]);
    const one = await server.call('GET', `/accounts/${clinic.typeId}`, { token: agency.apiKey });
    expect(one.body.id).toBe(clinic.typeId);
    for (const account of [
      server.agencies[1].typeId,
      server.agencies[1].clients[0].typeId,
      toTypeId('acc', newId()),
      'acc_x',
    ])
      expect((await server.call('GET', '/me', { token: agency.apiKey, account })).status, account).toBe(404);
    // A client's key and a member's token act for their own account only.
    expect((await server.call('GET', '/me', { token: clinic.apiKey, account: agency.typeId })).status).toBe(
      404,
    );
    expect((await server.call('GET', '/me', { token: clinic.apiKey, account: clinic.typeId })).status).toBe(
      200,
    );
    const token = await server.signIn(clinic.members.admin);
    expect((await server.call('GET', '/me', { token, account: shop.typeId })).status).toBe(404);
  });

  test('write when they were last used', async () => {
    const secret = await keyWith(server, shop.id);
    await server.call('GET', '/me', { token: secret });
    await server.running.app.apiKeys.close();
    const [row] = await server.db.asOwner<{ used: boolean }>(
      `select last_used_at is not null as used from api_keys where account_id = $1 and name = 'Narrow'`,
      [shop.id],
    );
    expect(row).toEqual({ used: true });
  });
});
