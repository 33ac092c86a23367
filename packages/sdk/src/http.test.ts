import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, type ScriptedAnswer, ScriptedApi } from '../test/scripted-api.ts';
import type { MetaHubOptions } from './embed-client.ts';
import * as errors from './errors.ts';
import { MetaHub } from './hub.ts';

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
  const hub = new MetaHub({ apiUrl: api.url, apiKey: 'mh_test_key', retryDelayMs: 1, ...options });
  hubs.push(hub);
  return hub;
}

describe('a call', () => {
  it('carries the credential and the account acted for', async () => {
    api.on('GET /me', () => ({ body: {} }));
    const hub = connect({ apiUrl: `${api.url}/`, account: 'acc_1' });
    await hub.getMe();
    await hub.getMe({ account: 'acc_2' });
    expect(api.requests.map(({ headers }) => [headers['authorization'], headers['metahub-account']])).toEqual(
      [
        ['Bearer mh_test_key', 'acc_1'],
        ['Bearer mh_test_key', 'acc_2'],
      ],
    );
  });

  it('writes its query as the contract wants it and leaves out what is not given', async () => {
    api.on('GET /events', () => ({ body: { data: [], position: 0, hasMore: false } }));
    await connect().listEvents({ after: 0, types: ['message.received', 'message.sent'], limit: undefined });
    expect(api.requests[0]!.query.toString()).toBe('after=0&types=message.received&types=message.sent');
  });

  it('never lets an id lead to another operation', async () => {
    const hub = connect();
    await expect(hub.getSession('../api-keys?x=1')).rejects.toThrow(errors.NotFound);
    await expect(hub.getSession('')).rejects.toThrow(errors.NotFound);
    expect(api.requests.map(({ path }) => path)).toEqual(['/sessions/..%2Fapi-keys%3Fx%3D1', '/sessions/-']);
  });

  it('answers nothing for a 204, and shows the raw answer to who asks', async () => {
    api.on('DELETE /sessions/ses_1', () => ({ status: 204 }));
    api.on('GET /contacts/ctc_1', () => ({
      headers: { etag: '"3"', 'metahub-merged-from': 'ctc_1' },
      body: { id: 'ctc_2' },
    }));
    api.on('PATCH /contacts/ctc_2', () => ({ body: { id: 'ctc_2' } }));
    const hub = connect();
    await expect(hub.removeSession('ses_1')).resolves.toBeUndefined();
    const seen: (string | null)[] = [];
    await hub.getContact('ctc_1', {
      onResponse: ({ headers }) => seen.push(headers.get('etag'), headers.get('metahub-merged-from')),
    });
    expect(seen).toEqual(['"3"', 'ctc_1']);
    await hub.updateContact('ctc_2', { name: 'Rita' }, { ifMatch: seen[0]! });
    expect(api.requests.at(-1)).toMatchObject({ headers: { 'if-match': '"3"' }, body: { name: 'Rita' } });
  });
});

