import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxProcess } from './sandbox-process.ts';
import type { SeededAccount, TestServer } from './servers.ts';

/** A message as a phone of the sandbox shows it. */
export interface PhoneMessage {
  id: string;
  fromMe: boolean;
  text: string;
  status: string;
  replyTo: { id: string; text: string } | null;
}

/** What the sandbox's judge knows of one message. */
export interface LedgerRow {
  id: string;
  from: string;
  to: string;
  direction: 'in' | 'out';
  acceptedAt: string;
  timesSent: number;
  handedOver: string[];
  handOver: number | null;
  acknowledgedAt: string | null;
  shownAt: string | null;
  [more: string]: unknown;
}

/** The phones of a sandbox, as fingers and eyes use them. Numbers are digits only. */
export class Phones {
  readonly #url: string;

  constructor(sandbox: Pick<SandboxProcess, 'controlUrl'>) {
    this.#url = sandbox.controlUrl;
  }

  async call<Body = any>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await fetch(new URL(path, this.#url), {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as Body;
  }

  make(number: string, name: string, more: { lid?: string } = {}): Promise<{ lid: string }> {
    return this.call('POST', '/phones', { number, name, ...more });
  }

  scan(number: string, qr: string): Promise<{ id: number }> {
    return this.call('POST', `/phones/${number}/scan`, { qr });
  }

  /** The phone writes; answers the message's id. */
  async write(from: string, to: string, text: string, more: object = {}): Promise<string> {
    const { id } = await this.call<{ id: string }>('POST', `/phones/${from}/messages`, { to, text, ...more });
    return id;
  }

  /** What a phone shows of a chat, oldest first. */
  async chat(number: string, peer: string): Promise<PhoneMessage[]> {
    const { data } = await this.call<{ data: PhoneMessage[] }>(
      'GET',
      `/phones/${number}/chats/${peer}/messages`,
    );
    return data;
  }

  read(number: string, peer: string): Promise<void> {
    return this.call('POST', `/phones/${number}/chats/${peer}/read`, {});
  }

  async ledger(number: string): Promise<LedgerRow[]> {
    const { data } = await this.call<{ data: LedgerRow[] }>('GET', `/ledger?number=${number}`);
    return data;
  }

  devices(
    number: string,
  ): Promise<{ devices: Array<{ id: number; online: boolean; waiting: number; preKeys: number }> }> {
    return this.call('GET', `/phones/${number}`);
  }
}

/** Asks again until the answer is something, and answers that. Fails with what was asked for after `patienceMs`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  patienceMs = 15_000,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (let problem: unknown; ; ) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end)
      throw new Error(`It did not happen in ${patienceMs} ms: ${what}`, { cause: problem });
    await sleep(20);
  }
}

/** Pairs a number of the sandbox with an account as a person does, and waits until it is connected. */
export async function pair(
  server: TestServer,
  account: SeededAccount,
  phone: { number: string; name: string },
): Promise<{ sessionId: string }> {
  const phones = new Phones(server.sandbox!);
  await phones.make(phone.number, phone.name);
  const started = await server.call('POST', '/connect', {
    token: account.apiKey,
    body: { method: 'qr', name: phone.name },
  });
  if (started.status !== 201)
    throw new Error(`Connecting answered ${started.status}: ${JSON.stringify(started.body)}`);
  const sessionId = started.body.id as string;
  const qr =
    started.body.pairing?.qr ??
    (await until('a QR', async () => (await readSession(server, account, sessionId)).pairing?.qr));
  await phones.scan(phone.number, qr);
  await connected(server, account, sessionId);
  return { sessionId };
}

export async function readSession(
  server: TestServer,
  account: SeededAccount,
  sessionId: string,
): Promise<any> {
  const reply = await server.call('GET', `/sessions/${sessionId}`, { token: account.apiKey });
  if (reply.status !== 200) throw new Error(`The session answered ${reply.status}`);
  return reply.body;
}

export function connected(
  server: TestServer,
  account: SeededAccount,
  sessionId: string,
  patienceMs?: number,
): Promise<any> {
  return until(
    'the session is connected',
    async () => {
      const session = await readSession(server, account, sessionId);
      return session.status === 'connected' && session;
    },
    patienceMs,
  );
}

/** The messages of the only conversation with that number, oldest first; none while there is no conversation. */
export async function thread(server: TestServer, account: SeededAccount, number: string): Promise<any[]> {
  const conversations = await server.call('GET', '/conversations', {
    token: account.apiKey,
    query: { limit: 200 },
  });
  const found = conversations.body.data.filter((row: any) => row.contact?.number === number);
  if (found.length > 1) throw new Error(`${found.length} conversations with ${number}`);
  if (found.length === 0) return [];
  const messages: any[] = [];
  for (let after: string | null = null, first = true; first || after; first = false) {
    const page: any = await server.call('GET', `/conversations/${found[0].id}/messages`, {
      token: account.apiKey,
      query: { limit: 200, ...(after ? { before: after } : {}) },
    });
    messages.unshift(...page.body.data);
    after = page.body.prevCursor;
  }
  return messages;
}
