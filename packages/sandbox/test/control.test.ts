import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../src/control/control-server.ts';
import { startSandbox } from '../src/index.ts';
import { until } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';

let world: TestWorld;
beforeAll(async () => {
  world = await makeWorld();
  await world.phone(CLINIC, 'Clínica Sol');
  await world.phone(RITA, 'Rita');
});
afterAll(() => world.stop());

/** Posts a body as it is. */
function post(body: string): Promise<Response> {
  return fetch(`${world.sandbox.controlUrl}/phones`, { method: 'POST', body });
}

/** A request with headers that fetch does not let one set. */
function rawStatus(path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(world.sandbox.controlUrl);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

describe('phones', () => {
  it('makes a phone once, and finds it again', async () => {
    const made = await world.call('POST', '/phones', { number: '5511990000009', name: 'Zé' });
    expect(made).toMatchObject({ status: 201, body: { number: '5511990000009', name: 'Zé', devices: [] } });
    expect(made.body['lid']).toMatch(/^1\d{14}$/);
    const again = await world.call('POST', '/phones', { number: '5511990000009', name: 'José' });
    expect(again).toMatchObject({ status: 200, body: { name: 'José', lid: made.body['lid'] } });
    expect((await world.call('DELETE', '/phones/5511990000009')).status).toBe(204);
    expect((await world.call('GET', '/phones/5511990000009')).status).toBe(404);
  });

  it('takes the hidden id that a test wants, once', async () => {
    const body = { number: '5547990000001', name: 'Rita Souza', lid: '185000000000001' };
    expect(await world.call('POST', '/phones', body)).toMatchObject({ status: 201, body: { lid: body.lid } });
    const other = await world.call('POST', '/phones', { ...body, number: '5547990000002' });
    expect(other).toMatchObject({ status: 409, body: { code: 'lid_taken' } });
  });

  it('shows a chat from both sides, with unread and ticks', async () => {
    await world.write(RITA, CLINIC, 'oi');
    const chats = (await world.call('GET', `/phones/${CLINIC}/chats`)).body.data;
    expect(chats[0]).toMatchObject({
      peer: RITA,
      name: 'Rita',
      unread: 1,
      lastMessage: { text: 'oi', fromMe: false },
    });
    await until(
      'the delivered tick',
      async () => (await world.messages(RITA, CLINIC))[0]!.status === 'delivered',
    );
    await world.call('POST', `/phones/${CLINIC}/chats/${RITA}/read`, {});
    expect((await world.messages(RITA, CLINIC))[0]).toMatchObject({ fromMe: true, status: 'read' });
    expect((await world.call('GET', `/phones/${CLINIC}/chats`)).body.data[0]).toMatchObject({ unread: 0 });
  });
});

describe('bad input', () => {
  it.each([
    ['POST', '/phones', { name: 'sem número' }, 'number'],
    ['POST', '/phones', { number: '+55 11 99000-0001' }, 'number'],
    ['POST', '/phones', { number: '5511990000003', name: '' }, 'name'],
    ['POST', '/phones', { number: '5511990000003', nmae: 'x' }, 'nmae'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA }, 'text'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, text: 7 }, 'text'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, text: 'x', addressing: 'email' }, 'addressing'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, text: 'x', at: 'ontem' }, 'at'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, text: 'x', at: '2026-99-01T00:00:00Z' }, 'at'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, image: 'aGk=' }, 'image'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, image: {} }, 'image'],
    ['POST', `/phones/${CLINIC}/messages`, { to: RITA, image: { base64: '!' } }, 'image.base64'],
    [
      'POST',
      `/phones/${CLINIC}/messages`,
      { to: RITA, text: 'x', poll: { question: 'x', options: ['a', 'b'] } },
      'text',
    ],
    [
      'POST',
      `/phones/${CLINIC}/messages`,
      { to: RITA, poll: { question: 'x', options: ['a'] } },
      'poll.options',
    ],
    ['POST', `/phones/${CLINIC}/messages`, { to: 'família', text: 'x' }, 'to'],
    ['POST', '/groups', { subject: 'Família', creator: CLINIC, members: [] }, 'members'],
    ['POST', '/bulk', { from: [], to: RITA, count: 1 }, 'from'],
    ['POST', '/bulk', { from: [CLINIC], to: RITA, count: 0 }, 'count'],
    ['POST', '/bulk', { from: [CLINIC], to: RITA, count: 1e9 }, 'count'],
    ['POST', '/faults', { kind: 'earthquake' }, 'kind'],
    ['POST', '/faults', { kind: 'drop', copies: 3 }, 'copies'],
    ['POST', '/faults', { kind: 'query' }, 'xmlns'],
    ['GET', '/ledger?number=abc', undefined, 'number'],
    ['GET', '/ledger?nmber=1', undefined, 'nmber'],
    ['GET', '/stanzas', undefined, 'number'],
  ])('%s %s %j is a 400 that names %s', async (method, path, body, field) => {
    const answer = await world.call(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.map((error) => error.field)).toEqual([field]);
    expect(answer.body.detail).toContain(field);
  });

  it('is a 400 when it is no JSON, a 413 when it is too long', async () => {
    const broken = await post('{"number"');
    expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'invalid_json']);
    expect((await post(JSON.stringify({ name: 'x'.repeat(2 ** 20) }))).status).toBe(413);
    expect((await post('[]')).status).toBe(400);
  });

  it.each([
    ['GET', '/phones/5511900000000', 404, 'phone_not_found'],
    ['GET', '/phones/5511900000000/chats', 404, 'phone_not_found'],
    ['DELETE', `/phones/${CLINIC}/devices/9`, 404, 'device_not_found'],
    ['DELETE', '/faults/fault_999', 404, 'fault_not_found'],
    ['GET', '/nowhere', 404, 'not_found'],
    ['GET', '/page/../package.json', 404, 'not_found'],
    ['GET', '/phones/%E0%A4%A', 400, 'invalid_request'],
    ['DELETE', '/phones', 405, 'method_not_allowed'],
  ])('%s %s is a %i %s', async (method, path, status, code) => {
    expect(await world.call(method, path)).toMatchObject({ status, body: { status, code } });
  });

  it('refuses to answer a message that is not in the chat', async () => {
    const answer = await world.call('POST', `/phones/${CLINIC}/messages`, {
      to: RITA,
      text: 'x',
      replyTo: 'nenhuma',
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'message_not_found' } });
  });
});

