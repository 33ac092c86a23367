import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { problem, ScriptedApi } from '../test/scripted-api.ts';
import { byeCodes } from './contract-tables.gen.ts';
import type { Contact, Message, Session } from './contract-types.ts';
import type { FetchToken, Token } from './credential.ts';
import type { MetaHubOptions } from './embed-client.ts';
import { MetaHub } from './hub.ts';
import type { RealtimeEvent, RealtimeState, Topic, WebSocketConstructor } from './realtime-types.ts';

let api: ScriptedApi;
const hubs: MetaHub[] = [];

beforeEach(async () => {
  api = await ScriptedApi.listen();
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) hub.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await api[Symbol.asyncDispose]();
});

function connect(options: Partial<MetaHubOptions> = {}): MetaHub {
  const credential = options.fetchToken ? {} : { apiKey: 'mh_test_key' };
  const hub = new MetaHub({ apiUrl: api.url, retryDelayMs: 1, ...credential, ...options });
  hubs.push(hub);
  return hub;
}

/** Collects what a listener is told, as short words. */
function follow(hub: MetaHub, ...topics: Topic[]) {
  const told: string[] = [];
  const waiting = new Set<() => void>();
  const stop = hub.realtime.subscribe(topics, (event) => {
    told.push(inShort(event));
    for (const resolve of waiting) resolve();
  });
  return {
    told,
    stop,
    async until(word: string): Promise<void> {
      while (!told.includes(word)) await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
}

function inShort(event: RealtimeEvent): string {
  if (event.type === 'resync') return `resync: ${event.reason}`;
  return 'seq' in event ? `${event.seq} ${event.type}` : event.type;
}

function followState(hub: MetaHub) {
  const states: RealtimeState[] = [];
  const errors: (Error | undefined)[] = [];
  const waiting = new Set<() => void>();
  hub.realtime.onState((state, error) => {
    states.push(state);
    errors.push(error);
    for (const resolve of waiting) resolve();
  });
  return {
    states,
    errors,
    async until(state: RealtimeState): Promise<void> {
      while (hub.realtime.state !== state) await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
}

const received = { type: 'message.received', data: { id: 'msg_1' } as Message } as const;
const session = { type: 'session.updated', data: { id: 'ses_1' } as Session } as const;
const contact = { type: 'contact.updated', data: { id: 'ctc_1' } as Contact } as const;

describe('a subscription', () => {
  it('says hello by token and account, tells its start, and then events in order', async () => {
    api.publish(received);
    const hub = connect({ account: 'acc_1' });
    const state = followState(hub);
    expect(hub.realtime.state).toBe('closed');
    const inbox = follow(hub, 'messages');
    await state.until('open');
    expect(api.connected.map(({ hello }) => hello)).toEqual([
      { type: 'hello', token: 'mh_test_key', account: 'acc_1', topics: ['messages'] },
    ]);
    api.publish(received);
    api.publish({ ...received, type: 'message.updated' });
    await inbox.until('3 message.updated');
    expect(inbox.told).toEqual(['resync: started', '2 message.received', '3 message.updated']);
    expect(state.states).toEqual(['connecting', 'open']);
  });

  it('gets what it asked for: a group of events or one type, also what has no number', async () => {
    const hub = connect();
    const sessions = follow(hub, 'sessions');
    const one = follow(hub, 'message.received', 'contacts');
    await one.until('resync: started');
    api.sendAll({
      type: 'session.pairing',
      account: 'acc_1',
      createdAt: '',
      data: { sessionId: 'ses_1', pairing: null },
    });
    api.publish({ ...received, type: 'message.sent' });
    api.publish(received);
    api.publish(session);
    api.publish(contact);
    await one.until('4 contact.updated');
    expect(sessions.told).toEqual(['resync: started', 'session.pairing', '3 session.updated']);
    expect(one.told).toEqual(['resync: started', '2 message.received', '4 contact.updated']);
  });

  it('shares one socket, which widens for a new topic without a gap or a repetition', async () => {
    const hub = connect();
    const first = follow(hub, 'messages');
    const second = follow(hub, 'message.received');
    await second.until('resync: started');
    expect(api.connected).toHaveLength(1);
    api.publish(received);
    await first.until('1 message.received');

    const wider = follow(hub, 'contacts');
    api.publish(received);
    await wider.until('resync: started');
    await api.until(() => api.connected.length === 1);
    expect(api.connected[0]!.hello).toMatchObject({ topics: ['messages', 'contacts'] });
    api.publish(contact);
    api.publish(received);
    await first.until('4 message.received');
    expect(first.told).toEqual([
      'resync: started',
      '1 message.received',
      '2 message.received',
      '4 message.received',
    ]);
    expect(second.told).toEqual(first.told);
    expect(wider.told).toEqual(['resync: started', '3 contact.updated']);
  });

  it('that comes to an open socket is told its start as well, and never before subscribe returned', async () => {
    const hub = connect();
    await follow(hub, 'messages').until('resync: started');
    const late = follow(hub, 'messages');
    expect(late.told).toEqual([]);
    await late.until('resync: started');
    expect(api.connected).toHaveLength(1);
  });

  it('that ended is told nothing, and the last one takes the socket with it', async () => {
    const hub = connect();
    const state = followState(hub);
    const one = follow(hub, 'messages');
    const other = follow(hub, 'messages');
    await other.until('resync: started');
    one.stop();
    api.publish(received);
    await other.until('1 message.received');
    expect(one.told).toEqual(['resync: started']);
    other.stop();
    await api.until(() => api.connected.length === 0);
    await state.until('closed');
  });

  it('is not disturbed by an error of another', async () => {
    const hub = connect();
    const reported: (() => void)[] = [];
    hub.realtime.subscribe(['messages'], () => {
      vi.stubGlobal('queueMicrotask', (report: () => void) => reported.push(report));
      throw new Error('A bug of the host.');
    });
    await follow(hub, 'messages').until('resync: started');
    expect(reported[0]).toThrow('A bug of the host.');
  });

  it('takes the WebSocket it is given', async () => {
    const hub = connect({ WebSocket: WsWebSocket });
    vi.stubGlobal('WebSocket', undefined);
    await follow(hub, 'messages').until('resync: started');
  });
});

it('tells a listener its start first, also while the socket waits for a token to widen', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { promise: second, resolve } = Promise.withResolvers<Token>();
  const fetchToken = vi
    .fn<FetchToken>()
    .mockResolvedValueOnce({ token: 't1', expiresAt: inTenMinutes() })
    .mockReturnValueOnce(second);
  const hub = connect({ fetchToken });
  const first = follow(hub, 'messages');
  await first.until('resync: started');
  vi.setSystemTime(Date.now() + 570_000);
  const wider = follow(hub, 'messages', 'contacts');
  api.publish(received);
  await first.until('1 message.received');
  resolve({ token: 't2', expiresAt: inTenMinutes() });
  await wider.until('resync: started');
  expect(wider.told).toEqual(['resync: started']);
});

it('takes nothing from a line that it gave up', async () => {
  const browser = new EventTarget();
  vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser));
  vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser));
  const lines: EventTarget[] = [];
  class DeafWebSocket extends EventTarget {
    constructor() {
      super();
      lines.push(this);
    }
    send() {}
    close() {}
  }
  const hub = connect({ WebSocket: DeafWebSocket as unknown as WebSocketConstructor });
  follow(hub, 'messages');
  await vi.waitUntil(() => lines.length === 1);
  browser.dispatchEvent(new Event('offline'));
  lines[0]!.dispatchEvent(new MessageEvent('message', { data: '{"type":"welcome","seq":1}' }));
  expect(hub.realtime.state).toBe('offline');
});

