import { startSandbox, type Sandbox, type SandboxOptions } from '../src/index.ts';
import { connect, newState, trustSandbox, until, type Client, type ClientState } from './baileys-client.ts';

/** What the control API says, as far as tests look at it. */
export interface Body {
  [field: string]: unknown;
  code: string;
  detail: string;
  errors: { field: string; message: string }[];
  data: Body[];
  devices: { id: number; platform: string; online: boolean; waiting: number }[];
}

/** An answer of the control API. */
export interface Answer {
  status: number;
  body: Body;
  headers: Headers;
}

/** A bubble on a phone's screen. */
export interface Bubble {
  id: string;
  from: string;
  fromMe: boolean;
  device: number;
  type: string;
  text: string | null;
  status: string;
  replyTo: { id: string; text: string | null } | null;
  reactions: { from: string; emoji: string }[];
  edited: boolean;
  deleted: boolean;
  media?: {
    kind: string;
    mime: string;
    bytes: number;
    sha256: string;
    problem: string | null;
    voice: boolean;
  };
  poll?: { votes: { from: string; options: string[] }[] };
  [content: string]: unknown;
}

/** A row of the ledger. */
export interface Row {
  id: string;
  from: string;
  to: string;
  direction: string;
  status: string;
  timesSent: number;
  handedOver: string[];
  acknowledgedAt: string | null;
  retries: number;
  arrivals: number;
  shownAt: string | null;
  shownCount: number;
  readers?: Record<string, string>;
  deliveries: {
    number: string;
    device: number;
    acknowledgement: string | null;
    error: string | null;
    retries: number;
  }[];
}

/** A sandbox and what a test does with it. */
export interface TestWorld {
  sandbox: Sandbox;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Makes a phone. */
  phone(number: string, name: string): Promise<void>;
  /** Links a client to a phone by QR and waits until it is open. */
  pair(number: string, options?: Record<string, unknown>): Promise<Client>;
  /** Connects a linked client again and waits until it is open. */
  reconnect(state: ClientState, options?: Record<string, unknown>): Promise<Client>;
  write(from: string, to: string, text: string, more?: object): Promise<string>;
  /** Writes any content; answers its id. */
  post(from: string, to: string, content: object): Promise<string>;
  /** Waits for a bubble on a phone's screen that fits. */
  bubble(number: string, peer: string, id: string, fits?: (bubble: Bubble) => unknown): Promise<Bubble>;
  messages(number: string, peer: string): Promise<Bubble[]>;
  ledger(number: string): Promise<Row[]>;
  /** The ledger's row of one message. */
  row(id: string): Promise<Row>;
  /** Asks for a fault; answers its id. */
  fault(request: object): Promise<string>;
  stop(): Promise<void>;
}

export async function makeWorld(options: SandboxOptions = {}): Promise<TestWorld> {
  const sandbox = await startSandbox({ socketPort: 0, controlPort: 0, receiptDelayMs: 150, ...options });
  const clients: Client[] = [];
  const call: TestWorld['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(sandbox.controlUrl + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : null) as Body,
      headers: response.headers,
    };
  };
  const expect2xx = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const trust = await expect2xx('GET', '/trust');
  trustSandbox(trust['rootKey'] as string, trust['caCertificate'] as string);
  const reconnect: TestWorld['reconnect'] = async (state, more) => {
    const client = connect(sandbox.socketUrl, state, more);
    clients.push(client);
    await until('the client to be open', () => {
      if (client.connection.status === 'close')
        throw new Error(`closed with ${client.connection.closedWith}`);
      return client.connection.status === 'open';
    });
    return client;
  };
  return {
    sandbox,
    call,
    reconnect,
    phone: async (number, name) => void (await expect2xx('POST', '/phones', { number, name })),
    pair: async (number, more) => {
      const state = newState();
      const first = connect(sandbox.socketUrl, state, more);
      clients.push(first);
      const qr = await until('a QR', () => first.connection.qr);
      await expect2xx('POST', `/phones/${number}/scan`, { qr });
      await until('the restart after pairing', () => first.connection.closedWith);
      return reconnect(state, more);
    },
    write: async (from, to, text, more = {}) =>
      (await expect2xx('POST', `/phones/${from}/messages`, { to, text, ...more }))['id'] as string,
    post: async (from, to, content) =>
      (await expect2xx('POST', `/phones/${from}/messages`, { to, ...content }))['id'] as string,
    bubble: (number, peer, id, fits = () => true) =>
      until(`bubble ${id} of ${number}`, async () => {
        const { data } = await expect2xx('GET', `/phones/${number}/chats/${peer}/messages`);
        return (data as unknown as Bubble[]).find((one) => one.id === id && fits(one));
      }),
    messages: async (number, peer) =>
      (await expect2xx('GET', `/phones/${number}/chats/${peer}/messages`)).data as unknown as Bubble[],
    ledger: async (number) => (await expect2xx('GET', `/ledger?number=${number}`)).data as unknown as Row[],
    row: async (id) => (await expect2xx('GET', `/ledger?id=${id}`)).data[0] as unknown as Row,
    fault: async (request) => (await expect2xx('POST', '/faults', request))['id'] as string,
    stop: async () => {
      for (const client of clients) client.close();
      await sandbox.stop();
    },
  };
}
