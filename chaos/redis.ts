import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A Redis of one's own, which forgets everything when it ends. */
export class Redis {
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  constructor(options: { port: number; folder: string }) {
    this.#port = options.port;
    this.#folder = options.folder;
    mkdirSync(options.folder, { recursive: true });
  }

  /** Whether there is a redis-server on this machine. */
  static get isThere(): boolean {
    return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const redis = spawn('redis-server', ['--port', String(this.#port), '--save', '', '--dir', this.#folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = redis;
    await new Promise<void>((resolve, reject) => {
      redis.once('error', reject);
      redis.once('exit', (code) => reject(new Error(`Redis ended with ${code} before it was ready.`)));
      createInterface({ input: redis.stdout }).on('line', (line) => {
        if (line.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const redis = this.#process;
    if (!redis || redis.exitCode !== null || redis.signalCode !== null) return;
    const gone = new Promise<void>((done) => redis.once('exit', () => done()));
    redis.kill('SIGKILL');
    await gone;
  }
}
