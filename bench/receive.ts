// Messages from WhatsApp, stored per second: customers' phones write through the simulated network to the whole
// server (decrypted, journalled, acknowledged, projected to a message in a conversation), beside bare Baileys that
// receives the same from the same network and keeps nothing. Each in a process of its own, in turns.
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { startCluster } from './cluster.ts';
import { cpuSeconds, tellsCpuTime } from './cpu-time.ts';
import { type Bench, figureOf, type Round } from './figure.ts';
import { requestJson } from './json-request.ts';
import { pairSession } from './pair-session.ts';
import { readJsonLine, type RunningProgram, startProgram } from './program.ts';
import { makePhones, type SandboxUrls, scan, startSandbox } from './sandbox-program.ts';
import { gatherStatistics, seedAccount, untilNumbered } from './server-database.ts';
import { startServer } from './server-program.ts';

const NUMBERS = 10;
const CUSTOMERS = 20;
const PATIENCE_MS = 120_000;

export const run: Bench = async function* ({ quick, profile }) {
  const rounds = quick ? 1 : 7;
  const messages = quick ? 500 : 3_000;
  const cluster = await startCluster();
  const programs: RunningProgram<unknown>[] = [];
  try {
    const sandbox = await startSandbox({ profile });
    programs.unshift(sandbox);
    const { ready: urls } = sandbox;
    const ourNumbers = await makePhones(urls, { first: 5511990001000, count: NUMBERS, name: 'Clínica' });
    const bareNumbers = await makePhones(urls, { first: 5511990002000, count: NUMBERS, name: 'Loja' });
    const customers = await makePhones(urls, { first: 5511970000000, count: CUSTOMERS, name: 'Cliente' });

    const server = await startServer({
      databaseUrl: await cluster.makeDatabase('hub'),
      env: { METAHUB_SANDBOX_URL: urls.controlUrl },
      profile,
    });
    programs.unshift(server);
    const pool = cluster.openPool('hub');
    for (const number of ourNumbers) {
      const { key } = await seedAccount(pool, { name: number, scopes: ['sessions:pair', 'sessions:read'] });
      const headers = { authorization: `Bearer ${key}` };
      await pairSession({ apiUrl: server.ready.url, headers, sandbox: urls, number });
    }
    const bare = await startBareBaileys(urls, bareNumbers);
    programs.unshift(bare);

    const toOurs = (to: string[], count: number) =>
      measure({ pids: [server.pid, cluster.pid], count }, () =>
        burstOurs({ pool, urls, customers, to, count }),
      );
    const toBare = (to: string[], count: number) =>
      measure({ pids: [bare.pid], count }, () => burstBare({ bare, urls, customers, to, count }));
    // The first message of each customer to each number makes Signal sessions, contacts and conversations.
    await toOurs(ourNumbers, CUSTOMERS * NUMBERS);
    await gatherStatistics(pool);
    await toBare(bareNumbers, CUSTOMERS * NUMBERS);

    for (const [name, count] of [
      ['receive/one-number', 1],
      ['receive/ten-numbers', NUMBERS],
    ] as const) {
      const stored: Round[] = [];
      const cpu: Round[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const ours = await toOurs(ourNumbers.slice(0, count), messages);
        const theirs = await toBare(bareNumbers.slice(0, count), messages);
        stored.push({ ours: ours.perSecond, baseline: theirs.perSecond });
        cpu.push({ ours: ours.cpuEachMs, baseline: theirs.cpuEachMs });
      }
      const baseline = 'bare Baileys, storing nothing';
      yield figureOf(stored, { name, unit: '/s', baseline, aim: { atLeast: 0.5 } });
      if (tellsCpuTime) yield figureOf(cpu, { name: `${name}-cpu`, unit: 'ms each', baseline });
    }
  } finally {
    for (const program of programs) await program.stop();
    await cluster.stop();
  }
};

interface Burst {
  urls: SandboxUrls;
  customers: string[];
  to: string[];
  /** Messages in all, the same number to each. */
  count: number;
}

/** The rate of a burst, and the CPU time that each of its messages cost, with what came after it. */
async function measure(
  { pids, count }: { pids: number[]; count: number },
  burst: () => Promise<number>,
): Promise<{ perSecond: number; cpuEachMs: number }> {
  const before = tellsCpuTime ? cpuSeconds(pids) : 0;
  const perSecond = await burst();
  const used = tellsCpuTime ? cpuSeconds(pids) - before : 0;
  return { perSecond, cpuEachMs: (used * 1000) / count };
}

/** Messages per second until the last one is a row in the inbox. */
async function burstOurs({ pool, ...burst }: Burst & { pool: Pool }): Promise<number> {
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
  const stored = await count();
  if (stored !== burst.count) throw new Error(`${burst.count} messages were written and ${stored} stored.`);
  return burst.count / seconds;
}

/** Messages per second until the handler has seen the last one. */
async function burstBare({ bare, ...burst }: Burst & { bare: RunningProgram<unknown> }): Promise<number> {
  await bare.ask({ want: 'count', count: burst.count });
  const reached = bare.hear<{ at: number }>();
  const started = Date.now();
  await writeBurst(burst);
  const impatient = pause(PATIENCE_MS, null, { ref: false });
  const seen = await Promise.race([reached, impatient]);
  if (seen === null) throw new Error(`Baileys did not see ${burst.count} messages in ${PATIENCE_MS} ms.`);
  return burst.count / ((seen.at - started) / 1000);
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

async function startBareBaileys(urls: SandboxUrls, numbers: string[]): Promise<RunningProgram<unknown>> {
  const { rootKey } = await requestJson<{ rootKey: string }>('GET', `${urls.controlUrl}/trust`);
  const bare = await startProgram<{ listens: boolean }>({
    file: fileURLToPath(new URL('peers/bare-baileys.ts', import.meta.url)),
    env: { SOCKET_URL: urls.socketUrl, ROOT_KEY: rootKey },
    readReady: readJsonLine('listens'),
  });
  for (const number of numbers) {
    const { qr } = await bare.ask<{ qr: string }>({ want: 'qr' });
    await scan(urls, { number, qr });
  }
  await bare.ask({ want: 'open' });
  return bare;
}
