// From a clean clone to a healthy API: cold (nothing installed, an empty package store and home), and warm (the same
// clone started again). The baseline is the installation alone, of another clone with another empty store.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DemoFile } from '../scripts/start/demo-file.ts';
import { type Bench, figureOf, type Round } from './figure.ts';
import { makeScratchFolder } from './scratch-folder.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runFile = promisify(execFile);
const PATIENCE_MS = 300_000;

export const run: Bench = async function* ({ quick }) {
  const colds: Round[] = [];
  const warms: Round[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    const folder = makeScratchFolder();
    const baseline = (await install(join(folder, 'alone'))) / 1000;
    const clone = await makeClone(join(folder, 'product'));
    colds.push({ ours: (await start(clone)) / 1000, baseline });
    warms.push({ ours: (await start(clone)) / 1000, baseline });
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  const baseline = 'installation alone, cold';
  yield figureOf(colds, { name: 'ready/cold', unit: 's', baseline });
  yield figureOf(warms, { name: 'ready/warm', unit: 's', baseline });
};

interface Clone {
  source: string;
  /** The environment of a newcomer: an empty home, their own Node, nothing of this checkout on the path. */
  env: NodeJS.ProcessEnv;
  demoFile: string;
}

async function makeClone(folder: string): Promise<Clone> {
  const source = join(folder, 'source');
  const home = join(folder, 'home');
  const data = join(folder, 'data');
  await mkdir(home, { recursive: true });
  await mkdir(data);
  // What is committed, and nothing that only this checkout has.
  await runFile('git', ['clone', '--quiet', '--no-hardlinks', root, source]);
  const path = (process.env.PATH ?? '').split(':').filter((entry) => !entry.startsWith(root));
  const env = { ...process.env, PATH: path.join(':'), HOME: home, PORT: '0', METAHUB_DATA: data };
  return { source, env, demoFile: join(data, 'demo.json') };
}

/** Milliseconds of an installation from nothing, by the command that the starter uses. */
async function install(folder: string): Promise<number> {
  const { source, env } = await makeClone(folder);
  const pnpm = /'(pnpm@[\d.]+)'/.exec(readFileSync(join(source, 'scripts/up.mjs'), 'utf8'))?.[1];
  if (!pnpm) throw new Error('scripts/up.mjs names no version of pnpm.');
  const started = performance.now();
  await runFile('npx', ['--yes', pnpm, 'install', '--frozen-lockfile'], { cwd: source, env });
  return performance.now() - started;
}

/** Milliseconds from `npm start` to an API that is healthy. Everything is stopped again before it answers. */
async function start({ source, env, demoFile }: Clone): Promise<number> {
  const started = performance.now();
  const child = spawn('npm', ['start'], { cwd: source, env, detached: true, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const signal = (name: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(-child.pid!, name);
    } catch {
      return false;
    }
  };
  const onExit = () => void signal('SIGTERM');
  process.on('exit', onExit);
  try {
    while (!(await isHealthy(demoFile))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
      if (performance.now() - started > PATIENCE_MS) throw new Error('npm start was not ready in time.');
      await pause(25);
    }
    return performance.now() - started;
  } finally {
    signal('SIGTERM');
    await ended;
    // npm may be gone before the product has stopped.
    while (signal(0)) await pause(50);
    process.off('exit', onExit);
  }
}

/** The starter writes the file when everything is up. */
async function isHealthy(demoFile: string): Promise<boolean> {
  if (!existsSync(demoFile)) return false;
  const { apiUrl } = JSON.parse(readFileSync(demoFile, 'utf8')) as DemoFile;
  return fetch(`${apiUrl}/v1/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}
