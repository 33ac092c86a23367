import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listenOn } from '../connection/socket-listener.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import { assertAllowed, corsHeaders } from './access.ts';
import { eventRoutes } from './event-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { stateRoutes } from './state-routes.ts';
import { networkRoutes } from './network-routes.ts';
import { webVersionRoutes } from './web-version-routes.ts';
import { describeRoutes } from './openapi.ts';
import { servePage } from './page-files.ts';
import { accountRoutes } from './account-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import type { Route, RouteAnswer, RouteContext } from './routes.ts';
import { checkBody, checkQuery } from './schema.ts';

/** The operations that are built, in the order of the documentation. */
export const routes: Route[] = [
  ...networkRoutes,
  ...webVersionRoutes,
  ...phoneRoutes,
  ...messageRoutes,
  ...accountRoutes,
  ...groupRoutes,
  ...faultRoutes,
  ...stateRoutes,
  ...eventRoutes,
];

interface CompiledRoute {
  route: Route;
  pattern: RegExp;
}

/** The control API: JSON over HTTP. */
export class ControlServer {
  readonly #network: Network;
  readonly #token: string | undefined;
  readonly #http: Server;
  readonly #routes: CompiledRoute[] = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  #place: RouteContext['place'] = { socketUrl: '', controlUrl: '', caCertificate: '' };

  constructor(options: { network: Network; token?: string }) {
    this.#network = options.network;
    this.#token = options.token;
    this.#http = createServer((request, response) => void this.#serve(request, response));
  }

  async listen(port: number, host: string): Promise<number> {
    return listenOn(this.#http, port, host, 'SANDBOX_CONTROL_PORT');
  }

  /** Tells the routes where this sandbox can be reached. */
  announce(place: RouteContext['place']): void {
    this.#place = place;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      for (const [name, value] of Object.entries(corsHeaders(request))) response.setHeader(name, value);
      const url = new URL(request.url ?? '/', 'http://sandbox');
      assertAllowed(request, url, this.#token);
      if (request.method === 'OPTIONS') {
        response.writeHead(204).end();
        return;
      }
      const answer = await this.#answer(request, response, url);
      if (!answer) return;
      if (answer.file) {
        writeFile(response, answer.file);
        return;
      }
      // Nothing leaves before it is written.
      await this.#network.gate.committed();
      writeAnswer(response, answer.status, answer.body, 'application/json');
    } catch (error) {
      this.#refuse(response, error as Error);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<RouteAnswer> {
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
    if (request.method === 'GET' && path === '/openapi.json') {
      return { status: 200, body: describeRoutes(routes, this.#place.controlUrl) };
    }
    if (request.method === 'GET' && (await servePage(path, response))) return undefined;
    const matching = this.#routes.filter(({ pattern }) => pattern.test(path));
    const found = matching.find(({ route }) => route.method === request.method);
    if (!found) throw this.#noRoute(request, path, matching);
    const { route, pattern } = found;
    const parameters = Object.fromEntries(
      Object.entries(pattern.exec(path)?.groups ?? {}).map(([name, value]) => [name, decode(value)]),
    );
    checkQuery(route.query ?? {}, url.searchParams);
    const body = route.body
      ? checkBody(route.body, await readJson(request, route.bodyBytes ?? limits.bodyBytes))
      : {};
    return route.handle({
      network: this.#network,
      parameters,
      query: url.searchParams,
      body,
      request,
      response,
      place: this.#place,
    });
  }

  #noRoute(request: IncomingMessage, path: string, matching: CompiledRoute[]): SandboxProblem {
    if (matching.length > 0) {
      const methods = matching.map(({ route }) => route.method).join(', ');
      return new SandboxProblem(
        405,
        'method_not_allowed',
        `${path} takes ${methods}, not ${request.method}.`,
      );
    }
    return new SandboxProblem(
      404,
      'not_found',
      `There is nothing at ${path}; GET /openapi.json says what is there.`,
    );
  }

  #refuse(response: ServerResponse, error: Error): void {
    const problem =
      error instanceof SandboxProblem
        ? error
        : new SandboxProblem(500, 'internal_error', 'The sandbox failed at this; its log says more.');
    if (problem.status === 500) this.#network.logger.error({ error: error.stack }, 'a request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, code, message, errors } = problem;
    const body = {
      type: 'about:blank',
      title: code.replaceAll('_', ' '),
      status,
      detail: message,
      code,
      ...(errors.length > 0 ? { errors } : {}),
    };
    writeAnswer(response, status, body, 'application/problem+json');
  }
}

function writeAnswer(response: ServerResponse, status: number, body: unknown, type: string): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** A file for people to save, never for the browser to run. */
function writeFile(response: ServerResponse, file: { bytes: Buffer; mime: string }): void {
  const isShown = /^(image\/(png|jpeg|gif|webp)|audio\/|video\/)/.test(file.mime);
  response.writeHead(200, {
    'content-type': isShown ? file.mime : 'application/octet-stream',
    'content-disposition': isShown ? 'inline' : 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(file.bytes);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new SandboxProblem(400, 'invalid_request', 'The path is not properly encoded.');
  }
}

async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) {
      throw new SandboxProblem(413, 'body_too_large', `A body has at most ${most} bytes.`);
    }
    chunks.push(chunk);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new SandboxProblem(400, 'invalid_json', `The body is not JSON: ${(error as Error).message}.`);
  }
}
