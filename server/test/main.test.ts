import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { databaseFolderOf } from '../src/config.ts';
import { removeEmbeddedPostgres } from '../src/db/embedded-postgres.ts';

// Whole programs are started here, several in one test.
vi.setConfig({ testTimeout: 90_000 });

/** main.ts as a process of its own, as a person or a supervisor starts it. */
interface MainProcess {
  child: ChildProcess;
  /** Resolves with the address, or rejects with what it said when it ended before that. */
  ready: Promise<string>;
  ended: Promise<{ code: number | null; said: string }>;
}

function startMain(env: Record<string, string>, args: string[] = []): MainProcess {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../src/main.ts', import.meta.url)), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH!, PORT: '0', METAHUB_ROLE: 'api,worker', ...env },
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((done) =>
    child.once('close', (code) => done({ code, said })),
  );
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { url } = JSON.parse(line) as { url?: string };
      if (url) resolve(url);
    });
    void ended.then(({ said: words }) => reject(new Error(words)));
  });
  ready.catch(() => undefined);
  return { child, ready, ended };
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mh-main-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => {
    removeEmbeddedPostgres(databaseFolderOf(folder));
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What still runs with this folder on its command line. */
function processesOf(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'stat,args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.startsWith('Z'));
}

const signIn = (at: string) =>
  fetch(`${at}/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@clinicasol.example', password: 'metahub-demo' }),
  });

test('starts with nothing but a folder, stops when told, and comes back with what it had', async () => {
  const folder = dataFolder();
  const env = { METAHUB_DATA: folder, METAHUB_DEMO: 'yes' };
  const first = startMain(env);
  const url = await first.ready;
  const health = await fetch(`${url}/v1/health`);
  expect(await health.json()).toMatchObject({ status: 'ok', checks: { database: 'ok', jobs: 'ok' } });
  expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);
  const { accessToken } = (await (await signIn(url)).json()) as { accessToken: string };
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, said: '' });
  expect(processesOf(folder)).toEqual([]);

  const second = startMain(env);
  const again = await second.ready;
  const me = await fetch(`${again}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect(me.status).toBe(200);

  // kill -9, and the next start is there at once: nothing is left that holds the folder.
  second.child.kill('SIGKILL');
  await second.ended;
  const third = startMain(env);
  expect((await signIn(await third.ready)).status).toBe(200);
  third.child.kill('SIGINT');
  expect((await third.ended).code).toBe(0);
  while (processesOf(folder).length > 0) await new Promise((done) => setTimeout(done, 20));
});

test('a port that is taken is named, and nothing keeps running', async () => {
  const folder = dataFolder();
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as { port: number };
  const { code, said } = await startMain({ METAHUB_DATA: folder, PORT: String(port) }).ended;
  expect(code).toBe(1);
  expect(said).toContain(`Port ${port} at 127.0.0.1 is in use`);
  expect(said).toContain('PORT=0');
  expect(said).not.toContain('    at ');
  expect(processesOf(folder)).toEqual([]);
});

test('a second one on the same data folder says so, and does the first no harm', async () => {
  const folder = dataFolder();
  const first = startMain({ METAHUB_DATA: folder });
  const url = await first.ready;
  const second = await startMain({ METAHUB_DATA: folder }).ended;
  expect(second.code).toBe(1);
  expect(second.said).toMatch(/Another MetaHub uses the database .* METAHUB_DATA/);
  expect((await fetch(`${url}/v1/health`)).status).toBe(200);
  first.child.kill('SIGTERM');
  await first.ended;
});

test.each([
  ['a data folder that is a file', { METAHUB_DATA: '<file>' }, /data folder .*METAHUB_DATA/],
  ['settings that are wrong', { PORT: 'http', METAHUB_TRANSPORT: 'pigeon' }, /METAHUB_TRANSPORT.*\n.*PORT/],
  [
    'a database that is not there',
    {
      DATABASE_URL: 'postgres://owner@127.0.0.1:1/hub',
      METAHUB_MASTER_KEY: Buffer.alloc(32).toString('base64'),
    },
    /DATABASE_URL/,
  ],
  ['a master key that is not the one', { METAHUB_DATA: '<other>' }, /master key/],
])('%s is said in a sentence', async (_, env, message) => {
  const folder = dataFolder();
  const settings: Record<string, string> = { METAHUB_DATA: folder, ...env };
  if (settings.METAHUB_DATA === '<file>') {
    settings.METAHUB_DATA = join(folder, 'file');
    writeFileSync(settings.METAHUB_DATA, '');
  }
  if (settings.METAHUB_DATA === '<other>') {
    settings.METAHUB_DATA = folder;
    writeFileSync(join(folder, 'master.key'), 'too short');
  }
  const { code, said } = await startMain(settings).ended;
  expect(code).toBe(1);
  expect(said).toMatch(message);
  expect(said).not.toContain('    at ');
});