describe('a broken line', () => {
  it('is taken up where it broke: each event once, in order', async () => {
    const hub = connect();
    const state = followState(hub);
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    api.publish(received);
    await inbox.until('1 message.received');
    api.cut();
    api.publish(received);
    api.publish(received);
    await inbox.until('3 message.received');
    await state.until('open');
    api.publish(received);
    await inbox.until('4 message.received');
    expect(inbox.told).toEqual([
      'resync: started',
      '1 message.received',
      '2 message.received',
      '3 message.received',
      '4 message.received',
    ]);
    expect(state.states).toEqual(['connecting', 'open', 'connecting', 'open']);
  });

  it('resumes from the position it was told, not only from its own last event', async () => {
    const hub = connect();
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    const position = api.skip();
    api.sendAll({ type: 'position', seq: position });
    api.sendAll({
      type: 'session.pairing',
      account: 'acc_1',
      createdAt: '',
      data: { sessionId: 'ses_1', pairing: null },
    });
    api.publish(received);
    await inbox.until('2 message.received');
    api.sendAll({ type: 'position', seq: 5 });
    api.publish(received);
    api.cut();
    await api.until(() => api.connected[0]?.hello.after !== undefined);
    expect(api.connected[0]!.hello.after).toBe(5);
    expect(inbox.told).toEqual(['resync: started', '2 message.received']);
  });

  it('drops what comes a second time', async () => {
    const hub = connect();
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    const seq = api.publish(received);
    api.sendAll({ ...received, id: 'evt_0', seq, account: 'acc_1', createdAt: '' });
    api.publish(received);
    await inbox.until('2 message.received');
    expect(inbox.told).toEqual(['resync: started', '1 message.received', '2 message.received']);
  });

  it('tells every listener to load anew where too much was missed, and goes on from there', async () => {
    const hub = connect();
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    api.publish(received);
    await inbox.until('1 message.received');
    api.oldest = 3;
    api.cut();
    api.publish(received);
    api.publish(received);
    await inbox.until('resync: expired');
    api.publish(received);
    await inbox.until('4 message.received');
    expect(inbox.told).toEqual([
      'resync: started',
      '1 message.received',
      'resync: expired',
      '4 message.received',
    ]);
  });

  it('is tried until it works, and offline until then', async () => {
    const hub = connect({ WebSocket: WsWebSocket });
    const state = followState(hub);
    api.refusals = ['too_many_sockets', 'going_away', 'going_away'];
    await follow(hub, 'messages').until('resync: started');
    expect(state.states).toEqual(['connecting', 'offline', 'open']);
    expect(api.refusals).toEqual([]);
  });

  it('is known by its silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const hub = connect();
    const state = followState(hub);
    await follow(hub, 'messages').until('resync: started');
    const [before] = api.connected;
    await vi.advanceTimersByTimeAsync(29_000);
    api.sendAll({ type: 'position', seq: 0 });
    expect(state.states.at(-1)).toBe('open');
    await vi.advanceTimersByTimeAsync(60_000);
    await api.until(() => api.connected.length === 1 && api.connected[0] !== before);
    expect(state.states.slice(0, 3)).toEqual(['connecting', 'open', 'connecting']);
  });

  it('waits for the network where the browser says that there is none', async () => {
    const browser = new EventTarget();
    vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser));
    vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser));
    const hub = connect({ retryDelayMs: 60_000 });
    const state = followState(hub);
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    browser.dispatchEvent(new Event('offline'));
    expect(hub.realtime.state).toBe('offline');
    await api.until(() => api.connected.length === 0);
    api.publish(received);
    browser.dispatchEvent(new Event('online'));
    await inbox.until('1 message.received');
    expect(state.states).toEqual(['connecting', 'open', 'offline', 'connecting', 'open']);
    hub.close();
    browser.dispatchEvent(new Event('online'));
    expect(hub.realtime.state).toBe('closed');
  });
});

