import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { FILES, uploaded } from './media-files.ts';
import { connected, pair, Phones, readSession, thread, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';

let folder: string;
let server: TestServer;
let sandbox: SandboxProcess;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mh-sandbox-'));
  sandbox = await startSandboxProcess({ SANDBOX_DATA: folder });
  server = await testServer({
    roles: 'api,gateway',
    env: { METAHUB_SANDBOX_URL: sandbox.controlUrl },
    gateway: { acknowledgementMs: 2_000 },
  });
  server.sandbox = sandbox;
  account = server.agencies[0].clients[0];
  phones = new Phones(sandbox);
  await phones.make(RITA, 'Rita');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
  await phones.write(RITA, CLINIC, 'Oi');
  await until('the first message', async () => (await inbound()).length === 1);
});
afterAll(async () => {
  server.sandbox = null;
  await server?.stop();
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const { id } of (await phones.call('GET', '/faults')).data)
    await phones.call('DELETE', `/faults/${id}`);
  await connected(server, account, sessionId, 30_000);
});

const call = (method: string, path: string, body?: object) =>
  server.call(method, path, { token: account.apiKey, ...(body ? { body } : {}) });
const fault = (body: object) => phones.call('POST', '/faults', { number: CLINIC, ...body });
const inbound = async (): Promise<any[]> =>
  (await thread(server, account, `+${RITA}`)).filter(({ direction }) => direction === 'inbound');
const shown = async (text: string): Promise<number> =>
  (await phones.chat(RITA, CLINIC)).filter((message) => message.text === text).length;

async function send(text: string, to: object = { to: `+${RITA}` }): Promise<any> {
  const answer = await call('POST', '/send-message', { ...to, sessionId, content: { type: 'text', text } });
  expect(answer.status).toBe(202);
  return answer.body;
}

const become = (id: string, status: string, patienceMs?: number): Promise<any> =>
  until(
    `the message is ${status}`,
    async () => {
      const { body } = await call('GET', `/messages/${id}`);
      return body.status === status && body;
    },
    patienceMs,
  );

test('a message that is delivered twice is one message, and both copies are acknowledged', async () => {
  await fault({ kind: 'redelivery', copies: 3 });
  const before = await inbound();
  const id = await phones.write(RITA, CLINIC, 'Três vezes');
  await until('WhatsApp has its acknowledgement', async () =>
    (await phones.ledger(CLINIC)).find(
      (row) => row.id === id && row.acknowledgedAt && row.handedOver.length >= 3,
    ),
  );
  // What comes later in the same chat is there only after all copies went through.
  await phones.write(RITA, CLINIC, 'Depois');
  const after = await until('the later message', async () => {
    const messages = await inbound();
    return messages.some(({ content }) => content.text === 'Depois') && messages;
  });
  expect(after.slice(before.length).map(({ content }) => content.text)).toEqual(['Três vezes', 'Depois']);
});

/** The texts of the only group. */
async function inGroup(): Promise<string[]> {
  const { body } = await call('GET', '/conversations?limit=200');
  const { id } = body.data.find((row: any) => row.kind === 'group');
  const page = await call('GET', `/conversations/${id}/messages?limit=200`);
  return page.body.data.map(({ content }: any) => content.text);
}

test('group messages that overtake each other are all read, and none is asked for again', async () => {
  const { id: group } = await phones.call<{ id: string }>('POST', '/groups', {
    subject: 'Família',
    creator: RITA,
    members: [CLINIC],
  });
  const texts = ['um', 'dois', 'três'];
  await phones.write(RITA, group, 'antes');
  await until('the group is there', async () => (await inGroup()).includes('antes'));
  await fault({ kind: 'delivery', effect: 'swap' });
  const ids: string[] = [];
  for (const text of texts) ids.push(await phones.write(RITA, group, text));
  await until('all are read', async () => (await inGroup()).length === 4);
  expect((await inGroup()).toSorted()).toEqual(['antes', ...texts].toSorted());
  const rows = (await phones.ledger(CLINIC)).filter(({ id }) => ids.includes(id));
  expect(rows.map(({ retries }) => retries)).toEqual([0, 0, 0]);
});

