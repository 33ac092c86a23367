import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EmbeddedPostgresError, removeEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

vi.setConfig({ testTimeout: 60_000 });
const isRoot = process.getuid?.() === 0;

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mh-pg-'));
  chmodSync(folder, 0o755);
  const database = join(folder, 'database');
  onTestFinished(() => {
    removeEmbeddedPostgres(database);
    rmSync(folder, { recursive: true, force: true });
  });
  return database;
}

async function ask<R extends object>(
  connection: { host: string; user: string; database: string },
  text: string,
): Promise<R[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Everything that still runs with this folder on its command line. */
function processesOf(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,stat,args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(folder) && !/^\s*\d+\s+Z/.test(line));
}

/** Waits until a condition that another process brings about holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 20));
}

/** A program that starts the database and says where, as the server does. */
async function startInChild(
  folder: string,
  identity: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; connection: { host: string; user: string; database: string } }> {
  const module = fileURLToPath(new URL('embedded-postgres.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
       const started = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, sync: false });
       console.log(JSON.stringify(started.connection));
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], ...identity },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) => reject(new Error(`The child ended with ${code}.`)));
  });
  return { child, connection: JSON.parse(line) as { host: string; user: string; database: string } };
}

describe('the embedded database', () => {
  test('keeps its data over a restart, and leaves nothing running', async () => {
    const folder = dataFolder();
    const first = await startEmbeddedPostgres({ folder, sync: false });
    await ask(first.connection, 'create table kept as select 42 as answer');
    await first.stop();
    expect(processesOf(folder)).toEqual([]);
    const second = await startEmbeddedPostgres({ folder, sync: false });
    expect(await ask(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test('kill -9 of the program leaves no orphan, and what was committed is there at once', async () => {
    const folder = dataFolder();
    const { child, connection } = await startInChild(folder);
    await ask(connection, 'create table kept as select 7 as answer');
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    // Started while the old one may still be shutting down: it waits for the lock.
    const again = await startEmbeddedPostgres({ folder, sync: false });
    expect(await ask(again.connection, 'select answer from kept')).toEqual([{ answer: 7 }]);
    await again.stop();
    await until(() => processesOf(folder).length === 0);
  });

  test('a server that dies is started again', async () => {
    const folder = dataFolder();
    const postgres = await startEmbeddedPostgres({ folder, sync: false });
    const pid = Number(
      readFileSync(join(postgres.clusterFolder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    process.kill(pid, 'SIGKILL');
    let rows: object[] = [];
    while (rows.length === 0)
      rows = await ask(postgres.connection, 'select 1 as back').catch(() => {
        return new Promise<object[]>((done) => setTimeout(done, 20, []));
      });
    const now = Number(
      readFileSync(join(postgres.clusterFolder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    expect(now).not.toBe(pid);
    await postgres.stop();
    expect(processesOf(folder)).toEqual([]);
  });

  test('a cluster that was cut short while being made is made anew', async () => {
    const folder = dataFolder();
    const first = await startEmbeddedPostgres({ folder, sync: false });
    await first.stop();
    const data = join(first.clusterFolder, 'data');
    rmSync(join(data, 'PG_VERSION'));
    const second = await startEmbeddedPostgres({ folder, sync: false });
    expect(await ask(second.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  test.runIf(isRoot)(
    'under a folder that its user cannot enter it lives elsewhere, and comes back there',
    async () => {
      const closed = mkdtempSync(join(tmpdir(), 'mh-closed-'));
      chmodSync(closed, 0o700);
      const folder = join(closed, 'database');
      onTestFinished(() => rmSync(closed, { recursive: true, force: true }));
      const first = await startEmbeddedPostgres({ folder, sync: false });
      expect(first.clusterFolder.startsWith(closed)).toBe(false);
      await ask(first.connection, 'create table kept as select 3 as answer');
      await first.stop();
      const second = await startEmbeddedPostgres({ folder, sync: false });
      expect(second.clusterFolder).toBe(first.clusterFolder);
      expect(await ask(second.connection, 'select answer from kept')).toEqual([{ answer: 3 }]);
      await second.stop();
      removeEmbeddedPostgres(folder);
      expect(existsSync(first.clusterFolder)).toBe(false);
    },
  );

  test.runIf(isRoot)('works for a user who is not root', async () => {
    const folder = dataFolder();
    mkdirSync(folder);
    spawnSync('chown', ['nobody', folder]);
    const uid = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
    const gid = Number(spawnSync('id', ['-g', 'nobody'], { encoding: 'utf8' }).stdout);
    const { child, connection } = await startInChild(folder, { uid, gid });
    expect(await ask({ ...connection }, 'select 5 as five')).toEqual([{ five: 5 }]);
    child.kill('SIGKILL');
    await until(() => processesOf(folder).length === 0);
  });

  test('a second one on the same folder is refused, and does the first no harm', async () => {
    const folder = dataFolder();
    const first = await startEmbeddedPostgres({ folder, sync: false });
    await expect(startEmbeddedPostgres({ folder, sync: false })).rejects.toThrow(/Another MetaHub uses/);
    expect(await ask(first.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
    expect(processesOf(folder)).toEqual([]);
  });

  test('a folder that cannot be made is said in a sentence', async () => {
    const file = join(dataFolder(), '..', 'a-file');
    spawnSync('touch', [file]);
    await expect(startEmbeddedPostgres({ folder: join(file, 'database') })).rejects.toThrow(
      EmbeddedPostgresError,
    );
    await expect(startEmbeddedPostgres({ folder: join(file, 'database') })).rejects.toThrow(/METAHUB_DATA/);
  });
});