function inTenMinutes(): string {
  return new Date(Date.now() + 600_000).toISOString();
}

describe('the token', () => {
  it('is renewed over the open line before it ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let made = 0;
    const hub = connect({ fetchToken: async () => ({ token: `t${++made}`, expiresAt: inTenMinutes() }) });
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    const [line] = api.connected;
    for (let seconds = 0; seconds < 600; seconds += 20) {
      await vi.advanceTimersByTimeAsync(20_000);
      api.sendAll({ type: 'position', seq: 0 });
      await nextFrame(line!.socket);
    }
    await api.until(() => line!.auths.length === 1);
    expect(line!.auths).toEqual(['t2']);
    expect(api.connected).toEqual([line]);
    expect(inbox.told).toEqual(['resync: started']);
  });

  it('is replaced once where the server no longer takes it', async () => {
    let made = 0;
    const hub = connect({ fetchToken: async () => ({ token: `t${++made}`, expiresAt: inTenMinutes() }) });
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    api.bye('token_expired');
    await api.until(() => api.connected[0]?.hello.token === 't2');
    api.publish(received);
    await inbox.until('1 message.received');
    expect(inbox.told).toEqual(['resync: started', '1 message.received']);
  });

  it('that is refused anew ends the stream, and says why', async () => {
    const hub = connect({ fetchToken: async () => ({ token: 't', expiresAt: inTenMinutes() }) });
    const state = followState(hub);
    api.refusals = ['unauthenticated', 'unauthenticated'];
    follow(hub, 'messages');
    await state.until('closed');
    expect(state.errors.at(-1)).toMatchObject({ name: 'Unauthenticated', code: 'unauthenticated' });
  });

  it('that nobody hands out leaves the stream offline, or ends it where the person signed out', async () => {
    const fetchToken = vi.fn<() => Promise<never>>().mockRejectedValue(new TypeError('fetch failed'));
    const hub = connect({ fetchToken });
    const state = followState(hub);
    follow(hub, 'messages');
    await state.until('offline');
    expect(state.errors.at(-1)).toMatchObject({ name: 'TokenUnavailable' });
    const person = new MetaHub({ apiUrl: api.url });
    hubs.push(person);
    fetchToken.mockImplementation(async () =>
      Promise.reject(await person.refreshAccess().catch((error: unknown) => error)),
    );
    api.on('POST /auth/refresh', () => problem(401, 'unauthenticated'));
    await state.until('closed');
    expect(state.errors.at(-1)).toMatchObject({ name: 'Unauthenticated' });
  });
});

