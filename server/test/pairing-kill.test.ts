import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionAgency, provisionApiKey, provisionClient } from '../src/accounts/provision-account.ts';
import { type TestDatabase, testDatabase } from './harness.ts';
import { Phones, until } from './phones.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type ServerProcess, ServerProcesses } from './server-process.ts';

const ROUNDS = 5;

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
}, 60_000);

afterAll(async () => {
  await processes?.end();
  await sandbox?.stop();
  await db?.close();
});

test('kill -9 between the scan and the first connection: the number ends connected, or says that it is to be paired again, and its keys work', async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const clinic = `551199100000${round}`;
    await phones.make(clinic, `Clínica ${round}`);
    const { id } = await call('POST', '/connect', { method: 'qr' });
    await scanAndKill(id, clinic, randomInt(0, 450));
    for (;;) {
      const settled = await until(
        'the session is connected, or says what to do',
        async () => {
          const { status } = await call('GET', `/sessions/${id}`);
          return ['connected', 'logged_out', 'failed', 'pairing'].includes(status) && status;
        },
        40_000,
      );
      if (settled === 'connected') break;
      if (settled !== 'pairing') await call('POST', '/connect', { method: 'qr', sessionId: id });
      const qr = await until('a QR', async () => (await call('GET', `/sessions/${id}`)).pairing?.qr, 40_000);
      await phones.scan(clinic, qr).catch(() => {});
    }
    // Everybody who writes first uses one of the pre-keys that were uploaded around the kill.
    const customers = [1, 2, 3, 4, 5].map((customer) => `55119${round}000000${customer}`);
    for (const customer of customers) {
      await phones.make(customer, 'Cliente');
      await phones.write(customer, clinic, `Oi ${customer}`);
    }
    await until('all of them are in the inbox', async () => {
      const rows = await db.asOwner<{ text: string }>(
        `select content->>'text' as text from messages where content->>'text' = any($1)`,
        [customers.map((customer) => `Oi ${customer}`)],
      );
      return rows.length === customers.length;
    });
    const unread = (await phones.ledger(clinic)).filter((row) => row.acknowledgedAt === null);
    expect(unread).toEqual([]);
  }
}, 280_000);

/** The phone scans, and the server dies a moment later. */
async function scanAndKill(id: string, number: string, afterMs: number): Promise<void> {
  const qr = await until('a QR', async () => (await call('GET', `/sessions/${id}`)).pairing?.qr);
  const scanned = phones.scan(number, qr).catch(() => {});
  await sleep(afterMs);
  await server.kill();
  server = await processes.start();
  await scanned;
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
