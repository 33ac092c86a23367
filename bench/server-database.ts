import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { makeApiKeySecret } from '../server/src/access/api-key-secret.ts';
import { newId } from '../server/src/db/ids.ts';

/** Makes an account in the server's database, with a key. */
export async function seedAccount(
  pool: Pool,
  { name, scopes }: { name: string; scopes: string[] },
): Promise<{ accountId: string; key: string }> {
  const accountId = newId();
  const key = makeApiKeySecret('test');
  await pool.query(`insert into accounts (id, name, mode) values ($1, $2, 'test')`, [accountId, name]);
  await pool.query(
    `insert into api_keys (account_id, id, name, prefix, hash, scopes) values ($1, $2, 'bench', $3, $4, $5)`,
    [accountId, newId(), key.prefix, key.hash, scopes],
  );
  return { accountId, key: key.secret };
}

/** Waits until every event has its number: nothing that the server accepted or received is still being worked on. */
export async function untilNumbered(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query('select 1 from events where seq is null limit 1');
    if (rows.length === 0) return;
    await pause(10);
  }
}

/**
 * Gathers the planner's statistics, as the database does by itself within the first minutes of use: a server that
 * has just begun still has the plans for empty tables.
 */
export async function gatherStatistics(pool: Pool): Promise<void> {
  await pool.query('analyze');
}
