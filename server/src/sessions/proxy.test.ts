import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILES, uploaded } from '../../test/media-files.ts';
import { connected, pair, Phones, readSession, thread, until } from '../../test/phones.ts';
import { type ProxyServer, startHttpProxy, startSocksProxy } from '../../test/proxy-server.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const LOGIN = { username: 'agencia', password: 'só: um@teste' };

let server: TestServer;
let account: SeededAccount;
let phones: Phones;

beforeAll(async () => {
  server = await testServer({ sandbox: true, env: { METAHUB_PRIVATE_TARGETS: '127.0.0.1' } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
});
afterAll(() => server?.stop());

async function useProxy(sessionId: string, proxy: object | null): Promise<void> {
  const { status } = await server.call('PATCH', `/sessions/${sessionId}`, {
    token: account.apiKey,
    body: { settings: { proxy } },
    headers: { 'if-match': '*' },
  });
  expect(status).toBe(200);
}

describe.each([
  ['http', startHttpProxy, '5511990000001', '5511970000001'],
  ['socks5', startSocksProxy, '5511990000002', '5511970000002'],
] as const)('a session behind a proxy that speaks %s', (_, start, clinic, rita) => {
  let proxy: ProxyServer;
  let sessionId: string;

  beforeAll(async () => {
    proxy = await start(LOGIN);
    await phones.make(rita, 'Rita');
    ({ sessionId } = await pair(server, account, { number: clinic, name: 'Clínica' }));
  });
  afterAll(() => proxy?.stop());

  test('connects through it at once when it is set, and so do its files, both ways', async () => {
    const { connectedAt } = await readSession(server, account, sessionId);
    await useProxy(sessionId, { url: proxy.url, ...LOGIN });
    await until('it is connected anew', async () => {
      const session = await readSession(server, account, sessionId);
      return session.status === 'connected' && session.connectedAt !== connectedAt;
    });
    const socket = new URL(server.sandbox!.socketUrl).host;
    expect(proxy.asked).toEqual([socket]);

    const picture = FILES.png();
    const bytesBefore = proxy.bytes;
    await phones.call('POST', `/phones/${rita}/messages`, {
      to: clinic,
      image: { base64: picture.toString('base64') },
    });
    await until('the file is here', async () =>
      (await thread(server, account, `+${rita}`)).some(
        ({ sessionId: of, content }) => of === sessionId && content.media?.state === 'stored',
      ),
    );
    expect(proxy.bytes - bytesBefore).toBeGreaterThan(picture.length);
    expect(proxy.asked.filter((one) => one !== socket)).toHaveLength(1);

    const mediaId = await uploaded(server, account, FILES.png());
    await server.call('POST', '/send-message', {
      token: account.apiKey,
      body: { to: `+${rita}`, sessionId, content: { type: 'image', mediaId } },
    });
    await until('the phone shows it', async () =>
      (await phones.call('GET', `/phones/${rita}/chats/${clinic}/messages`)).data.some(
        (message: any) => message.fromMe === false && message.type === 'image',
      ),
    );
    expect(proxy.asked.filter((one) => one !== socket)).toHaveLength(2);
  });

  test('says so when the proxy refuses or is gone, and connects directly once it has none', async () => {
    await useProxy(sessionId, { url: proxy.url, username: LOGIN.username, password: 'errada' });
    const refused = await until('it says why', async () => {
      const session = await readSession(server, account, sessionId);
      return session.status === 'disconnected' && session;
    });
    expect(refused.reason).toMatchObject({ code: 'proxy_unreachable', action: 'check_proxy' });
    await proxy.stop();
    await useProxy(sessionId, { url: proxy.url, ...LOGIN });
    expect((await readSession(server, account, sessionId)).reason.code).toBe('proxy_unreachable');
    await useProxy(sessionId, null);
    await connected(server, account, sessionId);
  });
});

test('the login of a proxy is in no log', () => {
  for (const secret of [LOGIN.password, encodeURIComponent(LOGIN.password), LOGIN.username])
    expect(server.log.filter((line) => line.includes(secret))).toEqual([]);
});

test('a proxy inside is refused unless the operator allows it', async () => {
  const { sessionId } = await pair(server, account, { number: '5511990000003', name: 'Clínica' });
  await useProxy(sessionId, { url: 'http://10.0.0.1:3128' });
  const refused = await until('it says why', async () => {
    const session = await readSession(server, account, sessionId);
    return session.status === 'disconnected' && session;
  });
  expect(refused.reason.code).toBe('proxy_unreachable');
  expect(server.log.some((line) => line.includes('address_private'))).toBe(true);
});
