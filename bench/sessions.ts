// What a connected session costs while nothing happens: resident memory, from step to step of ever more sessions, and
// CPU time. The whole server on a real database, each session with Signal sessions and conversations of its own,
// beside bare Baileys with as many sockets on the same network, its keys in memory. Each in a process of its own.
import { setTimeout as pause } from 'node:timers/promises';
import { startCluster } from './cluster.ts';
import { cpuSeconds, tellsCpuTime } from './cpu-time.ts';
import type { Bench, Figure } from './figure.ts';
import { askMemory, type MemoryUse, SETTLED_MEMORY } from './memory-use.ts';
import { pairSessions } from './pair-sessions.ts';
import type { RunningProgram } from './program.ts';
import { makePhones, startSandbox } from './sandbox-program.ts';
import { untilNumbered } from './server-database.ts';
import { startServer } from './server-program.ts';
import { linkBareBaileys, startBareBaileys } from './start-bare-baileys.ts';
import { untilStored, writeBulks } from './write-bulks.ts';

const MEBIBYTE = 1_048_576;
/** What the maintainers of WAHA, which stands on Baileys too, tell for a session: at most 80 MB. */
const PUBLISHED = { name: 'WAHA NOWEB as published, not run here', value: 80_000_000 / MEBIBYTE };
/** Three mebibytes. */
const AIM = 0.04;
/** Each writes one message to each number. */
const CUSTOMERS = 10;

/** What both sides hold with so many sessions. */
interface Step {
  sessions: number;
  ours: MemoryUse;
  bare: MemoryUse;
}

export const run: Bench = async function* ({ quick, profile }) {
  const counts = quick ? [10, 20, 50] : [10, 50, 100, 300];
  const idleSeconds = quick ? 10 : 60;
  const cluster = await startCluster();
  const programs: RunningProgram<unknown>[] = [];
  try {
    const sandbox = await startSandbox();
    programs.unshift(sandbox);
    const { ready: urls } = sandbox;
    const customers = await makePhones(urls, { first: 5511970000000, count: CUSTOMERS, name: 'Cliente' });
    const server = await startServer({
      databaseUrl: await cluster.makeDatabase('hub'),
      env: { METAHUB_SANDBOX_URL: urls.controlUrl, ...SETTLED_MEMORY },
      profile,
    });
    programs.unshift(server);
    const pool = cluster.openPool('hub');
    const bare = await startBareBaileys(urls, [], SETTLED_MEMORY);
    programs.unshift(bare);

    let before: Step | undefined;
    let paired = 0;
    for (const count of counts) {
      const more = count - paired;
      const ourNumbers = await makePhones(urls, { first: 5511990001000 + paired, count: more, name: 'Loja' });
      const bareNumbers = await makePhones(urls, {
        first: 5511990002000 + paired,
        count: more,
        name: 'Loja',
      });
      paired = count;
      await pairSessions({ pool, apiUrl: server.ready.url, sandbox: urls, numbers: ourNumbers });
      await linkBareBaileys({ bare, urls, numbers: bareNumbers });
      const written = await writeBulks({ urls, from: customers, to: ourNumbers, each: CUSTOMERS });
      await untilStored({ pool, written });
      await untilNumbered(pool);
      await bare.ask({ want: 'count', count: more * CUSTOMERS });
      const seen = bare.hear();
      await writeBulks({ urls, from: customers, to: bareNumbers, each: CUSTOMERS });
      await seen;
      const now = { sessions: count, ours: await askMemory(server), bare: await askMemory(bare) };
      if (before) {
        const each = eachMore(before, now);
        const name = `sessions/memory-each-${before.sessions}-to-${count}`;
        yield memory(name, each.ours, PUBLISHED, { atMost: AIM });
        yield memory(`${name}-beside-bare`, each.ours, {
          name: 'bare Baileys, keys in memory',
          value: each.bare,
        });
      }
      before = now;
    }
    const last = before!;
    yield memory(`sessions/memory-all-of-${last.sessions}`, last.ours.resident / MEBIBYTE, {
      name: 'bare Baileys, keys in memory',
      value: last.bare.resident / MEBIBYTE,
    });
    if (!tellsCpuTime) return;
    const idle = await idleCpu({ ours: [server.pid, cluster.pid], bare: [bare.pid] }, idleSeconds);
    const perSession = 1000 / last.sessions;
    yield {
      name: `sessions/idle-cpu-each-of-${last.sessions}`,
      value: idle.ours * perSession,
      unit: 'ms/s',
      baseline: { name: 'bare Baileys', value: idle.bare * perSession },
      ratio: idle.ours / idle.bare,
      rounds: 1,
    };
  } finally {
    for (const program of programs) await program.stop();
    await cluster.stop();
  }
};

/** Mebibytes of resident memory that one more session takes. */
function eachMore(before: Step, now: Step): { ours: number; bare: number } {
  const each = (side: 'ours' | 'bare') =>
    (now[side].resident - before[side].resident) / MEBIBYTE / (now.sessions - before.sessions);
  return { ours: each('ours'), bare: each('bare') };
}

function memory(name: string, value: number, baseline: Figure['baseline'], aim?: Figure['aim']): Figure {
  return { name, value, unit: 'MiB', baseline, ratio: value / baseline.value, aim, rounds: 1 };
}

/** CPU seconds that each side takes in a second in which nobody asks it for anything. */
async function idleCpu(
  pids: { ours: number[]; bare: number[] },
  seconds: number,
): Promise<{ ours: number; bare: number }> {
  const started = performance.now();
  const before = { ours: cpuSeconds(pids.ours), bare: cpuSeconds(pids.bare) };
  await pause(seconds * 1000);
  const used = { ours: cpuSeconds(pids.ours) - before.ours, bare: cpuSeconds(pids.bare) - before.bare };
  const lasted = (performance.now() - started) / 1000;
  return { ours: used.ours / lasted, bare: used.bare / lasted };
}
