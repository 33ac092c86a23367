// How long everybody else waits while a message goes to a large group for the first time: a Signal session is made
// for each of its members' devices. The whole server beside bare Baileys, each in a process of its own, in turns.
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { startCluster } from './cluster.ts';
import { type Bench, figureOf, type Round } from './figure.ts';
import { requestJson } from './json-request.ts';
import { askLoopDelay, type LoopDelay, WATCHED_LOOP } from './loop-delay.ts';
import { pairSession } from './pair-session.ts';
import { readJsonLine, type RunningProgram, startProgram } from './program.ts';
import { makePhones, type SandboxUrls, scan, startSandbox } from './sandbox-program.ts';
import { seedAccount } from './server-database.ts';
import { startServer } from './server-program.ts';

const PATIENCE_MS = 180_000;
/** With the business itself as many as WhatsApp allows. */
const MEMBERS = 1_023;

export const run: Bench = async function* ({ quick, profile }) {
  const rounds = quick ? 1 : 3;
  const cluster = await startCluster();
  const programs: RunningProgram<unknown>[] = [];
  try {
    const sandbox = await startSandbox();
    programs.unshift(sandbox);
    const { ready: urls } = sandbox;
    const members = await makePhones(urls, {
      first: 5511970000000,
      count: quick ? 255 : MEMBERS,
      name: 'Membro',
    });
    const server = await startServer({
      databaseUrl: await cluster.makeDatabase('hub'),
      env: { METAHUB_SANDBOX_URL: urls.controlUrl, ...WATCHED_LOOP },
      profile,
    });
    programs.unshift(server);
    const pool = cluster.openPool('hub');
    const p99: Round[] = [];
    const longest: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [ours, theirs] = await makePhones(urls, {
        first: 5511990001000 + 2 * round,
        count: 2,
        name: 'Loja',
      });
      const { key } = await seedAccount(pool, {
        name: ours!,
        scopes: [
          'sessions:pair',
          'sessions:read',
          'conversations:read',
          'conversations:read_all',
          'messages:send',
        ],
      });
      const headers = { authorization: `Bearer ${key}` };
      await pairSession({ apiUrl: server.ready.url, headers, sandbox: urls, number: ours! });
      const mine = await sendByServer({ server, headers, urls, number: ours!, members });
      const bare = await startBare(urls, theirs!);
      programs.unshift(bare);
      const bares = await sendByBare({ bare, urls, number: theirs!, members });
      programs.shift();
      await bare.stop();
      p99.push({ ours: mine.p99, baseline: bares.p99 });
      longest.push({ ours: mine.longest, baseline: bares.longest });
    }
    const baseline = 'bare Baileys';
    yield figureOf(p99, { name: 'group/loop-delay-p99', unit: 'ms', baseline, aim: { atMost: 0.02 } });
    yield figureOf(longest, { name: 'group/loop-delay-longest', unit: 'ms', baseline });
  } finally {
    for (const program of programs) await program.stop();
    await cluster.stop();
  }
};

async function sendByServer(options: {
  server: RunningProgram<{ url: string }>;
  headers: Record<string, string>;
  urls: SandboxUrls;
  number: string;
  members: string[];
}): Promise<LoopDelay> {
  const { server, headers, urls, number, members } = options;
  const api = `${server.ready.url}/v1`;
  const group = await makeGroup(urls, [number, ...members]);
  await requestJson('POST', `${urls.controlUrl}/phones/${members[0]!}/messages`, {
    body: { to: group, text: 'Bom dia' },
  });
  const conversationId = await until(async () => {
    const { data } = await requestJson<{ data: { id: string; kind: string }[] }>(
      'GET',
      `${api}/conversations`,
      {
        headers,
      },
    );
    return data.find(({ kind }) => kind === 'group')?.id;
  });
  await askLoopDelay(server);
  await requestJson('POST', `${api}/send-message`, {
    headers,
    body: { conversationId, content: { type: 'text', text: 'Bom dia a todos' } },
  });
  await untilTaken(urls, { number, group });
  return askLoopDelay(server);
}

async function sendByBare(options: {
  bare: RunningProgram<unknown>;
  urls: SandboxUrls;
  number: string;
  members: string[];
}): Promise<LoopDelay> {
  const { bare, urls, number, members } = options;
  const group = await makeGroup(urls, [number, ...members]);
  await askLoopDelay(bare);
  await bare.ask({ want: 'send', sockets: 1, to: [group], countEach: 1, text: 'Bom dia a todos' });
  await untilTaken(urls, { number, group });
  return askLoopDelay(bare);
}

async function makeGroup(urls: SandboxUrls, everybody: string[]): Promise<string> {
  const [creator, ...members] = everybody;
  const { id } = await requestJson<{ id: string }>('POST', `${urls.controlUrl}/groups`, {
    body: { subject: 'Bairro', creator, members },
  });
  return id;
}

/** The network has the number's message to the group. */
async function untilTaken(
  urls: SandboxUrls,
  { number, group }: { number: string; group: string },
): Promise<void> {
  await until(async () => {
    const { data } = await requestJson<{ data: { from: string; to: string; fromDevice: number }[] }>(
      'GET',
      `${urls.controlUrl}/ledger?number=${number}&limit=20`,
    );
    return data.some((row) => row.from === number && row.to === group && row.fromDevice > 0);
  });
}

async function until<T>(ask: () => Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`What was waited for did not come in ${PATIENCE_MS} ms.`);
    await pause(100);
  }
}

async function startBare(urls: SandboxUrls, number: string): Promise<RunningProgram<unknown>> {
  const { rootKey } = await requestJson<{ rootKey: string }>('GET', `${urls.controlUrl}/trust`);
  const bare = await startProgram<{ listens: boolean }>({
    file: fileURLToPath(new URL('peers/bare-baileys.ts', import.meta.url)),
    env: { SOCKET_URL: urls.socketUrl, ROOT_KEY: rootKey, ...WATCHED_LOOP },
    readReady: readJsonLine('listens'),
  });
  const { qr } = await bare.ask<{ qr: string }>({ want: 'qr' });
  await scan(urls, { number, qr });
  await bare.ask({ want: 'open' });
  return bare;
}
