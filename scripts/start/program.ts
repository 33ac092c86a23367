import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { LogFile } from './log-file.ts';

const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 12_000;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 10_000;
/** A program that ran this long is healthy again: its next restart is quick. */
const HEALTHY_AFTER_MS = 60_000;
const stopWithParent = fileURLToPath(new URL('stop-with-parent.ts', import.meta.url));

export interface ProgramOptions<Ready> {
  /** What people call it, in reports. */
  name: string;
  /** The file that Node runs. */
  entry: string;
  env: Record<string, string>;
  logPath: string;
  /** Reads one line of its output; answers what the line says once the program is ready, else null. */
  readReady: (line: string) => Ready | null;
  /** What a restart adds to the environment, so that it comes back at the same addresses. */
  envAfter?: (ready: Ready) => Record<string, string>;
  /** Tells a person what happened. */
  report: (message: string) => void;
}

/** A program ended, or stayed silent, before it was ready. The message holds its last lines. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
}

/** One supervised program: started, awaited, restarted with growing pauses when it dies, stopped in peace. */
export class Program<Ready> {
  readonly #options: ProgramOptions<Ready>;
  readonly #log: LogFile;
  #child: ChildProcess | null = null;
  #env: Record<string, string>;
  #stopping = false;
  #pauseMs = FIRST_PAUSE_MS;
  #restart: NodeJS.Timeout | null = null;

  constructor(options: ProgramOptions<Ready>) {
    this.#options = options;
    this.#env = options.env;
    this.#log = new LogFile(options.logPath);
  }

  /** Starts it and resolves when it is ready. From then on it is kept running until `stop`. */
  async start(): Promise<Ready> {
    const ready = await this.#run();
    this.#env = { ...this.#env, ...this.#options.envAfter?.(ready) };
    return ready;
  }

  /** Ends it: asks first, and forces it after 12 seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#restart) clearTimeout(this.#restart);
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(force);
  }

  #run(): Promise<Ready> {
    const { name, entry, readReady } = this.#options;
    const child = spawn(process.execPath, ['--import', stopWithParent, entry], {
      // The demo's passwords are public: it listens on this machine only.
      env: { ...process.env, HOST: '127.0.0.1', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl+C reaches the starter alone, which stops the programs in order.
      detached: true,
    });
    this.#child = child;
    const startedAt = Date.now();
    return new Promise<Ready>((resolve, reject) => {
      let ready = false;
      const fail = (why: string) => {
        const lines = this.#log.last.map((line) => `  ${line}`).join('\n');
        reject(new ProgramFailed(`${name} ${why}. Its last lines (${this.#log.path}):\n${lines}`));
      };
      const impatience = setTimeout(() => {
        fail(`was not ready after ${READY_TIMEOUT_MS / 1000} s`);
        child.kill('SIGKILL');
      }, READY_TIMEOUT_MS);
      const read = (line: string) => {
        this.#log.write(line);
        const said = ready ? null : readReady(line);
        if (said === null) return;
        ready = true;
        clearTimeout(impatience);
        resolve(said);
      };
      forEachLine(child.stdout!, read);
      forEachLine(child.stderr!, (line) => this.#log.write(line));
      child.on('error', (error) => fail(`could not be started: ${error.message}`));
      // 'close' comes after the last line was read, so the report of a failure is complete.
      child.on('close', (code, signal) => {
        clearTimeout(impatience);
        if (this.#stopping) return;
        if (!ready) fail(`ended (${signal ?? code}) before it was ready`);
        else this.#restartSoon(`${name} ended (${signal ?? code})`, Date.now() - startedAt);
      });
    });
  }

  #restartSoon(why: string, ranMs: number): void {
    if (ranMs > HEALTHY_AFTER_MS) this.#pauseMs = FIRST_PAUSE_MS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#restart = setTimeout(() => {
      // Reported only now: when everything is being stopped at once, this is never reached.
      this.#options.report(`${why}; starting it again.`);
      this.#run().then(
        () => this.#options.report(`${this.#options.name} is back.`),
        (error: unknown) => {
          if (!this.#stopping) this.#restartSoon(String(error), Date.now());
        },
      );
    }, pauseMs);
  }
}

function forEachLine(stream: Readable, read: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', read);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
