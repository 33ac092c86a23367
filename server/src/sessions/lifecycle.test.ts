import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, pair, Phones, readSession, thread, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

let server: TestServer;
let phones: Phones;
let nextPhone = 0;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  phones = new Phones(server.sandbox!);
});
afterAll(() => server?.stop());

/** A number that no other test uses. */
function number(): string {
  nextPhone += 1;
  return `55119800${String(nextPhone).padStart(5, '0')}`;
}

function account(): SeededAccount {
  return server.agencies[0].clients[0];
}

const call = (method: string, path: string, body?: object, of: SeededAccount = account()) =>
  server.call(method, path, { token: of.apiKey, ...(body ? { body } : {}) });

const reached = (sessionId: string, status: string, patienceMs?: number): Promise<any> =>
  until(
    `the session is ${status}`,
    async () => {
      const { body } = await call('GET', `/sessions/${sessionId}`);
      return body.status === status && body;
    },
    patienceMs,
  );

async function startPairing(body: object = { method: 'qr' }): Promise<{ id: string; qr: string }> {
  const started = await call('POST', '/connect', body);
  expect(started.status).toBe(201);
  expect(started.body).toMatchObject({
    status: 'pairing',
    reason: { code: 'waiting_for_scan', action: 'scan' },
  });
  const { id } = started.body;
  const qr = await until(
    'a QR',
    async () => (await call('GET', `/sessions/${id}`)).body.pairing?.qr as string | undefined,
  );
  return { id, qr };
}

test('pairing by code: what is typed on the phone links the number', async () => {
  const phone = number();
  await phones.make(phone, 'Vendas');
  const started = await call('POST', '/connect', { method: 'code', number: `+${phone}`, name: 'Vendas' });
  expect(started.status).toBe(201);
  const { id } = started.body;
  const pairing = await until('a code', async () => {
    const { body } = await call('GET', `/sessions/${id}`);
    return body.pairing?.code && body.pairing;
  });
  expect(pairing).toMatchObject({ method: 'code', attemptsLeft: 0 });
  await phones.call('POST', `/phones/${phone}/link-code`, { code: pairing.code });
  expect(await connected(server, account(), id)).toMatchObject({
    number: `+${phone}`,
    name: 'Vendas',
    pairing: null,
  });
});

test('the QR is for those who may pair: a list never has it, nor a reader without the permission', async () => {
  const { id } = await startPairing();
  const token = await server.signIn(account().members.agent, account().typeId);
  const seen = await server.call('GET', `/sessions/${id}`, { token });
  expect(seen.body.pairing).toMatchObject({ method: 'qr' });
  expect(seen.body.pairing.qr).toBeUndefined();
  const listed = await call('GET', '/sessions');
  expect(JSON.stringify(listed.body)).not.toContain('linked_devices');
  await call('DELETE', `/sessions/${id}`);
});

test('a number that is linked already cannot be linked twice in one account, and the second device is not', async () => {
  const phone = number();
  await pair(server, account(), { number: phone, name: 'Clínica' });
  const { id, qr } = await startPairing();
  await expect(phones.scan(phone, qr)).rejects.toThrow();
  expect(await reached(id, 'failed')).toMatchObject({
    reason: { code: 'number_in_use', action: 'none' },
    number: null,
  });
  expect((await phones.devices(phone)).devices).toHaveLength(1);
});

test('another number than the session had is refused, and the right one is taken afterwards', async () => {
  const [own, other] = [number(), number()];
  await phones.make(other, 'Outra');
  const { sessionId } = await pair(server, account(), { number: own, name: 'Clínica' });
  const [device] = (await phones.devices(own)).devices;
  await phones.call('DELETE', `/phones/${own}/devices/${device!.id}`);
  expect(await reached(sessionId, 'logged_out')).toMatchObject({ reason: { action: 'pair_again' } });

  const wrong = await startPairing({ method: 'qr', sessionId });
  expect(wrong.id).toBe(sessionId);
  await expect(phones.scan(other, wrong.qr)).rejects.toThrow();
  expect(await reached(sessionId, 'failed')).toMatchObject({
    reason: { code: 'wrong_number' },
    number: `+${own}`,
  });
  expect((await phones.devices(other)).devices).toEqual([]);

  const right = await startPairing({ method: 'qr', sessionId });
  await phones.scan(own, right.qr);
  await connected(server, account(), sessionId);
});

