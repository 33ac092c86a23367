import { startSandbox, type Sandbox, type SandboxOptions } from '../src/index.ts';
import { connect, newState, trustSandbox, until, type Client, type ClientState } from './baileys-client.ts';

/** An answer of the control API. */
export interface Answer {
  status: number;
  body: any;
  headers: Headers;
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
  messages(number: string, peer: string): Promise<any[]>;
  ledger(number: string): Promise<any[]>;
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
    return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
  };
  const expect2xx = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  trustSandbox((await expect2xx('GET', '/trust')).rootKey);
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
      (await expect2xx('POST', `/phones/${from}/messages`, { to, text, ...more })).id,
    messages: async (number, peer) =>
      (await expect2xx('GET', `/phones/${number}/chats/${peer}/messages`)).data,
    ledger: async (number) => (await expect2xx('GET', `/ledger?number=${number}`)).data,
    stop: async () => {
      for (const client of clients) client.close();
      await sandbox.stop();
    },
  };
}
