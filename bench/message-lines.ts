// What the benches of messages share: the simulated network with customers' phones, the whole server with numbers that
// each have an account of their own, and bare Baileys with as many numbers beside it.
import type { Pool } from 'pg';
import { startCluster } from './cluster.ts';
import { pairSession } from './pair-session.ts';
import type { RunningProgram } from './program.ts';
import { makePhones, type SandboxUrls, startSandbox } from './sandbox-program.ts';
import { seedAccount } from './server-database.ts';
import { startServer } from './server-program.ts';
import { startBareBaileys } from './start-bare-baileys.ts';

/** A number with the key of its account. */
export interface Line {
  number: string;
  key: string;
}

/** All that runs, until `stop`. */
export interface MessageLines {
  urls: SandboxUrls;
  customers: string[];
  lines: Line[];
  bareNumbers: string[];
  apiUrl: string;
  pool: Pool;
  bare: RunningProgram<unknown>;
  /** Processes whose CPU time counts as ours. */
  pids: number[];
  stop(): Promise<void>;
}

/** Starts everything and pairs `numbers` sessions on either side; `scopes` are what the keys may do besides pairing. */
export async function startMessageLines(options: {
  numbers: number;
  customers: number;
  scopes?: string[];
  profile?: string | undefined;
}): Promise<MessageLines> {
  const { numbers, profile } = options;
  const cluster = await startCluster();
  const programs: RunningProgram<unknown>[] = [];
  const stop = async (): Promise<void> => {
    for (const program of programs) await program.stop();
    await cluster.stop();
  };
  try {
    const sandbox = await startSandbox({ profile });
    programs.unshift(sandbox);
    const { ready: urls } = sandbox;
    const ourNumbers = await makePhones(urls, { first: 5511990001000, count: numbers, name: 'Clínica' });
    const bareNumbers = await makePhones(urls, { first: 5511990002000, count: numbers, name: 'Loja' });
    const customers = await makePhones(urls, {
      first: 5511970000000,
      count: options.customers,
      name: 'Cliente',
    });
    const server = await startServer({
      databaseUrl: await cluster.makeDatabase('hub'),
      env: { METAHUB_SANDBOX_URL: urls.controlUrl },
      profile,
    });
    programs.unshift(server);
    const pool = cluster.openPool('hub');
    const scopes = ['sessions:pair', 'sessions:read', ...(options.scopes ?? [])];
    const lines: Line[] = [];
    for (const number of ourNumbers) {
      const { key } = await seedAccount(pool, { name: number, scopes });
      const headers = { authorization: `Bearer ${key}` };
      await pairSession({ apiUrl: server.ready.url, headers, sandbox: urls, number });
      lines.push({ number, key });
    }
    const bare = await startBareBaileys(urls, bareNumbers);
    programs.unshift(bare);
    const pids = [server.pid, cluster.pid];
    return { urls, customers, lines, bareNumbers, apiUrl: server.ready.url, pool, bare, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
