import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';
import { until } from './phones.ts';

const ROUNDS = 5;

let server: KillableServer;

beforeAll(async () => {
  server = await KillableServer.start();
}, 60_000);

afterAll(() => server?.end());

test('kill -9 between the scan and the first connection: the number ends connected, or says that it is to be paired again, and its keys work', async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const clinic = `551199100000${round}`;
    await server.phones.make(clinic, `Clínica ${round}`);
    const { id } = await server.call('POST', '/connect', { method: 'qr' });
    await scanAndKill(id, clinic, randomInt(0, 450));
    for (;;) {
      const settled = await until(
        'the session is connected, or says what to do',
        async () => {
          const { status } = await server.call('GET', `/sessions/${id}`);
          return ['connected', 'logged_out', 'failed', 'pairing'].includes(status) && status;
        },
        40_000,
      );
      if (settled === 'connected') break;
      if (settled !== 'pairing') await server.call('POST', '/connect', { method: 'qr', sessionId: id });
      // What looks like a pairing may be one that the phone had accepted, and be connected in a moment.
      const qr = await until(
        'a QR, or it is connected',
        async () => {
          const { status, pairing } = await server.call('GET', `/sessions/${id}`);
          return pairing?.qr ?? (status === 'connected' && 'connected');
        },
        40_000,
      );
      if (qr === 'connected') break;
      await server.phones.scan(clinic, qr).catch(() => {});
    }
    // Everybody who writes first uses one of the pre-keys that were uploaded around the kill.
    const customers = [1, 2, 3, 4, 5].map((customer) => `55119${round}000000${customer}`);
    for (const customer of customers) {
      await server.phones.make(customer, 'Cliente');
      await server.phones.write(customer, clinic, `Oi ${customer}`);
    }
    await until('all of them are in the inbox', async () => {
      const rows = await server.db.asOwner<{ text: string }>(
        `select content->>'text' as text from messages where content->>'text' = any($1)`,
        [customers.map((customer) => `Oi ${customer}`)],
      );
      return rows.length === customers.length;
    });
    const unread = (await server.phones.ledger(clinic)).filter((row) => row.acknowledgedAt === null);
    expect(unread).toEqual([]);
  }
}, 280_000);

/** The phone scans, and the server dies a moment later. */
async function scanAndKill(id: string, number: string, afterMs: number): Promise<void> {
  const qr = await server.qr(id);
  const scanned = server.phones.scan(number, qr).catch(() => {});
  await sleep(afterMs);
  await server.killAndRestart();
  await scanned;
}
