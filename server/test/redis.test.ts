import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { LIMITS } from '../src/limits.ts';
import { until } from './phones.ts';
import { enoughOfAWindow } from './rate-window.ts';
import { testServer } from './servers.ts';

const redisThere = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of one's own on a free port, without persistence. */
async function startRedis(port: number): Promise<ChildProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'mh-redis-'));
  const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    redis.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise<void>((ready) => {
    createInterface({ input: redis.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) ready();
    });
  });
  return redis;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise<void>((done) => probe.close(() => done()));
  return port;
}

test.runIf(redisThere)(
  'with REDIS_URL jobs run there, and rates are counted there and go on without it',
  async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const server = await testServer({ roles: 'api,worker', env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
    try {
      expect(await server.running.app.jobs!.runRetention()).toMatchObject({ events: 0 });
      const token = server.agencies[0].apiKey;
      const left = async () =>
        Number((await server.call('GET', '/me', { token })).headers.get('ratelimit-remaining'));
      await enoughOfAWindow(20_000);
      const first = await left();
      expect(first).toBe(LIMITS.rates.requests.api_key - 1);
      expect(await left()).toBe(first - 1);
      const { email, password } = server.agencies[0].clients[0].members.admin;
      const attempt = (word: string) =>
        server.call('POST', '/auth/sign-in', { body: { email, password: word } });
      for (let turn = 0; turn < 12; turn += 1) expect((await attempt(password)).status).toBe(200);
      const guesses = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong')));
      expect(guesses.filter((reply) => reply.status === 429).length).toBe(2);

      const gone = new Promise((done) => redis.once('exit', done));
      redis.kill('SIGKILL');
      await gone;
      expect((await server.call('GET', '/me', { token })).status).toBe(200);
      expect(await left()).toBeGreaterThan(0);
      expect((await server.call('GET', '/health')).status).toBe(200);

      // Started anew, it has forgotten everything.
      await startRedis(port);
      const client = new Redis(port, '127.0.0.1');
      onTestFinished(() => client.disconnect());
      await until('what is repeated is known there again', async () => {
        const [key] = await client.keys('*:repeat');
        return key !== undefined && (await client.zcard(key)) === 2;
      });
      expect(await server.running.app.jobs!.runRetention()).toMatchObject({ events: 0 });
      await until(
        'rates are counted there again, from the beginning',
        async () => (await left()) === first - 1,
      );
    } finally {
      await server.stop();
    }
  },
  60_000,
);
