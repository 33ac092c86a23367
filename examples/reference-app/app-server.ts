import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface AppServerOptions {
  /** The API's origin, without `/v1`. */
  apiUrl: string;
  /** The folder that `vite build` wrote. */
  files: string;
  /** Receives what went wrong, for the operator. */
  report?: (error: unknown) => void;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1). */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The app's listener: files of the build, every other path the app itself, and `/v1` the API, streamed both ways. */
export function createAppServer({ apiUrl, files, report = () => {} }: AppServerOptions): Server {
  const folder = resolve(files);
  const api = new URL(apiUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const startRequest = api.protocol === 'https:' ? httpsRequest : httpRequest;

  const server = createServer((request, response) => {
    if (isApi(request)) return passOn(request, response);
    sendApp(request, response).catch((error: unknown) => {
      report(error);
      response.destroy();
    });
  });
  server.on('upgrade', passUpgradeOn);
  return server;

  function passOn(request: IncomingMessage, response: ServerResponse): void {
    const upstream = startRequest(
      {
        ...target(request),
        agent: api.protocol === 'https:' ? undefined : agent,
        headers: forwarded(request),
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, without(answer.headers, hopByHop));
        pipeline(answer, response).catch(() => response.destroy());
      },
    );
    upstream.on('error', (error) => {
      report(error);
      if (response.headersSent) response.destroy();
      else sendUnreachable(response);
    });
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }

  function passUpgradeOn(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (!isApi(request)) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    const headers = {
      ...forwarded(request),
      connection: 'upgrade',
      upgrade: request.headers.upgrade ?? 'websocket',
    };
    const upstream = startRequest({ ...target(request), headers });
    upstream.on('upgrade', (answer, apiSocket, apiHead) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (apiHead.length) socket.write(apiHead);
      if (head.length) apiSocket.write(head);
      apiSocket.on('error', () => socket.destroy());
      apiSocket.on('close', () => socket.destroy());
      socket.on('close', () => apiSocket.destroy());
      apiSocket.pipe(socket).pipe(apiSocket);
    });
    upstream.on('response', (answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nconnection: close\r\n\r\n`);
      answer.resume();
    });
    upstream.on('error', (error) => {
      report(error);
      socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n');
    });
    socket.on('close', () => upstream.destroy());
    upstream.end();
  }

  function target(request: IncomingMessage) {
    return { host: api.hostname, port: api.port, method: request.method, path: request.url };
  }

  async function sendApp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
    const { pathname } = new URL(request.url ?? '/', 'http://app');
    const file = normalize(join(folder, decoded(pathname)));
    const inside = file.startsWith(folder + sep) && (await stat(file).catch(() => null))?.isFile();
    const type = types[extname(file)];
    // A path that names no file is a page of the app, except below /assets/, where it is a mistake.
    if (!inside || !type) {
      if (pathname.startsWith('/assets/')) return void response.writeHead(404).end();
      return sendFile(request, response, join(folder, 'index.html'));
    }
    return sendFile(request, response, file);
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse, file: string): Promise<void> {
    const { size } = await stat(file);
    const named = file.startsWith(join(folder, 'assets') + sep);
    response.writeHead(200, {
      'content-type': types[extname(file)],
      'content-length': size,
      // Names below /assets/ carry a hash of what they hold.
      'cache-control': named ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file), response);
  }
}

function isApi({ url = '/' }: IncomingMessage): boolean {
  return url === '/v1' || url.startsWith('/v1/') || url.startsWith('/v1?');
}

function forwarded(request: IncomingMessage) {
  return {
    ...without(request.headers, hopByHop),
    'x-forwarded-for': request.socket.remoteAddress ?? '',
    'x-forwarded-host': request.headers.host ?? '',
    'x-forwarded-proto': 'http',
  };
}

function without<T extends object>(headers: T, names: string[]): T {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))) as T;
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '/';
  }
}

/** The same shape as the API's own problems, so that the app can tell what to say. */
function sendUnreachable(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'application/problem+json', 'retry-after': '2' });
  const problem = { type: 'about:blank', title: 'Bad gateway', status: 502, code: 'unreachable' };
  response.end(JSON.stringify({ ...problem, detail: 'The API does not answer. Try again in a moment.' }));
}
