import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { CADDYFILE, caddyThere, startCaddy, type TestCaddy } from './caddy.ts';
import { startNameServer, type TestNameServer } from './name-server.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const HUB = 'hub.example';
const HOST = 'painel.xn--clnica-sol-l8a.example';
const PAGE = '<!doctype html><title>app</title>';

let dns: TestNameServer;
let server: TestServer;
let caddy: TestCaddy;
let clinic: SeededAccount;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The names of the certificate that the connection was made with. */
  names: string | undefined;
}

/** Asks Caddy for a host over TLS, and trusts nothing but its authority. */
function ask(servername: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpsRequest(
      {
        host: '127.0.0.1',
        port: caddy.httpsPort,
        path,
        servername,
        ca: caddy.authority(),
        headers: { host: servername, ...headers },
        agent: false,
      },
      (response) => {
        const { subjectaltname } = (response.socket as TLSSocket).getPeerCertificate();
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, text, names: subjectaltname }),
        );
      },
    );
    asked.on('error', reject).end();
  });
}

function askPlainly(port: number, headers: Record<string, string>, path = '/'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers, setHost: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, text, names: undefined }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const accountIn = (answer: Answer) => (JSON.parse(answer.text) as { accountId: string | null }).accountId;

describe.runIf(caddyThere)('Caddy in front, as deploy/Caddyfile sets it up', () => {
  beforeAll(async () => {
    dns = await startNameServer();
    server = await testServer({
      env: {
        METAHUB_TRUST_PROXY: 'yes',
        METAHUB_PUBLIC_URL: `https://${HUB}`,
        METAHUB_NAME_SERVERS: dns.address,
      },
    });
    [clinic] = server.agencies[0].clients;
    caddy = await startCaddy({
      serverUrl: server.url,
      host: HUB,
      files: { 'index.html': PAGE, 'assets/main-abc.js': 'export {};' },
    });
    const claimed = await server.call('PUT', '/domain', {
      token: clinic.apiKey,
      body: { host: 'painel.clínica-sol.example' },
    });
    for (const { type, name, value } of claimed.body.records) dns.set(name, type, [value]);
  });
  afterAll(async () => {
    await caddy?.stop();
    await server?.stop();
    await dns?.close();
  });

  test('the operator’s host has a certificate, the app on every page, and the API below /v1', async () => {
    const page = await ask(HUB, '/conversas?x=1');
    expect(page).toMatchObject({ status: 200, text: PAGE, names: `DNS:${HUB}` });
    expect(page.headers).toMatchObject({
      'cache-control': 'no-cache',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    });
    expect(page.headers).not.toHaveProperty('server');
    const script = await ask(HUB, '/assets/main-abc.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await ask(HUB, '/assets/old.js')).status).toBe(404);
    const health = await ask(HUB, '/v1/health');
    expect(health.status).toBe(200);
    expect(health.headers['strict-transport-security']).toBe('max-age=31536000');
    const plain = await askPlainly(caddy.httpPort, { host: HUB });
    expect([plain.status, plain.headers.location]).toEqual([308, `https://${HUB}/`]);
  });

  test('the policy is the one that the app is tested under', async () => {
    const { 'content-security-policy': policy } = (await ask(HUB, '/')).headers;
    const source = readFileSync(
      new URL('../../examples/reference-app/app-server.ts', import.meta.url),
      'utf8',
    );
    const rules = /const policy = \[([^\]]+)\]/.exec(source)![1]!.match(/"([^"]+)"/g)!;
    expect(policy).toBe(rules.map((rule) => rule.slice(1, -1)).join('; '));
    expect(policy).not.toContain('unsafe');
  });

  test('C52: a host gets a certificate once it is an own domain, and then leads to its account alone', async () => {
    await expect(ask(HOST, '/')).rejects.toThrow();
    await expect(ask('unknown.example', '/')).rejects.toThrow();
    const { body } = await server.call('POST', '/domain/check', { token: clinic.apiKey });
    expect(body.status).toBe('active');

    const page = await ask(HOST, '/');
    expect(page).toMatchObject({ status: 200, text: PAGE, names: `DNS:${HOST}` });
    for (const host of [HOST, HOST.toUpperCase(), `${HOST}:${caddy.httpsPort}`])
      expect(accountIn(await ask(HOST, '/v1/host-branding', { host })), host).toBe(clinic.typeId);
    await expect(ask('unknown.example', '/')).rejects.toThrow();
    await expect(ask(`www.${HOST}`, '/')).rejects.toThrow();
  });

  test('C52: what a visitor writes into forwarding headers changes nothing', async () => {
    for (const headers of [{ 'x-forwarded-host': HOST }, { forwarded: `host=${HOST}` }] as Record<
      string,
      string
    >[])
      expect(accountIn(await ask(HUB, '/v1/host-branding', headers))).toBeNull();
    // Only the tunnel inside may say for whom it asks.
    const byTunnel = await askPlainly(
      caddy.tunnelPort,
      { host: 'web:8080', 'x-forwarded-host': HOST, 'x-forwarded-proto': 'https' },
      '/v1/host-branding',
    );
    expect(accountIn(byTunnel)).toBe(clinic.typeId);
  });

  test('a person signs in at the own domain, and events come through', async () => {
    const { email, password } = clinic.members.admin;
    const token = await new Promise<string>((resolve, reject) => {
      const asked = httpsRequest(
        {
          host: '127.0.0.1',
          port: caddy.httpsPort,
          method: 'POST',
          path: '/v1/auth/sign-in',
          servername: HOST,
          ca: caddy.authority(),
          headers: { host: HOST, 'content-type': 'application/json', origin: `https://${HOST}` },
        },
        (response) => {
          expect(response.headers['set-cookie']?.[0]).toMatch(/HttpOnly.*Secure.*SameSite=Strict/);
          let text = '';
          response.on('data', (part: Buffer) => (text += String(part)));
          response.on('end', () => resolve((JSON.parse(text) as { accessToken: string }).accessToken));
        },
      );
      asked.on('error', reject).end(JSON.stringify({ email, password }));
    });
    const connection: ClientOptions & { servername: string } = {
      servername: HOST,
      ca: caddy.authority(),
      headers: { host: HOST },
      origin: `https://${HOST}`,
    };
    const socket = new WebSocket(`wss://127.0.0.1:${caddy.httpsPort}/v1/realtime`, connection);
    const welcome = await new Promise<string>((resolve, reject) => {
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'hello', token, topics: ['conversations'] })),
      );
      socket.on('message', (data: Buffer) => resolve(String(data)));
      socket.on('error', reject);
    });
    socket.terminate();
    expect(JSON.parse(welcome)).toMatchObject({ type: 'welcome' });
  });
});

test.runIf(!caddyThere)(
  'Caddy is not on this machine: install it (apt-get install caddy) to run its tests',
  () => {
    expect(readFileSync(CADDYFILE, 'utf8')).toContain('on_demand_tls');
  },
);
