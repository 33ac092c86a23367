import type { Pool } from 'pg';
import { pairSession } from './pair-session.ts';
import type { SandboxUrls } from './sandbox-program.ts';
import { seedAccount } from './server-database.ts';

/** Pairings that go on at the same time: more would only wait for each other. */
const AT_ONCE = 5;

/** Links each number to an account of its own. */
export async function pairSessions(options: {
  pool: Pool;
  apiUrl: string;
  sandbox: Pick<SandboxUrls, 'controlUrl'>;
  numbers: readonly string[];
}): Promise<void> {
  const { pool, numbers, ...where } = options;
  const waiting = [...numbers];
  const pairOn = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const { key } = await seedAccount(pool, { name: number, scopes: ['sessions:pair', 'sessions:read'] });
      await pairSession({ ...where, headers: { authorization: `Bearer ${key}` }, number });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, pairOn));
}
