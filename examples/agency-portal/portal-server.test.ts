import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPortal } from './portal-server.ts';

const apiKey = 'mh_test_secret_of_the_agency';
const clients = [
  { slug: 'clinica-sol', name: 'Clínica <Sol>', accountId: 'acc_sol' },
  { slug: 'loja-mar', name: 'Loja Mar', accountId: 'acc_mar' },
];

interface Received {
  path: string;
  authorization: string | undefined;
  account: string | undefined;
  body: { member: { externalId: string; role: string }; components: object; origins: string[] } | null;
}

let received: Received[] = [];
let answerOf: (path: string) => { status: number; body: object };
let api: Server;
let portal: Server;
let portalUrl: string;
let widgetsFolder: string;
const reported: unknown[] = [];

beforeAll(async () => {
  widgetsFolder = await mkdtemp(join(tmpdir(), 'portal-'));
  await writeFile(join(widgetsFolder, 'metahub-widgets.js'), 'export {};');
  await writeFile(join(widgetsFolder, 'part-5UCIIL55.js'), 'export {};');
  api = createServer((request, response) => void answerAsMetaHub(request, response));
  const apiUrl = await listen(api);
  portal = createPortal({ apiUrl, apiKey, clients, widgetsFolder, report: (error) => reported.push(error) });
  portalUrl = await listen(portal);
});

afterAll(async () => {
  portal.close();
  api.close();
  await rm(widgetsFolder, { recursive: true });
});

beforeEach(() => {
  received = [];
  reported.length = 0;
  answerOf = (path) =>
    path.endsWith('/tokens')
      ? { status: 200, body: { token: 'renewed', expiresAt: '2030-01-01T00:10:00.000Z' } }
      : { status: 201, body: { id: 'ems_1', token: 'first', expiresAt: '2030-01-01T00:00:00.000Z' } };
});

