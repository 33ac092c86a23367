import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA] = ['5511990000001', '5511970000002'] as const;

let pages: Server;
let address: string;
let secret: Server;
let secretAddress: string;
const asked: string[] = [];
let server: TestServer;
let account: SeededAccount;
let phones: Phones;

async function listen(handle: Parameters<typeof createServer>[1]): Promise<{ site: Server; at: string }> {
  const site = createServer(handle);
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  return { site, at: `http://127.0.0.1:${(site.address() as AddressInfo).port}` };
}

beforeAll(async () => {
  const picture = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#0f746c' } })
    .png()
    .toBuffer();
  ({ site: secret, at: secretAddress } = await listen((request, response) => {
    asked.push(`inside ${request.url}`);
    response.end('<title>segredo</title>');
  }));
  ({ site: pages, at: address } = await listen((request, response) => {
    asked.push(request.url!);
    if (request.url === '/foto.png') return response.end(picture);
    if (request.url === '/dentro') return response.writeHead(302, { location: `${secretAddress}/x` }).end();
    if (request.url === '/nunca') return undefined;
    if (request.url === '/arquivo')
      return response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF');
    return response.writeHead(200, { 'content-type': 'text/html; charset=iso-8859-1' }).end(
      Buffer.from(
        `<html><head><title>Não é este</title>
         <meta property="og:title" content="Promo&ccedil;&atilde;o &amp; Verão &#8212; <b>50%</b>">
         <meta property='og:title' content='Promoção &amp; Verão &#8212; 50%'>
         <meta name="description" content="Só hoje">
         <meta property="og:image" content="/foto.png"></head><script>alert(1)</script>`,
        'latin1',
      ),
    );
  }));
  server = await testServer({
    sandbox: true,
    env: { METAHUB_PRIVATE_TARGETS: new URL(address).host },
  });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
});
afterAll(async () => {
  await server?.stop();
  for (const site of [pages, secret]) {
    site?.closeAllConnections();
    site?.close();
  }
});

async function send(text: string): Promise<{ message: any; bubble: any }> {
  const { body } = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to: `+${RITA}`, content: { type: 'text', text } },
  });
  const bubble = await until('the phone shows it', async () =>
    (await phones.chat(RITA, CLINIC)).find(({ id }) => id === body.whatsappId),
  );
  return {
    message: (await server.call('GET', `/messages/${body.id}`, { token: account.apiKey })).body,
    bubble,
  };
}

test('a link that is sent shows what its page says of itself, here and on the phone', async () => {
  const { message, bubble } = await send(`Veja ${address}/promo.`);
  expect(bubble).toMatchObject({
    text: `Veja ${address}/promo.`,
    preview: {
      url: `${address}/promo`,
      title: 'Promoção & Verão — 50%',
      description: 'Só hoje',
      hasThumbnail: true,
    },
  });
  expect(message.content.link).toMatchObject({ url: `${address}/promo`, title: 'Promoção & Verão — 50%' });
  expect(message.content.link.thumbnail).toMatch(/^data:image\/jpeg;base64,/);
});

test('C44: what points inside is not called, at once or by a redirect, and the text goes all the same', async () => {
  for (const url of [
    `${secretAddress}/a`,
    `${address}/dentro`,
    'http://169.254.169.254/latest/',
    'http://[::1]/',
  ]) {
    const { message, bubble } = await send(`Veja ${url}`);
    expect(bubble.text).toBe(`Veja ${url}`);
    expect(bubble).not.toHaveProperty('preview');
    expect(message.content).toEqual({ type: 'text', text: `Veja ${url}` });
  }
  expect(asked.filter((url) => url.startsWith('inside'))).toEqual([]);
});

test('a page that is no page, or never answers, holds nobody up', async () => {
  const { bubble } = await send(`Veja ${address}/arquivo`);
  expect(bubble).not.toHaveProperty('preview');
  const late = await send(`Veja ${address}/nunca`);
  expect(late.bubble.text).toBe(`Veja ${address}/nunca`);
});

test('an account that wants none has none: nobody is asked', async () => {
  await server.call('PATCH', `/accounts/${account.typeId}`, {
    token: account.apiKey,
    body: { settings: { linkPreviews: false } },
    headers: { 'if-match': '*' },
  });
  const before = asked.length;
  const { bubble, message } = await send(`Outra vez ${address}/promo`);
  expect(bubble).not.toHaveProperty('preview');
  expect(message.content).not.toHaveProperty('link');
  expect(asked).toHaveLength(before);
});
