import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  keyWith,
  type SeededAccount,
  type SeededAgency,
  testServer,
  type TestServer,
} from '../../test/servers.ts';
import { newId, toTypeId } from '../db/ids.ts';

const origin = 'https://portal.example';
let server: TestServer;
let agency: SeededAgency;
let clinic: SeededAccount;
beforeAll(async () => {
  server = await testServer();
  [agency] = server.agencies;
  [clinic] = agency.clients;
});
afterAll(() => server?.stop());

const me = (token: string, headers: Record<string, string>) => server.call('GET', '/me', { token, headers });

/** What a browser may do whose embed session has these components, for an admin. */
async function permissionsWith(components: object): Promise<string[]> {
  const { token } = await server.embed({
    agency,
    account: clinic,
    externalId: 'narrow',
    role: 'admin',
    components,
  });
  return (await me(token, { origin })).body.permissions as string[];
}

/** Mints with a body that differs from a good one. */
const mintWith = (extra: object) =>
  server.call('POST', '/embed-sessions', {
    token: agency.apiKey,
    account: clinic.typeId,
    body: {
      member: { externalId: 'x', name: 'X', role: 'agent' },
      components: { inbox: {} },
      origins: [origin],
      ...extra,
    },
  });

describe('embed sessions', () => {
  test('make the person a member, grant what components, role and key allow, and work from their origins', async () => {
    const { token, id } = await server.embed({
      agency,
      account: clinic,
      externalId: 'user-42',
      origins: [origin],
    });
    const seen = await me(token, { origin });
    expect(seen.body).toMatchObject({
      credential: 'embed_token',
      account: { id: clinic.typeId },
      member: { externalId: 'user-42', userId: null, role: 'agent', name: 'Rita Souza' },
      user: null,
      embed: { id, components: { inbox: {} }, sessionIds: null, origins: [origin] },
    });
    // The inbox component reads everything, but an agent sees own and unassigned conversations only.
    expect(seen.body.permissions).not.toContain('conversations:read_all');
    expect(seen.body.permissions).toEqual(
      expect.arrayContaining(['messages:send', 'conversations:write', 'contacts:write']),
    );
    expect(decodeJwt(token)).toMatchObject({ aud: 'embed' });

    const again = await server.embed({ agency, account: clinic, externalId: 'user-42', role: 'supervisor' });
    const promoted = await me(again.token, { origin });
    expect(promoted.body.member).toMatchObject({ id: seen.body.member.id, role: 'supervisor', revision: 2 });
    expect(promoted.body.permissions).toContain('conversations:read_all');
  });

  test('read-only and named features narrow the grant', async () => {
    expect(await permissionsWith({ inbox: { readOnly: true } })).not.toContain('messages:send');
    const reply = await permissionsWith({ inbox: { features: ['reply'] } });
    expect(reply).toContain('messages:send');
    expect(reply).not.toContain('contacts:write');
    expect(await permissionsWith({ sessions: { features: ['pair'] } })).toEqual([
      'account:read',
      'sessions:read',
      'sessions:pair',
    ]);
  });

  test('never exceed the key: a component of which nothing is left is refused', async () => {
    const narrow = await keyWith(server, clinic.id, ['embeds:write', 'conversations:read', 'account:read']);
    const body = {
      member: { externalId: 'u', name: 'U', role: 'admin' },
      components: { inbox: {} } as object,
      origins: [origin],
    };
    const made = await server.call('POST', '/embed-sessions', { token: narrow, body });
    expect((await me(made.body.token, { origin })).body.permissions.toSorted()).toEqual([
      'account:read',
      'conversations:read',
    ]);
    const nothing = await keyWith(server, clinic.id, ['embeds:write']);
    expect(await server.call('POST', '/embed-sessions', { token: nothing, body })).toMatchObject({
      status: 403,
      body: { code: 'grant_exceeds_caller' },
    });
    // Only servers mint: a member's token is refused, and so is an embed token.
    const token = await server.signIn(clinic.members.admin);
    expect(await server.call('POST', '/embed-sessions', { token, body })).toMatchObject({
      status: 403,
      body: { code: 'credential_not_allowed' },
    });
  });

  test('check where a request comes from', async () => {
    const { token } = await server.embed({ agency, account: clinic, origins: [origin, server.url] });
    const host = new URL(server.url).host;
    expect((await me(token, { origin })).status).toBe(200);
    // A same-origin GET sends no Origin; the browser's word and a listed host count.
    expect((await me(token, { 'sec-fetch-site': 'same-origin', host })).status).toBe(200);
    for (const [headers, named] of [
      [{ origin: 'https://evil.example' }, 'https://evil.example'],
      [{ origin: 'https://portal.example.evil.example' }, 'evil'],
      [{ origin: 'http://portal.example' }, 'http://portal.example'],
      [{ origin: 'null' }, 'null'],
      [{}, 'no Origin'],
      [{ 'sec-fetch-site': 'cross-site' }, 'cross-site'],
    ] as [Record<string, string>, string][]) {
      const reply = await me(token, headers);
      expect(reply, named).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
      expect(reply.body.detail).toContain(named);
    }
    // The problem itself can be read by the page that made the request.
    const reply = await me(token, { origin: 'https://evil.example' });
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('are renewed by the host, and revoked at once by id, by person, or with their key', async () => {
    const asAgency = { token: agency.apiKey, account: clinic.typeId };
    const first = await server.embed({ agency, account: clinic, externalId: 'renewed' });
    const next = await server.call('POST', `/embed-sessions/${first.id}/tokens`, asAgency);
    expect(next.status).toBe(201);
    expect((await me(next.body.token, { origin })).status).toBe(200);

    expect((await server.call('DELETE', `/embed-sessions/${first.id}`, asAgency)).status).toBe(204);
    for (const token of [first.token, next.body.token])
      expect(await me(token, { origin })).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
    expect(await server.call('POST', `/embed-sessions/${first.id}/tokens`, asAgency)).toMatchObject({
      status: 410,
      body: { code: 'embed_session_ended' },
    });

    const second = await server.embed({ agency, account: clinic, externalId: 'a person/with?odd&id' });
    const gone = await server.call('DELETE', '/embed-sessions', {
      ...asAgency,
      query: { externalId: 'a person/with?odd&id' },
    });
    expect(gone.status).toBe(204);
    expect((await me(second.token, { origin })).status).toBe(401);

    const minter = await server.call('POST', '/api-keys', {
      ...asAgency,
      body: { name: 'M', scopes: ['embeds:write', 'account:read', 'sessions:read'] },
    });
    const third = await server.call('POST', '/embed-sessions', {
      token: minter.body.secret,
      body: {
        member: { externalId: 'm', name: 'M', role: 'agent' },
        components: { qrPairing: {} },
        origins: [origin],
      },
    });
    expect((await me(third.body.token, { origin })).status).toBe(200);
    await server.call('DELETE', `/api-keys/${minter.body.apiKey.id}`, asAgency);
    expect((await me(third.body.token, { origin })).status).toBe(401);
  });

  test('name sessions that exist, and origins that are origins', async () => {
    expect((await mintWith({ sessionIds: [toTypeId('ses', newId())] })).status).toBe(404);
    expect(await mintWith({ origins: ['https://portal.example:443'] })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/origins/0' }] },
    });
    expect((await mintWith({ origins: ['https://portal.example/path'] })).status).toBe(400);
    expect((await mintWith({ origins: ['*'] })).status).toBe(400);
  });
});