test('the connection breaks while a message is sent: it is sent again under its id, and shown once', async () => {
  for (const on of ['send', 'accepted'] as const) {
    await fault({ kind: 'drop', on });
    const { id } = await send(`Queda ${on}`);
    await until('the phone shows it', async () => (await shown(`Queda ${on}`)) === 1, 30_000);
    await become(id, 'delivered', 30_000);
    expect(await shown(`Queda ${on}`)).toBe(1);
  }
}, 90_000);

test('the connection breaks right after a message was handed to us: it is there once', async () => {
  await fault({ kind: 'drop', on: 'handover' });
  await phones.write(RITA, CLINIC, 'No corte');
  await until(
    'it is in the inbox',
    async () => (await inbound()).some(({ content }) => content.text === 'No corte'),
    30_000,
  );
  await connected(server, account, sessionId, 30_000);
  expect((await inbound()).filter(({ content }) => content.text === 'No corte')).toHaveLength(1);
}, 60_000);

test('a file keeps its place in its chat, however long others take meanwhile', async () => {
  const strangers = ['5511970000061', '5511970000062', '5511970000063', '5511970000064'];
  for (const number of strangers) await phones.make(number, 'Alguém');
  const mediaId = await uploaded(server, account, FILES.pdf());
  const [{ conversationId }] = await inbound();
  expect((await call('POST', `/sessions/${sessionId}/pause`)).status).toBe(200);
  const file = await call('POST', '/send-message', {
    conversationId,
    content: { type: 'document', mediaId, caption: 'O arquivo' },
  });
  expect(file.status).toBe(202);
  for (const number of strangers) await send('Oi', { to: `+${number}` });
  const text = await send('O texto', { conversationId });
  // Whoever is asked for on the network now takes longer than the upload, which goes another way.
  await fault({ kind: 'latency', delayMs: 100 });
  expect((await call('POST', `/sessions/${sessionId}/resume`)).status).toBe(200);
  await become(text.id, 'delivered', 30_000);
  await become(file.body.id, 'delivered', 30_000);
  const order = (await phones.ledger(CLINIC)).map(({ id }) => id);
  expect(order.indexOf(file.body.whatsappId)).toBeLessThan(order.indexOf(text.whatsappId));
}, 90_000);

test('WhatsApp never acknowledges: it has failed in the end, may be sent again, and a later sign of life is believed', async () => {
  await fault({ kind: 'silent_ack', delivered: false });
  const lost = await send('Sem resposta');
  const failed = await become(lost.id, 'failed');
  expect(failed.failure).toMatchObject({ code: 'no_acknowledgement', retryable: true });
  await fault({ kind: 'silent_ack', delivered: true });
  const arrived = await send('Chegou mesmo assim');
  await become(arrived.id, 'delivered');
});

test('WhatsApp refuses a message: it has failed with a reason', async () => {
  await fault({ kind: 'ack_error', code: '463' });
  const refused = await send('Recusada');
  expect((await become(refused.id, 'failed')).failure).toMatchObject({ code: 'reach_out_limited' });
  const next = await send('A próxima passa');
  await become(next.id, 'delivered');
});

test('a phone that cannot read a message asks again and gets it, once', async () => {
  await phones.call('POST', '/faults', { kind: 'retry_request', number: RITA, device: 0 });
  const { id } = await send('De novo, por favor');
  await become(id, 'delivered');
  expect(await shown('De novo, por favor')).toBe(1);
});

