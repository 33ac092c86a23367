import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, toTypeId } from '../src/db/ids.ts';
import { problemCodes } from '../src/http/contract-tables.gen.ts';
import { LIMITS } from '../src/limits.ts';
import { type Reply, type SeededAccount, testServer, type TestServer } from './servers.ts';

let server: TestServer;
let clinic: SeededAccount;
let token: string;
beforeAll(async () => {
  server = await testServer();
  [clinic] = server.agencies[0].clients;
  token = clinic.apiKey;
});
afterAll(() => server?.stop());

/** Posts a body as it is. */
async function post(
  path: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${server.url}/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: body as never,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : '' };
}

/** A problem is whole, and of the code's own status and title. */
function expectProblem(reply: Reply, status: number, code: keyof typeof problemCodes): void {
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body).toMatchObject({
    type: `urn:metahub:problem:${code}`,
    title: problemCodes[code].title,
    status,
    code,
    detail: expect.any(String),
    requestId: reply.headers.get('x-request-id'),
  });
  expect(reply.status).toBe(status);
}

const goodKey = { name: 'Reports', scopes: ['account:read'] };

const say = (text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

const connectOnce = (key: string, body: object = { name: 'Vendas', method: 'qr' }, account = clinic) =>
  server.call('POST', '/connect', { token: account.apiKey, body, headers: { 'idempotency-key': key } });

describe('a body', () => {
  test.each([
    ['not JSON', '{"name": '],
    ['empty', ''],
    ['a lone word', 'hello'],
    ['poisoned', '{"__proto__": {"admin": true}, "name": "x", "scopes": ["account:read"]}'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('that is %s is a 400', async (_, body) => {
    const reply = await post('/api-keys', body);
    expectProblem(reply, 400, 'invalid_request');
    expect(reply.body.errors[0].pointer).toMatch(/^\/body/);
  });

  test.each([
    ['null', null, '/body'],
    ['a list', [], '/body'],
    ['a text', 'x', '/body'],
    ['without a field', { name: 'x' }, '/body/scopes'],
    ['with an unknown field', { ...goodKey, admin: true }, '/body/admin'],
    ['with a field of another type', { ...goodKey, name: 7 }, '/body/name'],
    ['with a number as text', { ...goodKey, name: ['x'] }, '/body/name'],
    ['with an empty name', { ...goodKey, name: '' }, '/body/name'],
    ['with an endless name', { ...goodKey, name: 'x'.repeat(101) }, '/body/name'],
    ['with an unknown scope', { ...goodKey, scopes: ['everything'] }, '/body/scopes/0'],
    ['with a scope twice', { ...goodKey, scopes: ['account:read', 'account:read'] }, '/body/scopes'],
    ['with no scopes', { ...goodKey, scopes: [] }, '/body/scopes'],
    ['with a date that is none', { ...goodKey, expiresAt: 'tomorrow' }, '/body/expiresAt'],
  ])('%s is a 400 that points there', async (_, body, pointer) => {
    const reply = await post('/api-keys', JSON.stringify(body));
    expectProblem(reply, 400, 'invalid_request');
    expect(reply.body.errors).toEqual(
      expect.arrayContaining([{ pointer, detail: expect.stringMatching(/\w/) }]),
    );
  });

  test.each([
    ['no address', { content: { type: 'text', text: 'x' } }, '/body'],
    [
      'two addresses',
      { to: '+5511999990000', contactId: toTypeId('ctc', newId()), content: { type: 'text', text: 'x' } },
      '/body',
    ],
    [
      'an unknown kind of content',
      { to: '+5511999990000', content: { type: 'telepathy' } },
      '/body/content/type',
    ],
    ['content without its text', { to: '+5511999990000', content: { type: 'text' } }, '/body/content/text'],
    ['a blank text', { to: '+5511999990000', content: { type: 'text', text: ' \n ' } }, '/body/content/text'],
    [
      'a field of another kind',
      { to: '+5511999990000', content: { type: 'text', text: 'x', mediaId: 'y' } },
      '/body/content/mediaId',
    ],
    ['a number that is not E.164', { to: '11 99999-0000', content: { type: 'text', text: 'x' } }, '/body/to'],
    [
      'an id of another kind',
      { conversationId: toTypeId('msg', newId()), content: { type: 'text', text: 'x' } },
      '/body/conversationId',
    ],
  ])('of a message with %s is a 400 that points there', async (_, body, pointer) => {
    const reply = await post('/send-message', JSON.stringify(body));
    expectProblem(reply, 400, 'invalid_request');
    expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  test('many mistakes are named, but not endlessly', async () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1]));
    const reply = await post('/api-keys', JSON.stringify(body));
    expectProblem(reply, 400, 'invalid_request');
    expect(reply.body.errors).toHaveLength(LIMITS.http.fieldErrors);
  });

  test('over the limit is a 413, also when its length is not said', async () => {
    const big = JSON.stringify({ ...goodKey, name: 'x'.repeat(LIMITS.http.bodyBytes) });
    expectProblem(await post('/api-keys', big), 413, 'body_too_large');
    const status = await new Promise<number>((resolve, reject) => {
      const sending = rawRequest(`${server.url}/v1/api-keys`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'transfer-encoding': 'chunked',
        },
      });
      sending.once('response', (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
      sending.once('error', reject);
      sending.write(big.slice(0, LIMITS.http.bodyBytes / 2));
      sending.write(big.slice(LIMITS.http.bodyBytes / 2));
    });
    expect(status).toBe(413);
  });

  test('of another type is a 415', async () => {
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ])
      expectProblem(
        await post('/api-keys', JSON.stringify(goodKey), { 'content-type': type }),
        415,
        'unsupported_media_type',
      );
  });

  test('where none is taken may be empty, and nothing else', async () => {
    const id = toTypeId('ses', newId());
    expect((await server.call('DELETE', `/sessions/${id}`, { token, body: {} })).status).toBe(404);
    const stray = await server.call('DELETE', `/sessions/${id}`, { token, body: { force: true } });
    expect(stray).toMatchObject({ status: 400, body: { errors: [{ pointer: '/body/force' }] } });
  });
});

