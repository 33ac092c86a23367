import { request as httpRequest } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { contrastOf, parseColor } from './contrast.ts';

const HOST = 'painel.xn--clnica-sol-l8a.example';
let server: TestServer;
let clinic: SeededAccount;
let shop: SeededAccount;
let token: string;

beforeAll(async () => {
  server = await testServer();
  [clinic, shop] = server.agencies[0].clients;
  token = await server.signIn(clinic.members.admin);
});
afterAll(() => server?.stop());

const read = () => server.call('GET', '/branding', { token });
const change = async (body: object, ifMatch = '*') =>
  server.call('PATCH', '/branding', { token, body, headers: { 'if-match': ifMatch } });

async function upload(kind: string, bytes: Uint8Array | string): Promise<Reply> {
  const response = await fetch(`${server.url}/v1/branding/logos/${kind}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: typeof bytes === 'string' ? bytes : new Blob([new Uint8Array(bytes)]),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Asks as a proxy or a browser would, with any Host header. */
function ask(
  path: string,
  headers: Record<string, string>,
  url = server.url,
): Promise<{ status: number; body: any; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    httpRequest(`${url}${path}`, { headers, setHost: !('host' in headers) }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const isJson = String(response.headers['content-type']).includes('json');
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text,
          body: isJson ? JSON.parse(text) : text,
        });
      });
    })
      .on('error', reject)
      .end();
  });
}

const svg = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">${inner}</svg>`;
const file = (url: string) => ask(url, {});

describe('the branding', () => {
  test('takes what is given, leaves the rest, and takes a field away by null', async () => {
    const before = await read();
    const reply = await change(
      {
        productName: 'Painel Sol',
        brandColor: '#0f746c',
        emailSenderName: 'Clínica Sol',
        emailReplyTo: 'contato@clinicasol.example',
        privacyUrl: 'https://clinicasol.example/privacidade',
        fontFamily: "'Inter', sans-serif",
        locale: 'en',
        timeZone: 'America/Manaus',
      },
      before.headers.get('etag')!,
    );
    expect(reply).toMatchObject({
      status: 200,
      body: {
        productName: 'Painel Sol',
        brandColor: '#0f746c',
        emailReplyTo: 'contato@clinicasol.example',
        neutrals: before.body.neutrals,
        locale: 'en',
        timeZone: 'America/Manaus',
        revision: before.body.revision + 1,
      },
    });
    const cleared = await change({ productName: null });
    expect(cleared.body).toMatchObject({ productName: null, brandColor: '#0f746c' });
    expect((await read()).body).toEqual(cleared.body);
    const account = await server.call('GET', `/accounts/${clinic.typeId}`, { token });
    expect(account.body).toMatchObject({ locale: 'en', timeZone: 'America/Manaus', branding: cleared.body });
  });

  test('is not changed from an older revision, nor without saying from which', async () => {
    const { headers } = await read();
    expect((await change({ radius: 4 }, headers.get('etag')!)).status).toBe(200);
    expect(await change({ radius: 8 }, headers.get('etag')!)).toMatchObject({
      status: 412,
      body: { code: 'revision_conflict' },
    });
    expect((await read()).body.radius).toBe(4);
    const blind = await server.call('PATCH', '/branding', { token, body: { radius: 8 } });
    expect(blind.status).toBe(400);
  });

  test('is changed by those who may, and only theirs', async () => {
    const agent = await server.signIn(clinic.members.agent);
    const refused = await server.call('PATCH', '/branding', {
      token: agent,
      body: { radius: 1 },
      headers: { 'if-match': '*' },
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const shopBefore = await server.call('GET', '/branding', { token: shop.apiKey });
    await change({ radius: 9 });
    expect(await server.call('GET', '/branding', { token: shop.apiKey })).toMatchObject({
      body: shopBefore.body,
    });
    const byAgency = await server.call('PATCH', '/branding', {
      token: server.agencies[0].apiKey,
      account: shop.typeId,
      body: { brandColor: '#5a3fb0' },
      headers: { 'if-match': '*' },
    });
    expect(byAgency.status).toBe(200);
  });

  test('tells the audit what was changed', async () => {
    await change({ radius: 12, productName: 'Painel' });
    const { body } = await server.call('GET', '/audit', { token, query: { limit: 50 } });
    const told = body.data.find((entry: { action: string }) => entry.action === 'branding.updated');
    expect(told).toMatchObject({
      target: { kind: 'account', id: clinic.typeId },
      after: { radius: 12, productName: 'Painel' },
    });
    await change({ productName: null });
  });

  test.each([
    [{ fontFamily: 'x; background: url(//evil.example)' }],
    [{ productName: '<b>x</b>' }],
    [{ emailSenderName: 'Sol\r\nBcc: all@example.com' }],
    [{ privacyUrl: 'javascript:alert(1)' }],
    [{ termsUrl: 'http://plain.example' }],
    [{ brandColor: 'red' }],
    [{ timeZone: 'America/Atlantis' }],
    [{ logoUrl: 'https://elsewhere.example/logo.svg' }],
    [{}],
  ])('refuses %j', async (body) => {
    const before = await read();
    expect((await change(body)).status).toBe(400);
    expect((await read()).body).toEqual(before.body);
  });
});

describe('a colour', () => {
  test.each([
    [{ brandColor: '#ffffff' }, 'brandColor'],
    [{ brandColor: '#fffbe0' }, 'brandColor'],
    [{ brandColorDark: '#101318' }, 'brandColorDark'],
    [{ brandColor: '#f0791e', onBrandColor: '#ffffff' }, 'onBrandColor'],
    [{ brandColor: '#0f746c', onBrandColor: '#0f5f74' }, 'onBrandColor'],
  ])('that cannot be read is refused, and the one that is suggested is taken: %j', async (body, field) => {
    const refused = await change(body);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'color_unreadable', errors: [{ pointer: `/body/${field}` }] },
    });
    const { suggestion } = refused.body.errors[0];
    expect(refused.body.detail).toContain(suggestion);
    const taken = await change({ ...body, [field]: suggestion });
    expect(taken).toMatchObject({ status: 200, body: { [field]: suggestion } });
    await change({ brandColor: null, brandColorDark: null, onBrandColor: null });
  });

  test('the suggestion is near: as much of the choice as still can be read', async () => {
    const { body } = await change({ brandColor: '#0f746c', onBrandColor: '#8ecfc8' });
    const [red, green, blue] = parseColor(body.errors[0].suggestion);
    // Still a light green, not plain white.
    expect(Math.min(red, green, blue)).toBeLessThan(250);
    expect(contrastOf([red, green, blue], parseColor('#0f746c'))).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf([red, green, blue], parseColor('#0f746c'))).toBeLessThan(4.7);
  });

  test('comes with the contrasts that follow from it', async () => {
    expect((await change({ brandColor: null })).body.contrast).toBeNull();
    const { body } = await change({ brandColor: '#f0791e' });
    expect(body.contrast.label).toBeGreaterThanOrEqual(4.5);
    expect(body.contrast.labelDark).toBeGreaterThanOrEqual(4.5);
    expect(body.contrast.dark).toBeGreaterThan(body.contrast.light);
    for (const brandColor of ['#000000', '#ff0000', '#00d000', '#0000ff', '#777777', '#c9a227']) {
      const { contrast } = (await change({ brandColor })).body;
      expect(contrast.label, brandColor).toBeGreaterThanOrEqual(4.5);
      expect(contrast.labelDark, brandColor).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('a logo', () => {
  test('of pixels is written anew: upright, small enough, and without what was hidden in it', async () => {
    const photo = await sharp({
      create: { width: 3_000, height: 1_000, channels: 3, background: '#0f746c' },
    })
      .withExif({ IFD0: { Copyright: 'GPS-SECRET-OF-THE-OWNER' } })
      .jpeg()
      .toBuffer();
    expect(photo.includes('GPS-SECRET')).toBe(true);
    const hidden = Buffer.concat([photo, Buffer.from('<script>alert(1)</script>')]);
    const reply = await upload('logo', hidden);
    expect(reply.status).toBe(200);
    const served = await fetch(server.url + reply.body.logoUrl);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(served.headers.get('cache-control')).toContain('immutable');
    const bytes = Buffer.from(await served.arrayBuffer());
    const { width, height, format } = await sharp(bytes).metadata();
    expect([format, width, height]).toEqual(['png', 1_024, 341]);
    expect(bytes.includes('SECRET')).toBe(false);
    expect(bytes.includes('script')).toBe(false);
  });

  test('has another address for another picture, and the old one is gone', async () => {
    const one = await upload('logo', svg('<circle r="4"/>'));
    const other = await upload('logo', svg('<circle r="5"/>'));
    expect(other.body.logoUrl).not.toBe(one.body.logoUrl);
    expect(other.body.revision).toBe(one.body.revision + 1);
    expect((await file(one.body.logoUrl)).status).toBe(404);
    expect((await file(other.body.logoUrl)).text).toContain('<circle r="5"/>');
    const removed = await server.call('DELETE', '/branding/logos/logo', { token });
    expect(removed).toMatchObject({ status: 200, body: { logoUrl: null } });
    expect((await file(other.body.logoUrl)).status).toBe(404);
    const again = await server.call('DELETE', '/branding/logos/logo', { token });
    expect(again.body).toEqual(removed.body);
  });

  test('the favicon is a square', async () => {
    const wide = await sharp({ create: { width: 600, height: 100, channels: 4, background: '#f00' } })
      .png()
      .toBuffer();
    const { body } = await upload('favicon', wide);
    const bytes = Buffer.from(await (await fetch(server.url + body.faviconUrl)).arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 256, height: 256 });
  });

  test('as a drawing keeps what draws, and nothing that runs or loads', async () => {
    const hostile = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
      <!-- Generator: Drawing Program -->
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      <svg:svg xmlns:svg="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10"
        onload="alert(1)">
        <script>alert(2)</script>
        <svg:script>alert(3)</svg:script>
        <style>@import url(//evil.example/x.css); .a { fill: red }</style>
        <style>.b { fill: #0f746c } .c { fill: url(#shade) }</style>
        <style><![CDATA[.d{background:url(//evil.example/track)}]]></style>
        <linearGradient id="shade" xlink:href="#other"><stop offset="0" stop-color="#fff"/></linearGradient>
        <foreignObject><div xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(4)"/></div></foreignObject>
        <a xlink:href="javascript:alert(5)"><text>click</text></a>
        <image href="//evil.example/pixel.png"/>
        <use href="data:image/svg+xml;base64,PHN2Zz4="/>
        <animate attributeName="href" values="javascript:alert(6)"/>
        <set attributeName="onmouseover" to="alert(7)"/>
        <g fill="url(//evil.example/#x)" style="fill:\\75rl(//evil.example)" onclick="alert(8)">
          <path d="M0 0h20v10z" fill="url(#shade)" class="b" onmouseover="alert(9)"/>
          <text x="1" y="8">Sol &amp; &lt;Mar&gt; &#x41;</text>
        </g>
      </svg:svg>`;
    const { status, body } = await upload('logo', hostile);
    expect(status).toBe(200);
    const served = await file(body.logoUrl);
    expect(served.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(served.text).not.toMatch(
      /script|alert|evil|on[a-z]+=|foreign|<a|<image|data:|animate|<set|import|\\/i,
    );
    expect(served.text).toContain('<path d="M0 0h20v10z" fill="url(#shade)" class="b"/>');
    expect(served.text).toContain('Sol &amp; &lt;Mar&gt; A');
    expect(served.text).toContain('<linearGradient id="shade" href="#other">');
    expect(served.text).toContain('.b { fill: #0f746c }');
    expect(served.text.startsWith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">')).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['text', 'Clínica Sol'],
    ['a web page', '<!doctype html><script>alert(1)</script>'],
    ['a PDF', '%PDF-1.7\n'],
    ['a broken PNG', '\x89PNG\r\n\x1a\nxxxx'],
    ['entities of its own', `<!DOCTYPE svg [<!ENTITY a "aaaaaaaa">]>${svg('<text>&a;</text>')}`],
    ['an unknown entity', svg('<text>&nbsp;</text>')],
    ['no end', '<svg viewBox="0 0 1 1"><path d="M0 0"/>'],
    ['two roots', `${svg('')}${svg('')}`],
    ['no size', '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>'],
    ['depth', svg(`${'<g>'.repeat(200)}${'</g>'.repeat(200)}`)],
    ['a bomb of uses', svg('<g id="a"><path d="M0 0"/></g><g id="b"><use href="#a"/></g><use href="#b"/>')],
    [
      'half a character',
      Buffer.concat([
        Buffer.from('<svg viewBox="0 0 1 1"><text>'),
        Buffer.from([0xc3]),
        Buffer.from('</text></svg>'),
      ]),
    ],
  ])('of %s is refused', async (_, bytes) => {
    const before = await read();
    const refused = await upload('logo', bytes);
    expect([400, 415, 422]).toContain(refused.status);
    expect((await read()).body).toEqual(before.body);
  });

  test('beyond a mebibyte, or with too many pixels in few bytes, is refused', async () => {
    expect(await upload('logo', Buffer.alloc(1_048_577, '<'))).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#000' },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_048_576);
    expect(await upload('logo', bomb)).toMatchObject({ status: 422, body: { code: 'logo_unsuitable' } });
  });
});

/** Whether a server that trusts these proxies believes what this machine forwards. */
async function believes(trust: string): Promise<boolean> {
  const own = await testServer({ env: { METAHUB_TRUST_PROXY: trust } });
  try {
    const [account] = own.agencies[0].clients;
    await own.db.asOwner('update accounts set host = $2 where id = $1', [account.id, HOST]);
    const headers = { host: 'inside.example', 'x-forwarded-host': `evil.example, ${HOST.toUpperCase()}.` };
    const { body } = await ask('/v1/host-branding', headers, own.url);
    return body.accountId === account.typeId;
  } finally {
    await own.stop();
  }
}

describe('the look of a host, before anybody has signed in', () => {
  beforeAll(async () => {
    await server.db.asOwner('update accounts set host = $2 where id = $1', [clinic.id, HOST]);
  });

  test('C52: is that of the account whose domain it is, however the host is written', async () => {
    await change({ productName: 'Painel Sol', brandColor: '#0f746c' });
    for (const host of [
      HOST,
      'PAINEL.xn--clnica-sol-l8a.example',
      'painel.XN--CLNICA-SOL-L8A.example.',
      `${HOST}:8443`,
      `${HOST}.:443`,
      Buffer.from('Painel.Clínica-Sol.example').toString('latin1'),
    ]) {
      const { status, body } = await ask('/v1/host-branding', { host });
      expect(status, host).toBe(200);
      expect(body, host).toMatchObject({
        accountId: clinic.typeId,
        productName: 'Painel Sol',
        brandColor: '#0f746c',
      });
      expect(body).not.toHaveProperty('emailReplyTo');
    }
  });

  test('C52: is neutral for every other host, and for one that only a stranger forwards', async () => {
    const strangers: Record<string, string>[] = [
      { host: '127.0.0.1' },
      { host: '127.0.0.1:3000' },
      { host: '[::1]:3000' },
      { host: 'localhost' },
      { host: 'desconhecido.example' },
      { host: `x.${HOST}` },
      { host: `${HOST}.evil.example` },
      { host: `evil@${HOST}` },
      { host: `${HOST}/` },
      { host: 'desconhecido.example', 'x-forwarded-host': HOST },
      { host: 'desconhecido.example', forwarded: `host=${HOST}` },
      { host: 'desconhecido.example', 'x-original-host': HOST },
    ];
    for (const headers of strangers) {
      const { status, body } = await ask('/v1/host-branding', headers);
      if (status !== 400)
        expect(body, JSON.stringify(headers)).toMatchObject({
          accountId: null,
          name: null,
          productName: null,
        });
    }
  });

  test('C52: is the forwarded host only when the proxy that is trusted says so', async () => {
    expect(await believes('127.0.0.0/8')).toBe(true);
    expect(await believes('10.0.0.1, 10.1.0.0/16')).toBe(false);
  });
});
