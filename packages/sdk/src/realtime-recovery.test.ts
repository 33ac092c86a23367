import { describe, expect, it, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import {
  api,
  connect,
  connectPerson,
  follow,
  followState,
  inTenMinutes,
  nextFrame,
  received,
} from '../test/following.ts';
import { problem } from '../test/scripted-api.ts';
import { byeCodes } from './contract-tables.gen.ts';

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
    const person = connectPerson();
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
