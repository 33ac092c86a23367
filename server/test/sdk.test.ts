import {
  byThreadOrder,
  EmbedClient,
  iterate,
  merge,
  type Message,
  MetaHub,
  MetaHubError,
  NotFound,
  PermissionDenied,
  type RealtimeEvent,
  Unauthenticated,
} from '@metahub/sdk';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Phones } from './phones.ts';
import { type SeededAccount, type TestServer, testServer } from './servers.ts';

// The client against the server itself: what packages/sdk tests with a scripted API must hold here too.
const CLINIC = '5511990000011';
const RITA = '5511970000012';
const PORTAL = 'https://portal.example';

let server: TestServer;
let phones: Phones;
let account: SeededAccount;
const open: EmbedClient[] = [];

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  phones = new Phones(server.sandbox!);
  account = server.agencies[0].clients[0];
  await phones.make(RITA, 'Rita');
  await phones.make(CLINIC, 'Clínica Sol');
}, 60_000);
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(() => server?.stop());

function used<Client extends EmbedClient>(client: Client): Client {
  open.push(client);
  return client;
}

/** All events of some topics, and a way to wait for one of them. */
function follow(client: EmbedClient) {
  const events: RealtimeEvent[] = [];
  const waiting = new Set<() => void>();
  client.realtime.subscribe(['sessions', 'messages', 'conversations'], (event) => {
    events.push(event);
    for (const look of waiting) look();
  });
  return {
    events,
    when<Found>(find: (event: RealtimeEvent) => Found | undefined | false): Promise<Found> {
      return new Promise((resolve) => {
        const look = () => {
          const found = events.map(find).find(Boolean);
          if (found) {
            waiting.delete(look);
            resolve(found);
          }
        };
        waiting.add(look);
        look();
      });
    },
  };
}

function messageOf(event: RealtimeEvent): Message | undefined {
  return event.type === 'message.received' ||
    event.type === 'message.sent' ||
    event.type === 'message.updated'
    ? event.data
    : undefined;
}

function textOf(message: Message): string | undefined {
  return message.content.type === 'text' ? message.content.text : undefined;
}

/** The sockets a client opened, to break them. */
function breakable() {
  const sockets: WebSocket[] = [];
  class Breakable extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  return { WebSocket: Breakable, cut: () => sockets.at(-1)!.terminate(), sockets };
}

test('the main job through the client: pair, receive, answer, ticks, and a line that breaks in between', async () => {
  const line = breakable();
  const hub = used(new MetaHub({ apiUrl: server.url, apiKey: account.apiKey, WebSocket: line.WebSocket }));
  const inbox = follow(hub);
  await inbox.when(({ type }) => type === 'resync');

  const session = await hub.connectSession({ method: 'qr', name: 'Recepção' });
  const qr =
    session.pairing?.qr ??
    (await inbox.when((event) => event.type === 'session.pairing' && (event.data.pairing?.qr ?? undefined)));
  await phones.scan(CLINIC, qr);
  await inbox.when((event) => event.type === 'session.updated' && event.data.status === 'connected');

  await phones.write(RITA, CLINIC, 'Oi, tem horário?');
  const asked = await inbox.when((event) => event.type === 'message.received' && event.data);
  expect(textOf(asked)).toBe('Oi, tem horário?');

  line.cut();
  await phones.write(RITA, CLINIC, 'Pode ser amanhã?');
  const { conversationId } = asked;
  const answer = await hub.sendMessage({
    conversationId,
    content: { type: 'text', text: 'Tem sim, às 15h.' },
  });
  expect(answer.status).toBe('queued');
  await inbox.when((event) => event.type === 'message.received' && textOf(event.data) === 'Pode ser amanhã?');
  await inbox.when((event) => messageOf(event)?.id === answer.id && messageOf(event)?.status === 'delivered');
  await phones.read(RITA, CLINIC);
  await inbox.when((event) => messageOf(event)?.id === answer.id && messageOf(event)?.status === 'read');
  expect(line.sockets.length).toBeGreaterThan(1);

  const seqs = inbox.events.flatMap((event) => ('seq' in event ? [event.seq] : []));
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  expect(inbox.events.filter(({ type }) => type === 'resync')).toEqual([
    { type: 'resync', reason: 'started' },
  ]);

  const { data } = await hub.listMessages(conversationId);
  const told = inbox.events.flatMap((event) => messageOf(event) ?? []);
  expect(merge<Message>([], told, byThreadOrder)).toEqual(data);
  const read = await hub.markConversationRead(conversationId, { upTo: data.at(-1)!.id });
  expect(read.unreadCount).toBe(0);
}, 60_000);

test('the same idempotency key answers with the same message', async () => {
  const hub = used(new MetaHub({ apiUrl: server.url, apiKey: account.apiKey }));
  const {
    data: [conversation],
  } = await hub.listConversations();
  const body = { conversationId: conversation!.id, content: { type: 'text', text: 'Uma vez só.' } } as const;
  const [one, other] = [
    await hub.sendMessage(body, { idempotencyKey: 'once' }),
    await hub.sendMessage(body, { idempotencyKey: 'once' }),
  ];
  expect(other.id).toBe(one.id);
  const changed = { ...body, content: { type: 'text', text: 'Outra coisa.' } } as const;
  await expect(hub.sendMessage(changed, { idempotencyKey: 'once' })).rejects.toMatchObject({
    name: 'Conflict',
    code: 'idempotency_key_reused',
  });
});

