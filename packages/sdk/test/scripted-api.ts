import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ByeCode, MetaHubEvent, RealtimeServerFrame } from '../src/contract-types.ts';
import type { Hello } from '../src/realtime-types.ts';

/** A request as it arrived. */
export interface Received {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** JSON, or a text that is sent as it is. */
  body?: unknown;
}

type Script = (request: Received) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** One socket of a client, after its hello. */
export interface Connected {
  hello: Hello;
  /** Tokens shown since, by `auth`. */
  auths: string[];
  socket: WebSocket;
}

/**
 * An API on a real port that answers as the test scripts it, and a stream of events that keeps the rules of the
 * contract: hello first, welcome, replay after a position, resync where that is too old, topics.
 */
export class ScriptedApi implements AsyncDisposable {
  readonly requests: Received[] = [];
  readonly connected: Connected[] = [];
  /** Events before this position are no longer kept. */
  oldest = 0;
  /** How the next hello is answered, in place of a welcome. */
  refusals: ByeCode[] = [];
  readonly #events: MetaHubEvent[] = [];
  readonly #scripts = new Map<string, Script>();
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #waiting = new Set<() => void>();
  #seq = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#sockets = new WebSocketServer({ server: this.#server, path: '/v1/realtime' });
    this.#sockets.on('connection', (socket) => this.#connect(socket));
  }

  static async listen(): Promise<ScriptedApi> {
    const api = new ScriptedApi();
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Answers `GET /me` and the like; the path is without `/v1`. */
  on(route: string, script: Script): void {
    this.#scripts.set(route, script);
  }

  /** Answers in turn; the last for good. */
  onInTurn(route: string, ...answers: ScriptedAnswer[]): void {
    let turn = 0;
    this.on(route, () => answers[Math.min(turn++, answers.length - 1)]!);
  }

  /** Resolves as soon as `happened`, which is looked at after every request and frame. */
  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** A new event, numbered, to all who asked for its topic. */
  publish(fact: Pick<MetaHubEvent, 'type' | 'data'>): number {
    const event = {
      id: `evt_${this.#seq}`,
      seq: ++this.#seq,
      account: 'acc_1',
      createdAt: '2026-11-25T14:00:00.000Z',
      ...fact,
    } as MetaHubEvent;
    this.#events.push(event);
    for (const { socket, hello } of this.connected) if (mayHave(hello, event.type)) send(socket, event);
    return event.seq;
  }

  /** A frame to every open socket, as it is. */
  sendAll(frame: RealtimeServerFrame): void {
    for (const { socket } of this.connected) send(socket, frame);
  }

  /** Something this member may not see: a number without an event. */
  skip(): number {
    return ++this.#seq;
  }

  bye(code: ByeCode): void {
    this.sendAll({ type: 'bye', code });
    for (const { socket } of this.connected) socket.close();
  }

  /** Cuts every line without a word. */
  cut(): void {
    for (const { socket } of this.connected) socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const received: Received = {
      method: request.method ?? '',
      path: url.pathname.replace(/^\/v1/, ''),
      query: url.searchParams,
      headers: request.headers,
      body: text ? (JSON.parse(text) as unknown) : undefined,
    };
    this.requests.push(received);
    this.#wake();
    const script = this.#scripts.get(`${received.method} ${received.path}`);
    const { status = 200, headers = {}, body } = script ? await script(received) : notFound;
    const problem = status >= 400 && typeof body === 'object';
    response.writeHead(status, {
      'content-type': problem ? 'application/problem+json' : 'application/json',
      ...headers,
    });
    response.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
  }

  #connect(socket: WebSocket): void {
    socket.on('close', () => {
      const at = this.connected.findIndex((one) => one.socket === socket);
      if (at >= 0) this.connected.splice(at, 1);
      this.#wake();
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Hello | { type: 'auth'; token: string };
      if (frame.type === 'auth') this.connected.find((one) => one.socket === socket)?.auths.push(frame.token);
      else this.#hello(socket, frame);
      this.#wake();
    });
  }

  #hello(socket: WebSocket, hello: Hello): void {
    const refusal = this.refusals.shift();
    if (refusal) {
      send(socket, { type: 'bye', code: refusal });
      socket.close();
      return;
    }
    const lost = hello.after !== undefined && hello.after < this.oldest;
    const from = hello.after === undefined || lost ? this.#seq : hello.after;
    send(socket, { type: 'welcome', seq: from });
    if (lost) send(socket, { type: 'resync', reason: 'expired' });
    for (const event of this.#events) if (event.seq > from && mayHave(hello, event.type)) send(socket, event);
    this.connected.push({ hello, socket, auths: [] });
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** A problem as the API writes it. */
export function problem(status: number, code: string, detail = 'Something is wrong.'): ScriptedAnswer {
  return {
    status,
    body: {
      type: `urn:metahub:problem:${code}`,
      title: 'A problem',
      status,
      detail,
      code,
      requestId: 'req_1',
    },
  };
}

const notFound = problem(404, 'not_found', 'Not scripted.');

function send(socket: WebSocket, frame: RealtimeServerFrame | MetaHubEvent): void {
  socket.send(JSON.stringify(frame));
}

function mayHave(hello: Hello, type: string): boolean {
  return hello.topics.some((topic) => type.startsWith(topic.slice(0, -1)));
}
