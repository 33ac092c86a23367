import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from './harness.ts';

/** A server as a process of its own, which can be killed like any other. */
export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** Its log, a JSON object a line. */
  log: string[];
  /** `kill -9`: nothing of it runs afterwards. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts servers on one database and one sandbox, one after the other or side by side. */
export class ServerProcesses {
  readonly #env: Record<string, string>;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mh-process-'));
  readonly #all = new Set<ServerProcess>();

  constructor(options: {
    db: Pick<TestDatabase, 'owner'>;
    controlUrl: string;
    masterKey: Buffer;
    env?: Record<string, string>;
  }) {
    const { owner } = options.db;
    const database = new URL(`postgres://${encodeURIComponent(owner.user)}@localhost/${owner.database}`);
    database.searchParams.set('host', owner.host);
    if (owner.port) database.port = String(owner.port);
    this.#env = {
      PORT: '0',
      DATABASE_URL: database.href,
      METAHUB_DATA: this.#folder,
      METAHUB_MASTER_KEY: options.masterKey.toString('base64'),
      METAHUB_ROLE: 'api,gateway',
      METAHUB_SANDBOX_URL: options.controlUrl,
      ...options.env,
    };
  }

  /** Starts one and waits until it says that it is ready. */
  async start(env: Record<string, string> = {}): Promise<ServerProcess> {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#env, ...env },
    });
    const log: string[] = [];
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
      this.#all.delete(server);
    };
    const server: ServerProcess = {
      url: '',
      child,
      log,
      kill: () => end('SIGKILL'),
      stop: () => end('SIGTERM'),
    };
    this.#all.add(server);
    createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
    server.url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) =>
        reject(new Error(`The server ended with ${code} before it was ready:\n${log.join('\n')}`)),
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        log.push(line);
        if (line.includes('"The server is ready."')) resolve((JSON.parse(line) as { url: string }).url);
      });
    });
    return server;
  }

  /** Kills what still runs. */
  async end(): Promise<void> {
    await Promise.all([...this.#all].map((server) => server.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