describe('bye', () => {
  it.each(Object.entries(byeCodes))('%s is followed as the contract says', async (code, { reconnect }) => {
    const hub = connect({ fetchToken: async () => ({ token: 't', expiresAt: '2099-01-01T00:00:00Z' }) });
    const state = followState(hub);
    api.refusals = [code as keyof typeof byeCodes];
    follow(hub, 'messages');
    await state.until(reconnect === 'never' ? 'closed' : 'open');
    const error = reconnect === 'never' ? { code } : undefined;
    if (error) expect(state.errors.at(-1)).toMatchObject(error);
    else expect(api.connected).toHaveLength(1);
  });

  it('for good is not the end where somebody subscribes later: everybody begins anew', async () => {
    const hub = connect();
    const state = followState(hub);
    const first = follow(hub, 'messages');
    await first.until('resync: started');
    api.bye('account_suspended');
    await state.until('closed');
    api.publish(received);
    await follow(hub, 'messages').until('resync: started');
    api.publish(received);
    await first.until('2 message.received');
    expect(first.told).toEqual(['resync: started', 'resync: started', '2 message.received']);
  });
});

describe('somebody who signs in', () => {
  it('gets the events although the one before them was signed out', async () => {
    const expiresAt = '2099-01-01T00:00:00Z';
    api.on('POST /auth/refresh', () => problem(401, 'unauthenticated'));
    api.on('POST /auth/sign-in', () => ({ body: { accessToken: 'a1', accountId: 'acc_1', expiresAt } }));
    const hub = new MetaHub({ apiUrl: api.url });
    hubs.push(hub);
    const state = followState(hub);
    const inbox = follow(hub, 'messages');
    await state.until('closed');
    expect(state.errors.at(-1)).toMatchObject({ name: 'Unauthenticated' });
    await hub.signIn({ email: 'ana@clinicasol.example', password: 'a-long-passphrase' });
    await inbox.until('resync: started');
    expect(api.connected[0]!.hello.token).toBe('a1');
  });
});

describe('the end', () => {
  it('by close is at once: nothing is told any more, whatever still comes', async () => {
    const hub = connect();
    const inbox = follow(hub, 'messages');
    await inbox.until('resync: started');
    api.publish(received);
    hub.close();
    expect(hub.realtime.state).toBe('closed');
    await api.until(() => api.connected.length === 0);
    expect(inbox.told).toEqual(['resync: started']);
  });

  it('may come before the code was loaded', async () => {
    const hub = connect();
    const inbox = follow(hub, 'messages');
    hub.close();
    await vi.dynamicImportSettled();
    expect(hub.realtime.state).toBe('closed');
    expect(inbox.told).toEqual([]);
    expect(api.connected).toEqual([]);
  });
});

it('begins anew where the person moves to another account, whose events have other numbers', async () => {
  const expiresAt = '2099-01-01T00:00:00Z';
  api.on('POST /auth/sign-in', () => ({ body: { accessToken: 'a1', accountId: 'acc_1', expiresAt } }));
  api.on('POST /auth/switch', () => ({ body: { accessToken: 'b1', accountId: 'acc_2', expiresAt } }));
  const hub = new MetaHub({ apiUrl: api.url });
  hubs.push(hub);
  await hub.signIn({ email: 'ana@clinicasol.example', password: 'a-long-passphrase' });
  const inbox = follow(hub, 'messages');
  await inbox.until('resync: started');
  api.publish(received);
  await inbox.until('1 message.received');
  api.on('POST /auth/refresh', () => ({ body: { accessToken: 'a2', accountId: 'acc_1', expiresAt } }));
  const [line] = api.connected;
  await hub.refreshAccess();
  api.publish(received);
  await inbox.until('2 message.received');
  expect(api.connected).toEqual([line]);

  await hub.switchAccount({ accountId: 'acc_2' });
  await api.until(() => api.connected.length === 1 && api.connected[0]!.hello.token === 'b1');
  expect(api.connected[0]!.hello.after).toBeUndefined();
  api.publish(received);
  await inbox.until('3 message.received');
  expect(inbox.told).toEqual([
    'resync: started',
    '1 message.received',
    '2 message.received',
    'resync: started',
    '3 message.received',
  ]);
});

/** Resolves once the other side has answered a ping, so has had all that was sent before. */
function nextFrame(socket: WsWebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('pong', () => resolve());
    socket.ping();
  });
}
