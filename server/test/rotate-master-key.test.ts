import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MasterKey } from '../src/db/master-key.ts';
import { createSealing } from '../src/db/seal.ts';
import { rewrapKeys } from '../src/db/rewrap-keys.ts';
import { testAccount, testDatabase } from './harness.ts';
import { ServerProcesses } from './server-process.ts';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process.ts';
import { provisionAgency, provisionMember } from '../src/accounts/provision-account.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox?.stop());

const text = (...keys: Buffer[]) => keys.map((key) => key.toString('base64')).join(',');

async function runCommand(env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../src/rotate-master-key.ts', import.meta.url))],
    { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += String(part)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test('the master key is rotated by a command while people work: nobody is signed out, nothing is lost', async () => {
  const db = await testDatabase();
  const [former, next] = [randomBytes(32), randomBytes(32)];
  const { owner } = db;
  const address = new URL(`postgres://${encodeURIComponent(owner.user)}@localhost/${owner.database}`);
  address.searchParams.set('host', owner.host);
  if (owner.port) address.port = String(owner.port);
  const processes = new ServerProcesses({
    db,
    controlUrl: sandbox.controlUrl,
    masterKey: former,
    env: { METAHUB_ROLE: 'api' },
  });
  try {
    // Secrets of many accounts, and a person who signs in, all under the former key.
    const sealing = (...keys: Buffer[]) =>
      createSealing({ database: db.database, masterKey: new MasterKey(keys), cached: 1_000 });
    const sealed = new Map<string, Buffer>();
    for (let count = 0; count < 230; count += 1) {
      const account = await testAccount(db);
      const seal = await sealing(former).forAccount(account);
      sealed.set(account, seal.seal('session_keys', 'creds', Buffer.from(`keys of ${account}`)));
    }
    const agency = await provisionAgency(db.database, { name: 'Aurora', mode: 'test' });
    const person = {
      email: 'ana@example.com',
      name: 'Ana',
      password: 'a long passphrase',
      role: 'admin' as const,
    };
    await provisionMember(db.database, { accountId: agency, ...person });

    const first = await processes.start();
    const signIn = (url: string) =>
      fetch(`${url}/v1/auth/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: person.email, password: person.password }),
      });
    const signedIn = await signIn(first.url);
    let cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    const { accessToken } = (await signedIn.json()) as { accessToken: string };
    await first.stop();

    // The servers come back knowing both keys, the new one first. Then the command runs beside them, under traffic.
    const second = await processes.start({ METAHUB_MASTER_KEY: text(next, former) });
    const me = (token: string) =>
      fetch(`${second.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
      );
    expect(await me(accessToken)).toBe(200);
    const rotated = new AbortController();
    const statuses: number[] = [];
    const traffic = (async () => {
      while (!rotated.signal.aborted) {
        const refreshed = await fetch(`${second.url}/v1/auth/refresh`, {
          method: 'POST',
          headers: { cookie },
        });
        statuses.push(refreshed.status);
        cookie = refreshed.headers.getSetCookie()[0]!.split(';')[0]!;
        statuses.push(await me(((await refreshed.json()) as { accessToken: string }).accessToken));
      }
    })();
    const command = await runCommand({ DATABASE_URL: address.href, METAHUB_MASTER_KEY: text(next, former) });
    rotated.abort();
    await traffic;
    expect(command).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Done: 23\d accounts and 1 signing keys/),
    });
    expect(statuses.length).toBeGreaterThan(3);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await second.stop();

    // The former key is gone for good.
    const third = await processes.start({ METAHUB_MASTER_KEY: text(next) });
    expect((await signIn(third.url)).status).toBe(200);
    const refreshed = await fetch(`${third.url}/v1/auth/refresh`, { method: 'POST', headers: { cookie } });
    expect(refreshed.status).toBe(200);
    const now = sealing(next);
    for (const [account, bytes] of sealed) {
      const seal = await now.forAccount(account);
      expect(seal.open('session_keys', 'creds', bytes).toString()).toBe(`keys of ${account}`);
    }
    await third.stop();
    const left = await db.asOwner<{ n: number }>(
      'select count(*)::int as n from account_keys where master_key_id <> $1',
      [new MasterKey([next]).id],
    );
    expect(left).toEqual([{ n: 0 }]);
    // A second time there is nothing to do.
    expect(await rewrapKeys({ database: db.database, masterKey: new MasterKey([next, former]) })).toEqual({
      accounts: 0,
      signingKeys: 0,
      lostSigningKeys: 0,
    });
  } finally {
    await processes.end();
    await db.close();
  }
}, 120_000);

test('the command says what it needs, and stops at a key that it cannot open', async () => {
  const needs = await runCommand({ METAHUB_MASTER_KEY: text(randomBytes(32)) });
  expect(needs).toMatchObject({ code: 1, said: expect.stringContaining('the new key and the former one') });
  const db = await testDatabase();
  try {
    const account = await testAccount(db);
    await db.sealing.forAccount(account);
    const strangers = new MasterKey([randomBytes(32), randomBytes(32)]);
    await expect(rewrapKeys({ database: db.database, masterKey: strangers })).rejects.toThrow(
      'another master key',
    );
  } finally {
    await db.close();
  }
});
