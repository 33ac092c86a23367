import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { readConfig } from '../src/config.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { migrate } from '../src/db/migrate.ts';
import { APP_ROLE } from '../src/db/walls.ts';
import { createLog } from '../src/log.ts';
import { startServer } from '../src/start-server.ts';
import { Phones, until } from './phones.ts';
import { startSandboxProcess } from './sandbox-process.ts';

// A cluster is made and started twice here, on whatever machine this is.
vi.setConfig({ testTimeout: 90_000 });

test('while the database is gone, requests get a 503 to wait by; when it is back, all goes on without a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mh-outage-'));
  chmodSync(folder, 0o755);
  const where = join(folder, 'database');
  let postgres = await startEmbeddedPostgres({ folder: where, sync: false });
  await migrate({ owner: postgres.connection });
  const server = await startServer({
    config: readConfig({ PORT: '0', METAHUB_DATA: folder, METAHUB_ROLE: 'api,worker' }),
    log: createLog({ level: 'silent' }),
    logins: { owner: postgres.connection, app: { ...postgres.connection, user: APP_ROLE } },
    validateResponses: true,
  });
  onTestFinished(async () => {
    await server.stop();
    await postgres.stop();
    removeEmbeddedPostgres(where);
    rmSync(folder, { recursive: true, force: true });
  });
  const id = await provisionAgency(server.app.database, { name: 'Aurora', mode: 'test' });
  const { secret } = await provisionApiKey(server.app.database, { accountId: id, name: 'K', mode: 'test' });
  const get = (path: string) =>
    fetch(`${server.url}/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
  const statusOf = async (path: string) => {
    const response = await get(path);
    await response.body?.cancel();
    return response.status;
  };
  expect(await statusOf('/me')).toBe(200);
  expect(await (await get('/health')).json()).toMatchObject({
    status: 'ok',
    checks: { database: 'ok', jobs: 'ok' },
  });

  await postgres.stop();
  const refused = await get('/me');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  // Many at once find out as soon, and none hangs.
  const many = await Promise.all(Array.from({ length: 50 }, () => statusOf('/members')));
  expect(new Set(many)).toEqual(new Set([503]));
  const health = await get('/health');
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ status: 'down', checks: { database: 'down' } });

  postgres = await startEmbeddedPostgres({ folder: where, sync: false });
  while ((await statusOf('/me')) !== 200) await new Promise((done) => setTimeout(done, 20));
  expect(await statusOf('/members')).toBe(200);
  while ((await statusOf('/health')) !== 200) await new Promise((done) => setTimeout(done, 20));
});

test('the database is gone for a whole minute: each message is taken or clearly refused, none that was acknowledged is lost, and all comes back by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mh-outage-'));
  chmodSync(folder, 0o755);
  const where = join(folder, 'database');
  let postgres = await startEmbeddedPostgres({ folder: where, sync: false });
  await migrate({ owner: postgres.connection });
  const sandbox = await startSandboxProcess();
  const phones = new Phones(sandbox);
  const server = await startServer({
    config: readConfig({
      PORT: '0',
      METAHUB_DATA: folder,
      METAHUB_ROLE: 'api,gateway',
      METAHUB_SANDBOX_URL: sandbox.controlUrl,
    }),
    log: createLog({ level: 'silent' }),
    logins: { owner: postgres.connection, app: { ...postgres.connection, user: APP_ROLE } },
    validateResponses: true,
  });
  onTestFinished(async () => {
    await server.stop();
    await sandbox.stop();
    await postgres.stop();
    removeEmbeddedPostgres(where);
    rmSync(folder, { recursive: true, force: true });
  });
  const agencyId = await provisionAgency(server.app.database, { name: 'Aurora', mode: 'test' });
  const accountId = await provisionClient(server.app.database, { agencyId, name: 'Clínica', mode: 'test' });
  const { secret } = await provisionApiKey(server.app.database, { accountId, name: 'K', mode: 'test' });
  const call = async (method: string, path: string, body?: object, key?: string) => {
    const answer = await fetch(`${server.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      body: body ? JSON.stringify(body) : null,
    });
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const [clinic, rita] = ['5511990000001', '5511970000002'];
  await phones.make(clinic, 'Clínica');
  await phones.make(rita, 'Rita');
  const { body: session } = await call('POST', '/connect', { method: 'qr' });
  const read = async () => (await call('GET', `/sessions/${session.id}`)).body;
  await phones.scan(
    clinic,
    await until('a QR', async () => (await read()).pairing?.qr as string | undefined),
  );
  await until('it is connected', async () => (await read()).status === 'connected');
  await phones.write(rita, clinic, 'Oi');
  const conversation = await until(
    'the conversation',
    async () => (await call('GET', '/conversations')).body.data[0],
  );
  const send = (index: number) =>
    call(
      'POST',
      '/send-message',
      { conversationId: conversation.id, content: { type: 'text', text: `Resposta ${index}` } },
      `resposta-${index}`,
    );

  // A message every second each way, from before the end until after the minute.
  const asked: string[] = [];
  const accepted: number[] = [];
  const statuses = new Set<number>();
  const write = async (index: number): Promise<void> => {
    asked.push(await phones.write(rita, clinic, `Pergunta ${index}`));
    const { status } = await send(index);
    statuses.add(status);
    if (status === 202) accepted.push(index);
  };
  for (let index = 0; index < 5; index += 1) await write(index);
  await postgres.stop();
  const gone = new Set(
    (await phones.ledger(clinic)).filter((row) => !row.acknowledgedAt).map(({ id }) => id),
  );
  for (let second = 0; second < 60; second += 1) {
    await write(5 + second);
    await sleep(1_000);
  }
  expect(statuses).toEqual(new Set([202, 503]));
  const during = asked.slice(5);
  for (const row of await phones.ledger(clinic))
    if (during.includes(row.id) || gone.has(row.id)) expect(row.acknowledgedAt).toBeNull();

  postgres = await startEmbeddedPostgres({ folder: where, sync: false });
  const inbox = await until(
    'all questions are in the inbox, without anybody doing anything',
    async () => {
      const { body } = await call('GET', `/conversations/${conversation.id}/messages?limit=200`);
      const inbound = (body.data ?? []).filter(({ direction }: any) => direction === 'inbound');
      return inbound.length === asked.length + 1 && body.data;
    },
    60_000,
  );
  const questions = inbox.filter(({ direction }: any) => direction === 'inbound').slice(1);
  expect(questions.map(({ content }: any) => content.text)).toEqual(
    asked.map((_, index) => `Pergunta ${index}`),
  );
  // What was refused is sent again with its key; what was taken, although its answer may have got lost, is one.
  for (let index = 0; index < asked.length; index += 1) expect((await send(index)).status).toBe(202);
  const answers = await until(
    'all answers are on the phone',
    async () => {
      const shown = (await phones.chat(rita, clinic)).filter(({ fromMe }) => !fromMe).map(({ text }) => text);
      return shown.length >= asked.length && shown;
    },
    60_000,
  );
  expect(answers.toSorted()).toEqual(asked.map((_, index) => `Resposta ${index}`).toSorted());
  expect(accepted.length).toBeGreaterThan(0);
  const ledger = (await phones.ledger(clinic)).filter((row) => asked.includes(row.id));
  expect(ledger.filter((row) => row.acknowledgedAt === null)).toEqual([]);
}, 240_000);
