import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAppServer } from './app-server.ts';

let files: string;
let api: Server;
let app: Server;
let appUrl: string;
const received: { request: IncomingMessage; body: string }[] = [];

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'app-'));
  mkdirSync(join(files, 'assets'));
  writeFileSync(join(files, 'index.html'), '<title>app</title>');
  writeFileSync(join(files, 'assets', 'main-abc.js'), 'export {};');
  api = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += String(chunk)));
    request.on('end', () => {
      received.push({ request, body });
      response.writeHead(201, {
        'set-cookie': ['mh_refresh=one; HttpOnly', 'other=two'],
        'x-request-id': 'req_1',
      });
      response.end(JSON.stringify({ ok: true }));
    });
  });
  api.on('upgrade', (request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.on('data', (chunk: Buffer) => socket.write(`echo ${request.url} ${String(chunk)}`));
  });
  app = createAppServer({ apiUrl: await listen(api), files });
  appUrl = await listen(app);
});

afterAll(() => {
  for (const server of [app, api]) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(files, { recursive: true });
});

describe('the API under /v1', () => {
  test('gets what was sent, and its answer comes back whole, cookies included', async () => {
    const response = await fetch(`${appUrl}/v1/auth/sign-in?x=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'mh_refresh=zero' },
      body: '{"a":"ção"}',
    });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['mh_refresh=one; HttpOnly', 'other=two']);
    expect(response.headers.get('x-request-id')).toBe('req_1');
    expect(await response.json()).toEqual({ ok: true });
    const { request, body } = received.at(-1)!;
    expect(request.url).toBe('/v1/auth/sign-in?x=1');
    expect(request.headers.cookie).toBe('mh_refresh=zero');
    expect(request.headers.host).toBe(new URL(appUrl).host);
    expect(body).toBe('{"a":"ção"}');
  });

  test('takes WebSockets both ways', async () => {
    const socket = createConnection(Number(new URL(appUrl).port), '127.0.0.1');
    socket.write(
      'GET /v1/realtime HTTP/1.1\r\nhost: app\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n',
    );
    let text = '';
    const seen = (wanted: string) =>
      new Promise<void>((resolve) => {
        socket.on('data', (chunk: Buffer) => {
          text += String(chunk);
          if (text.includes(wanted)) resolve();
        });
      });
    await seen('101 Switching Protocols');
    socket.write('hello');
    await seen('echo /v1/realtime hello');
    socket.destroy();
  });

  test('answers a problem when the API is gone', async () => {
    const reports: unknown[] = [];
    const gone = createServer();
    const goneUrl = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const server = createAppServer({ apiUrl: goneUrl, files, report: (error) => reports.push(error) });
    const response = await fetch(`${await listen(server)}/v1/me`);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: 'unreachable' });
    expect(reports).toHaveLength(1);
    server.close();
    server.closeAllConnections();
  });
});

describe('files', () => {
  test('are the app for every page, under a strict policy', async () => {
    for (const path of ['/', '/conversas', '/sessoes?x=1', '/..%2f..%2fetc/passwd', '/%zz']) {
      const response = await fetch(appUrl + path);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('<title>app</title>');
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('with a hash in their name are kept for good, and missing ones are missed', async () => {
    const script = await fetch(`${appUrl}/assets/main-abc.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect((await fetch(`${appUrl}/assets/old-123.js`)).status).toBe(404);
    expect((await fetch(appUrl, { method: 'POST' })).status).toBe(405);
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
