// From a clean clone to a healthy API: cold (nothing installed, empty package store), warm (the same clone again).
// The baseline is the installation alone, with the same clone and the same kind of empty store.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bench } from './figure.ts';
import { median } from './figure.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run1 = promisify(execFile);
const readyTimeoutMs = 300_000;

export const run: Bench = async function* ({ quick }) {
  const rounds = quick ? 1 : 3;
  const installs: number[] = [];
  const colds: number[] = [];
  const warms: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'mh-ready-'));
    try {
      installs.push(await installOnly(join(folder, 'install')));
      const src = join(folder, 'clone');
      await clone(src);
      const home = join(folder, 'home');
      await mkdir(home);
      colds.push(await startOnce(src, join(folder, 'data'), home));
      warms.push(await startOnce(src, join(folder, 'data'), home));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const baseline = { name: 'installation alone, cold', value: median(installs) / 1000 };
  for (const [name, times] of [
    ['ready/cold', colds],
    ['ready/warm', warms],
  ] as const) {
    const value = median(times) / 1000;
    yield { name, value, unit: 's', baseline, ratio: value / baseline.value, rounds };
  }
};

async function clone(target: string): Promise<void> {
  await run1('git', ['clone', '-q', root, target]);
}

async function installOnly(folder: string): Promise<number> {
  await mkdir(folder);
  const src = join(folder, 'clone');
  await clone(src);
  const pnpm = /'(pnpm@[\d.]+)'/.exec(readFileSync(join(src, 'scripts/up.mjs'), 'utf8'))![1]!;
  const started = performance.now();
  await run1('npx', ['--yes', pnpm, 'install', '--frozen-lockfile'], {
    cwd: src,
    env: { ...systemEnvironment(), HOME: folder },
  });
  return performance.now() - started;
}

/** The environment of a newcomer: their own Node first, nothing of this workspace on the path. */
function systemEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env.PATH ?? '').split(':').filter((entry) => !entry.startsWith(root));
  return { ...process.env, PATH: path.join(':') };
}

async function startOnce(src: string, data: string, home: string): Promise<number> {
  await mkdir(data, { recursive: true });
  const demoFile = join(data, 'demo.json');
  await rm(demoFile, { force: true });
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: src,
    detached: true,
    stdio: 'ignore',
    env: { ...systemEnvironment(), HOME: home, PORT: '0', METAHUB_DATA: data },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    while (!(await isHealthy(demoFile))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      if (performance.now() - started > readyTimeoutMs)
        throw new Error('npm start did not become ready in 5 minutes');
      await pause(25);
    }
    return performance.now() - started;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGTERM');
    await ended;
  }
}

async function isHealthy(demoFile: string): Promise<boolean> {
  if (!existsSync(demoFile)) return false;
  const { apiUrl } = JSON.parse(readFileSync(demoFile, 'utf8')) as { apiUrl: string };
  return fetch(`${apiUrl}/v1/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}