describe('who may call', () => {
  it("answers to this machine's own names only", async () => {
    expect(await rawStatus('/health', { host: 'sandbox.example' })).toBe(403);
    expect(await rawStatus('/health', { host: 'localhost:1234' })).toBe(200);
    expect(await rawStatus('/health', { host: '127.0.0.1.example:80' })).toBe(403);
  });

  it('lets pages of this machine in, and no others', async () => {
    const foreign = await world.call('GET', '/health', undefined, { origin: 'https://example.com' });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const own = await world.call('GET', '/health', undefined, { origin: 'http://localhost:4173' });
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'http://localhost:4173',
    ]);
    expect((await world.call('GET', '/health', undefined, { origin: 'null' })).status).toBe(403);
  });

  it('asks for its token when it has one', async () => {
    const guarded = await startSandbox({ socketPort: 0, controlPort: 0, controlToken: 'segredo' });
    const status = async (headers: Record<string, string>, path = '/phones') =>
      (await fetch(guarded.controlUrl + path, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer errado' })).toBe(401);
    expect(await status({ authorization: 'Bearer segredo' })).toBe(200);
    expect(await status({}, '/phones?access_token=segredo')).toBe(200);
    expect(await status({}, '/')).toBe(200);
    await guarded.stop();
  });
});

