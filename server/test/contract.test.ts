import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionClient } from '../src/accounts/provision-account.ts';
import { newId, toTypeId } from '../src/db/ids.ts';
import { operations, permissions, rolePermissions } from '../src/http/contract-tables.gen.ts';
import type { OperationId } from '../src/http/operation.ts';
import {
  contract,
  examplesOf,
  ids,
  kindOf,
  nodeOf,
  parametersOf,
  type Rows,
  send as sendTo,
  unknownRows,
  withIds,
  WITHOUT_ACCOUNT,
} from './contract-calls.ts';
import { accountContents, plantRows } from './planted-rows.ts';
import { type CallOptions, type Reply, type Role, testServer, type TestServer } from './servers.ts';

/** These close the account they are about: a client that nothing else is tried on. */
const CLOSING = new Set<OperationId>(['suspendAccount', 'resumeAccount', 'deleteAccount']);
let spare: string;

let server: TestServer;
let own: Rows;
let foreign: Rows;
const unknown = unknownRows();
const MARKER = 'zz-secret-of-the-other-agency';

beforeAll(async () => {
  server = await testServer();
  const [clinic] = server.agencies[0].clients;
  const [other] = server.agencies[1].clients;
  const agencyId = server.agencies[0].id;
  spare = toTypeId(
    'acc',
    await provisionClient(server.db.database, { agencyId, name: 'Spare', mode: 'test' }),
  );
  own = { ...(await plantRows(server.db, clinic.id, 'own row')), signInId: unknown.signInId };
  await server.signIn(other.members.admin);
  const [signIn] = await server.db.asOwner<{ id: string }>('select id from sign_ins where account_id = $1', [
    other.id,
  ]);
  foreign = {
    ...(await plantRows(server.db, other.id, MARKER)),
    signInId: toTypeId('sgn', signIn!.id),
  };
  // As if a gateway ran elsewhere, so that connecting gets as far as its ids.
  await server.db.asOwner(
    `insert into gateways (id, transport, seen_at) values ($1, 'sandbox', now() + interval '1 hour')`,
    [newId()],
  );
});
afterAll(() => server?.stop());

async function send(id: OperationId, rows: Rows, call: CallOptions): Promise<Reply> {
  const about = rows === own && CLOSING.has(id) ? { ...rows, accountId: spare } : rows;
  return sendTo(server, { id, rows: about, call });
}

/** Every credential of the first agency's first client. */
async function credentials(): Promise<Record<string, CallOptions>> {
  const [agency] = server.agencies;
  const [clinic] = agency.clients;
  const embed = await server.embed({
    agency,
    account: clinic,
    role: 'admin',
    components: { inbox: {}, sessions: {}, qrPairing: {} },
  });
  return {
    admin: { token: await server.signIn(clinic.members.admin) },
    key: { token: clinic.apiKey },
    agencyKey: { token: agency.apiKey, account: clinic.typeId },
    embed: { token: embed.token, headers: { origin: 'https://portal.example' } },
  };
}

function expectNothingOf(reply: Reply, told: string): void {
  const text = JSON.stringify(reply.body) + JSON.stringify([...reply.headers]);
  expect(text.includes(MARKER), `${told} shows a text of another account: ${text}`).toBe(false);
  for (const secret of Object.values(foreign))
    expect(text.includes(secret as string), `${told} shows an id of another account: ${text}`).toBe(false);
}

/** What must be the same for a foreign and an unknown id: everything but names of the request and what was made. */
function withoutOwnData(reply: Reply): unknown {
  if (reply.status < 400) return reply.status;
  return { ...reply.body, requestId: '' };
}

