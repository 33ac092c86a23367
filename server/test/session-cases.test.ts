import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { type TestDatabase, testDatabase } from './harness.ts';
import { Phones, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from './server-process.ts';

const RITA = '5511970000002';

let db: TestDatabase;
let sandbox: SandboxProcess;
let phones: Phones;
let processes: ServerProcesses;
let token: string;

beforeAll(async () => {
  db = await testDatabase();
  sandbox = await startSandboxProcess();
  phones = new Phones(sandbox);
  const agencyId = await provisionAgency(db.database, { name: 'Agência', mode: 'test' });
  const accountId = await provisionClient(db.database, { agencyId, name: 'Clínica', mode: 'test' });
  token = (await provisionApiKey(db.database, { accountId, name: 'Tests', mode: 'test' })).secret;
  processes = new ServerProcesses({
    db,
    controlUrl: sandbox.controlUrl,
    masterKey: randomBytes(32),
    env: { METAHUB_ACKNOWLEDGEMENT_SECONDS: '2' },
  });
  await phones.make(RITA, 'Rita');
}, 60_000);

afterAll(async () => {
  await processes?.end();
  await sandbox?.stop();
  await db?.close();
});

async function call(server: ServerProcess, method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : null,
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

const reached = (server: ServerProcess, sessionId: string, status: string): Promise<any> =>
  until(
    `the session is ${status}`,
    async () => {
      const { body } = await call(server, 'GET', `/sessions/${sessionId}`);
      return body.status === status && body;
    },
    30_000,
  );

async function pairOn(server: ServerProcess, number: string): Promise<string> {
  await phones.make(number, 'Clínica');
  const { body } = await call(server, 'POST', '/connect', { method: 'qr' });
  const qr = await until(
    'a QR',
    async () => (await call(server, 'GET', `/sessions/${body.id}`)).body.pairing?.qr,
  );
  await phones.scan(number, qr);
  await reached(server, body.id, 'connected');
  return body.id;
}

test('C14: two calls to connect a paired session at the same instant, at two servers: one socket, one answer', async () => {
  const clinic = '5511990000004';
  const [first, second] = [await processes.start(), await processes.start()];
  const sessionId = await pairOn(first, clinic);
  // Connected: there is nothing to connect, and both say so.
  const connect = () =>
    Promise.all(
      [first, second].map((server) => call(server, 'POST', '/connect', { method: 'qr', sessionId })),
    );
  expect((await connect()).map(({ status, body }) => [status, body.code])).toEqual([
    [409, 'session_already_connected'],
    [409, 'session_already_connected'],
  ]);
  // Paused, nobody has it: both want it at once.
  await call(first, 'POST', `/sessions/${sessionId}/pause`);
  await until('the line is down', async () => !(await phones.devices(clinic)).devices[0]!.online);
  const answers = await connect();
  for (const { status, body } of answers)
    expect(status === 201 ? body.id : body.code).toBe(
      status === 201 ? sessionId : 'session_already_connected',
    );
  await reached(first, sessionId, 'connected');
  const owners = await db.asOwner<{ fence: string; gateway_id: string }>(
    'select fence, gateway_id from sessions where number = $1',
    [`+${clinic}`],
  );
  expect(owners).toHaveLength(1);
  const states = await Promise.all(
    [first, second].map(async (server) => (await call(server, 'GET', `/sessions/${sessionId}`)).body),
  );
  expect(states[0]).toEqual(states[1]);
  const { devices } = await phones.devices(clinic);
  expect(devices.filter(({ online }) => online)).toHaveLength(1);
  await first.kill();
  await second.kill();
}, 90_000);

test('C15: what is sent while the session is down says queued, and is shown once each, in order, after a restart and a reconnect', async () => {
  const clinic = '5511990000005';
  const first = await processes.start();
  const sessionId = await pairOn(first, clinic);
  const { id: fault } = await phones.call('POST', '/faults', {
    kind: 'login_failure',
    reason: 503,
    number: clinic,
    times: 0,
  });
  await phones.call('POST', '/faults', { kind: 'drop', on: 'now', number: clinic });
  await reached(first, sessionId, 'disconnected');
  const ids: string[] = [];
  for (const text of ['a', 'b', 'c']) {
    const { status, body } = await call(first, 'POST', '/send-message', {
      to: `+${RITA}`,
      sessionId,
      content: { type: 'text', text },
    });
    expect({ status, state: body.status }).toEqual({ status: 202, state: 'queued' });
    ids.push(body.id);
  }
  await first.kill();
  // Three minutes pass, as far as the database knows.
  await db.asOwner(
    `update messages set created_at = created_at - interval '3 minutes', timestamp = timestamp - interval '3 minutes'
     where session_id = (select id from sessions where number = $1) and status = 'queued'`,
    [`+${clinic}`],
  );
  await db.asOwner(`update sessions set lease_until = null where number = $1`, [`+${clinic}`]);
  const second = await processes.start();
  await reached(second, sessionId, 'disconnected');
  for (const id of ids) expect((await call(second, 'GET', `/messages/${id}`)).body.status).toBe('queued');
  await phones.call('DELETE', `/faults/${fault}`);
  await call(second, 'POST', '/connect', { method: 'qr', sessionId });
  await reached(second, sessionId, 'connected');
  await until(
    'all are delivered',
    async () => {
      const states = await Promise.all(
        ids.map(async (id) => (await call(second, 'GET', `/messages/${id}`)).body.status),
      );
      return states.every((state) => state === 'delivered');
    },
    30_000,
  );
  expect((await phones.chat(RITA, clinic)).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  await second.kill();
}, 120_000);

test('C15: what the network takes and never acknowledges is not shown as sent; it fails in a bounded time and goes out again under its id', async () => {
  const clinic = '5511990000006';
  const server = await processes.start();
  const sessionId = await pairOn(server, clinic);
  await phones.call('POST', '/faults', { kind: 'silent_ack', number: clinic, delivered: true });
  const seen = new Set<string>();
  const { body: sent } = await call(server, 'POST', '/send-message', {
    to: `+${RITA}`,
    sessionId,
    content: { type: 'text', text: 'd' },
  });
  // The phone has it and says nothing of it either.
  await phones.call('POST', '/faults', {
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
      const { body } = await call(server, 'GET', `/messages/${sent.id}`);
      seen.add(body.status);
      return body.status === 'failed' && body;
    },
    30_000,
  );
  expect([...seen]).toEqual(['queued', 'failed']);
  expect(failed.failure).toMatchObject({ code: 'no_acknowledgement', retryable: true });
  for (const { id } of (await phones.call('GET', '/faults')).data)
    await phones.call('DELETE', `/faults/${id}`);
  await call(server, 'POST', `/messages/${sent.id}/retry`);
  await until('it is sent', async () =>
    ['sent', 'delivered'].includes((await call(server, 'GET', `/messages/${sent.id}`)).body.status),
  );
  const rows = (await phones.ledger(clinic)).filter(
    ({ direction, to }) => direction === 'out' && to === RITA,
  );
  expect(rows.map(({ id }) => id)).toEqual([sent.whatsappId]);
  expect((await phones.chat(RITA, clinic)).map(({ text }) => text)).toEqual(['d']);
  await server.kill();
}, 90_000);
