import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990009999';
/** A mobile registered without its ninth digit, one with it, and a fixed line with WhatsApp Business. */
const [SHORT, LONG, FIXED] = ['557588250001', '5511990000001', '551133330001'] as const;
/** Argentina writes mobiles with a 9 and Mexico wrote them with a 1; which of both is registered, nobody can tell. */
const [ARGENTINE, MEXICAN] = ['5491123456789', '525512345678'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  for (const number of [SHORT, LONG, FIXED, ARGENTINE, MEXICAN])
    await phones.make(number, `Phone ${number.slice(-4)}`);
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

const send = (to: string, text: string) =>
  server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to, sessionId, content: { type: 'text', text } },
  });

test('C01: the network settles how a number is spelled: both spellings reach the one account behind it', async () => {
  const conversations = new Map<string, string>();
  for (const [to, reaches] of [
    ['+5575988250001', SHORT],
    ['+557588250001', SHORT],
    ['+5511990000001', LONG],
    ['+551190000001', LONG],
    ['+551133330001', FIXED],
    ['+541123456789', ARGENTINE],
    ['+5491123456789', ARGENTINE],
    ['+5215512345678', MEXICAN],
    ['+525512345678', MEXICAN],
  ] as const) {
    const reply = await send(to, `teste ${to}`);
    expect([to, reply.status]).toEqual([to, 202]);
    await until(`${reaches} shows what was sent to ${to}`, async () =>
      (await phones.chat(reaches, CLINIC)).find(({ text }) => text === `teste ${to}`),
    );
    const known = conversations.get(reaches);
    if (known) expect(reply.body.conversationId).toBe(known);
    conversations.set(reaches, reply.body.conversationId);
  }
  expect(new Set(conversations.values()).size).toBe(5);
  const contacts = await server.call('GET', '/contacts', { token: account.apiKey });
  expect(contacts.body.data.map(({ number }: { number: string }) => number).toSorted()).toEqual(
    [SHORT, LONG, FIXED, ARGENTINE, MEXICAN].map((number) => `+${number}`).toSorted(),
  );
});

test('C01: a number that nobody has is refused before anything is called sent, and leaves nothing behind', async () => {
  const reply = await send('+5511900009999', 'teste');
  expect([reply.status, reply.body.code, reply.body.errors[0].pointer]).toEqual([
    422,
    'not_on_whatsapp',
    '/body/to',
  ]);
  const contacts = await server.call('GET', '/contacts', {
    token: account.apiKey,
    query: { q: '5511900009999' },
  });
  expect(contacts.body.data).toEqual([]);
});

test('reading tells the customer, unless it is not to', async () => {
  const [quiet, told] = [await phones.write(SHORT, CLINIC, 'Oi?'), await phones.write(LONG, CLINIC, 'Olá?')];
  for (const [number, sendReceipts] of [
    [SHORT, false],
    [LONG, true],
  ] as const) {
    const conversation = await until('it came in', async () => {
      const { body } = await server.call('GET', '/conversations', {
        token: account.apiKey,
        query: { q: number },
      });
      return body.data.find((one: any) => one.unreadCount === 1);
    });
    const read = await server.call('POST', `/conversations/${conversation.id}/read`, {
      token: account.apiKey,
      body: { upTo: conversation.lastMessage.id, sendReceipts },
    });
    expect(read.body.unreadCount).toBe(0);
  }
  const statusOf = async (number: string, id: string) =>
    (await phones.chat(number, CLINIC)).find((message) => message.id === id)?.status;
  await until('the phone shows that it was read', async () => (await statusOf(LONG, told)) === 'read');
  expect(await statusOf(SHORT, quiet)).not.toBe('read');
});