describe('the contract', () => {
  test('has these operations without an account, and a new one is a decision', () => {
    expect([...WITHOUT_ACCOUNT].toSorted()).toEqual([
      'acceptInvitation',
      'getBrandFile',
      'getCertificatePermission',
      'getHealth',
      'getHostBranding',
      'getMediaContent',
      'openRealtime',
      'readInvitation',
      'refreshAccess',
      'requestPasswordReset',
      'resetPassword',
      'signIn',
      'signOut',
    ]);
  });

  test.each(ids)('%s says all about itself', (id) => {
    const node = nodeOf(id);
    expect(node.operationId).toBe(id);
    expect(node.summary).toBeTruthy();
    const permission = operations[id].permission;
    expect([...Object.keys(permissions), 'public', 'authenticated']).toContain(permission);
    for (const [, example] of examplesOf(id))
      if (node.requestBody?.content['application/json']) expect(example).toBeTypeOf('object');
    for (const [status, response] of Object.entries(node.responses)) {
      const shown = response.$ref
        ? contract.components.responses[response.$ref.split('/').at(-1)!]!
        : response;
      const content = Object.values(shown.content ?? {});
      if (status !== '101' && status !== '204') expect(content.length, `${id} ${status}`).toBeGreaterThan(0);
      for (const type of content)
        expect(Object.keys(type.examples ?? {}).length, `${id} ${status}`).toBeGreaterThan(0);
    }
    const answers = Object.keys(node.responses);
    if (id !== 'getHealth') expect(answers).toEqual(expect.arrayContaining(['400', '429', '500', '503']));
    if (!WITHOUT_ACCOUNT.has(id)) expect(answers).toEqual(expect.arrayContaining(['401', '403']));
    if (node.requestBody) expect(answers).toEqual(expect.arrayContaining(['413', '415']));
  });

  test.each(ids.filter((id) => !WITHOUT_ACCOUNT.has(id)))('%s is served, and asks who calls', async (id) => {
    const reply = await send(id, unknown, { body: examplesOf(id)[0]![1] });
    expect(reply).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test('every example of a request is one that the server takes', async () => {
    const agency = server.agencies[0];
    const member = await server.signIn(agency.clients[0].members.admin);
    for (const id of ids) {
      if (id === 'openRealtime' || id === 'signOut' || id === 'refreshAccess' || id === 'signIn') continue;
      for (const [name, example] of examplesOf(id)) {
        const takesKey = (operations[id].credentials as readonly string[]).includes('apiKey');
        const reply = await send(id, own, {
          ...(takesKey ? { token: agency.apiKey, account: own.accountId } : { token: member }),
          body: example === undefined ? undefined : withIds(example, own),
        });
        // 400 and 500 would say that the example, or the answer, breaks the contract.
        const told = `${id} ${name}: ${reply.status} ${JSON.stringify(reply.body)}`;
        expect([200, 201, 202, 204, 404, 409, 410, 422], told).toContain(reply.status);
      }
    }
  });

  test('what is not in it is not served', async () => {
    const token = server.agencies[0].apiKey;
    for (const [method, path, status] of [
      ['GET', '/nothing', 404],
      ['PUT', '/me', 405],
      ['HEAD', '/me', 405],
      ['OPTIONS', '/me', 405],
      ['POST', '/sessions', 405],
      ['PUT', `/sessions/${own.sessionId}`, 405],
      ['GET', '/me/', 404],
      ['GET', '/ME', 404],
      ['GET', '/../openapi.yaml', 404],
    ] as const) {
      const reply = await server.call(method, path, { token });
      expect(reply.status, `${method} ${path}`).toBe(status);
      if (status === 405 && method !== 'HEAD') expect(reply.body.code).toBe('method_not_allowed');
    }
    for (const id of ids) {
      const { path } = operations[id];
      const reply = await fetch(`${server.url}/v1${path.replaceAll(/\{\w+\}/g, 'x')}`, {
        method: 'PROPFIND',
      });
      expect(reply.status, path).toBe(405);
      expect(reply.headers.get('allow')!.split(', '), path).toContain(operations[id].method);
    }
    const root = await fetch(`${server.url}/`);
    expect(await root.json()).toMatchObject({
      status: 404,
      code: 'not_found',
      requestId: expect.any(String),
    });
  });
});

describe('what a role may do', () => {
  const roles = Object.keys(rolePermissions) as Role[];
  test.each(roles)('%s: every operation is refused without its permission, and not with it', async (role) => {
    const token = await server.signIn(server.agencies[0].clients[0].members[role]);
    const allowed = new Set<string>(rolePermissions[role]);
    for (const id of ids) {
      const { permission, credentials } = operations[id];
      if (WITHOUT_ACCOUNT.has(id)) continue;
      // Ids that nobody has: what may be done ends as 404 and changes nothing.
      const example = examplesOf(id)[0]![1];
      const reply = await send(id, unknown, { token, body: example && withIds(example, unknown) });
      const code = reply.status === 403 ? reply.body.code : null;
      if (!(credentials as readonly string[]).includes('accessToken'))
        expect(code, id).toBe('credential_not_allowed');
      else if (permission !== 'authenticated' && !allowed.has(permission)) expect(code, id).toBe('forbidden');
      else expect(reply.status, id).not.toBe(403);
    }
  });

  test('a key of one permission opens the operations of that permission only', async () => {
    const { provisionApiKey } = await import('../src/accounts/provision-account.ts');
    const accountId = server.agencies[0].clients[0].id;
    for (const scope of Object.keys(permissions) as (keyof typeof permissions)[]) {
      const { secret } = await provisionApiKey(server.db.database, {
        accountId,
        name: scope,
        mode: 'test',
        scopes: [scope],
      });
      for (const id of ids) {
        const { permission, credentials } = operations[id];
        if (WITHOUT_ACCOUNT.has(id) || !(credentials as readonly string[]).includes('apiKey')) continue;
        if (permission === 'authenticated' || permission === scope) continue;
        const reply = await send(id, unknown, { token: secret, body: examplesOf(id)[0]![1] });
        expect(reply, `${id} with ${scope}`).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
    }
  });
});

describe("another account's ids and tokens", () => {
  test('in a path, in a body and in a query answer as unknown ones do, show nothing and change nothing', {
    timeout: 180_000,
  }, async () => {
    const other = server.agencies[1].clients[0];
    const before = await accountContents(server.db, other.id);
    for (const [who, credential] of Object.entries(await credentials()))
      for (const id of ids) {
        if (WITHOUT_ACCOUNT.has(id)) continue;
        for (const [name, example] of examplesOf(id)) {
          const told = `${id} ${name} as ${who}`;
          const ask = (rows: Rows, inBody: Rows, query: CallOptions['query']) =>
            send(id, rows, { ...credential, query, body: example && withIds(example, inBody) });
          // In the path; then in each place of the body; then in each parameter of the query that names something.
          const tries: [Reply, Reply][] = [];
          if (operations[id].path.includes('{'))
            tries.push([await ask(foreign, own, {}), await ask(unknown, own, {})]);
          if (example !== undefined) tries.push([await ask(own, foreign, {}), await ask(own, unknown, {})]);
          for (const { name: parameter, in: place } of parametersOf(id)) {
            const kind = kindOf(parameter);
            if (place !== 'query' || !kind) continue;
            tries.push([
              await ask(own, own, { [parameter]: foreign[kind] }),
              await ask(own, own, { [parameter]: unknown[kind] }),
            ]);
          }
          for (const [answered, expected] of tries) {
            expect(answered.status, told).toBe(expected.status);
            expect(
              answered.status,
              `${told}: ${server.log.findLast((line) => line.includes('"error"'))}`,
            ).toBeLessThan(500);
            expect(withoutOwnData(answered), told).toEqual(withoutOwnData(expected));
            expectNothingOf(answered, told);
          }
        }
      }
    expect(await accountContents(server.db, other.id)).toEqual(before);
  });

  test('the header MetaHub-Account opens no other agency, for any operation and any credential', async () => {
    for (const [who, credential] of Object.entries(await credentials()))
      for (const id of ids) {
        if (WITHOUT_ACCOUNT.has(id)) continue;
        const reply = await send(id, foreign, {
          ...credential,
          account: foreign.accountId,
          body: examplesOf(id)[0]![1],
        });
        const takesAccount = parametersOf(id).some((one) => one.name === 'MetaHub-Account');
        if (takesAccount)
          expect(reply, `${id} as ${who}`).toMatchObject({ status: 404, body: { code: 'not_found' } });
        expectNothingOf(reply, `${id} as ${who}`);
      }
  });

  test('every list and every read shows the own account only', async () => {
    for (const [who, credential] of Object.entries(await credentials()))
      for (const id of ids) {
        if (operations[id].method !== 'GET' || WITHOUT_ACCOUNT.has(id)) continue;
        expectNothingOf(await send(id, own, credential), `${id} as ${who}`);
      }
  });

  test('a signed-out, revoked or foreign-signed token opens nothing at all', async () => {
    const token = await server.signIn(server.agencies[0].clients[0].members.admin);
    await server.call('POST', '/auth/sign-out', { token });
    for (const id of ids) {
      if (WITHOUT_ACCOUNT.has(id)) continue;
      const reply = await send(id, own, { token, body: examplesOf(id)[0]![1] });
      expect(reply, id).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
    }
  });
});