describe('a failure', () => {
  it.each([
    [400, 'invalid_request', errors.InvalidRequest],
    [401, 'unauthenticated', errors.Unauthenticated],
    [403, 'forbidden', errors.PermissionDenied],
    [404, 'not_found', errors.NotFound],
    [409, 'idempotency_key_reused', errors.Conflict],
    [410, 'events_expired', errors.Expired],
    [412, 'revision_conflict', errors.Conflict],
    [413, 'body_too_large', errors.InvalidRequest],
    [422, 'not_on_whatsapp', errors.Unprocessable],
    [500, 'internal_error', errors.ServerFault],
    [501, 'not_implemented', errors.ServerFault],
    [503, 'transport_unavailable', errors.Unavailable],
  ])(
    '%d %s is an error of its own class, with the code and the request to name',
    async (status, code, ErrorClass) => {
      api.on('POST /api-keys', () => problem(status, code, 'Say why.'));
      const error = await connect()
        .createApiKey({ name: 'Reports', scopes: ['conversations:read'] })
        .catch((error: unknown) => error);
      expect(error).toBeInstanceOf(ErrorClass);
      expect(error).toBeInstanceOf(errors.MetaHubError);
      expect(error).toMatchObject({
        name: ErrorClass.name,
        status,
        code,
        message: 'Say why.',
        requestId: 'req_1',
      });
      expect((error as errors.MetaHubError).problem?.title).toBe('A problem');
    },
  );

  it('that no MetaHub wrote still has a class, a code and its status', async () => {
    api.on('GET /me', () => ({ status: 502, body: '<h1>Bad gateway</h1>' }));
    await expect(connect({ maxRetries: 0 }).getMe()).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'http_502',
      status: 502,
    });
    api.on('GET /me', () => ({ body: '<h1>Parked domain</h1>' }));
    await expect(connect().getMe()).rejects.toMatchObject({ name: 'ServerFault', code: 'unexpected_answer' });
  });

  it('of the line is ConnectionFailed, and one of patience TimedOut', async () => {
    const gone = await ScriptedApi.listen();
    const { url } = gone;
    await gone[Symbol.asyncDispose]();
    await expect(connect({ apiUrl: url }).getMe()).rejects.toMatchObject({
      name: 'ConnectionFailed',
      code: 'connection_failed',
      retryable: true,
    });
    api.on('GET /me', () => new Promise(() => {}));
    const late = connect().getMe({ timeoutMs: 20, maxRetries: 0 });
    await expect(late).rejects.toMatchObject({ name: 'TimedOut', code: 'timed_out' });
    await expect(late).rejects.toBeInstanceOf(errors.ConnectionFailed);
  });
});

describe('retries', () => {
  it('repeat what reads, and what may be asked for twice, up to maxRetries', async () => {
    api.onInTurn('GET /me', problem(503, 'unavailable'), problem(500, 'internal_error'), {
      body: { kind: 'api_key' },
    });
    await expect(connect().getMe()).resolves.toEqual({ kind: 'api_key' });
    api.onInTurn('POST /conversations/conv_1/read', problem(503, 'unavailable'), { body: { id: 'conv_1' } });
    await connect().markConversationRead('conv_1', { upTo: 'msg_1' });
    api.onInTurn('DELETE /sessions/ses_1', problem(503, 'unavailable'), { status: 204 });
    await connect().removeSession('ses_1');
    expect(api.requests.splice(3).map(({ method }) => method)).toEqual(['POST', 'POST', 'DELETE', 'DELETE']);
    api.onInTurn('GET /branding', problem(503, 'unavailable'));
    await expect(connect({ maxRetries: 1 }).getBranding()).rejects.toThrow(errors.Unavailable);
    expect(api.requests.map(({ path }) => path)).toEqual(['/me', '/me', '/me', '/branding', '/branding']);
  });

  it('repeat a write under the same idempotency key, made by the client or given', async () => {
    api.onInTurn('POST /send-message', problem(409, 'idempotency_in_progress'), problem(503, 'unavailable'), {
      status: 202,
      body: { id: 'msg_1' },
    });
    const hub = connect();
    const body = { conversationId: 'conv_1', content: { type: 'text', text: 'Olá' } } as const;
    await expect(hub.sendMessage(body)).resolves.toEqual({ id: 'msg_1' });
    await hub.sendMessage(body, { idempotencyKey: undefined });
    await hub.sendMessage(body, { idempotencyKey: 'order-7' });
    const [first, second, third, fourth, fifth] = api.requests.map(
      ({ headers }) => headers['idempotency-key'],
    );
    expect(first).toMatch(/^[\w-]{16,64}$/);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    expect(fifth).toBe('order-7');
  });

  it('do not repeat a write that might happen twice, nor what will not change', async () => {
    api.on('POST /embed-sessions/ems_1/tokens', () => problem(503, 'unavailable'));
    api.on('GET /me', () => problem(403, 'forbidden'));
    api.on('POST /send-message', () => problem(501, 'not_implemented'));
    const hub = connect();
    await expect(hub.createEmbedToken('ems_1')).rejects.toThrow(errors.Unavailable);
    await expect(hub.getMe()).rejects.toThrow(errors.PermissionDenied);
    await expect(
      hub.sendMessage({ to: '+5511970000002', content: { type: 'text', text: 'Olá' } }),
    ).rejects.toThrow();
    expect(api.requests).toHaveLength(3);
    expect(api.requests[0]!.headers['idempotency-key']).toBeUndefined();
  });

  it('never repeat what went wrong on this side', async () => {
    api.on('GET /me', () => ({ body: {} }));
    const onResponse = vi.fn().mockThrow(new RangeError('A bug of the host.'));
    await expect(connect().getMe({ onResponse })).rejects.toThrow(RangeError);
    const body = { to: '+5511970000002', content: { type: 'text', text: 1n as unknown as string } } as const;
    await expect(connect().sendMessage(body)).rejects.toThrow(TypeError);
    expect(api.requests).toHaveLength(1);
  });

  it('wait as long as the API asks, and leave a long wait to the caller', async () => {
    vi.useFakeTimers();
    const answers = [
      new Response('{}', { status: 429, headers: { 'retry-after': '3' } }),
      new Response('{"kind":"api_key"}'),
      new Response('{}', { status: 429, headers: { 'retry-after': '120' } }),
    ];
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(answers.shift()!));
    const hub = connect({ fetch });
    const me = hub.getMe();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(me).resolves.toEqual({ kind: 'api_key' });
    await expect(hub.getMe()).rejects.toMatchObject({ name: 'RateLimited', retryAfterMs: 120_000 });
  });

  it('tell the logger, and never a secret', async () => {
    api.onInTurn('GET /me', problem(503, 'unavailable'), { body: {} });
    const warn = vi.fn();
    await connect({ logger: { warn } }).getMe();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith('MetaHub: GET /me failed', {
      attempt: 0,
      status: 503,
      code: 'unavailable',
      requestId: 'req_1',
    });
  });
});

