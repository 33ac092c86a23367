import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, thread, until } from './phones.ts';
import { follow } from './realtime-client.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990000001';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

const call = (method: string, path: string, body?: object) =>
  server.call(method, path, { token: account.apiKey, ...(body ? { body } : {}) });
const arrives = (number: string, text: string): Promise<any> =>
  until(`${text} arrives`, async () =>
    (await thread(server, account, `+${number}`)).find(({ content }) => content.text === text),
  );

test('somebody who changed the number is the same contact, known by the new one, and answered there', async () => {
  const [former, next] = ['5511970000010', '5511970000011'];
  await phones.make(former, 'Bia');
  await phones.write(former, CLINIC, 'Meu número vai mudar', { addressing: 'lid' });
  const before = await arrives(former, 'Meu número vai mudar');
  await phones.call('POST', `/phones/${former}/number`, { number: next });
  await phones.write(next, CLINIC, 'É este', { addressing: 'lid' });
  const after = await arrives(next, 'É este');
  expect(after.conversationId).toBe(before.conversationId);
  const { body: contact } = await call('GET', `/contacts/${after.author.id}`);
  expect(contact).toMatchObject({ id: before.author.id, number: `+${next}` });
  expect(contact.identities.map(({ value }: any) => value)).toContain(`+${former}`);
  await call('POST', '/send-message', {
    conversationId: after.conversationId,
    content: { type: 'text', text: 'Anotado' },
  });
  await until('the answer is on the phone', async () =>
    (await phones.chat(next, CLINIC)).some(({ text }) => text === 'Anotado'),
  );
});

test('a phone that was set up anew is the same contact, and is understood', async () => {
  const number = '5511970000012';
  await phones.make(number, 'Caio');
  await phones.write(number, CLINIC, 'Antes');
  const before = await arrives(number, 'Antes');
  await phones.call('POST', `/phones/${number}/reinstall`, {});
  await phones.write(number, CLINIC, 'Depois');
  const after = await arrives(number, 'Depois');
  expect([after.conversationId, after.author.id]).toEqual([before.conversationId, before.author.id]);
});

test('C10: what the business itself wrote is never incoming: by its phone, the same words again, and to itself', async () => {
  const rita = '5511970000013';
  await phones.make(rita, 'Rita');
  await phones.write(rita, CLINIC, 'Oi');
  const first = await arrives(rita, 'Oi');
  const client = await follow(server, { token: account.apiKey });
  const text = '1-Vendas 2-Suporte';
  const sent = await call('POST', '/send-message', {
    conversationId: first.conversationId,
    content: { type: 'text', text },
  });
  await until(
    'it is delivered',
    async () => (await call('GET', `/messages/${sent.body.id}`)).body.status === 'delivered',
  );
  const echo = await phones.write(CLINIC, rita, text);
  await phones.write(CLINIC, CLINIC, 'lembrar do café');
  await phones.write(rita, CLINIC, '1');
  await arrives(rita, '1');
  const messages = await thread(server, account, `+${rita}`);
  expect(
    messages
      .filter(({ content }) => content.text === text)
      .map(({ direction, author }) => [direction, author.kind]),
  ).toEqual([
    ['outbound', 'api'],
    ['outbound', 'phone'],
  ]);
  expect(messages.find(({ whatsappId }) => whatsappId === echo).direction).toBe('outbound');
  await client.next(({ type, data }) => type === 'message.received' && data?.content.text === '1');
  const received = client.events().filter(({ type }) => type === 'message.received');
  expect(received.map(({ ['data']: data }) => data.content.text)).toEqual(['1']);
  const unread = (await call('GET', `/conversations?limit=200&sessionId=${sessionId}`)).body.data
    .filter(({ contact }: any) => contact?.number === `+${CLINIC}`)
    .map(({ unreadCount }: any) => unreadCount);
  expect(unread.every((count: number) => count === 0)).toBe(true);
});
