import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { provisionAgency, provisionApiKey } from '../src/accounts/provision-account.ts';
import { readConfig } from '../src/config.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { migrate } from '../src/db/migrate.ts';
import { APP_ROLE } from '../src/db/walls.ts';
import { createLog } from '../src/log.ts';
import { startServer } from '../src/start-server.ts';

// A cluster is made and started twice here, on whatever machine this is.
vi.setConfig({ testTimeout: 90_000 });

test('while the database is gone, requests get a 503 to wait by; when it is back, all goes on without a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mh-outage-'));
  chmodSync(folder, 0o755);
  const where = join(folder, 'database');
  let postgres = await startEmbeddedPostgres({ folder: where, sync: false });
  await migrate({ owner: postgres.connection });
  const server = await startServer({
    config: readConfig({ PORT: '0', METAHUB_DATA: folder, METAHUB_ROLE: 'api,worker' }),
    log: createLog({ level: 'silent' }),
    logins: { owner: postgres.connection, app: { ...postgres.connection, user: APP_ROLE } },
    validateResponses: true,
  });
  onTestFinished(async () => {
    await server.stop();
    await postgres.stop();
    removeEmbeddedPostgres(where);
    rmSync(folder, { recursive: true, force: true });
  });
  const id = await provisionAgency(server.app.database, { name: 'Aurora', mode: 'test' });
  const { secret } = await provisionApiKey(server.app.database, { accountId: id, name: 'K', mode: 'test' });
  const get = (path: string) =>
    fetch(`${server.url}/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
  const statusOf = async (path: string) => {
    const response = await get(path);
    await response.body?.cancel();
    return response.status;
  };
  expect(await statusOf('/me')).toBe(200);
  expect(await (await get('/health')).json()).toMatchObject({
    status: 'ok',
    checks: { database: 'ok', jobs: 'ok' },
  });

  await postgres.stop();
  const refused = await get('/me');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  // Many at once find out as soon, and none hangs.
  const many = await Promise.all(Array.from({ length: 50 }, () => statusOf('/members')));
  expect(new Set(many)).toEqual(new Set([503]));
  const health = await get('/health');
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ status: 'down', checks: { database: 'down' } });

  postgres = await startEmbeddedPostgres({ folder: where, sync: false });
  while ((await statusOf('/me')) !== 200) await new Promise((done) => setTimeout(done, 20));
  expect(await statusOf('/members')).toBe(200);
  while ((await statusOf('/health')) !== 200) await new Promise((done) => setTimeout(done, 20));
});
