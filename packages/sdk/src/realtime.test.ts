import { describe, expect, it, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import {
  api,
  connect,
  connectPerson,
  contact,
  follow,
  followState,
  inTenMinutes,
  received,
  session,
} from '../test/following.ts';
import { problem } from '../test/scripted-api.ts';
import type { FetchToken, Token } from './credential.ts';
import type { WebSocketConstructor } from './realtime-types.ts';

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

describe('somebody who signs in', () => {
  it('gets the events although the one before them was signed out', async () => {
    const expiresAt = '2099-01-01T00:00:00Z';
    api.on('POST /auth/refresh', () => problem(401, 'unauthenticated'));
    api.on('POST /auth/sign-in', () => ({ body: { accessToken: 'a1', accountId: 'acc_1', expiresAt } }));
    const hub = connectPerson();
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
  const hub = connectPerson();
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
