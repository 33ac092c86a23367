import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { type TestDatabase, testDatabase } from './harness.ts';
import { download, FILES, sha256, upload } from './media-files.ts';
import { Phones, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from './server-process.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';

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
  await phones.make(CLINIC, 'Clínica');
  await phones.make(RITA, 'Rita');
  const { id } = await call('POST', '/connect', { method: 'qr' });
  const qr = await until('a QR', async () => (await call('GET', `/sessions/${id}`)).pairing?.qr);
  await phones.scan(CLINIC, qr);
  await until('connected', async () => (await call('GET', `/sessions/${id}`)).status === 'connected');
}, 60_000);

afterAll(async () => {
  await processes?.end();
  await sandbox?.stop();
  await db?.close();
});

test('kill -9 in the middle of a download loses no file: the next process fetches it', async () => {
  const bytes = FILES.pdf(300_000);
  await phones.call('POST', '/faults', { kind: 'media', number: RITA, delayMs: 60_000 });
  const { id } = await phones.call<{ id: string }>('POST', `/phones/${RITA}/messages`, {
    to: CLINIC,
    document: { base64: bytes.toString('base64'), fileName: 'exame.pdf' },
  });
  await struck('it is being fetched');
  await server.kill();
  server = await processes.start();
  const message = await until(
    'the file is here',
    async () => {
      const { data } = await call('GET', '/conversations');
      const last = data[0]?.lastMessage;
      return last?.whatsappId === id && last.content.media.state === 'stored' && last;
    },
    60_000,
  );
  const file = await download(server, message.content.media.url);
  expect(sha256(file.bytes)).toBe(sha256(bytes));
}, 120_000);

test('kill -9 in the middle of an upload to WhatsApp sends the file once, the same to the byte', async () => {
  const bytes = FILES.png();
  const { body } = await upload(server, token, bytes, { fileName: 'a.png' });
  await phones.call('POST', '/faults', { kind: 'media', on: 'upload', number: CLINIC, delayMs: 60_000 });
  const sent = await call('POST', '/send-message', {
    to: `+${RITA}`,
    content: { type: 'image', mediaId: body.id },
  });
  await struck('it is being uploaded');
  await server.kill();
  server = await processes.start();
  const shown = await until(
    'the phone shows it',
    async () => {
      const found = (await phones.chat(RITA, CLINIC)).filter((one) => one.id === sent.whatsappId);
      return found.length > 0 && found;
    },
    60_000,
  );
  expect(shown).toMatchObject([{ media: { sha256: sha256(bytes), problem: null } }]);
  await until(
    'it is delivered',
    async () => (await call('GET', `/messages/${sent.id}`)).status === 'delivered',
  );
}, 120_000);

/** Waits until the last fault that was asked for has struck. */
function struck(what: string): Promise<unknown> {
  return until(what, async () => {
    const { data } = await phones.call<{ data: { struck: number }[] }>('GET', '/faults');
    return data.every((fault) => fault.struck > 0);
  });
}

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
