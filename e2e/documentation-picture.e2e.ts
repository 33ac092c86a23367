import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { launchBrowser, openVisit } from './browser.ts';
import { apiFor, sandboxOf } from './requests.ts';
import { makeDataFolder, removeDataFolder, startProduct } from './start-product.ts';

const own = '5511990000001';
const folder = join(dirname(import.meta.dirname), 'docs/images');

interface Customer {
  number: string;
  name: string;
  says: string[];
  answer?: string;
  replies?: string;
}

/** Those who wait come last, in the order in which they began to wait. */
const customers: Customer[] = [
  {
    number: '5511990000341',
    name: 'Iracema Rocha',
    says: ['Confirmado para quarta?'],
    answer: 'Confirmado, 14h20.',
  },
  {
    number: '5511990000352',
    name: 'Vicente Salgueiro',
    says: ['O exame precisa de jejum?'],
    answer: 'Sim, de oito horas. Água pode.',
  },
  { number: '5511990000363', name: 'Otília Lacerda', says: ['Bom dia!', 'Meu exame já ficou pronto?'] },
  {
    number: '5511990000148',
    name: 'Marina Azevedo',
    says: ['Oi! Preciso remarcar meu retorno com a cardiologista.'],
    answer: 'Claro, Marina. Qual período fica melhor para você?',
    replies: 'De manhã, se puder. Consegue na quinta?',
  },
  { number: '5511990000259', name: 'Joaquim Prates', says: ['Vocês atendem o convênio Vida Plena?'] },
  { number: '5511990000385', name: 'Dalva Figueira', says: ['Segue o pedido do médico', 'Posso ir hoje?'] },
];

// Not a test of anything: `METAHUB_PICTURES=1` takes the picture of README.md anew.
test.runIf(process.env.METAHUB_PICTURES)('the portal, for README.md', { timeout: 180_000 }, async () => {
  const dataFolder = await makeDataFolder();
  const [product, browser] = await Promise.all([startProduct(dataFolder), launchBrowser()]);
  try {
    const sandbox = sandboxOf(product.demo);
    const api = apiFor(product.demo, product.demo.accounts[0]!.id);
    const session = await api<{ id: string }>('POST', '/connect', { name: 'Recepção', method: 'qr' });
    const qr = await vi.waitUntil(
      async () =>
        (await api<{ pairing: { qr?: string } | null }>('GET', `/sessions/${session.id}`)).pairing?.qr,
      { timeout: 20_000 },
    );
    await sandbox('POST', `/phones/${own}/scan`, { qr });
    await vi.waitUntil(
      async () => (await api<{ status: string }>('GET', `/sessions/${session.id}`)).status === 'connected',
      { timeout: 20_000 },
    );
    const { page } = await openVisit(browser, { screen: 'wide' });
    await page.goto(product.demo.portalUrl);
    await page.getByRole('button', { name: /Joana Vidal/ }).click();
    await page.goto(`${product.demo.portalUrl}/atendimento`);
    for (const { number, name, says, answer, replies } of customers) {
      await sandbox('POST', '/phones', { number, name });
      for (const text of says) await sandbox('POST', `/phones/${number}/messages`, { to: own, text });
      await page.getByText(says.at(-1)!).first().waitFor();
      if (!answer) continue;
      await page.getByText(name).first().click();
      await page.getByRole('textbox', { name: 'Mensagem' }).fill(answer);
      await page.getByRole('textbox', { name: 'Mensagem' }).press('Enter');
      const sent = page.locator('mh-conversation [data-id]', { hasText: answer });
      await sent.getByText('Entregue').waitFor();
      await sandbox('POST', `/phones/${number}/chats/${own}/read`, {});
      await sent.getByText('Lida').waitFor();
      if (replies) await sandbox('POST', `/phones/${number}/messages`, { to: own, text: replies });
    }
    await page.getByText('Marina Azevedo').first().click();
    await page.locator('mh-conversation').getByText(customers[3]!.replies!).first().waitFor();
    await page
      .getByRole('textbox', { name: 'Mensagem' })
      .fill('Consigo sim, Marina! Na quinta temos 9h20 e 10h40.');
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, 'portal.png') });
    expect(await page.getByText('Otília Lacerda').count()).toBeGreaterThan(0);
  } finally {
    await browser.close();
    await product.stop();
    await removeDataFolder(dataFolder);
  }
});
