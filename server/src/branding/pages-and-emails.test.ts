import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inAccount } from '../db/database.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { layOutEmail, readEmailBrand } from './branded-email.ts';
import { contrastOf, parseColor } from './contrast.ts';

const HOST = 'painel.clinicasol.example';
const VENDOR = /metahub/i;
let server: TestServer;
let clinic: SeededAccount;

beforeAll(async () => {
  server = await testServer({ env: { METAHUB_TRUST_PROXY: 'yes' } });
  [clinic] = server.agencies[0].clients;
  await server.db.asOwner('update accounts set host = $2, name = $3 where id = $1', [
    clinic.id,
    HOST,
    'Sol & <Mar>',
  ]);
  await server.call('PATCH', '/branding', {
    token: clinic.apiKey,
    headers: { 'if-match': '*' },
    body: {
      brandColor: '#f0791e',
      emailSenderName: 'Recepção da Sol',
      emailReplyTo: 'contato@clinicasol.example',
      privacyUrl: 'https://clinicasol.example/privacidade?a=1&b=2',
      supportUrl: 'mailto:ajuda@clinicasol.example',
    },
  });
  await fetch(`${server.url}/v1/branding/logos/logo`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${clinic.apiKey}`, 'content-type': 'application/octet-stream' },
    body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>',
  });
});
afterAll(() => server?.stop());

interface Page {
  status: number;
  headers: IncomingHttpHeaders;
  html: string;
}

/** Opens an address as a browser does; `fetch` would say that it is a program. */
function open(path: string, headers: Record<string, string> = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    const all = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'x-forwarded-host': HOST, ...headers };
    httpRequest(server.url + path, { headers: all }, (response) => {
      let html = '';
      response.setEncoding('utf8').on('data', (part: string) => (html += part));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, html }));
    })
      .on('error', reject)
      .end();
  });
}

describe('an error page', () => {
  test('is in the look of the host’s account, with no other name, and runs nothing', async () => {
    const page = await open('/conversas/que-nao-existe');
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const { html } = page;
    expect(html).toContain('Página não encontrada · Sol &amp; &lt;Mar&gt;');
    expect(html).toContain('#f0791e');
    expect(html).toMatch(/<img src="\/v1\/branding\/files\/brf_/);
    expect(html).toContain('mailto:ajuda@clinicasol.example');
    expect(html).toContain(page.headers['x-request-id']);
    expect(html).not.toMatch(VENDOR);
    expect(html).not.toContain('<script');
    const policy = page.headers['content-security-policy']!;
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self' https:/);
    expect(policy).not.toContain('unsafe');
  });

  test('is neutral at an unknown host, and in the language that the browser asks for', async () => {
    const page = await open('/nothing', {
      'x-forwarded-host': 'unknown.example',
      'accept-language': 'en-GB,en',
    });
    const { html } = page;
    expect(html).toContain('<title>Page not found</title>');
    expect(html).not.toMatch(/Sol|f0791e|metahub/i);
  });

  test('is shown for what an operation refuses too, and never to a program', async () => {
    const page = await open('/v1/me');
    expect(page.status).toBe(401);
    expect(page.html).toContain('<h1>');
    const programs: Record<string, string>[] = [
      { accept: '*/*' },
      { accept: 'text/html', 'sec-fetch-mode': 'cors' },
    ];
    for (const headers of programs) {
      const problem = await open('/v1/me', headers);
      expect(problem.headers['content-type']).toContain('application/problem+json');
    }
  });
});

describe('an e-mail', () => {
  const content = {
    subject: 'Convite para\r\nBcc: all@example.com',
    heading: 'Rita <rita@example.com> convidou você',
    paragraphs: ['Use o botão para "entrar".\nAté logo & bom trabalho.'],
    action: { label: 'Aceitar', url: 'https://painel.clinicasol.example/convite?a=1&b=2' },
    notes: ['O convite vale por 7 dias.'],
  };
  test('wears the account’s name, logo, colours and legal pages, and nobody else’s', async () => {
    const email = layOutEmail(await brand(), content);
    expect(email).toMatchObject({ fromName: 'Recepção da Sol', replyTo: 'contato@clinicasol.example' });
    expect(email.html).toContain('alt="Sol &amp; &lt;Mar&gt;"');
    expect(email.html).toContain('cid:logo');
    // Mail programs show no SVG.
    expect(email.attachments[0]!.content.subarray(1, 4).toString()).toBe('PNG');
    expect(email.html).toContain('href="https://clinicasol.example/privacidade?a=1&amp;b=2"');
    const [, ground] = /background: (#[0-9a-f]{6})">\s*<a/.exec(email.html)!;
    const [, ink] = /color: (#[0-9a-f]{6}); text-decoration: none/.exec(email.html)!;
    expect(ground).toBe('#f0791e');
    expect(contrastOf(parseColor(ink!), parseColor(ground!))).toBeGreaterThanOrEqual(4.5);
    expect(JSON.stringify(email)).not.toMatch(VENDOR);
  });

  test('escapes what it says, keeps the subject in one line, and says the same without HTML', async () => {
    const email = layOutEmail(await brand(), content);
    expect(email.subject).toBe('Convite para Bcc: all@example.com');
    expect(email.html).toContain('Rita &lt;rita@example.com&gt; convidou você');
    expect(email.html).toContain('&quot;entrar&quot;.<br>Até logo &amp; bom trabalho.');
    expect(email.text).toContain('Rita <rita@example.com> convidou você');
    expect(email.text).toContain('Aceitar:\nhttps://painel.clinicasol.example/convite?a=1&b=2');
    expect(email.text).toContain('Sol & <Mar>');
    expect(() =>
      layOutEmail(
        { ...emptyBrand(), logo: null },
        { ...content, action: { label: 'x', url: 'javascript:alert(1)' } },
      ),
    ).toThrow(TypeError);
  });
});

function brand() {
  return inAccount(server.db.database, clinic.id, readEmailBrand);
}

function emptyBrand() {
  return {
    look: {
      name: null,
      fill: '#34527a',
      ink: '#ffffff',
      link: '#34527a',
      fontFamily: 'system-ui',
      radius: 10,
      termsUrl: null,
      privacyUrl: null,
      supportUrl: null,
      locale: 'pt-BR',
    },
    senderName: '',
    replyTo: null,
  };
}
