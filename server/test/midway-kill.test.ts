import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { type TestDatabase, testDatabase } from './harness.ts';
import { Phones, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from './server-process.ts';

const CLINIC = '5511990000001';
const CUSTOMERS = Array.from({ length: 20 }, (_, place) => `55119700000${10 + place}`);
const EACH = 50;

let db: TestDatabase;
let sandbox: SandboxProcess;
let phones: Phones;
let processes: ServerProcesses;
let server: ServerProcess;
let token: string;

beforeAll(async () => {
  db = await testDatabase();
  sandbox = await startSandboxProcess();
  phones = new Phones(sandbox);
  const agencyId = await provisionAgency(db.database, { name: 'Agência', mode: 'test' });
  const accountId = await provisionClient(db.database, { agencyId, name: 'Clínica', mode: 'test' });
  token = (await provisionApiKey(db.database, { accountId, name: 'Tests', mode: 'test' })).secret;
  processes = new ServerProcesses({ db, controlUrl: sandbox.controlUrl, masterKey: randomBytes(32) });
  server = await processes.start();
  await phones.call('POST', '/phones', {
    number: CLINIC,
    name: 'Clínica',
    history: { chats: 50, messages: EACH },
  });
  for (const number of CUSTOMERS) await phones.make(number, `Cliente ${number.slice(-2)}`);
  const count = CUSTOMERS.length * EACH;
  await phones.call('POST', '/bulk', { from: CUSTOMERS, to: CLINIC, count, text: 'antes' });
  await until(
    'they have written',
    async () => (await phones.chat(CUSTOMERS.at(-1)!, CLINIC)).length === EACH,
  );
}, 60_000);

afterAll(async () => {
  await processes?.end();
  await sandbox?.stop();
  await db?.close();
});

async function call(method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : null,
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

const importedNow = async (): Promise<number> =>
  (await db.asOwner<{ n: number }>('select count(*)::int as n from messages where from_history'))[0]!.n;

test('kill -9 in the middle of a history loses nothing of it, and doubles nothing', async () => {
  const { id } = await call('POST', '/connect', { method: 'qr' });
  const qr = await until('a QR', async () => (await call('GET', `/sessions/${id}`)).pairing?.qr);
  await phones.scan(CLINIC, qr);
  const whole = CUSTOMERS.length * EACH;
  for (const after of [1, whole / 2]) {
    await until(`${after} are imported`, async () => (await importedNow()) >= after, 60_000);
    await server.kill();
    expect(await importedNow()).toBeLessThan(whole);
    server = await processes.start();
  }
  await until('all are imported', async () => (await importedNow()) >= whole, 60_000);
  await until('it says so', async () => (await call('GET', `/sessions/${id}`)).history?.progress === 100);
  const perChat = await db.asOwner(
    `select count(*)::int as messages, count(distinct whatsapp_id)::int as different
     from messages group by conversation_id`,
  );
  expect(perChat).toEqual(CUSTOMERS.map(() => ({ messages: EACH, different: EACH })));
  const { data } = await call('GET', '/conversations?limit=200');
  expect(data.map(({ unreadCount }: any) => unreadCount)).toEqual(CUSTOMERS.map(() => 0));
}, 180_000);

test('kill -9 with a change in the outbox: the next process sends it, and the phone shows it once', async () => {
  const rita = CUSTOMERS[0]!;
  const sent = await call('POST', '/send-message', {
    to: `+${rita}`,
    content: { type: 'text', text: 'Abrimos às 9h' },
  });
  const now = (): Promise<any> => call('GET', `/messages/${sent.id}`);
  await until('it is delivered', async () => (await now()).status === 'delivered', 30_000);
  // WhatsApp takes the edit and says nothing, so that it is still in the outbox.
  await phones.call('POST', '/faults', { kind: 'silent_ack', number: CLINIC, delivered: true });
  await call('PATCH', `/messages/${sent.id}`, { text: 'Abrimos às 8h' });
  const shown = (): Promise<any[]> => phones.chat(rita, CLINIC);
  await until('the phone shows the edit', async () =>
    (await shown()).some(({ id, text }) => id === sent.whatsappId && text === 'Abrimos às 8h'),
  );
  expect((await now()).pendingChange).toMatchObject({ kind: 'edit', status: 'queued' });
  await server.kill();
  server = await processes.start();
  const edited = await until(
    'it has taken effect',
    async () => {
      const message = await now();
      return message.editedAt && message;
    },
    60_000,
  );
  expect(edited).toMatchObject({ content: { text: 'Abrimos às 8h' }, failure: null });
  expect(edited.pendingChange ?? null).toBeNull();
  const onPhone = (await shown()).filter(({ id }) => id === sent.whatsappId);
  expect(onPhone.map(({ text }) => text)).toEqual(['Abrimos às 8h']);
  const changes = await db.asOwner(`select kind, status from message_changes where message_id is not null`);
  expect(changes).toEqual([{ kind: 'edit', status: 'sent' }]);
}, 120_000);
