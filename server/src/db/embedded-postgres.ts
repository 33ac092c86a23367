import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ConnectionOptions } from './connection-options.ts';
import {
  EMBEDDED_OWNER,
  EmbeddedPostgresError,
  identityOfServer,
  makeCluster,
  makeFolder,
  placeBinaries,
  placeCluster,
  placeSocket,
} from './embedded-places.ts';

export { EmbeddedPostgresError, removeEmbeddedPostgres } from './embedded-places.ts';

/** The database of an embedded cluster. */
export const EMBEDDED_DATABASE = 'metahub';

/** How long a start waits for another server on the same folder (one that is just shutting down) to let go. */
const LOCK_PATIENCE_MS = 15_000;
/** How long another server on the same folder may go on answering before it counts as one that stays. */
const ANSWERING_PATIENCE_MS = 2_000;
/** How long the server may take to shut down before it is told to quit without ceremony. */
const STOP_PATIENCE_MS = 30_000;
/**
 * Holds the server by a pipe: when our end closes (by stop(), or by our death, `kill -9` included), PostgreSQL
 * is told to shut down. Signals to the terminal's group don't reach it, so it still answers while we drain.
 */
const WATCHDOG =
  'exec 3<&0 </dev/null; "$@" 3<&- & P=$!; { read -r _ <&3; kill -INT $P; } & W=$!; exec 3<&-; ' +
  'trap "" INT TERM HUP; wait $P; S=$?; kill $W 2>/dev/null; exit $S';

export interface EmbeddedPostgres {
  /** For the owner (a superuser of this cluster). The app's role differs by `user` only: the socket is trusted. */
  connection: ConnectionOptions;
  /** Where the cluster is: below the folder asked for, or elsewhere when its user can't enter that folder. */
  clusterFolder: string;
  /** The process that holds the server. */
  pid(): number | undefined;
  /** Shuts the server down and waits for it. Close all connections first. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that came with npm on a unix socket, making its cluster on the first run.
 *
 * - `folder` is the folder for the cluster; it is made if it doesn't exist, and belongs to the database alone.
 * - `sync: false` gives up durability for speed, for tests only.
 *
 * It works as root (PostgreSQL then runs as `postgres`, or `nobody`) and as a user. A server that dies is
 * started again. Throws EmbeddedPostgresError with a message for the person at the terminal.
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  sync?: boolean;
}): Promise<EmbeddedPostgres> {
  const sync = options.sync ?? true;
  const folder = resolve(options.folder);
  const identity = identityOfServer();
  makeFolder(folder);
  const cluster = placeCluster(folder, identity);
  const binaries = placeBinaries(identity);
  const data = join(cluster, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) makeCluster({ binaries, cluster, data, identity, sync });
  const socketFolder = placeSocket(cluster, identity);
  const connection: ConnectionOptions = {
    host: socketFolder,
    user: EMBEDDED_OWNER,
    database: EMBEDDED_DATABASE,
  };

  // By this name we know our own server from another one on the same folder.
  const mark = `metahub-${randomBytes(6).toString('hex')}`;
  const settings = [
    '-c',
    `cluster_name=${mark}`,
    '-k',
    socketFolder,
    '-c',
    'listen_addresses=',
    '-c',
    'unix_socket_permissions=0700',
    '-c',
    'log_min_messages=warning',
    ...(sync ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
  ];
  const logFile = join(cluster, 'postgres.log');
  const launch = (): ChildProcess => {
    const log = openSync(logFile, 'w', 0o600);
    const child = spawn('/bin/sh', ['-c', WATCHDOG, 'postgres', binaries.postgres, '-D', data, ...settings], {
      ...identity,
      cwd: '/',
      detached: true,
      stdio: ['pipe', log, log],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    return child;
  };

  let stopping = false;
  let server = launch();
  await untilReady();
  keepRunning();
  await makeDatabase(connection);

  async function untilReady(): Promise<void> {
    const began = Date.now();
    for (;;) {
      const name = await nameOfServer({ ...connection, database: 'postgres' });
      if (name === mark) return;
      const waited = Date.now() - began;
      const ended = server.exitCode !== null || server.signalCode !== null;
      if (name !== null && waited > ANSWERING_PATIENCE_MS) {
        await stopServer(server);
        throw new EmbeddedPostgresError(inUse(data));
      }
      if (ended) {
        const log = readFileSync(logFile, 'utf8');
        if (!LOCKED.test(log) || waited > LOCK_PATIENCE_MS)
          throw new EmbeddedPostgresError(explainFailure({ log, data }));
        await pause(200);
        server = launch();
      }
      await pause(20);
    }
  }

  function keepRunning(): void {
    server.once('exit', () => {
      if (stopping) return;
      void (async () => {
        // While the server is down, requests are answered 503 and everything that waits tries again.
        for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
          await pause(wait);
          if (stopping) return;
          server = launch();
          try {
            await untilReady();
            keepRunning();
            return;
          } catch {
            // Tried again after a longer pause; the reason stands in postgres.log.
          }
        }
      })();
    });
  }

  return {
    connection,
    clusterFolder: cluster,
    pid: () => server.pid,
    async stop() {
      stopping = true;
      await stopServer(server);
      if (!socketFolder.startsWith(cluster)) rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

/** The name of the server that answers there; null when none does. */
async function nameOfServer(connection: ConnectionOptions): Promise<string | null> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ cluster_name: string }>('show cluster_name');
    await client.end();
    return rows[0]?.cluster_name ?? null;
  } catch {
    return null;
  }
}

async function makeDatabase(connection: ConnectionOptions): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [connection.database]);
    if (known.rowCount === 0) await client.query(`create database "${connection.database}"`);
  } finally {
    await client.end();
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((done) => server.once('exit', () => done()));
  server.stdin?.end();
  const impatient = setTimeout(() => {
    // The group is the watchdog and the server: SIGQUIT ends the server at once, and recovery follows.
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGQUIT');
  }, STOP_PATIENCE_MS);
  await gone;
  clearTimeout(impatient);
}

const LOCKED = /lock file|already in use|pre-existing shared memory/i;

function explainFailure(options: { log: string; data: string }): string {
  if (LOCKED.test(options.log)) return inUse(options.data);
  const lines = options.log.trim().split('\n').slice(-5).join('\n');
  return `The database in ${options.data} does not start:\n${lines}`;
}

function inUse(data: string): string {
  return `Another MetaHub uses the database in ${data}. Stop it, or choose another folder by METAHUB_DATA.`;
}
