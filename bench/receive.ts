// Messages from WhatsApp, stored per second: customers' phones write through the simulated network to the whole
// server (decrypted, journalled, acknowledged, projected to a message in a conversation), beside bare Baileys that
// receives the same from the same network and keeps nothing. Each in a process of its own, in turns.
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type BurstRate, measureBurst } from './burst.ts';
import { tellsCpuTime } from './cpu-time.ts';
import { type Bench, figureOf, type Round } from './figure.ts';
import { requestJson } from './json-request.ts';
import { startMessageLines } from './message-lines.ts';
import type { RunningProgram } from './program.ts';
import type { SandboxUrls } from './sandbox-program.ts';
import { gatherStatistics, untilNumbered } from './server-database.ts';

const NUMBERS = 10;
const CUSTOMERS = 20;
const PATIENCE_MS = 120_000;

export const run: Bench = async function* ({ quick, profile }) {
  const rounds = quick ? 1 : 7;
  const messages = quick ? 500 : 3_000;
  const running = await startMessageLines({ numbers: NUMBERS, customers: CUSTOMERS, profile });
  const { urls, customers, lines, bareNumbers, pool, bare, pids } = running;
  const ourNumbers = lines.map(({ number }) => number);
  try {
    const toOurs = (to: string[], count: number) =>
      measureBurst({ pids, count }, () => burstOurs({ pool, urls, customers, to, count }));
    const toBare = (to: string[], count: number) =>
      measureBurst({ pids: [bare.pid], count }, () => burstBare({ bare, urls, customers, to, count }));
    // The first message of each customer to each number makes Signal sessions, contacts and conversations.
    await toOurs(ourNumbers, CUSTOMERS * NUMBERS);
    await gatherStatistics(pool);
    await toBare(bareNumbers, CUSTOMERS * NUMBERS);

    for (const [name, count] of [
      ['receive/one-number', 1],
      ['receive/ten-numbers', NUMBERS],
    ] as const) {
      const stored: Round[] = [];
      const told: Round[] = [];
      const cpu: Round[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const ours = await toOurs(ourNumbers.slice(0, count), messages);
        const theirs = await toBare(bareNumbers.slice(0, count), messages);
        stored.push({ ours: ours.perSecond, baseline: theirs.perSecond });
        told.push({ ours: ours.toldPerSecond!, baseline: theirs.perSecond });
        cpu.push({ ours: ours.cpuEachMs, baseline: theirs.cpuEachMs });
      }
      const baseline = 'bare Baileys, storing nothing';
      yield figureOf(stored, { name, unit: '/s', baseline, aim: { atLeast: 0.5 } });
      yield figureOf(told, { name: `${name}-to-event`, unit: '/s', baseline, aim: { atLeast: 0.5 } });
      if (tellsCpuTime) yield figureOf(cpu, { name: `${name}-cpu`, unit: 'ms each', baseline });
    }
  } finally {
    await running.stop();
  }
};

interface Burst {
  urls: SandboxUrls;
  customers: string[];
  to: string[];
  /** Messages in all, the same number to each. */
  count: number;
}

/** Until the last one is a row in the inbox, and until its events are numbered. */
async function burstOurs({ pool, ...burst }: Burst & { pool: Pool }): Promise<BurstRate> {
  const { rows } = await pool.query<{ first: string }>('select uuidv7() as first');
  const accounts = await pool.query<{ account_id: string }>(
    `select account_id from sessions where number = any($1)`,
    [burst.to.map((number) => `+${number}`)],
  );
  const ids = accounts.rows.map((row) => row.account_id);
  const started = Date.now();
  await writeBurst(burst);
  const count = async () => {
    const counted = await pool.query<{ count: number }>(
      `select count(*)::integer as count from messages where account_id = any($1) and id > $2`,
      [ids, rows[0]!.first],
    );
    return counted.rows[0]!.count;
  };
  while ((await count()) < burst.count) {
    if (Date.now() - started > PATIENCE_MS)
      throw new Error(`${await count()} of ${burst.count} messages were stored in ${PATIENCE_MS} ms.`);
    await pause(20);
  }
  const seconds = (Date.now() - started) / 1000;
  await untilNumbered(pool);
  const toldSeconds = (Date.now() - started) / 1000;
  const stored = await count();
  if (stored !== burst.count) throw new Error(`${burst.count} messages were written and ${stored} stored.`);
  return { perSecond: burst.count / seconds, toldPerSecond: burst.count / toldSeconds };
}

/** Until the handler has seen the last one. */
async function burstBare({ bare, ...burst }: Burst & { bare: RunningProgram<unknown> }): Promise<BurstRate> {
  await bare.ask({ want: 'count', count: burst.count });
  const reached = bare.hear<{ at: number }>();
  const started = Date.now();
  await writeBurst(burst);
  const impatient = pause(PATIENCE_MS, null, { ref: false });
  const seen = await Promise.race([reached, impatient]);
  if (seen === null) throw new Error(`Baileys did not see ${burst.count} messages in ${PATIENCE_MS} ms.`);
  return { perSecond: burst.count / ((seen.at - started) / 1000) };
}

async function writeBurst({ urls, customers, to, count }: Burst): Promise<void> {
  await Promise.all(
    to.map((number) =>
      requestJson('POST', `${urls.controlUrl}/bulk`, {
        body: {
          from: customers,
          to: number,
          count: count / to.length,
          text: 'Vocês têm horário amanhã à tarde?',
        },
      }),
    ),
  );
}
