import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, thread, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const CLINIC = '5511990000001';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
let nextCustomer = 0;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
});
afterAll(async () => {
  const { unknown } = await phones.call('GET', '/health');
  await server?.stop();
  expect(unknown).toEqual([]);
});

const call = (method: string, path: string, body?: object) =>
  server.call(method, path, { token: account.apiKey, ...(body ? { body } : {}) });

async function customer(name: string): Promise<string> {
  nextCustomer += 1;
  const number = `55479900000${String(nextCustomer).padStart(2, '0')}`;
  await phones.make(number, name);
  return number;
}

const conversations = async (): Promise<any[]> => (await call('GET', '/conversations?limit=200')).body.data;
const messagesOf = async (conversationId: string): Promise<any[]> =>
  (await call('GET', `/conversations/${conversationId}/messages?limit=200`)).body.data;

async function presencesSaid(): Promise<Array<string | undefined>> {
  const { data } = await phones.call('GET', `/stanzas?number=${CLINIC}`);
  return data
    .filter((entry: any) => entry.direction === 'from_client' && entry.node.tag === 'presence')
    .map(({ node }: any) => node.attrs.type);
}

test('the owner is not shown as online by us', async () => {
  const types = await until('the last word is unavailable', async () => {
    const all = await presencesSaid();
    return all.at(-1) === 'unavailable' && all;
  });
  expect(types).not.toContain('available');
});

test('C04: somebody hidden behind a LID is answered, and becomes one contact when the number shows', async () => {
  const rita = await customer('Rita');
  await phones.write(rita, CLINIC, 'oi', { addressing: 'lid', alternate: false });
  const conversation = await until('her conversation', async () =>
    (await conversations()).find(({ lastMessage }) => lastMessage?.content.text === 'oi'),
  );
  expect(conversation.contact).toMatchObject({ number: null, name: 'Rita' });
  const answered = await call('POST', '/send-message', {
    conversationId: conversation.id,
    content: { type: 'text', text: 'olá' },
  });
  expect(answered.status).toBe(202);
  await until('the phone shows the answer', async () =>
    (await phones.chat(rita, CLINIC)).some(({ text }) => text === 'olá'),
  );
  await phones.write(rita, CLINIC, 'e aí', { addressing: 'lid' });
  await phones.write(rita, CLINIC, '?', { addressing: 'pn' });
  const messages = await until('all four messages', async () => {
    const found = await thread(server, account, `+${rita}`);
    return found.length === 4 && found;
  });
  expect(messages.map(({ content }) => content.text)).toEqual(['oi', 'olá', 'e aí', '?']);
  const { body: contacts } = await call('GET', '/contacts?limit=200');
  const same = contacts.data.filter(({ profileName }: any) => profileName === 'Rita');
  expect(same).toHaveLength(1);
  expect(same[0].identities.map(({ kind }: any) => kind).toSorted()).toEqual(['lid', 'number']);
});

test('what the owner writes on the phone is in the inbox, with its ticks, and answers whoever waits', async () => {
  const beto = await customer('Beto');
  await phones.write(beto, CLINIC, 'Abre hoje?');
  await until('the question', async () => (await thread(server, account, `+${beto}`)).length === 1);
  await phones.write(CLINIC, beto, 'Abre sim');
  const [, answer] = await until('the answer', async () => {
    const messages = await thread(server, account, `+${beto}`);
    return messages.length === 2 && messages;
  });
  expect(answer).toMatchObject({
    direction: 'outbound',
    author: { kind: 'phone' },
    content: { text: 'Abre sim' },
  });
  const [conversation] = (await conversations()).filter(({ contact }) => contact?.number === `+${beto}`);
  expect(conversation).toMatchObject({ unreadCount: 0, case: { waitingSince: null } });
});

test('what is read on the phone is read in the inbox', async () => {
  const caio = await customer('Caio');
  await phones.write(caio, CLINIC, 'um');
  await phones.write(caio, CLINIC, 'dois');
  const unread = async (): Promise<number> =>
    (await conversations()).find(({ contact }) => contact?.number === `+${caio}`)?.unreadCount;
  await until('two unread', async () => (await unread()) === 2);
  await phones.read(CLINIC, caio);
  await until('none unread', async () => (await unread()) === 0);
});

test('an answer on the phone quotes our message, and ours quotes theirs', async () => {
  const dora = await customer('Dora');
  const asked = await phones.write(dora, CLINIC, 'Qual o preço?');
  const [question] = await until('the question', async () => {
    const messages = await thread(server, account, `+${dora}`);
    return messages.length === 1 && messages;
  });
  const sent = await call('POST', '/send-message', {
    conversationId: question.conversationId,
    content: { type: 'text', text: 'R$ 80' },
    quotedMessageId: question.id,
  });
  expect(sent.status).toBe(202);
  const shown = await until('the phone shows it', async () =>
    (await phones.chat(dora, CLINIC)).find(({ text }) => text === 'R$ 80'),
  );
  expect(shown.replyTo).toMatchObject({ id: asked, text: 'Qual o preço?' });
  await phones.write(dora, CLINIC, 'Fechado', { replyTo: sent.body.whatsappId });
  const agreed = await until('the agreement', async () =>
    (await thread(server, account, `+${dora}`)).find(({ content }) => content.text === 'Fechado'),
  );
  expect(agreed.quoted).toMatchObject({ messageId: sent.body.id, preview: 'R$ 80' });
});

test('the network decides how a number is spelt', async () => {
  await phones.make('557588250001', 'Sem o nono dígito');
  const answer = await call('POST', '/send-message', {
    to: '+5575988250001',
    sessionId,
    content: { type: 'text', text: 'teste' },
  });
  expect(answer.status).toBe(202);
  await until('it reaches the phone', async () =>
    (await phones.chat('557588250001', CLINIC)).some(({ text }) => text === 'teste'),
  );
  const refused = await call('POST', '/send-message', {
    to: '+5511900009999',
    sessionId,
    content: { type: 'text', text: 'teste' },
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'not_on_whatsapp' } });
});

test('C29: a phone with a wrong clock neither jumps ahead of our answer nor sinks to 1970', async () => {
  const eva = await customer('Eva');
  await phones.write(eva, CLINIC, 'Do futuro', { at: new Date(Date.now() + 5 * 3_600_000).toISOString() });
  const [first] = await until('it is there', async () => {
    const messages = await thread(server, account, `+${eva}`);
    return messages.length === 1 && messages;
  });
  await call('POST', '/send-message', {
    conversationId: first.conversationId,
    content: { type: 'text', text: 'Agora' },
  });
  await phones.write(eva, CLINIC, 'Do passado', { at: '1970-01-01T00:00:00Z' });
  const order = await until('all three', async () => {
    const messages = await messagesOf(first.conversationId);
    return messages.length === 3 && messages.map(({ content }: any) => content.text);
  });
  expect(order).toEqual(['Do futuro', 'Agora', 'Do passado']);
});
