import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { keepPicture, launchBrowser, openVisit, type screens } from './browser.ts';
import { childRunning } from './processes.ts';
import { sandboxOf } from './requests.ts';
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

interface Story {
  screen: keyof typeof screens;
  dark: boolean;
  /** The client whose number is paired, and its phone. */
  client: { name: string; number: string };
  customer: { name: string; number: string };
}

const stories: Story[] = [
  {
    screen: 'wide',
    dark: false,
    client: { name: 'Clínica Sol', number: '5511990000001' },
    customer: { name: 'Marina Azevedo', number: '5511990000148' },
  },
  {
    screen: 'narrow',
    dark: true,
    client: { name: 'Loja Mar', number: '5521990000002' },
    customer: { name: 'Caio Fontoura', number: '5521990000473' },
  },
];

describe.each(stories)("through the agency's portal, $screen", ({ screen, dark, client, customer }) => {
  test('pair by QR, a customer writes, answer, and the ticks turn', async () => {
    const { context, page, complaints } = await openVisit(browser, { screen, dark });
    const picture = (name: string) => keepPicture(page, `portal-${screen}-${name}`);

    await page.goto(product.demo.portalUrl);
    await picture('sign-in');
    await page.getByRole('button', { name: /Joana Vidal/ }).click();
    await switchClient(page, client.name);
    await picture('home');

    await page.getByRole('link', { name: 'WhatsApp', exact: true }).click();
    await page.getByRole('button', { name: 'Conectar número' }).click();
    const simulator = page.getByRole('link', { name: 'Ler com um celular do simulador' });
    await simulator.waitFor();
    await picture('pairing');
    const [phones] = await Promise.all([context.waitForEvent('page'), simulator.click()]);
    const own = phones.getByRole('region', { name: `Celular de ${client.name}` });
    await own.getByRole('button', { name: 'Ler o QR com este celular' }).click();
    await page.getByText(/conectou/).waitFor();
    await picture('connected');

    await page.getByRole('button', { name: 'Abrir conversas' }).click();
    await page.waitForURL('**/atendimento');
    await talk({ screen, page, customer, phone: phoneOnPage(phones, client, customer), picture });
    await keepPicture(phones, `portal-${screen}-phones`);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe.each(stories)('through the app as an agent, $screen', ({ screen, dark, client, customer }) => {
  test('sign in, a customer writes, answer, and the ticks turn', async () => {
    const { context, page, complaints } = await openVisit(browser, { screen, dark });
    const picture = (name: string) => keepPicture(page, `app-${screen}-${name}`);
    const agent = product.demo.accounts
      .find(({ name }) => name === client.name)!
      .members.find(({ role }) => role === 'agent')!;

    await page.goto(product.demo.appUrl);
    await page.getByLabel('E-mail').fill(agent.email);
    await page.getByLabel('Senha').fill('not the password');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByText('E-mail ou senha não conferem').waitFor();
    await picture('sign-in');
    await page.getByLabel('Senha').fill(agent.password);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.waitForURL('**/conversas');

    await talk({ screen, page, customer, phone: phoneByControl(client, customer), picture });
    await page.reload();
    await page.getByText(customer.name).first().waitFor();
    await page.getByRole('link', { name: 'Conta' }).click();
    await picture('account');
    await page.getByRole('button', { name: 'Sair' }).click();
    await page.getByLabel('E-mail').waitFor();
    // What the browser itself says about the refused refresh and the wrong password is no fault of the page.
    expect(complaints.filter((complaint) => !complaint.includes('/v1/auth/'))).toEqual([]);
    await context.close();
  });
});

test('edits, reacts and forwards, and sets how a number works', async () => {
  const { client, customer } = stories[0]!;
  const phone = phoneByControl(client, customer);
  const sandbox = sandboxOf(product.demo);
  const { context, page, complaints } = await openVisit(browser, { screen: 'wide' });
  await page.goto(`${product.demo.portalUrl}/atendimento`);
  await page.getByRole('button', { name: /Joana Vidal/ }).click();
  await page.waitForURL('**/atendimento');
  const other = { name: 'Joaquim Prates', number: '5511990000259' };
  await sandbox('POST', `/phones/${other.number}/messages`, { to: client.number, text: 'Bom dia' });
  await page.getByText(other.name).first().waitFor();

  const question = `Qual é o endereço? ${Date.now()}`;
  const answer = `Rua das Acacias, 12. ${Date.now()}`;
  const mended = answer.replace('Acacias, 12', 'Acácias, 120');
  await phone.write(question);
  await page.getByText(customer.name).first().click();
  const row = (text: string) => page.locator('mh-conversation [data-id]').filter({ hasText: text });
  await row(question).waitFor();
  const composer = page.getByRole('textbox', { name: 'Mensagem' });
  await composer.fill(answer);
  await composer.press('Enter');
  await row(answer).getByText('Entregue').waitFor();
  const act = async (text: string, name: string): Promise<void> => {
    await row(text).hover();
    await row(text)
      .getByRole('button', { name: /^Mais ações/ })
      .click();
    await page.getByRole('menu').getByText(name).or(page.getByRole('menuitemradio', { name })).click();
  };
  await act(answer, 'Editar');
  await page.getByRole('textbox', { name: 'Editar mensagem' }).fill(mended);
  await page.getByRole('button', { name: 'Salvar edição' }).click();
  await row(mended).getByText('editada').waitFor();
  await phone.sees(mended);
  await act(question, 'Reagir com ❤️');
  await row(question)
    .getByRole('img', { name: /Reações: ❤️/ })
    .waitFor();
  await act(question, 'Encaminhar');
  await page.getByRole('checkbox', { name: other.name }).check();
  await keepPicture(page, 'portal-wide-forward');
  await page.getByRole('button', { name: 'Encaminhar para 1' }).click();
  await page.getByText(other.name).first().click();
  await row(question).getByText('Encaminhada').waitFor();

  await page.goto(`${product.demo.portalUrl}/whatsapp`);
  await page.getByRole('button', { name: `Ver ${client.name}` }).click();
  await page.getByText('Últimas 24 horas').waitFor();
  await keepPicture(page, 'portal-wide-session-health');
  await page.getByRole('tab', { name: 'Diário' }).click();
  await page.getByRole('cell', { name: 'Virou mensagem' }).first().waitFor();
  await page.getByRole('tab', { name: 'Ajustes' }).click();
  await page.getByLabel('Resposta para quem ligou').fill('Escreva, por favor.');
  await page.getByRole('button', { name: 'Salvar ajustes' }).click();
  await page.getByText('Ajustes salvos').waitFor();
  await keepPicture(page, 'portal-wide-session-settings');
  expect(complaints).toEqual([]);
  await context.close();
});

test('nothing is lost or doubled when the server is killed under an open inbox', async () => {
  const { client, customer } = stories[0]!;
  const phone = phoneByControl(client, customer);
  const { context, page } = await openVisit(browser, { screen: 'wide' });
  await page.goto(product.demo.portalUrl);
  await page.getByRole('button', { name: /Joana Vidal/ }).click();
  await page.getByRole('link', { name: 'Atendimento', exact: true }).click();
  await page.getByText(customer.name).first().click();
  const composer = page.getByRole('textbox', { name: 'Mensagem' });
  await composer.waitFor();

  process.kill(childRunning(product.pid, 'server/src/main.ts'), 'SIGKILL');
  const [written, answered] = [`Ainda estão aí? ${Date.now()}`, `Estamos sim. ${Date.now()}`];
  await phone.write(written);
  await composer.fill(answered);
  await composer.press('Enter');

  const rows = page.locator('mh-conversation [data-id]');
  await rows.filter({ hasText: written }).waitFor({ timeout: 60_000 });
  await rows.filter({ hasText: answered }).getByText('Entregue').waitFor({ timeout: 60_000 });
  await phone.sees(answered);
  expect(await rows.filter({ hasText: written }).count()).toBe(1);
  expect(await rows.filter({ hasText: answered }).count()).toBe(1);
  await context.close();
});

async function switchClient(page: Page, name: string): Promise<void> {
  const switcher = page.locator('details.switcher');
  if ((await switcher.locator('summary').textContent())?.includes(name)) return;
  await switcher.locator('summary').click();
  await switcher.getByRole('button', { name }).click();
  await page.locator('summary', { hasText: name }).waitFor();
}

interface CustomerPhone {
  write(text: string): Promise<void>;
  /** Resolves when the phone shows the text, and rejects when it shows it twice. */
  sees(text: string): Promise<void>;
  /** Reads the chat; null for a phone that reads what it shows, as one in a hand does. */
  read: (() => Promise<void>) | null;
}

/** The customer's phone on the simulator's page, used as a person uses it. */
function phoneOnPage(phones: Page, client: Story['client'], customer: Story['customer']): CustomerPhone {
  const phone = phones.getByRole('region', { name: `Celular de ${customer.name}` });
  return {
    write: async (text) => {
      await phone.getByRole('button', { name: 'Nova conversa' }).click();
      await phone.getByRole('button', { name: client.name }).click();
      const field = phone.getByRole('textbox', { name: `Mensagem para ${client.name}` });
      await field.fill(text);
      await field.press('Enter');
    },
    sees: async (text) => {
      await phone.getByRole('log').getByText(text).waitFor();
      expect(await phone.getByRole('log').getByText(text).count()).toBe(1);
    },
    read: null,
  };
}

/** The customer's phone by the simulator's control API. */
function phoneByControl(client: Story['client'], customer: Story['customer']): CustomerPhone {
  const sandbox = sandboxOf(product.demo);
  const chat = `/phones/${customer.number}/chats/${client.number}`;
  return {
    write: async (text) => {
      await sandbox('POST', `/phones/${customer.number}/messages`, { to: client.number, text });
    },
    sees: (text) =>
      vi.waitFor(
        async () => {
          const { data } = await sandbox<{ data: { text: string }[] }>('GET', `${chat}/messages`);
          expect(data.filter((message) => message.text === text)).toHaveLength(1);
        },
        { timeout: 20_000, interval: 100 },
      ),
    read: async () => {
      await sandbox('POST', `${chat}/read`, {});
    },
  };
}

/** The customer writes, the page shows it live, we answer, the phone shows the answer and reads it. */
async function talk({
  screen,
  page,
  customer,
  phone,
  picture,
}: {
  screen: Story['screen'];
  page: Page;
  customer: Story['customer'];
  phone: CustomerPhone;
  picture: (name: string) => Promise<void>;
}): Promise<void> {
  const question = `Vocês abrem no sábado? Pedido ${Date.now()}`;
  const answer = `Abrimos sim, das 8h às 12h. Pedido ${Date.now()}`;
  await page.locator('mh-inbox').getByRole('heading', { name: 'Conversas' }).waitFor();
  await phone.write(question);
  await page.getByText(question).first().waitFor();
  await picture('inbox-new');
  await page.getByText(customer.name).first().click();
  const thread = page.locator('mh-conversation');
  await thread.getByText(question).first().waitFor();

  const composer = page.getByRole('textbox', { name: 'Mensagem' });
  await composer.fill(answer);
  // On a phone's keyboard Enter begins a line.
  if (screen === 'wide') await composer.press('Enter');
  else await thread.getByRole('button', { name: 'Enviar' }).click();
  const sent = thread.locator('[data-id]', { hasText: answer });
  await sent.waitFor();
  await phone.sees(answer);
  if (phone.read) {
    await sent.getByText('Entregue').waitFor();
    await picture('inbox-delivered');
    await phone.read();
  }
  await sent.getByText('Lida').waitFor();
  await picture('inbox-read');
}
