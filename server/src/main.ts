// One process of the server. Settings: docs/configuration.md. `--role=api,worker,gateway` says what it does.
import { ConfigError, readConfig } from './config.ts';
import { EmbeddedPostgresError } from './db/embedded-postgres.ts';
import { SealError } from './db/master-key.ts';
import { createLog } from './log.ts';
import { type RunningServer, startServer } from './start-server.ts';

await main();

async function main(): Promise<void> {
  let running: RunningServer | undefined;
  let stopping = false;
  try {
    const config = readConfig(process.env, process.argv.slice(2));
    const log = createLog({ level: config.logLevel });
    const onSignal = (signal: NodeJS.Signals): void => {
      // Asked twice, somebody is impatient: what is committed is safe at any instant.
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'Stopping.');
      if (running) void running.stop().finally(() => process.exit(0));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'A promise was rejected unseen.'));
    process.on('uncaughtException', (error) => {
      // A connection that breaks while everything is being closed is nobody's concern any more.
      if (stopping) return log.warn({ err: error }, 'An error came while stopping.');
      log.fatal({ err: error }, 'The program is in an unknown state and ends.');
      process.exit(1);
    });
    running = await startServer({ config, log });
    if (stopping) await running.stop().finally(() => process.exit(0));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** What the person at the terminal needs to know; the stack only where we don't know either. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError || error instanceof SealError)
    return error.message;
  const { code, port, address, message, stack } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE')
    return `Port ${port} at ${address} is in use. Stop the other program, or choose another port: PORT=3001, or PORT=0 for a free one.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} needs more rights than this user has. Choose one above 1023 by PORT.`;
  if (code === 'EADDRNOTAVAIL') return `HOST=${address} is not an address of this machine.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === '28P01' || code === '3D000')
    return `The database of DATABASE_URL can't be used: ${message}.`;
  return stack ?? String(error);
}
