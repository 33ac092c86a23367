import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, pair, Phones, readSession, thread, until } from '../../test/phones.ts';
import { keyWith, type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const [CLINIC, RITA] = ['5511990000001', '5511970000002'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
});
afterAll(() => server?.stop());

const call = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
  server.call(method, path, {
    token: account.apiKey,
    ...(body ? { body } : {}),
    ...(headers ? { headers } : {}),
  });
const edit = (body: object, ifMatch = '*') =>
  call('PATCH', `/sessions/${sessionId}`, body, { 'if-match': ifMatch });
const read = () => call('GET', `/sessions/${sessionId}`);
const online = async (): Promise<boolean> => (await phones.devices(CLINIC)).devices[0]!.online;

test('a session starts with settings that change nothing, and is changed field by field', async () => {
  expect((await read()).body.settings).toEqual({
    proxy: null,
    calls: { reject: false, text: null },
    pacing: { perMinute: null, minPauseMs: 0, maxPauseMs: 0, typing: false, replies: false },
    appearOnline: false,
  });
  await edit({ settings: { calls: { text: 'Escreva, por favor.' } } });
  await edit({ settings: { calls: { reject: true }, pacing: { perMinute: 6, maxPauseMs: 5 } } });
  const { status, body, headers } = await edit({ name: 'Recepção 2' });
  expect({ status, name: body.name, settings: body.settings }).toMatchObject({
    status: 200,
    name: 'Recepção 2',
    settings: {
      calls: { reject: true, text: 'Escreva, por favor.' },
      pacing: { perMinute: 6, minPauseMs: 0, maxPauseMs: 5 },
    },
  });
  expect(headers.get('etag')).toBe(`"${body.revision}"`);
  expect((await read()).body).toEqual(body);
  const backwards = await edit({ settings: { pacing: { minPauseMs: 6 } } });
  expect(backwards).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/body/settings/pacing/minPauseMs' }] },
  });
  await edit({
    settings: { calls: { reject: false, text: null }, pacing: { perMinute: null, maxPauseMs: 0 } },
  });
});

test('an edit from what somebody changed meanwhile is refused; a connection that came or went is no conflict', async () => {
  const etag = (await read()).headers.get('etag')!;
  expect((await edit({ name: 'Um' }, etag)).status).toBe(200);
  const late = await edit({ name: 'Dois' }, etag);
  expect(late).toMatchObject({ status: 412, body: { code: 'revision_conflict' } });
  expect((await read()).body.name).toBe('Um');

  const { revision } = (await read()).body;
  await phones.call('POST', '/faults', { kind: 'drop', on: 'now', number: CLINIC });
  await until('the state has changed', async () => (await read()).body.revision > revision);
  expect((await edit({ name: 'Três' }, `"${revision}"`)).status).toBe(200);
  await connected(server, account, sessionId);
  expect((await edit({ name: 'Quatro' }, '"9999"')).status).toBe(412);
});

test('the password of a proxy is stored sealed and shown to nobody', async () => {
  await call('POST', `/sessions/${sessionId}/pause`);
  const { body } = await edit({
    settings: { proxy: { url: 'socks5://127.0.0.1:9', username: 'agencia', password: 'segredo-do-proxy' } },
  });
  expect(body.settings.proxy).toEqual({ url: 'socks5://127.0.0.1:9', username: 'ag…', hasPassword: true });
  const everything = JSON.stringify([
    (await call('GET', '/sessions')).body,
    (await read()).body,
    (await call('GET', '/events?after=0&limit=200')).body,
    await server.db.asOwner(`select s.*, encode(proxy_sealed, 'escape') from sessions s`),
    await server.db.asOwner('select data from events'),
  ]);
  expect(everything).not.toContain('segredo-do-proxy');
  expect(everything).not.toContain('agencia');
  for (const url of [
    'ftp://proxy.example:1',
    'socks5://proxy.example',
    'http://user:pass@proxy.example:1',
    'nada',
  ])
    expect((await edit({ settings: { proxy: { url } } })).status, url).toBe(400);
  expect((await edit({ settings: { proxy: null } })).body.settings.proxy).toBeNull();
  expect(await server.db.asOwner('select 1 from sessions where proxy_sealed is not null')).toEqual([]);
  await call('POST', `/sessions/${sessionId}/resume`);
  await connected(server, account, sessionId);
});

test('a paused session has no connection; what is written and sent meanwhile arrives when it is resumed, once', async () => {
  const paused = await call('POST', `/sessions/${sessionId}/pause`);
  expect(paused).toMatchObject({
    status: 200,
    body: { status: 'paused', reason: { code: 'paused_by_person', action: 'resume' } },
  });
  await until('the device is gone', async () => !(await online()));
  expect(await call('POST', `/sessions/${sessionId}/pause`)).toMatchObject({
    status: 200,
    body: { status: 'paused', reason: paused.body.reason },
  });
  await phones.write(RITA, CLINIC, 'Na pausa');
  const sent = await call('POST', '/send-message', {
    to: `+${RITA}`,
    sessionId,
    content: { type: 'text', text: 'Espera' },
  });
  expect(sent.body.status).toBe('queued');
  expect((await readSession(server, account, sessionId)).status).toBe('paused');

  const resumed = await call('POST', `/sessions/${sessionId}/resume`);
  expect(['connecting', 'connected']).toContain(resumed.body.status);
  await connected(server, account, sessionId);
  await until('both have arrived', async () => {
    const texts = (await thread(server, account, `+${RITA}`)).map(({ content }) => content.text);
    return texts.filter((text) => text === 'Na pausa').length === 1 && texts.includes('Espera');
  });
  await until(
    'the phone shows it',
    async () => (await phones.chat(RITA, CLINIC)).filter(({ text }) => text === 'Espera').length === 1,
  );
  expect((await call('POST', `/sessions/${sessionId}/resume`)).body.status).toBe('connected');
});

test('what is not linked cannot be paused, and pausing and editing need a permission of their own', async () => {
  const started = await call('POST', '/connect', { method: 'qr' });
  const fresh = await call('POST', `/sessions/${started.body.id}/pause`);
  expect(fresh).toMatchObject({ status: 409, body: { code: 'session_not_linked' } });
  await call('DELETE', `/sessions/${started.body.id}`);
  for (const path of ['pause', 'resume', 'handover', '']) {
    const removed = path
      ? await call('POST', `/sessions/${started.body.id}/${path}`)
      : await call('PATCH', `/sessions/${started.body.id}`, { name: 'X' }, { 'if-match': '*' });
    if (path !== 'handover')
      expect(removed).toMatchObject({ status: 409, body: { code: 'session_removed' } });
  }
  const token = await keyWith(server, account.id, ['sessions:read', 'sessions:pair']);
  for (const path of ['pause', 'resume', 'handover'])
    expect((await server.call('POST', `/sessions/${sessionId}/${path}`, { token })).status).toBe(403);
});

test('with one gateway a handover is a new connection of the same one', async () => {
  const { connectedAt } = await readSession(server, account, sessionId);
  expect((await call('POST', `/sessions/${sessionId}/handover`)).status).toBe(200);
  await until('it is connected anew', async () => {
    const session = await readSession(server, account, sessionId);
    return session.status === 'connected' && session.connectedAt !== connectedAt;
  });
});
