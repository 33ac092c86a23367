import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers } from './barriers.ts';
import { launchBrowser, openVisit } from './browser.ts';
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

describe('the portal', () => {
  test.each([
    { screen: 'wide', dark: false, client: 'Clínica Sol' },
    { screen: 'narrow', dark: true, client: 'Loja Mar' },
  ] as const)('puts no barriers in anybody’s way ($screen)', async ({ screen, dark, client }) => {
    const { context, page, complaints } = await openVisit(browser, { screen, dark });
    await page.goto(product.demo.portalUrl);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: /Joana Vidal/ }).click();
    await page.getByRole('heading', { name: 'Olá, Joana' }).waitFor();
    await page.locator('summary').click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: client }).click();
    await page.locator('summary', { hasText: client }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Atendimento', exact: true }).click();
    await page.getByText('Nenhuma conversa ainda').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'WhatsApp', exact: true }).click();
    await page.getByText('Nenhum número ainda').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Conectar número' }).click();
    await page.getByText('Leia o código com o celular').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('lets an attendant answer, and leaves the numbers to the agency', async () => {
    const { context, page } = await openVisit(browser, { screen: 'wide' });
    await page.goto(`${product.demo.portalUrl}/whatsapp`);
    await page.getByRole('button', { name: /Caio Prado/ }).click();
    await page.waitForURL('**/whatsapp');
    await page.getByText('Loja Mar').first().waitFor();
    expect(await page.locator('details.switcher').count()).toBe(0);
    await page.getByText('Só quem administra conecta números').waitFor();
    await page.getByRole('button', { name: 'Sair' }).click();
    await page.getByRole('heading', { name: 'Entrar no portal' }).waitFor();
    await context.close();
  });
});