test('the network does not say which devices somebody has: nothing is sent to nobody', async () => {
  const other = '5511970000077';
  await phones.make(other, 'Beto');
  const first = await send('Primeira', { to: `+${other}` });
  await become(first.id, 'delivered');
  await fault({ kind: 'query', xmlns: 'usync', code: '500', times: 2 });
  const third = '5511970000078';
  await phones.make(third, 'Caio');
  const answer = await send('Espera', { to: `+${third}` });
  await become(answer.id, 'delivered', 30_000);
  const [row] = (await phones.ledger(CLINIC)).filter(({ id }) => id === answer.whatsappId);
  expect(row!.to).toBe(third);
}, 60_000);

test('WhatsApp refuses the upgrade with HTTP: the session says so and connects when it may', async () => {
  await fault({ kind: 'upgrade_status', status: 503, times: 1 });
  await fault({ kind: 'drop', on: 'now' });
  await until('the session says why', async () => {
    const { reason } = await readSession(server, account, sessionId);
    return reason?.code === 'upgrade_refused' || reason?.code === 'connection_lost';
  });
  await connected(server, account, sessionId, 30_000);
}, 60_000);

test('the sandbox is stopped and started: what waited is sent, in order, and the session is back by itself', async () => {
  const { controlUrl, socketUrl } = sandbox;
  const other = await pair(server, account, { number: '5511990000009', name: 'Loja' });
  await sandbox.stop();
  await until(
    'the session knows',
    async () => (await readSession(server, account, sessionId)).status === 'disconnected',
  );
  await until(
    'the other one knows',
    async () => (await readSession(server, account, other.sessionId)).status === 'disconnected',
  );
  expect((await call('DELETE', `/sessions/${other.sessionId}`)).status).toBe(204);
  expect(await readSession(server, account, other.sessionId)).toMatchObject({
    status: 'removed',
    reason: { code: 'removed_offline', action: 'unlink_on_phone' },
  });
  const [{ conversationId }] = await inbound();
  for (const text of ['a', 'b', 'c']) expect((await send(text, { conversationId })).status).toBe('queued');
  const unknown = await send('Quem é?', { to: '+5511900009999' });
  sandbox = await startSandboxProcess({
    SANDBOX_DATA: folder,
    SANDBOX_CONTROL_PORT: new URL(controlUrl).port,
    SANDBOX_SOCKET_PORT: new URL(socketUrl).port,
  });
  await connected(server, account, sessionId, 30_000);
  const chat = await until(
    'all three are shown',
    async () => {
      const messages = (await phones.chat(RITA, CLINIC)).filter(({ text }) => /^[abc]$/.test(text));
      return messages.length === 3 && messages;
    },
    20_000,
  );
  expect(chat.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  expect((await become(unknown.id, 'failed')).failure).toMatchObject({
    code: 'not_on_whatsapp',
    retryable: false,
  });
}, 90_000);

test('the database is gone for a while: nothing that came meanwhile is acknowledged, and all of it arrives', async () => {
  const name = server.db.owner.database;
  const before = (await inbound()).length;
  await elsewhere(`alter database ${name} allow_connections false`);
  await elsewhere(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  const id = await phones.write(RITA, CLINIC, 'Sem banco');
  await until(
    'we have let go of the connection',
    async () => !(await phones.devices(CLINIC)).devices[0]?.online,
  );
  expect((await phones.ledger(CLINIC)).find((row) => row.id === id)?.acknowledgedAt).toBeNull();
  await elsewhere(`alter database ${name} allow_connections true`);
  await until('it arrives', async () => (await inbound()).length === before + 1, 40_000);
  await until(
    'it is acknowledged',
    async () => (await phones.ledger(CLINIC)).find((row) => row.id === id)?.acknowledgedAt,
  );
}, 90_000);

/** One statement as the superuser, in another database than the server's. */
async function elsewhere(text: string): Promise<void> {
  const client = new Client(inject('cluster'));
  await client.connect();
  await client.query(text);
  await client.end();
}

test('the sandbox understood all that was said', async () => {
  expect((await phones.call('GET', '/health')).unknown).toEqual([]);
});