describe('sign-in', () => {
  test('sends a stranger to the sign-in page and lets a picked person in', async () => {
    const stranger = await get('/atendimento');
    expect(stranger.status).toBe(303);
    expect(stranger.headers.get('location')).toBe('/entrar?back=%2Fatendimento');

    const cookie = await signIn('joana');
    const page = await get('/atendimento', { cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<mh-inbox');
  });

  test.each([
    ['/whatsapp', '/whatsapp'],
    ['/nowhere', '/'],
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example', '/'],
    ['constructor', '/'],
  ])('leads to the page that was asked for, and never out of the portal: %s', async (back, leadsTo) => {
    const form = await get(`/entrar?back=${encodeURIComponent(back)}`);
    expect(await form.text()).toContain(`name="back" value="${leadsTo}"`);
    const answer = await post('/entrar', `person=joana&back=${encodeURIComponent(back)}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, leadsTo]);
  });

  test('keeps the cookie from scripts and from other sites', async () => {
    const response = await post('/entrar', 'person=joana');
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  });

  test('refuses a name that it does not know, and a form of another site', async () => {
    expect((await post('/entrar', 'person=nobody')).status).toBe(400);
    expect((await post('/entrar', 'person=joana', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post('/entrar', `person=${'x'.repeat(5_000)}`)).status).toBe(413);
  });

  test('forgets the person at sign-out', async () => {
    const cookie = await signIn('bia');
    await post('/sair', '', { cookie });
    expect((await get('/', { cookie })).status).toBe(303);
  });
});

describe('tokens for the widgets', () => {
  test('mints one for the person and the client on the screen, and keeps the key to itself', async () => {
    const cookie = await signIn('joana');
    const response = await askToken({ cookie, 'sec-fetch-site': 'same-origin' });
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({ token: 'first', expiresAt: '2030-01-01T00:00:00.000Z' });
    expect(text).not.toContain(apiKey);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      path: '/v1/embed-sessions',
      authorization: `Bearer ${apiKey}`,
      account: 'acc_sol',
      body: { member: { externalId: 'joana', role: 'admin' } },
    });
    expect(received[0]!.body!.origins).toContain(portalUrl);
  });

  test('draws later tokens from the same embed session, and opens another when that one has ended', async () => {
    const cookie = await signIn('bia');
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    await askToken(headers);
    expect(await (await askToken(headers)).json()).toMatchObject({ token: 'renewed' });
    answerOf = (path) =>
      path.endsWith('/tokens')
        ? { status: 404, body: { code: 'not_found' } }
        : { status: 201, body: { id: 'ems_2', token: 'second', expiresAt: '2030-01-02T00:00:00.000Z' } };
    expect(await (await askToken(headers)).json()).toMatchObject({ token: 'second' });
  });

  test('follows the client switch, and never to a client of others', async () => {
    const joana = await signIn('joana');
    await post('/cliente', 'client=loja-mar&back=/atendimento', { cookie: joana });
    await askToken({ cookie: joana, 'sec-fetch-site': 'same-origin' });
    expect(received.at(-1)).toMatchObject({ account: 'acc_mar' });

    const caio = await signIn('caio');
    expect((await post('/cliente', 'client=clinica-sol', { cookie: caio })).status).toBe(400);
    await askToken({ cookie: caio, 'sec-fetch-site': 'same-origin' });
    expect(received.at(-1)).toMatchObject({ account: 'acc_mar', body: { member: { role: 'agent' } } });
  });

  test('gives none to a stranger or to another site', async () => {
    expect((await askToken({ 'sec-fetch-site': 'same-origin' })).status).toBe(401);
    const cookie = await signIn('joana');
    expect((await askToken({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await askToken({ cookie })).status).toBe(403);
    expect(received).toHaveLength(0);
  });

  test('answers with the code of the problem when MetaHub refuses, and reports it', async () => {
    answerOf = () => ({ status: 403, body: { code: 'forbidden', detail: 'This key may not embed.' } });
    const cookie = await signIn('caio');
    const switched = await askToken({ cookie, 'sec-fetch-site': 'same-origin' });
    expect(switched.status).toBe(502);
    expect(await switched.json()).toEqual({ error: 'forbidden' });
    expect(String(reported[0])).toContain('This key may not embed.');
  });
});

describe('pages', () => {
  test('allow scripts and styles of this site only, and hold none inline', async () => {
    const page = await get('/whatsapp', { cookie: await signIn('joana') });
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const markup = await page.text();
    expect(markup).toContain('<mh-sessions');
    expect(markup).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=/);
  });

  test('escape what comes from data', async () => {
    const markup = await (await get('/', { cookie: await signIn('joana') })).text();
    expect(markup).toContain('Clínica &lt;Sol&gt;');
    expect(markup).not.toContain('<Sol>');
  });

  test('speak English to those who prefer it, and Portuguese to everybody else', async () => {
    expect(await (await get('/entrar', { 'accept-language': 'en-GB,en;q=0.9' })).text()).toContain(
      'lang="en"',
    );
    expect(await (await get('/entrar', { 'accept-language': 'fr' })).text()).toContain('lang="pt-BR"');
  });

  test('serve the widgets and nothing outside their folder', async () => {
    const script = await get('/widgets/metahub-widgets.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(script.headers.get('cache-control')).toBe('no-cache');
    const again = await get('/widgets/metahub-widgets.js', { 'if-none-match': script.headers.get('etag')! });
    expect(again.status).toBe(304);
    expect((await get('/widgets/part-5UCIIL55.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/widgets/%2e%2e/%2e%2e/package.json')).status).toBe(404);
    expect((await get('/public/..%2fpeople.ts')).status).toBe(404);
    expect((await get('/nowhere')).status).toBe(404);
  });
});

async function signIn(person: string): Promise<string> {
  const response = await post('/entrar', `person=${person}`);
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(portalUrl + path, { headers, redirect: 'manual' });
}

function askToken(headers: Record<string, string>): Promise<Response> {
  return fetch(`${portalUrl}/metahub-token`, { method: 'POST', headers });
}

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const form = {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    ...headers,
  };
  return fetch(portalUrl + path, { method: 'POST', headers: form, body, redirect: 'manual' });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answerAsMetaHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  received.push({
    path: request.url!,
    authorization: request.headers.authorization,
    account: request.headers['metahub-account'] as string | undefined,
    body: text ? JSON.parse(text) : null,
  });
  const { status, body } = answerOf(request.url!);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