describe('giving up', () => {
  it('by a signal ends a call before, during and between attempts with the signal’s reason', async () => {
    const reason = new Error('The view was left.');
    await expect(connect().getMe({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(api.requests).toHaveLength(0);

    api.on('GET /me', () => new Promise(() => {}));
    const during = new AbortController();
    const call = connect().getMe({ signal: during.signal });
    await api.until(() => api.requests.length === 1);
    during.abort(reason);
    await expect(call).rejects.toBe(reason);

    const between = new AbortController();
    api.on('GET /branding', () => problem(503, 'unavailable'));
    const warn = () => between.abort(reason);
    const paused = connect({ logger: { warn }, retryDelayMs: 10_000 }).getBranding({
      signal: between.signal,
    });
    await expect(paused).rejects.toBe(reason);
  });

  it('by close drops the answers under way, and refuses later calls', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<ScriptedAnswer>();
    api.on('GET /me', () => late);
    const hub = connect();
    const onResponse = vi.fn();
    const call = hub.getMe({ onResponse });
    await api.until(() => api.requests.length === 1);
    hub.close();
    answer({ body: {} });
    await expect(call).rejects.toMatchObject({ name: 'ClientClosed', code: 'client_closed' });
    await expect(hub.getMe()).rejects.toThrow(errors.ClientClosed);
    expect(onResponse).not.toHaveBeenCalled();
    expect(api.requests).toHaveLength(1);
  });

  it('counts also where fetch does not listen to signals', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Response>();
    const fetch = () => {
      asked.resolve();
      return answer.promise;
    };
    const hub = connect({ fetch });
    const call = hub.getMe();
    await asked.promise;
    hub.close();
    answer.resolve(new Response('{}'));
    await expect(call).rejects.toThrow(errors.ClientClosed);
  });
});
