import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccountProcesses } from './account-processes.ts';
import { until } from './phones.ts';

const RITA = '5511970000002';

let hub: AccountProcesses;

beforeAll(async () => {
  hub = await AccountProcesses.open({ env: { METAHUB_ACKNOWLEDGEMENT_SECONDS: '2' } });
  await hub.phones.make(RITA, 'Rita');
}, 60_000);

afterAll(() => hub?.end());

test('C14: two calls to connect a paired session at the same instant, at two servers: one socket, one answer', async () => {
  const clinic = '5511990000004';
  const [first, second] = [await hub.start(), await hub.start()];
  const sessionId = await hub.pair(first, clinic, 'Clínica');
  // Connected: there is nothing to connect, and both say so.
  const connect = () =>
    Promise.all(
      [first, second].map((server) => hub.ask(server, 'POST', '/connect', { method: 'qr', sessionId })),
    );
  expect((await connect()).map(({ status, body }) => [status, body.code])).toEqual([
    [409, 'session_already_connected'],
    [409, 'session_already_connected'],
  ]);
  // Paused, nobody has it: both want it at once.
  await hub.ask(first, 'POST', `/sessions/${sessionId}/pause`);
  await until('the line is down', async () => !(await hub.phones.devices(clinic)).devices[0]!.online);
  const answers = await connect();
  for (const { status, body } of answers)
    expect(status === 201 ? body.id : body.code).toBe(
      status === 201 ? sessionId : 'session_already_connected',
    );
  await hub.reached(first, sessionId, 'connected');
  const owners = await hub.db.asOwner<{ fence: string; gateway_id: string }>(
    'select fence, gateway_id from sessions where number = $1',
    [`+${clinic}`],
  );
  expect(owners).toHaveLength(1);
  // Two readings are not one instant: what is caught up is noted just after it is connected.
  await until('both tell the same', async () => {
    const [one, other] = await Promise.all(
      [first, second].map(async (server) => (await hub.ask(server, 'GET', `/sessions/${sessionId}`)).body),
    );
    return one.status === 'connected' && isDeepStrictEqual(one, other);
  });
  const { devices } = await hub.phones.devices(clinic);
  expect(devices.filter(({ online }) => online)).toHaveLength(1);
  await first.kill();
  await second.kill();
}, 90_000);

test('C15: what is sent while the session is down says queued, and is shown once each, in order, after a restart and a reconnect', async () => {
  const clinic = '5511990000005';
  const first = await hub.start();
  const sessionId = await hub.pair(first, clinic, 'Clínica');
  const { id: fault } = await hub.phones.call('POST', '/faults', {
    kind: 'login_failure',
    reason: 503,
    number: clinic,
    times: 0,
  });
  await hub.phones.call('POST', '/faults', { kind: 'drop', on: 'now', number: clinic });
  await hub.reached(first, sessionId, 'disconnected');
  const ids: string[] = [];
  for (const text of ['a', 'b', 'c']) {
    const { status, body } = await hub.ask(first, 'POST', '/send-message', {
      to: `+${RITA}`,
      sessionId,
      content: { type: 'text', text },
    });
    expect({ status, state: body.status }).toEqual({ status: 202, state: 'queued' });
    ids.push(body.id);
  }
  await first.kill();
  // Three minutes pass, as far as the database knows.
  await hub.db.asOwner(
    `update messages set created_at = created_at - interval '3 minutes', timestamp = timestamp - interval '3 minutes'
     where session_id = (select id from sessions where number = $1) and status = 'queued'`,
    [`+${clinic}`],
  );
  await hub.db.asOwner(`update sessions set lease_until = null where number = $1`, [`+${clinic}`]);
  const second = await hub.start();
  await hub.reached(second, sessionId, 'disconnected');
  for (const id of ids) expect((await hub.ask(second, 'GET', `/messages/${id}`)).body.status).toBe('queued');
  await hub.phones.call('DELETE', `/faults/${fault}`);
  await hub.ask(second, 'POST', '/connect', { method: 'qr', sessionId });
  await hub.reached(second, sessionId, 'connected');
  await until(
    'all are delivered',
    async () => {
      const states = await Promise.all(
        ids.map(async (id) => (await hub.ask(second, 'GET', `/messages/${id}`)).body.status),
      );
      return states.every((state) => state === 'delivered');
    },
    30_000,
  );
  expect((await hub.phones.chat(RITA, clinic)).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  await second.kill();
}, 120_000);

test('C15: what the network takes and never acknowledges is not shown as sent; it fails in a bounded time and goes out again under its id', async () => {
  const clinic = '5511990000006';
  const server = await hub.start();
  const sessionId = await hub.pair(server, clinic, 'Clínica');
  await hub.phones.call('POST', '/faults', { kind: 'silent_ack', number: clinic, delivered: true });
  const seen = new Set<string>();
  const { body: sent } = await hub.ask(server, 'POST', '/send-message', {
    to: `+${RITA}`,
    sessionId,
    content: { type: 'text', text: 'd' },
  });
  // The phone has it and says nothing of it either.
  await hub.phones.call('POST', '/faults', {
    kind: 'delivery',
    effect: 'lost',
    stanza: 'receipt',
    forever: true,
    number: clinic,
    times: 0,
  });
  const failed = await until(
    'it has failed',
    async () => {
      const { body } = await hub.ask(server, 'GET', `/messages/${sent.id}`);
      seen.add(body.status);
      return body.status === 'failed' && body;
    },
    30_000,
  );
  expect([...seen]).toEqual(['queued', 'failed']);
  expect(failed.failure).toMatchObject({ code: 'no_acknowledgement', retryable: true });
  for (const { id } of (await hub.phones.call('GET', '/faults')).data)
    await hub.phones.call('DELETE', `/faults/${id}`);
  await hub.ask(server, 'POST', `/messages/${sent.id}/retry`);
  await until('it is sent', async () =>
    ['sent', 'delivered'].includes((await hub.ask(server, 'GET', `/messages/${sent.id}`)).body.status),
  );
  const rows = (await hub.phones.ledger(clinic)).filter(
    ({ direction, to }) => direction === 'out' && to === RITA,
  );
  expect(rows.map(({ id }) => id)).toEqual([sent.whatsappId]);
  expect((await hub.phones.chat(RITA, clinic)).map(({ text }) => text)).toEqual(['d']);
  await server.kill();
}, 90_000);
