// POST /send-message, accepted per second: the whole server beside a bare handler with one INSERT, each in a process
// of its own, on one embedded PostgreSQL, in turns. The walls (a key and its account's scope for each request) and an
// Idempotency-Key for each request are in ours. WhatsApp is not: the sessions are offline, the messages stay queued.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { newId } from '../server/src/db/ids.ts';
import { startCluster } from './cluster.ts';
import { cpuSeconds, tellsCpuTime } from './cpu-time.ts';
import { type Bench, type Figure, figureOf, percentile, type Round } from './figure.ts';
import { load, type LoadOptions, type LoadResult } from './http-load.ts';
import { readJsonLine, type RunningProgram, startProgram } from './program.ts';
import { gatherStatistics, seedAccount, untilNumbered } from './server-database.ts';
import { startServer } from './server-program.ts';

const ACCOUNTS = 50;
const CONTACTS = 20;
/** One from each account's backend, and four. */
const CONNECTIONS = [50, 200];
const TEXT =
  'Bom dia! Seu horário de amanhã, às 14h30, está confirmado. Se precisar remarcar, é só responder aqui. 😊';

export const run: Bench = async function* ({ quick, profile }) {
  const rounds = quick ? 1 : 7;
  const seconds = quick ? 2 : 5;
  const cluster = await startCluster();
  const programs: RunningProgram<unknown>[] = [];
  try {
    const server = await startServer({
      databaseUrl: await cluster.makeDatabase('hub'),
      env: { METAHUB_ROLE: 'api' },
      profile,
    });
    programs.push(server);
    const bare = await startProgram<{ url: string }>({
      file: fileURLToPath(new URL('peers/bare-http.ts', import.meta.url)),
      env: { DATABASE_URL: await cluster.makeDatabase('bare') },
      readReady: readJsonLine('url'),
    });
    programs.push(bare);

    const pool = cluster.openPool('hub');
    const keys = await seedAccounts(pool);
    const ours = { url: server.ready.url, makeRequest: requestMaker(keys), expectedStatus: 202 };
    const theirs = { url: bare.ready.url, makeRequest: requestMaker(keys), expectedStatus: 202 };
    await warmUp({ pool, ours, theirs });

    for (const connections of CONNECTIONS) {
      yield* compare({
        name: `send/${connections}-connections`,
        rounds,
        ours: () =>
          measure([server.pid, cluster.pid], async () => {
            const result = await load({ ...ours, connections, seconds });
            await untilNumbered(pool);
            return result;
          }),
        bare: () => measure([bare.pid, cluster.pid], () => load({ ...theirs, connections, seconds })),
      });
    }
  } finally {
    for (const program of programs) await program.stop();
    await cluster.stop();
  }
};

/** Rounds in turns, and the figures of them. */
async function* compare(options: {
  name: string;
  rounds: number;
  ours: () => Promise<Measured>;
  bare: () => Promise<Measured>;
}): AsyncIterable<Figure> {
  const { name, rounds } = options;
  const measured: { ours: Measured; bare: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ours = await options.ours();
    measured.push({ ours, bare: await options.bare() });
  }
  const baseline = 'bare Fastify, one INSERT';
  const roundsOf = (of: (one: Measured) => number): Round[] =>
    measured.map(({ ours, bare }) => ({ ours: of(ours), baseline: of(bare) }));
  yield figureOf(
    roundsOf(({ perSecond }) => perSecond),
    { name, unit: '/s', baseline, aim: { atLeast: 0.5 } },
  );
  yield figureOf(
    roundsOf(({ latencies }) => percentile(latencies, 99)),
    { name: `${name}-p99`, unit: 'ms', baseline },
  );
  if (!tellsCpuTime) return;
  yield figureOf(
    roundsOf(({ cpuEachMs }) => cpuEachMs),
    { name: `${name}-cpu`, unit: 'ms each', baseline },
  );
}

interface Measured extends LoadResult {
  /** CPU time that each request cost, with the work that came after it. */
  cpuEachMs: number;
}

async function measure(pids: number[], work: () => Promise<LoadResult>): Promise<Measured> {
  const before = tellsCpuTime ? cpuSeconds(pids) : 0;
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const used = tellsCpuTime ? cpuSeconds(pids) - before : 0;
  const count = result.latencies.length;
  // What was accepted counts only when all of its work was done within the time.
  return { ...result, perSecond: count / seconds, cpuEachMs: (used * 1000) / count };
}

/**
 * Requests until each contact has been written to, which makes it, its conversation and its case. The sessions being
 * offline, nobody could ask the network about the numbers: from then on they count as asked, as most of an agency's do.
 */
async function warmUp({ pool, ours, theirs }: { pool: Pool; ours: Aim; theirs: Aim }): Promise<void> {
  const connections = CONNECTIONS[0]!;
  for (let known = 0; known < ACCOUNTS * CONTACTS; ) {
    await load({ ...ours, connections, seconds: 1 });
    const { rows } = await pool.query<{ count: number }>(
      'select count(*)::integer as count from conversations',
    );
    known = rows[0]!.count;
  }
  await pool.query('update identities set verified_at = now()');
  await gatherStatistics(pool);
  await load({ ...ours, connections, seconds: 2 });
  await load({ ...theirs, connections, seconds: 2 });
  await untilNumbered(pool);
}

type Aim = Omit<LoadOptions, 'seconds' | 'connections'>;

/** Accounts that have a number which is offline, and a key each. Answers the keys. */
async function seedAccounts(pool: Pool): Promise<string[]> {
  const keys: string[] = [];
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const { accountId, key } = await seedAccount(pool, { name: `Conta ${index}`, scopes: ['messages:send'] });
    await pool.query(
      `insert into sessions (account_id, id, name, number, transport, status)
       values ($1, $2, 'bench', $3, 'sandbox', 'disconnected')`,
      [accountId, newId(), `+55119900${String(index).padStart(5, '0')}`],
    );
    keys.push(key);
  }
  return keys;
}

/** Goes round the accounts and their contacts, with a new Idempotency-Key each time. */
function requestMaker(keys: readonly string[]): () => string {
  let count = 0;
  const bodies = Array.from({ length: CONTACTS }, (_, contact) =>
    JSON.stringify({
      to: `+55119700${String(contact).padStart(5, '0')}`,
      content: { type: 'text', text: TEXT },
    }),
  );
  const heads = keys.map(
    (key) => `POST /v1/send-message HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${key}\r\n`,
  );
  return () => {
    const index = count;
    count += 1;
    const body = bodies[Math.floor(index / keys.length) % CONTACTS]!;
    return (
      `${heads[index % keys.length]!}idempotency-key: ${randomUUID()}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
  };
}
