import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const SESSIONS = 16;
const AT_ONCE = 3;
const RITA = '5511970000002';
const numbers = Array.from({ length: SESSIONS }, (_, at) => `5511990001${String(at).padStart(3, '0')}`);

let server: TestServer;
let account: SeededAccount;
let phones: Phones;

beforeAll(async () => {
  server = await testServer({ sandbox: true, gateway: { connectsAtOnce: AT_ONCE } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  const rest = numbers.values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const number of rest) await pair(server, account, { number, name: 'Clínica' });
    }),
  );
}, 120_000);
afterAll(() => server?.stop());

const connectedNow = async (): Promise<number> => {
  const [row] = await server.db.asOwner<{ n: number }>(
    `select count(*)::integer as n from sessions where status = 'connected'`,
  );
  return row!.n;
};
const socketsNow = async (): Promise<number> => (await phones.call('GET', '/health')).connections;

test('sessions that all lose their line at once come back by themselves, so many at a time and no more', async () => {
  expect(await connectedNow()).toBe(SESSIONS);
  // A slow network: each connection takes its time, so that without turns all would be made together.
  const { id: slow } = await phones.call('POST', '/faults', { kind: 'latency', delayMs: 150 });
  await phones.call('POST', '/faults', { kind: 'drop', on: 'now', times: 0 });
  await until('none is connected', async () => (await connectedNow()) === 0);
  for (const { id, kind } of (await phones.call('GET', '/faults')).data)
    if (kind === 'drop') await phones.call('DELETE', `/faults/${id}`);
  let most = 0;
  for (let back = 0; back < SESSIONS; back = await connectedNow()) {
    const sockets = await socketsNow();
    most = Math.max(most, sockets - (await connectedNow()));
    await sleep(10);
  }
  expect(most).toBeGreaterThan(0);
  // One that stands is told a moment later than the next one begins.
  expect(most).toBeLessThanOrEqual(AT_ONCE * 2);
  await phones.call('DELETE', `/faults/${slow}`);
  await phones.write(RITA, numbers[0]!, 'Ainda aí?');
  await until('messages arrive', async () => (await thread(server, account, `+${RITA}`)).length === 1);
}, 90_000);
