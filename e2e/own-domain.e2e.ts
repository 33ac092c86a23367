import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../scripts/test/find-chromium.ts';
import { startNameServer, type TestNameServer } from '../server/test/name-server.ts';
import { findBarriers } from './barriers.ts';
import { keepPicture, openVisit } from './browser.ts';
import { makeDataFolder, removeDataFolder, type RunningProduct, startProduct } from './start-product.ts';

const HOST = 'painel.clinicasol.example';
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><circle cx="20" cy="20" r="16" fill="#7a1f5c"/></svg>';

let dns: TestNameServer;
let dataFolder: string;
let product: RunningProduct;
let browser: Browser;

beforeAll(async () => {
  dns = await startNameServer();
  process.env.METAHUB_NAME_SERVERS = dns.address;
  process.env.METAHUB_DOMAIN_TARGET = 'panels.example';
  dataFolder = await makeDataFolder();
  product = await startProduct(dataFolder);
  browser = await chromium.launch({
    executablePath: findChromium(process.env, (message) => process.stderr.write(`${message}\n`)),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
  });
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await dns?.close();
  await removeDataFolder(dataFolder);
});

/** What is read of the API's answers here. */
interface Answered {
  status: string;
  records: { type: 'TXT' | 'CNAME'; name: string; value: string }[];
}

/** Calls the API for the clinic, by its agency's key. */
async function forClinic(method: string, path: string, body?: string | object): Promise<Answered> {
  const account = product.demo.accounts.find(({ name }) => name === 'Clínica Sol')!;
  const isFile = typeof body === 'string';
  const response = await fetch(`${product.demo.apiUrl}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${product.demo.apiKey}`,
      'metahub-account': account.id,
      ...(body ? { 'content-type': isFile ? 'application/octet-stream' : 'application/json' } : {}),
      'if-match': '*',
    },
    body: body ? (isFile ? body : JSON.stringify(body)) : null,
  });
  const answer = (await response.json()) as Answered;
  expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
  return answer;
}

test('an own domain wears its account’s look before anybody signs in, and lets only its people in', async () => {
  await forClinic('PATCH', '/branding', {
    productName: 'Painel da Sol',
    brandColor: '#7a1f5c',
    privacyUrl: 'https://clinicasol.example/privacidade',
  });
  await forClinic('PUT', '/branding/logos/logo', LOGO);
  const { records } = await forClinic('PUT', '/domain', { host: HOST });
  for (const { type, name, value } of records) dns.set(name, type, [value]);
  expect((await forClinic('POST', '/domain/check')).status).toBe('active');

  const { context, page, complaints } = await openVisit(browser, { screen: 'wide' });
  const { port } = new URL(product.demo.appUrl);
  await page.goto(`http://${HOST}:${port}/`);
  const logo = page.getByRole('img', { name: 'Painel da Sol' });
  await logo.waitFor();
  expect(
    await logo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBeGreaterThan(0);
  expect(await page.title()).toBe('Entrar · Painel da Sol');
  const button = page.getByRole('button', { name: 'Entrar' });
  await expect
    .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor))
    .toBe('rgb(122, 31, 92)');
  await page.getByRole('link', { name: 'Privacidade' }).waitFor();
  expect(await page.locator('body').innerText()).not.toMatch(/metahub/i);
  expect(await findBarriers(page)).toEqual([]);
  await keepPicture(page, 'app-own-domain-sign-in');

  const password = product.demo.agency.member.password;
  await page.getByLabel('E-mail').fill('admin@lojamar.example');
  await page.getByLabel('Senha').fill(password);
  await button.click();
  await page.getByText('E-mail ou senha não conferem').waitFor();
  await page.getByLabel('E-mail').fill('admin@clinicasol.example');
  await page.getByLabel('Senha').fill(password);
  await button.click();
  await page.getByRole('link', { name: 'WhatsApp' }).waitFor();
  expect(await page.title()).toBe('Painel da Sol');
  // Nothing but the refused attempts: the policy of the page has no exceptions, and needs none.
  expect(complaints.filter((complaint) => !complaint.includes('/v1/auth/'))).toEqual([]);
  await context.close();
});
