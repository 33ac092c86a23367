import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, type Received, ScriptedApi } from '../test/scripted-api.ts';
import type { FetchToken, Token } from './credential.ts';
import { EmbedClient } from './embed-client.ts';
import {
  ConnectionFailed,
  MetaHubError,
  ServerKeyInBrowser,
  TokenUnavailable,
  Unauthenticated,
} from './errors.ts';
import { MetaHub } from './hub.ts';

let api: ScriptedApi;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-25T14:00:00.000Z') });
  api = await ScriptedApi.listen();
  api.on('GET /me', () => ({ body: {} }));
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await api[Symbol.asyncDispose]();
});

/** A host's backend: tokens t1, t2, … that live so many minutes by the server's clock. */
function backend(minutes = 10) {
  let made = 0;
  return vi.fn(async (): Promise<Token> => {
    return { token: `t${++made}`, expiresAt: new Date(Date.now() + minutes * 60_000).toISOString() };
  });
}

function bearers(requests: Received[]): (string | undefined)[] {
  return requests.map(({ headers }) => headers['authorization']);
}

function pass(minutes: number): void {
  vi.setSystemTime(Date.now() + minutes * 60_000);
}

describe('fetchToken', () => {
  it('is asked once by all who wait, and its token kept', async () => {
    const fetchToken = backend();
    const client = new EmbedClient({ apiUrl: api.url, fetchToken });
    await Promise.all([client.getMe(), client.getMe(), client.getMe()]);
    await client.getMe();
    expect(fetchToken).toHaveBeenCalledTimes(1);
    expect(bearers(api.requests)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t1']);
  });

  it('is asked again before the token expires', async () => {
    const fetchToken = backend(10);
    const client = new EmbedClient({ apiUrl: api.url, fetchToken });
    await client.getMe();
    pass(8.9);
    await client.getMe();
    pass(0.2);
    await client.getMe();
    expect(bearers(api.requests)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  it('is asked once more when the API refuses the token, and then the refusal counts', async () => {
    api.onInTurn('GET /me', problem(401, 'token_expired'), { body: {} });
    const fetchToken = backend();
    const client = new EmbedClient({ apiUrl: api.url, fetchToken });
    await client.getMe();
    expect(bearers(api.requests)).toEqual(['Bearer t1', 'Bearer t2']);
    api.on('GET /me', () => problem(401, 'token_revoked'));
    await expect(client.getMe()).rejects.toThrow(Unauthenticated);
    expect(bearers(api.requests.slice(2))).toEqual(['Bearer t2', 'Bearer t3']);
  });

  it('renews once for calls that were refused together', async () => {
    const fetchToken = backend();
    api.on('GET /me', ({ headers }) =>
      headers['authorization'] === 'Bearer t1' ? problem(401, 'token_expired') : { body: {} },
    );
    const client = new EmbedClient({ apiUrl: api.url, fetchToken });
    await Promise.all([client.getMe(), client.getMe(), client.getMe()]);
    expect(fetchToken).toHaveBeenCalledTimes(2);
  });

  it('may fail while the token still works; after that the call fails with the reason', async () => {
    const reason = new TypeError('fetch failed');
    const fetchToken = backend(10);
    const client = new EmbedClient({ apiUrl: api.url, fetchToken, maxRetries: 0 });
    await client.getMe();
    fetchToken.mockRejectedValue(reason);
    pass(9.5);
    await client.getMe();
    pass(1);
    const error = await client.getMe().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TokenUnavailable);
    expect(error).toMatchObject({ code: 'token_unavailable', retryable: true, cause: reason });
  });

  it('passes on errors of this client as they are', async () => {
    const fetchToken = vi
      .fn<FetchToken>()
      .mockRejectedValue(new ConnectionFailed('No network.', { code: 'connection_failed' }));
    await expect(new EmbedClient({ apiUrl: api.url, fetchToken }).getMe()).rejects.toThrow(ConnectionFailed);
  });

  it('is not asked for each call where the clock of the browser is wrong', async () => {
    const fetchToken = backend(-20);
    const client = new EmbedClient({ apiUrl: api.url, fetchToken });
    await client.getMe();
    await client.getMe();
    expect(fetchToken).toHaveBeenCalledTimes(1);
  });
});

describe('a fixed token', () => {
  it('is used until the API refuses it', async () => {
    api.onInTurn('GET /me', { body: {} }, problem(401, 'token_expired'));
    const hub = new MetaHub({ apiUrl: api.url, accessToken: 'jwt' });
    await hub.getMe();
    await expect(hub.getMe()).rejects.toThrow(Unauthenticated);
    expect(bearers(api.requests)).toEqual(['Bearer jwt', 'Bearer jwt']);
  });
});

describe('a server key in a browser', () => {
  beforeEach(() => {
    vi.stubGlobal('document', {});
  });

  it('is refused at once, with the reason', () => {
    for (const options of [{ apiKey: 'mh_live_secret' }, { accessToken: 'mh_test_secret' }]) {
      expect(() => new MetaHub({ apiUrl: api.url, ...options })).toThrow(/does not belong in a browser/);
    }
  });

  it('is refused from fetchToken too, and never sent', async () => {
    const fetchToken = vi
      .fn<FetchToken>()
      .mockResolvedValue({ token: 'mh_live_secret', expiresAt: '2026-11-25T15:00:00Z' });
    const error = await new EmbedClient({ apiUrl: api.url, fetchToken })
      .getMe()
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ServerKeyInBrowser);
    expect((error as MetaHubError).message).not.toContain('mh_live_secret');
    expect(api.requests).toHaveLength(0);
  });
});

function signedIn(accessToken: string, accountId = 'acc_1') {
  return {
    body: {
      accessToken,
      expiresAt: new Date(Date.now() + 15 * 60_000).toISOString(),
      accountId,
      members: [],
    },
  };
}

describe('a person', () => {
  it('signs in, and access is renewed by the cookie', async () => {
    api.on('POST /auth/sign-in', () => signedIn('a1'));
    api.on('POST /auth/refresh', () => signedIn('a2'));
    const hub = new MetaHub({ apiUrl: api.url });
    await hub.signIn({ email: 'ana@clinicasol.example', password: 'a-long-passphrase' });
    await hub.getMe();
    pass(14.5);
    await hub.getMe();
    expect(api.requests.map(({ path, headers }) => [path, headers['authorization']])).toEqual([
      ['/auth/sign-in', undefined],
      ['/me', 'Bearer a1'],
      ['/auth/refresh', undefined],
      ['/me', 'Bearer a2'],
    ]);
  });

  it('is still signed in after the page was loaded anew, or learns that nobody is', async () => {
    api.on('POST /auth/refresh', () => signedIn('a1'));
    await new MetaHub({ apiUrl: api.url }).getMe();
    expect(bearers(api.requests)).toEqual([undefined, 'Bearer a1']);
    api.on('POST /auth/refresh', () => problem(401, 'unauthenticated'));
    await expect(new MetaHub({ apiUrl: api.url }).getMe()).rejects.toThrow(Unauthenticated);
    await expect(new MetaHub({ apiUrl: api.url }).refreshAccess()).rejects.toThrow(Unauthenticated);
  });

  it('stays in their account where another tab moved the cookie to another', async () => {
    api.on('POST /auth/sign-in', () => signedIn('a1', 'acc_1'));
    api.on('POST /auth/refresh', () => signedIn('b1', 'acc_2'));
    api.on('POST /auth/switch', () => signedIn('a2', 'acc_1'));
    const hub = new MetaHub({ apiUrl: api.url });
    await hub.signIn({ email: 'ana@clinicasol.example', password: 'a-long-passphrase' });
    pass(14.5);
    await hub.getMe();
    expect(
      api.requests.slice(1).map(({ path, headers, body }) => [path, headers['authorization'], body]),
    ).toEqual([
      ['/auth/refresh', undefined, undefined],
      ['/auth/switch', 'Bearer b1', { accountId: 'acc_1' }],
      ['/me', 'Bearer a2', undefined],
    ]);
  });

  it('takes turns with the other tabs to use the cookie, since it works once', async () => {
    const held: (string | undefined)[] = [];
    api.on('POST /auth/refresh', async () => {
      const locks = await navigator.locks.query();
      held.push(...(locks.held ?? []).map(({ name }) => name));
      return signedIn('a1');
    });
    await Promise.all([1, 2, 3].map(() => new MetaHub({ apiUrl: api.url }).getMe()));
    expect(held).toEqual(['metahub-refresh', 'metahub-refresh', 'metahub-refresh']);
  });

  it('is forgotten when they sign out', async () => {
    api.on('POST /auth/sign-in', () => signedIn('a1'));
    api.on('POST /auth/sign-out', () => ({ status: 204 }));
    api.on('POST /auth/refresh', () => problem(401, 'unauthenticated'));
    const hub = new MetaHub({ apiUrl: api.url });
    await hub.signIn({ email: 'ana@clinicasol.example', password: 'a-long-passphrase' });
    await hub.signOut();
    await expect(hub.getMe()).rejects.toThrow(Unauthenticated);
    expect(bearers(api.requests)).toEqual([undefined, 'Bearer a1', undefined]);
  });
});