test('failures come with class, code, request and the field that is wrong', async () => {
  const hub = used(new MetaHub({ apiUrl: server.url, apiKey: account.apiKey }));
  const wrong = await hub.listConversations({ limit: 0 }).catch((error: unknown) => error);
  expect(wrong).toBeInstanceOf(MetaHubError);
  expect(wrong).toMatchObject({ name: 'InvalidRequest', code: 'invalid_request', status: 400 });
  expect((wrong as MetaHubError).requestId).toMatch(/^req_/);
  expect((wrong as MetaHubError).problem?.errors).toMatchObject([{ pointer: '/query/limit' }]);

  const {
    data: [conversation],
  } = await hub.listConversations();
  const stranger = used(new MetaHub({ apiUrl: server.url, apiKey: server.agencies[1].clients[0].apiKey }));
  await expect(stranger.getConversation(conversation!.id)).rejects.toThrow(NotFound);
  const forged = used(new MetaHub({ apiUrl: server.url, apiKey: 'mh_test_forged' }));
  await expect(forged.getMe()).rejects.toThrow(Unauthenticated);
});

test('an agency walks its clients and acts for one', async () => {
  const agency = used(new MetaHub({ apiUrl: server.url, apiKey: server.agencies[0].apiKey }));
  const clients: string[] = [];
  for await (const { id } of iterate((cursor) => agency.listAccounts({ limit: 1, cursor }))) clients.push(id);
  expect(clients).toEqual(server.agencies[0].clients.map(({ typeId }) => typeId));
  expect((await agency.getMe({ account: clients[0] })).account.id).toBe(clients[0]);
});

test('an embed token works where its origin is, by call and by socket', async () => {
  const agency = used(
    new MetaHub({ apiUrl: server.url, apiKey: server.agencies[0].apiKey, account: account.typeId }),
  );
  const { id } = await agency.createEmbedSession({
    member: { externalId: 'user-sdk', name: 'Rita Souza', role: 'agent' },
    components: { inbox: {} },
    origins: [PORTAL],
  });
  class FromPortal extends WebSocket {
    constructor(url: string) {
      super(url, { origin: PORTAL });
    }
  }
  const fromPortal: typeof fetch = (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', PORTAL);
    return fetch(url, { ...init, headers });
  };
  const fetchToken = () => agency.createEmbedToken(id);
  const apiUrl = server.url;
  const embed = used(new EmbedClient({ apiUrl, fetchToken, fetch: fromPortal, WebSocket: FromPortal }));
  expect((await embed.listConversations()).data).toHaveLength(1);
  await follow(embed).when(({ type }) => type === 'resync');

  const elsewhere = used(new EmbedClient({ apiUrl, fetchToken }));
  await expect(elsewhere.getMe()).rejects.toThrow(PermissionDenied);
  expect(await endOf(elsewhere)).toMatchObject({ name: 'PermissionDenied', code: 'origin_not_allowed' });

  const ended = endOf(embed);
  await agency.revokeEmbedSession(id);
  expect(await ended).toMatchObject({ name: 'Unauthenticated', code: 'revoked' });
});

test('a person signs in, renews by the cookie, and hears no more once signed out', async () => {
  const { email, password } = account.members.agent;
  const cookies = withCookies();
  const hub = used(new MetaHub({ apiUrl: server.url, fetch: cookies }));
  const { accountId } = await hub.signIn({ email, password });
  expect(accountId).toBe(account.typeId);
  // As the page after it was loaded anew, in several tabs at once.
  const tabs = [1, 2, 3].map(() => used(new MetaHub({ apiUrl: server.url, fetch: cookies })));
  const people = await Promise.all(tabs.map((tab) => tab.getMe()));
  expect(people.map(({ account: { id } }) => id)).toEqual([accountId, accountId, accountId]);

  await follow(hub).when(({ type }) => type === 'resync');
  const ended = endOf(hub);
  await hub.signOut();
  expect(await ended).toMatchObject({ code: 'revoked' });
  await expect(hub.getMe()).rejects.toThrow(Unauthenticated);
});

/** A browser's way with the refresh cookie. */
function withCookies(): typeof fetch {
  let cookie = '';
  return async (url, init) => {
    const headers = new Headers(init?.headers);
    if (cookie && typeof url === 'string' && url.includes('/v1/auth/')) headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers });
    for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0]!;
    return response;
  };
}

/** The error with which a client's events end. */
function endOf(client: EmbedClient): Promise<Error | undefined> {
  return new Promise((resolve) => {
    client.realtime.onState((state, error) => state === 'closed' && resolve(error));
    client.realtime.subscribe(['messages'], () => {});
  });
}
