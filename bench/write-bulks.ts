import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { requestJson } from './json-request.ts';
import type { SandboxUrls } from './sandbox-program.ts';

/** What the phones wrote to each number: the ids in the order of writing, of all authors in turns. */
export interface Written {
  number: string;
  authors: readonly string[];
  ids: string[];
}

const TEXT = 'Vocês têm horário amanhã à tarde?';

/** The phones write so many messages to each of the numbers, in turns, to all numbers at once. */
export function writeBulks(options: {
  urls: SandboxUrls;
  from: readonly string[];
  to: readonly string[];
  /** Messages to each number in all. */
  each: number;
}): Promise<Written[]> {
  const { urls, from, to, each } = options;
  return Promise.all(
    to.map(async (number) => {
      const body = { from, to: number, count: each, text: TEXT };
      const { ids } = await requestJson<{ ids: string[] }>('POST', `${urls.controlUrl}/bulk`, { body });
      return { number, authors: from, ids };
    }),
  );
}

/** Waits until as many messages of these numbers are stored as were written. */
export async function untilStored(options: {
  pool: Pool;
  written: readonly Written[];
  patienceMs?: number;
}): Promise<void> {
  const { pool, written, patienceMs = 180_000 } = options;
  const wanted = written.reduce((sum, { ids }) => sum + ids.length, 0);
  const numbers = written.map(({ number }) => `+${number}`);
  const started = Date.now();
  for (;;) {
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::integer as count from sessions s
       join messages m on m.account_id = s.account_id and m.session_id = s.id and m.direction = 'inbound'
       where s.number = any($1)`,
      [numbers],
    );
    const stored = rows[0]!.count;
    if (stored >= wanted) return;
    if (Date.now() - started > patienceMs)
      throw new Error(`${stored} of ${wanted} messages were stored in ${patienceMs} ms.`);
    await pause(50);
  }
}