describe('what it says of itself', () => {
  it('describes exactly what it serves', async () => {
    const { body } = await world.call('GET', '/openapi.json');
    const paths = body['paths'] as Record<string, Record<string, { operationId: string }>>;
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.map((route) => `${route.method} ${route.path}`).toSorted());
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives the root key and a CA that can vouch for this machine only', async () => {
    const { body } = await world.call('GET', '/trust');
    expect(Buffer.from(body['rootKey'] as string, 'base64')).toHaveLength(32);
    expect(body['caCertificate']).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(body).toMatchObject({
      socketUrl: world.sandbox.socketUrl,
      mediaHost: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
  });

  it('streams what happens, and what happened while the reader was away', async () => {
    const controller = new AbortController();
    const read = async (after?: number) => {
      const query = after === undefined ? '' : `&after=${after}`;
      const response = await fetch(`${world.sandbox.controlUrl}/events?number=${CLINIC}${query}`, {
        signal: controller.signal,
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      return async (type: string) => {
        for (;;) {
          const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
          const found = events.find((event) => event.type === type && event.data.id === id);
          if (found) return found as { id: number; numbers: string[] };
          text += (await reader.read()).value ?? '';
        }
      };
    };
    let id = '';
    const next = await read();
    id = await world.write(RITA, CLINIC, 'olha o evento');
    const accepted = await next('message.accepted');
    expect(accepted.numbers.toSorted()).toEqual([CLINIC, RITA]);
    const later = await read(accepted.id);
    expect((await later('message.shown')).id).toBeGreaterThan(accepted.id);
    controller.abort();
  });
});

describe('load', () => {
  it('writes from many phones at once, and the ledger has each message once', async () => {
    const client = await world.pair(CLINIC);
    const from = Array.from({ length: 5 }, (_, index) => `55219900000${index + 10}`);
    for (const number of from) await world.phone(number, number);
    const { status, body } = await world.call('POST', '/bulk', {
      from,
      to: CLINIC,
      count: 200,
      text: 'carga',
    });
    const ids = body['ids'] as string[];
    expect([status, new Set(ids).size]).toEqual([202, 200]);
    await until('all of them', () => ids.every((id) => client.messages.some((one) => one.key.id === id)));
    await until('all acknowledgements', async () =>
      (await world.ledger(CLINIC)).filter((row) => ids.includes(row.id)).every((row) => row.acknowledgedAt),
    );
    const rows = (await world.ledger(CLINIC)).filter((row) => ids.includes(row.id));
    expect(rows).toHaveLength(200);
    for (const row of rows) {
      expect(row).toMatchObject({ direction: 'in', to: CLINIC, timesSent: 1, shownCount: 1, retries: 0 });
      expect(row.handedOver).toHaveLength(1);
    }
    expect(
      client.messages.filter((one) => ids.includes(one.key.id!)).map((one) => one.message?.conversation),
    ).toHaveLength(200);
  });

  it('keeps to a rate', async () => {
    const { body } = await world.call('POST', '/bulk', { from: [RITA], to: CLINIC, count: 60, rate: 1000 });
    const ids = body['ids'] as string[];
    await until('all of them', async () => {
      const rows = await world.ledger(RITA);
      return ids.every((id) => rows.some((row) => row.id === id));
    });
    const order = (await world.ledger(RITA)).filter((row) => ids.includes(row.id)).map((row) => row.id);
    expect(order).toEqual(ids);
  });

  it('names the phones that do not exist', async () => {
    const answer = await world.call('POST', '/bulk', { from: ['5511900000001'], to: CLINIC, count: 1 });
    expect(answer).toMatchObject({ status: 404, body: { code: 'phone_not_found' } });
  });
});

describe('reset', () => {
  it('forgets everything but the keys of the network', async () => {
    const before = (await world.call('GET', '/trust')).body['rootKey'];
    expect((await world.call('POST', '/reset', {})).status).toBe(204);
    expect((await world.call('GET', '/phones')).body.data).toEqual([]);
    expect((await world.call('GET', '/ledger')).body.data).toEqual([]);
    expect((await world.call('GET', '/trust')).body['rootKey']).toBe(before);
  });
});