test('removing a connected session unlinks the device; pairing its number again revives it with its conversations', async () => {
  const [phone, customer] = [number(), number()];
  await phones.make(customer, 'Rita');
  const { sessionId } = await pair(server, account(), { number: phone, name: 'Clínica' });
  await phones.write(customer, phone, 'Antes');
  const [before] = await until('the message', async () => {
    const messages = await thread(server, account(), `+${customer}`);
    return messages.length === 1 && messages;
  });
  expect((await call('DELETE', `/sessions/${sessionId}`)).status).toBe(204);
  expect((await call('DELETE', `/sessions/${sessionId}`)).status).toBe(204);
  expect(await readSession(server, account(), sessionId)).toMatchObject({
    status: 'removed',
    reason: { code: 'removed' },
  });
  await until(
    'the device is gone from the phone',
    async () => (await phones.devices(phone)).devices.length === 0,
  );
  expect(
    await server.db.asOwner(
      'select 1 from session_keys k join sessions s on s.id = k.session_id where s.number = $1',
      [`+${phone}`],
    ),
  ).toEqual([]);

  const again = await startPairing();
  expect(again.id).not.toBe(sessionId);
  await phones.scan(phone, again.qr);
  await connected(server, account(), sessionId);
  const asked = await call('GET', `/sessions/${again.id}`);
  expect(asked.body.id).toBe(sessionId);
  expect(asked.headers.get('metahub-merged-from')).toBe(again.id);
  await phones.write(customer, phone, 'Depois');
  const after = await until('the second message', async () => {
    const messages = await thread(server, account(), `+${customer}`);
    return messages.length === 2 && messages;
  });
  expect(after.map((message) => message.conversationId)).toEqual([
    before.conversationId,
    before.conversationId,
  ]);
});

test('the device is unlinked on the phone while something waits to be sent: that has failed, and says why', async () => {
  const [phone, customer] = [number(), number()];
  await phones.make(customer, 'Rita');
  const { sessionId } = await pair(server, account(), { number: phone, name: 'Clínica' });
  const { id: fault } = await phones.call('POST', '/faults', {
    kind: 'query',
    number: phone,
    xmlns: 'usync',
    code: '500',
    times: 0,
  });
  const { body: waiting } = await call('POST', '/send-message', {
    to: `+${customer}`,
    sessionId,
    content: { type: 'text', text: 'Fica na fila' },
  });
  expect(waiting.status).toBe('queued');
  const [device] = (await phones.devices(phone)).devices;
  await phones.call('DELETE', `/phones/${phone}/devices/${device!.id}`);
  await phones.call('DELETE', `/faults/${fault}`);
  await reached(sessionId, 'logged_out');
  expect((await call('GET', `/messages/${waiting.id}`)).body).toMatchObject({
    status: 'failed',
    failure: { code: 'session_logged_out', retryable: true },
  });
});

test('a foreign id, and a session that is connected already, are refused', async () => {
  const { sessionId } = await pair(server, account(), { number: number(), name: 'Clínica' });
  const stranger = server.agencies[1].clients[0];
  expect((await call('POST', '/connect', { method: 'qr', sessionId }, stranger)).status).toBe(404);
  expect((await call('GET', `/sessions/${sessionId}`, undefined, stranger)).status).toBe(404);
  expect((await call('DELETE', `/sessions/${sessionId}`, undefined, stranger)).status).toBe(404);
  const again = await call('POST', '/connect', { method: 'qr', sessionId });
  expect(again).toMatchObject({ status: 409, body: { code: 'session_already_connected' } });
});

test('two calls to connect with one key make one session', async () => {
  const headers = { 'idempotency-key': 'pair-once' };
  const twice = await Promise.all(
    [1, 2].map(() =>
      server.call('POST', '/connect', { token: account().apiKey, body: { method: 'qr' }, headers }),
    ),
  );
  expect(twice.map(({ status }) => status)).toEqual([201, 201]);
  expect(twice[0]!.body.id).toBe(twice[1]!.body.id);
  await call('DELETE', `/sessions/${twice[0]!.body.id}`);
});
