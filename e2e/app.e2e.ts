import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers } from './barriers.ts';
import { keepPicture, launchBrowser, openVisit } from './browser.ts';
import { makeDataFolder, removeDataFolder, type RunningProduct, startProduct } from './start-product.ts';

let dataFolder: string;
let product: RunningProduct;
let browser: Browser;

beforeAll(async () => {
  dataFolder = await makeDataFolder();
  [product, browser] = await Promise.all([startProduct(dataFolder), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await removeDataFolder(dataFolder);
});

describe('the app', () => {
  test('takes the agency from one account to another, each in its own brand', async () => {
    const { context, page } = await openVisit(browser, { screen: 'wide' });
    await signIn(page, product.demo.agency.member.email);
    await page.getByRole('img', { name: 'Agência Aurora' }).waitFor();
    await page.getByRole('link', { name: 'Conta' }).click();
    await page.getByRole('button', { name: 'Ir para Loja Mar' }).click();
    await page.getByRole('img', { name: 'Loja Mar' }).waitFor();
    expect(await page.title()).toBe('Loja Mar');
    await page.getByRole('link', { name: 'WhatsApp' }).click();
    await page.getByRole('heading', { name: 'Nenhum número ainda' }).waitFor();
    await keepPicture(page, 'app-wide-sessions-empty');
    await page.reload();
    await page.getByRole('img', { name: 'Loja Mar' }).waitFor();
    await context.close();
  });

  test('says when the server is out of reach, and goes on when it is back', async () => {
    const { context, page } = await openVisit(browser, { screen: 'narrow' });
    await signIn(page, 'atendente@clinicasol.example');
    await context.route('**/v1/**', (route) => route.abort());
    await page.reload();
    await page.getByRole('heading', { name: 'Sem conexão com o servidor' }).waitFor();
    await keepPicture(page, 'app-narrow-unreachable');
    await context.unroute('**/v1/**');
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await page.locator('mh-inbox').getByRole('heading', { name: 'Conversas' }).waitFor();
    await context.setOffline(true);
    await page.getByText('O que você enviar fica na fila').waitFor();
    expect(await page.getByText('Sem internet').count()).toBe(1);
    await page.getByRole('link', { name: 'Conta' }).click();
    await page.getByText('O que está na tela continua').waitFor();
    await context.setOffline(false);
    await page.getByText('O que está na tela continua').waitFor({ state: 'detached' });
    await context.close();
  });

  test('asks to sign in again once the access has ended elsewhere', async () => {
    const { context, page } = await openVisit(browser, { screen: 'wide' });
    await signIn(page, 'supervisor@clinicasol.example');
    const other = await context.newPage();
    await other.goto(`${product.demo.appUrl}/conta`);
    await other.getByRole('button', { name: 'Sair' }).click();
    await other.getByLabel('Senha').waitFor();
    await page.getByText('Seu acesso terminou').waitFor();
    await context.close();
  });

  test('keeps its pages apart: unknown addresses, and what a role may not see', async () => {
    const { context, page } = await openVisit(browser, { screen: 'wide' });
    await signIn(page, 'admin@lojamar.example');
    await page.goto(`${product.demo.appUrl}/nada-aqui`);
    await page.getByRole('heading', { name: 'Página não encontrada' }).waitFor();
    await page.getByRole('link', { name: 'Ir para as conversas' }).click();
    await page.waitForURL('**/conversas');
    await context.close();
  });

  test('speaks English and turns dark when asked to, and remembers', async () => {
    const { context, page } = await openVisit(browser, { screen: 'wide' });
    await signIn(page, 'admin@clinicasol.example');
    await page.getByRole('link', { name: 'Conta' }).click();
    await page.getByLabel('Aparência').selectOption('dark');
    await page.getByLabel('Idioma').selectOption('en');
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Conversations' }).click();
    await page.locator('mh-inbox').getByRole('heading', { name: 'Conversations', exact: true }).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await keepPicture(page, 'app-wide-english-dark');
    await context.close();
  });

  test.each([
    { screen: 'wide', dark: false, email: 'admin@lojamar.example' },
    { screen: 'narrow', dark: true, email: 'admin@lojamar.example' },
    { screen: 'narrow', dark: false, email: 'admin@clinicasol.example' },
  ] as const)('puts no barriers in anybody’s way ($screen, $email)', async ({ screen, dark, email }) => {
    const { context, page } = await openVisit(browser, { screen, dark });
    await page.goto(product.demo.appUrl);
    await page.getByLabel('Senha').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await signIn(page, email);
    expect(await findBarriers(page)).toEqual([]);
    for (const [link, heading] of [
      ['WhatsApp', 'WhatsApp'],
      ['Conta', 'Conta'],
    ] as const) {
      await page.getByRole('link', { name: link }).click();
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
    await context.close();
  });
});

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(product.demo.appUrl);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha').fill('metahub-demo');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.locator('mh-inbox').getByRole('heading', { name: 'Conversas' }).waitFor();
}
