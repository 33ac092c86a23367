// Puts all keys under the current master key while the servers run: docs/privacy.md says in which order.
//   METAHUB_MASTER_KEY=<new>,<old> DATABASE_URL=… node server/src/rotate-master-key.ts
import { ConfigError, readConfig } from './config.ts';
import { openDatabase } from './db/database.ts';
import { MasterKey, SealError } from './db/master-key.ts';
import { rewrapKeys } from './db/rewrap-keys.ts';
import { APP_ROLE } from './db/walls.ts';
import { LIMITS } from './limits.ts';

try {
  await rotate();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

async function rotate(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.databaseUrl || config.masterKeys.length < 2)
    throw new ConfigError(
      'Rotating needs DATABASE_URL, and in METAHUB_MASTER_KEY the new key and the former one, with a comma.',
    );
  const masterKey = new MasterKey(config.masterKeys);
  const password = masterKey.derive('database login').toString('base64url');
  const database = openDatabase({
    app: { ...config.databaseUrl, user: APP_ROLE, password },
    limits: { ...LIMITS.database, connections: 2 },
  });
  try {
    const done = await rewrapKeys({
      database,
      masterKey,
      onProgress: (accounts) => process.stdout.write(`${accounts} accounts…\n`),
    });
    process.stdout.write(
      `Done: ${done.accounts} accounts and ${done.signingKeys} signing keys are under the current master key.\n`,
    );
    if (done.lostSigningKeys > 0)
      process.stdout.write(
        `${done.lostSigningKeys} signing keys open with none of these keys; they only verify until they retire.\n`,
      );
  } finally {
    await database.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SealError) return error.message;
  const { code } = error as { code?: unknown };
  if (code === '28P01')
    return 'The database refuses the login that belongs to the new key: start the servers with the new key first.';
  return error instanceof Error ? error.message : String(error);
}