describe('an address', () => {
  test.each([
    ['/sessions?limit=0', '/query/limit'],
    ['/sessions?limit=201', '/query/limit'],
    ['/sessions?limit=ten', '/query/limit'],
    ['/sessions?limit=1.5', '/query/limit'],
    ['/sessions?status=asleep', '/query/status'],
    ['/sessions?colour=blue', '/query/colour'],
    ['/me?verbose=1', '/query/verbose'],
    ['/events?after=-1', '/query/after'],
    ['/events?types=message.exploded', '/query/types'],
    ['/conversations?cursor=%20', '/query/cursor'],
  ])('%s is a 400 that points there', async (path, pointer) => {
    const reply = await server.call('GET', path, { token });
    expectProblem(reply, 400, 'invalid_request');
    expect(reply.body.errors[0].pointer.startsWith(pointer)).toBe(true);
  });

  test.each([
    'AAAA',
    Buffer.from('[]').toString('base64url'),
    Buffer.from('["x",{"a":1}]').toString('base64url'),
  ])('with a cursor that no list gave out (%s) is a 400 that says to start anew', async (cursor) => {
    for (const list of ['/members', '/api-keys', '/sessions', '/conversations', '/contacts'])
      expectProblem(await server.call('GET', list, { token, query: { cursor } }), 400, 'invalid_cursor');
  });

  test('a cursor belongs to its list', async () => {
    const page = await server.call('GET', '/members', { token, query: { limit: 1 } });
    const rest = await server.call('GET', '/members', {
      token,
      query: { limit: 200, cursor: page.body.nextCursor },
    });
    expect([...page.body.data, ...rest.body.data].map((one: { role: string }) => one.role)).toEqual([
      'admin',
      'supervisor',
      'agent',
    ]);
    expect(rest.body.nextCursor).toBeNull();
    expect(
      await server.call('GET', '/conversations', { token, query: { cursor: page.body.nextCursor } }),
    ).toMatchObject({ status: 400 });
  });

  test.each([
    '/sessions/x',
    '/sessions/ses_',
    '/conversations/%00',
    '/contacts/..%2f..%2fetc',
    `/messages/${'m'.repeat(90)}`,
  ])('with a malformed id (%s) is a problem, and never a 500', async (path) => {
    const reply = await server.call('GET', path, { token });
    expect([400, 404], JSON.stringify(reply.body)).toContain(reply.status);
    expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'));
  });

  test('that is too long or not well-formed is a 404', async () => {
    expectProblem(await server.call('GET', `/sessions/${'x'.repeat(200)}`, { token }), 404, 'not_found');
    const response = await fetch(`${server.url}/v1/sessions/%E0%A4%A`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not_found' });
  });
});

describe('a header', () => {
  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic dXNlcjpwYXNz',
    'Bearer mh_test_',
    `Bearer mh_test_${'x'.repeat(43)}`,
    'Bearer a b',
    `Bearer ${'x'.repeat(5_000)}`,
  ])('Authorization: %s is a 401', async (authorization) => {
    const reply = await server.call('GET', '/me', { headers: { authorization } });
    expectProblem(reply, 401, 'unauthenticated');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('Idempotency-Key is refused where the answer is a secret, and checked where it is taken', async () => {
    const refused = await server.call('POST', '/api-keys', {
      token,
      body: goodKey,
      headers: { 'idempotency-key': 'k' },
    });
    expectProblem(refused, 400, 'idempotency_key_refused');
    const long = await server.call('POST', '/send-message', {
      token,
      body: { to: '+5511999990000', content: { type: 'text', text: 'x' } },
      headers: { 'idempotency-key': 'k'.repeat(256) },
    });
    expectProblem(long, 400, 'invalid_request');
    expect(long.body.errors[0].pointer).toBe('/headers/idempotency-key');
  });

  test('If-Match is needed where people edit', async () => {
    const path = `/contacts/${toTypeId('ctc', newId())}`;
    expectProblem(await server.call('PATCH', path, { token, body: { name: 'X' } }), 400, 'invalid_request');
    expectProblem(
      await server.call('PATCH', path, { token, body: { name: 'X' }, headers: { 'if-match': 'seven' } }),
      400,
      'invalid_request',
    );
  });

  test('headers without end and words that are not HTTP are answered and cut', async () => {
    const nonsense = await say('HELLO THERE\r\n\r\n');
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(nonsense.split('\r\n\r\n')[1]!)).toMatchObject({ code: 'invalid_request' });
    const endless = await say(
      `GET /v1/me HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(LIMITS.http.headerBytes + 10)}\r\n\r\n`,
    );
    expect(endless).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('other origins', () => {
  test('a preflight is answered for anybody, without credentials and without a token', async () => {
    const response = await fetch(`${server.url}/v1/send-message`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://portal.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('access-control-allow-methods')).toContain('PATCH');
    for (const header of ['authorization', 'content-type', 'idempotency-key', 'if-match', 'metahub-account'])
      expect(response.headers.get('access-control-allow-headers')).toContain(header);
  });

  test('answers and problems can be read by the page, and carry what keeps them from being misused', async () => {
    for (const options of [{ token }, {}]) {
      const reply = await server.call('GET', '/me', {
        ...options,
        headers: { origin: 'https://portal.example' },
      });
      expect(reply.headers.get('access-control-allow-origin')).toBe('*');
      expect(reply.headers.get('access-control-expose-headers')).toContain('retry-after');
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('rates', () => {
  test('are told on every answer', async () => {
    const reply = await server.call('GET', '/me', { token });
    expect(Number(reply.headers.get('ratelimit-limit'))).toBe(LIMITS.rates.requests.api_key);
    expect(Number(reply.headers.get('ratelimit-remaining'))).toBeLessThan(LIMITS.rates.requests.api_key);
    expect(Number(reply.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
  });

  test('those who knock without a credential are slowed down, and others are not', async () => {
    const own = await testServer();
    try {
      let last: Reply;
      let knocks = 0;
      do {
        last = await own.call('GET', '/me');
        knocks += 1;
      } while (last.status === 401 && knocks <= LIMITS.rates.anonymous + 1);
      expectProblem(last, 429, 'rate_limited');
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await own.call('GET', '/me', { token: own.agencies[0].apiKey })).status).toBe(200);
    } finally {
      await own.stop();
    }
  });
});

describe('Idempotency-Key', () => {
  beforeAll(async () => {
    await server.db.asOwner(
      `insert into gateways (id, transport, seen_at) values ($1, 'sandbox', now() + interval '1 hour')`,
      [newId()],
    );
  });

  test('the same request again makes nothing new, in whatever order its fields stand', async () => {
    const first = await connectOnce('once');
    expect(first.status).toBe(201);
    const again = await connectOnce('once', { method: 'qr', name: 'Vendas' });
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
  });

  test('another body is a 409; another account or key is another request', async () => {
    const first = await connectOnce('other-body');
    expectProblem(
      await connectOnce('other-body', { name: 'Compras', method: 'qr' }),
      409,
      'idempotency_key_reused',
    );
    const elsewhere = await connectOnce(
      'other-body',
      { name: 'Compras', method: 'qr' },
      server.agencies[0].clients[1],
    );
    expect(elsewhere.status).toBe(201);
    expect(elsewhere.body.id).not.toBe(first.body.id);
  });

  test('twins at the same moment make one', async () => {
    const twins = await Promise.all(Array.from({ length: 8 }, () => connectOnce('twins')));
    expect(new Set(twins.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(new Set(twins.map((reply) => reply.body.id)).size).toBe(1);
  });

  test('what failed is not remembered: the next try may succeed', async () => {
    const unknown = { method: 'qr', sessionId: toTypeId('ses', newId()) };
    expect((await connectOnce('failed', unknown)).status).toBe(404);
    expect((await connectOnce('failed')).status).toBe(201);
  });
});
