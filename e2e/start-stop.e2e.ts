import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { childRunning, familyOf, waitForEndOf } from './processes.ts';
import { apiFor, request, sandboxOf } from './requests.ts';
import { makeDataFolder, removeDataFolder, type RunningProduct, startProduct } from './start-product.ts';

let dataFolder: string;
let product: RunningProduct;

beforeAll(async () => {
  dataFolder = await makeDataFolder();
  product = await startProduct(dataFolder);
});

afterAll(async () => {
  await product?.stop();
  await removeDataFolder(dataFolder);
});

interface Account {
  id: string;
  name: string;
  mode: string;
}

describe('npm start', () => {
  test('says where everything is, and everything is there', async () => {
    const { demo } = product;
    expect((await fetch(`${demo.apiUrl}/v1/health`)).status).toBe(200);
    expect(await request('GET', `${demo.sandboxUrl}/health`)).toBeTruthy();
    expect((await fetch(demo.portalUrl)).status).toBe(200);
    expect((await fetch(demo.appUrl)).status).toBe(200);
    expect(product.output()).toContain(demo.portalUrl);
  });

  test('made two test clients with an admin, a supervisor and an agent each, who can sign in', async () => {
    const { demo } = product;
    expect(demo.accounts.map(({ name }) => name)).toEqual(['Clínica Sol', 'Loja Mar']);
    for (const account of demo.accounts) {
      const stored = await apiFor(demo, account.id)<Account>('GET', `/accounts/${account.id}`);
      expect(stored).toMatchObject({ name: account.name, mode: 'test' });
      expect(account.members.map(({ role }) => role)).toEqual(['admin', 'supervisor', 'agent']);
      for (const { email, password } of account.members) {
        const signedIn = await request<{ accountId: string }>('POST', `${demo.appUrl}/v1/auth/sign-in`, {
          body: { email, password },
        });
        expect(signedIn.accountId).toBe(account.id);
      }
    }
  });

  test("put the demo's phones on the simulated network", async () => {
    const phones = JSON.stringify(await sandboxOf(product.demo)('GET', '/phones'));
    for (const number of ['5511990000001', '5521990000002', '5511990000148'])
      expect(phones).toContain(number);
  });

  test('brings the server back at the same address when it is killed', async () => {
    const { demo } = product;
    process.kill(childRunning(product.pid, 'server/src/main.ts'), 'SIGKILL');
    await vi.waitFor(() => expect(product.output()).toContain('server is back'), {
      timeout: 60_000,
      interval: 200,
    });
    // It answers at once, and is whole again when jobs and gateway have taken over what the last one held.
    await vi.waitFor(
      async () => expect(await request('GET', `${demo.apiUrl}/v1/health`)).toMatchObject({ status: 'ok' }),
      { timeout: 60_000, interval: 500 },
    );
  });

  test('stops when asked, leaves nothing running, and starts again with the same accounts', async () => {
    const before = product.demo;
    const family = familyOf(product.pid);
    expect(family.length).toBeGreaterThan(5);
    expect(await product.stop('SIGINT')).toBe(0);
    expect(existsSync(join(dataFolder, 'demo.json'))).toBe(false);
    await waitForEndOf(family);
    product = await startProduct(dataFolder);
    expect(product.demo.accounts).toEqual(before.accounts);
    expect(product.demo.apiKey).toBe(before.apiKey);
  });

  test('leaves nothing running when the starter is killed', async () => {
    const family = familyOf(product.pid);
    await product.stop('SIGKILL');
    await waitForEndOf(family);
    product = await startProduct(dataFolder);
    expect((await fetch(`${product.demo.apiUrl}/v1/health`)).status).toBe(200);
  });
});
