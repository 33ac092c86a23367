// Messages that leave, per second: requests to POST /send-message of the whole server, committed, queued, encrypted and
// taken by the simulated network, beside bare Baileys that sends the same to the same people and keeps nothing. Each in
// a process of its own, in turns. When the last one had left is read from the network's own ledger, for both.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type BurstRate, measureBurst } from './burst.ts';
import { tellsCpuTime } from './cpu-time.ts';
import { type Bench, figureOf, type Round } from './figure.ts';
import { load } from './http-load.ts';
import { requestJson } from './json-request.ts';
import { type Line, startMessageLines } from './message-lines.ts';
import type { RunningProgram } from './program.ts';
import type { SandboxUrls } from './sandbox-program.ts';
import { gatherStatistics, untilNumbered } from './server-database.ts';

const NUMBERS = 10;
const CUSTOMERS = 20;
const CONNECTIONS = 50;
const PATIENCE_MS = 120_000;
const TEXT = 'Bom dia! Seu horário de amanhã, às 14h30, está confirmado.';

export const run: Bench = async function* ({ quick, profile }) {
  const rounds = quick ? 1 : 7;
  const messages = quick ? 400 : 2_000;
  const running = await startMessageLines({
    numbers: NUMBERS,
    customers: CUSTOMERS,
    scopes: ['messages:send'],
    profile,
  });
  const { urls, customers, lines, bareNumbers, apiUrl, pool, bare, pids } = running;
  try {
    const fromOurs = (from: Line[], count: number) =>
      measureBurst({ pids, count }, () => burstOurs({ pool, apiUrl, urls, customers, from, count }));
    const fromBare = (from: string[], count: number) =>
      measureBurst({ pids: [bare.pid], count }, () => burstBare({ bare, urls, customers, from, count }));
    // The first message from each number to each customer asks for devices, and makes Signal sessions and contacts.
    await fromOurs(lines, CUSTOMERS * NUMBERS);
    await gatherStatistics(pool);
    await fromBare(bareNumbers, CUSTOMERS * NUMBERS);

    for (const [name, count] of [
      ['outbound/one-number', 1],
      ['outbound/ten-numbers', NUMBERS],
    ] as const) {
      const sent: Round[] = [];
      const cpu: Round[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const ours = await fromOurs(lines.slice(0, count), messages);
        const theirs = await fromBare(bareNumbers.slice(0, count), messages);
        sent.push({ ours: ours.perSecond, baseline: theirs.perSecond });
        cpu.push({ ours: ours.cpuEachMs, baseline: theirs.cpuEachMs });
      }
      const baseline = 'bare Baileys, storing nothing';
      yield figureOf(sent, { name, unit: '/s', baseline, aim: { atLeast: 0.5 } });
      if (tellsCpuTime) yield figureOf(cpu, { name: `${name}-cpu`, unit: 'ms each', baseline });
    }
  } finally {
    await running.stop();
  }
};

interface Burst {
  urls: SandboxUrls;
  customers: string[];
  /** Messages in all, the same number from each, to the customers in turns. */
  count: number;
}

/** Requests one after the other on each connection; done when the server, too, knows that all of them have left. */
async function burstOurs(burst: Burst & { pool: Pool; apiUrl: string; from: Line[] }): Promise<BurstRate> {
  const { pool, apiUrl, from, customers, count } = burst;
  const { rows } = await pool.query<{ first: string }>('select uuidv7() as first');
  let made = 0;
  const makeRequest = () => {
    const line = from[made % from.length]!;
    const to = customers[Math.floor(made / from.length) % customers.length]!;
    made += 1;
    const body = JSON.stringify({ to: `+${to}`, content: { type: 'text', text: TEXT } });
    return (
      `POST /v1/send-message HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${line.key}\r\n` +
      `idempotency-key: ${randomUUID()}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
  };
  const started = Date.now();
  await load({ url: apiUrl, connections: CONNECTIONS, requests: count, makeRequest, expectedStatus: 202 });
  for (;;) {
    const counted = await pool.query<{ sent: number; failed: number }>(
      `select count(*) filter (where status in ('sent', 'delivered', 'read'))::integer as sent,
         count(*) filter (where status = 'failed')::integer as failed
       from messages where direction = 'outbound' and id > $1`,
      [rows[0]!.first],
    );
    const { sent, failed } = counted.rows[0]!;
    if (sent === count) break;
    if (failed > 0 || Date.now() - started > PATIENCE_MS)
      throw new Error(`Of ${count} messages ${sent} were sent, and ${failed} failed.`);
    await pause(20);
  }
  const left = await whenLeft({ ...burst, from: from.map(({ number }) => number), started });
  await untilNumbered(pool);
  return { perSecond: count / ((left - started) / 1000) };
}

async function burstBare(
  burst: Burst & { bare: RunningProgram<unknown>; from: string[] },
): Promise<BurstRate> {
  const { bare, customers, from, count } = burst;
  const started = Date.now();
  await bare.ask({
    want: 'send',
    sockets: from.length,
    to: customers,
    countEach: count / from.length,
    text: TEXT,
  });
  const left = await whenLeft({ ...burst, started });
  return { perSecond: count / ((left - started) / 1000) };
}

/** When the network took the last of the messages; every one must be there once. */
async function whenLeft({
  urls,
  from,
  count,
  started,
}: Burst & { from: string[]; started: number }): Promise<number> {
  for (;;) {
    const sent = new Map<string, { acceptedAt: number; timesSent: number }>();
    for (const number of from) {
      const { data } = await requestJson<{
        data: { id: string; direction: 'in' | 'out'; acceptedAt: string; timesSent: number }[];
      }>('GET', `${urls.controlUrl}/ledger?number=${number}&limit=${2 * (count / from.length)}`);
      for (const { id, direction, acceptedAt, timesSent } of data) {
        const at = Date.parse(acceptedAt);
        if (direction === 'out' && at >= started) sent.set(`${number} ${id}`, { acceptedAt: at, timesSent });
      }
    }
    if (sent.size > count || [...sent.values()].some(({ timesSent }) => timesSent !== 1))
      throw new Error(`${count} messages were to be sent once, and ${sent.size} were, some of them again.`);
    if (sent.size === count) return Math.max(...[...sent.values()].map(({ acceptedAt }) => acceptedAt));
    if (Date.now() - started > PATIENCE_MS)
      throw new Error(`The network has ${sent.size} of ${count} messages after ${PATIENCE_MS} ms.`);
    await pause(100);
  }
}
