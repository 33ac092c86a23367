import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DemoFile } from '../scripts/start/demo-file.ts';

const root = dirname(import.meta.dirname);
const READY_LIMIT_MS = 180_000;

/** A whole product, started as `npm start` does, on free ports and in a data folder of its own. */
export interface RunningProduct {
  demo: DemoFile;
  dataFolder: string;
  /** The starter's process. */
  pid: number;
  /** What it printed so far. */
  output: () => string;
  /** Signals the starter and waits for its end; answers its exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Makes a data folder that the database's user can enter, too. */
export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metahub-e2e-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Starts the product and waits until it says where everything is. */
export async function startProduct(dataFolder: string): Promise<RunningProduct> {
  // One that was killed leaves it behind.
  await rm(join(dataFolder, 'demo.json'), { force: true });
  const starter = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    cwd: root,
    env: { ...process.env, PORT: '0', METAHUB_DATA: dataFolder, NODE_ENV: 'development', VITEST: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [starter.stdout, starter.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + String(chunk)).slice(-20_000);
    });
  }
  const ended = once(starter, 'exit') as Promise<[number | null]>;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (starter.exitCode === null && starter.signalCode === null) starter.kill(signal);
    const [code] = await ended;
    return code;
  };
  const demoFile = join(dataFolder, 'demo.json');
  const end = Date.now() + READY_LIMIT_MS;
  while (!existsSync(demoFile)) {
    if (starter.exitCode !== null) throw new Error(`The product ended with ${starter.exitCode}:\n${output}`);
    if (Date.now() > end) {
      await stop('SIGTERM');
      throw new Error(`The product was not ready in time:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const demo = JSON.parse(await readFile(demoFile, 'utf8')) as DemoFile;
  return { demo, dataFolder, pid: starter.pid!, output: () => output, stop };
}

/** Removes what a product left. */
export async function removeDataFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
