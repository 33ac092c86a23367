import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, newState, until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';

describe('the page with the phones', () => {
  let world: TestWorld;
  let client: Client;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(RITA, 'Rita');
    client = await world.pair(CLINIC);
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-sync',
      ],
    });
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
    expect(errors).toEqual([]);
  });

  const phone = (number: string) => page.locator(`#phone-${number}`);

  it('shows a talk on both phones, with ticks that turn, by keyboard alone', async () => {
    await world.write(RITA, CLINIC, 'oi, vocês abrem sábado?');
    await page.goto(world.sandbox.controlUrl);
    await phone(RITA)
      .getByRole('button', { name: /Clínica Sol/ })
      .focus();
    await page.keyboard.press('Enter');
    await phone(RITA).getByText('oi, vocês abrem sábado?').waitFor();
    await page.keyboard.type('Às 9h?');
    await page.keyboard.press('Enter');
    const mine = phone(RITA).locator('.bubble', { hasText: 'Às 9h?' });
    await mine.locator('.tick.delivered').waitFor();
    await client.socket.sendMessage(`${RITA}@s.whatsapp.net`, { text: 'Sim, às 9h!' });
    await phone(RITA).locator('.bubble', { hasText: 'Sim, às 9h!' }).waitFor();
    await until('the open chat to be read', async () =>
      (await world.messages(CLINIC, RITA)).some((one) => one.text === 'Sim, às 9h!' && one.status === 'read'),
    );
    await phone(CLINIC).getByRole('button', { name: /Rita/ }).click();
    await mine.locator('.tick.read').waitFor();
    await phone(CLINIC)
      .locator('.bubble.mine', { hasText: 'Sim, às 9h!' })
      .getByText('pelo aparelho conectado')
      .waitFor();
    await phone(CLINIC).getByRole('textbox').pressSequentially('ok');
    await phone(RITA).getByText('digitando…').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no accessibility findings (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(world.sandbox.controlUrl);
    await phone(RITA)
      .getByRole('button', { name: /Clínica Sol/ })
      .click();
    await phone(RITA).locator('.bubble').first().waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });

  it('scans the QR that came with the address, in one click', async () => {
    const waiting = connect(world.sandbox.socketUrl, newState());
    const qr = await until('a QR', () => waiting.connection.qr);
    await page.goto(`${world.sandbox.controlUrl}/#qr=${encodeURIComponent(qr)}`);
    await phone(RITA).getByRole('button', { name: 'Ler o QR com este celular' }).click();
    await phone(RITA).getByText('Aparelho conectado.').waitFor();
    expect((await world.call('GET', `/phones/${RITA}`)).body.devices).toHaveLength(1);
    expect(page.url()).not.toContain('qr=');
    await page.getByRole('button', { name: 'Ler o QR com este celular' }).waitFor({ state: 'detached' });
    waiting.close();
  });

  it('scans a QR that is pasted, says why one does not work, and unlinks', async () => {
    await page.goto(world.sandbox.controlUrl);
    await phone(RITA).getByRole('button', { name: 'Aparelhos conectados' }).click();
    const field = phone(RITA).getByLabel('Texto do QR');
    await field.fill('bom dia');
    await phone(RITA).getByRole('button', { name: 'Ler QR' }).click();
    await phone(RITA).getByText('Isto não é o texto de um QR de conexão.').waitFor();
    errors.splice(0);
    await phone(RITA)
      .getByRole('button', { name: /Desconectar/ })
      .click();
    await until(
      'the device to be gone',
      async () => (await world.call('GET', `/phones/${RITA}`)).body.devices.length === 0,
    );
    const waiting = connect(world.sandbox.socketUrl, newState());
    await field.fill(await until('a QR', () => waiting.connection.qr));
    await phone(RITA).getByRole('button', { name: 'Ler QR' }).click();
    await phone(RITA).getByText('Aparelho conectado.').waitFor();
    waiting.close();
  });

  it('makes a phone, on a narrow screen, and writes to it', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(world.sandbox.controlUrl);
    await page.getByRole('button', { name: 'Novo celular' }).click();
    await page.getByLabel('Nome no perfil').fill('João');
    await page.getByLabel('Número').fill('+55 11 99000-0003');
    await page.getByRole('button', { name: 'Criar', exact: true }).click();
    await phone('5511990000003').waitFor();
    await phone('5511990000003').getByRole('button', { name: 'Escrever para alguém' }).click();
    await phone('5511990000003')
      .getByRole('button', { name: /Clínica Sol/ })
      .click();
    await phone('5511990000003').getByRole('textbox').fill('Bom dia');
    await phone('5511990000003').getByRole('button', { name: 'Enviar' }).click();
    await until('the message', () => client.messages.some((one) => one.message?.conversation === 'Bom dia'));
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
