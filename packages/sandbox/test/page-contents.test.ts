import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, type Client } from './baileys-client.ts';
import { makeWorld, type TestWorld } from './world.ts';

const CLINIC = '5511990000001';
const RITA = '5511990000002';
const PAULO = '5511990000003';
const RITA_JID = `${RITA}@s.whatsapp.net`;
/** A red dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
  'base64',
);

describe('contents on the page with the phones', () => {
  let world: TestWorld;
  let client: Client;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-page-'));

  beforeAll(async () => {
    writeFileSync(join(folder, 'ponto.png'), PNG);
    writeFileSync(join(folder, 'tabela.pdf'), '%PDF-1.7 tabela');
    world = await makeWorld();
    await world.phone(CLINIC, 'Clínica Sol');
    await world.phone(RITA, 'Rita');
    await world.phone(PAULO, 'Paulo');
    client = await world.pair(CLINIC);
    await world.write(CLINIC, RITA, 'bem-vinda');
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(world.sandbox.controlUrl);
    await phone(RITA)
      .getByRole('button', { name: /Clínica Sol/ })
      .click();
    await phone(RITA).getByText('bem-vinda').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
    rmSync(folder, { recursive: true });
    expect(errors).toEqual([]);
  });

  const phone = (number: string) => page.locator(`#phone-${number}`);
  const button = (name: string | RegExp) => phone(RITA).getByRole('button', { name, exact: true });
  const received = (fits: (message: NonNullable<Client['messages'][number]['message']>) => unknown) =>
    until('the message', () => client.messages.find((one) => one.message && fits(one.message)));
  /** Opens the list of what can be attached; it closes by itself after each sending. */
  const attach = async () => {
    await phone(RITA).locator('[aria-label="Anexar"][aria-expanded="false"]').click();
  };

  it('sends a picture and a document, and shows those that come', async () => {
    await attach();
    await phone(RITA).getByLabel('Imagem').setInputFiles(join(folder, 'ponto.png'));
    await received((message) => message.imageMessage?.mimetype === 'image/png');
    await attach();
    await phone(RITA).getByLabel('Documento').setInputFiles(join(folder, 'tabela.pdf'));
    await received((message) => message.documentMessage?.fileName === 'tabela.pdf');
    await phone(RITA)
      .getByRole('link', { name: /tabela\.pdf/ })
      .waitFor();
    await client.socket.sendMessage(RITA_JID, { image: PNG, caption: 'veja' });
    const image = phone(RITA).getByRole('img', { name: 'veja' });
    await until('the picture to be drawn', async () =>
      image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth === 5),
    );
  });

  it('records a voice note, and tells when one is played', async () => {
    await attach();
    await button('Gravar voz').click();
    await button('Parar e enviar').click();
    const voice = await received((message) => message.audioMessage?.ptt);
    expect(voice.message!.audioMessage!.seconds).toBeGreaterThan(0);
    const id = (await client.socket.sendMessage(RITA_JID, {
      audio: Buffer.from('OggS som'),
      ptt: true,
      seconds: 1,
    }))!.key.id!;
    const player = phone(RITA).locator(`[data-id="${id}"]`).getByLabel('Mensagem de voz');
    await player.waitFor();
    await player.evaluate((element) => element.dispatchEvent(new Event('play')));
    await world.bubble(CLINIC, RITA, id, (one) => one.status === 'played');
    expect(await player.evaluate((element) => element.isConnected)).toBe(true);
  });

  it('sends a place and a poll, and votes in one', async () => {
    await attach();
    await phone(RITA).getByText('Localização', { exact: true }).click();
    await phone(RITA).getByLabel('Nome do lugar').fill('Sé');
    await button('Enviar localização').click();
    await received((message) => message.locationMessage?.name === 'Sé');
    await attach();
    await phone(RITA).getByText('Enquete', { exact: true }).click();
    await phone(RITA).getByLabel('Pergunta').fill('Onde?');
    await phone(RITA).getByLabel('Opções, uma por linha').fill('Aqui\nLá');
    await button('Enviar enquete').click();
    await received((message) => message.pollCreationMessageV3?.name === 'Onde?');
    const poll = (await client.socket.sendMessage(RITA_JID, {
      poll: { name: 'Hora?', values: ['9h', '14h'] },
    }))!.key.id!;
    await phone(RITA)
      .getByRole('group', { name: 'Enquete: Hora?' })
      .getByRole('button', { name: '14h' })
      .click();
    const bubble = await world.bubble(CLINIC, RITA, poll, (one) => one.poll!.votes.length === 1);
    expect(bubble.poll!.votes).toEqual([{ from: RITA, options: ['14h'] }]);
  });

  it('reacts, answers, edits and deletes', async () => {
    const id = (await client.socket.sendMessage(RITA_JID, { text: 'Pode ser amanhã?' }))!.key.id!;
    const theirs = phone(RITA).locator(`[data-id="${id}"]`);
    await theirs.getByRole('button', { name: 'Ações da mensagem' }).click();
    await theirs.getByRole('button', { name: 'Reagir com 👍' }).click();
    await world.bubble(CLINIC, RITA, id, (one) => one.reactions.length === 1);
    await theirs.getByRole('button', { name: 'Ações da mensagem' }).click();
    await theirs.getByRole('button', { name: 'Responder' }).click();
    await page.keyboard.type('Pode sm');
    await page.keyboard.press('Enter');
    const answer = await received((message) => message.extendedTextMessage?.contextInfo?.stanzaId === id);
    const mine = phone(RITA).locator(`[data-id="${answer.key.id!}"]`);
    await mine.getByRole('button', { name: 'Ações da mensagem' }).click();
    await mine.getByRole('button', { name: 'Editar' }).click();
    await phone(RITA).getByLabel('Mensagem para Clínica Sol').fill('Pode sim');
    await page.keyboard.press('Enter');
    await world.bubble(CLINIC, RITA, answer.key.id!, (one) => one.text === 'Pode sim');
    await mine.getByText('editada').waitFor();
    await mine.getByRole('button', { name: 'Ações da mensagem' }).click();
    await mine.getByRole('button', { name: 'Apagar' }).click();
    await mine.getByText('Mensagem apagada').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no accessibility findings (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    if ((await button('Anexar').getAttribute('aria-expanded')) === 'false') await attach();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    if (process.env['SANDBOX_PICTURES'])
      await page.screenshot({ path: join(process.env['SANDBOX_PICTURES'], `page-${colorScheme}.png`) });
  });

  it('makes a group and shows who writes in it', async () => {
    await phone(PAULO).getByRole('button', { name: 'Nova conversa' }).click();
    await phone(PAULO).getByText('Novo grupo').click();
    await phone(PAULO).getByLabel('Nome do grupo').fill('Família');
    await phone(PAULO).getByLabel('Rita').check();
    await phone(PAULO).getByLabel('Clínica Sol').check();
    await phone(PAULO).getByRole('button', { name: 'Criar grupo' }).click();
    await phone(PAULO).getByRole('heading', { name: 'Família' }).waitFor();
    const { data } = (await world.call('GET', '/groups')).body;
    const group = data[0]!['id'] as string;
    await world.write(RITA, group, 'oi, família');
    await phone(PAULO).locator('.bubble', { hasText: 'oi, família' }).getByText('Rita').waitFor();
  });
});
