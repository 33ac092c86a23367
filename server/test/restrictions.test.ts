import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, readSession, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA, TIAGO] = ['5511990000001', '5511970000002', '5511970000003'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(TIAGO, 'Tiago');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

const send = async (to: string, text: string): Promise<string> =>
  (
    await server.call('POST', '/send-message', {
      token: account.apiKey,
      body: { to: `+${to}`, content: { type: 'text', text } },
    })
  ).body.id;
const messageOf = async (id: string): Promise<any> =>
  (await server.call('GET', `/messages/${id}`, { token: account.apiKey })).body;
const restrictions = async (): Promise<any[]> => (await readSession(server, account, sessionId)).restrictions;

test('a limit on new chats shows on the session and closes new chats only, until WhatsApp lifts it', async () => {
  const known = await send(RITA, 'Oi, Rita');
  await until('a chat is there', async () => (await messageOf(known)).status === 'delivered');
  const { id: fault } = await phones.call<{ id: string }>('POST', '/faults', {
    kind: 'reachout_limit',
    number: CLINIC,
    seconds: 3_600,
  });
  const [shown] = await until('the session shows it', async () => {
    const now = await restrictions();
    return now.length > 0 && now;
  });
  expect(shown.code).toBe('reach_out_limited');
  expect(new Date(shown.until).getTime()).toBeGreaterThan(Date.now());

  const stranger = await send(TIAGO, 'Oi, Tiago');
  await until('a new chat is refused', async () => (await messageOf(stranger)).status === 'failed');
  expect((await messageOf(stranger)).failure).toMatchObject({ code: 'reach_out_limited', retryable: true });
  const reply = await send(RITA, 'Ainda aqui');
  await until('a chat that exists goes on', async () => (await messageOf(reply)).status === 'delivered');

  await phones.call('DELETE', `/faults/${fault}`);
  await until('it is lifted', async () => (await restrictions()).length === 0);
  await server.call('POST', `/messages/${stranger}/retry`, { token: account.apiKey });
  await until('it is sent then', async () => (await messageOf(stranger)).status === 'delivered');
});

test('a used-up quota of new chats shows on the session, and what goes beyond it fails with the reason', async () => {
  const [first, second] = ['5511970000011', '5511970000012'] as const;
  await phones.make(first, 'Ana');
  await phones.make(second, 'Bia');
  await phones.call('POST', '/faults', { kind: 'new_chat_quota', number: CLINIC, quota: 1 });
  const within = await send(first, 'Oi, Ana');
  await until('the first is sent', async () => (await messageOf(within)).status === 'delivered');
  await until('the session shows it', async () =>
    (await restrictions()).some(({ code }) => code === 'new_chat_quota'),
  );
  const beyond = await send(second, 'Oi, Bia');
  await until('the next is refused', async () => (await messageOf(beyond)).status === 'failed');
  expect((await messageOf(beyond)).failure.code).toBe('reach_out_limited');
  const again = await send(first, 'Tudo bem?');
  await until('a chat that exists goes on', async () => (await messageOf(again)).status === 'delivered');
});
