import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';
const CAIO = '5511970000003';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(CAIO, 'Caio');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

const list = async (path: string): Promise<any[]> =>
  (await server.call('GET', path, { token: account.apiKey, query: { limit: 200 } })).body.data;
const received = async (): Promise<any[]> => {
  const { body } = await server.call('GET', '/events', {
    token: account.apiKey,
    query: { after: 0, limit: 200 },
  });
  return body.data.filter((event: any) => event.type === 'message.received');
};

test('C26: a status post makes no contact and no conversation', async () => {
  // Who has a chat with somebody sees their posts.
  await phones.write(RITA, CLINIC, 'Oi');
  await until('her message', async () => (await thread(server, account, `+${RITA}`)).length === 1);
  await phones.write(RITA, 'status@broadcast', 'Promoção!');
  await phones.write(RITA, CLINIC, 'Viu?');
  const messages = await until('what came after it', async () => {
    const found = await thread(server, account, `+${RITA}`);
    return found.some(({ content }) => content.text === 'Viu?') && found;
  });
  expect(messages.map(({ content }) => content.text)).toEqual(['Oi', 'Viu?']);
  expect(await list('/conversations')).toHaveLength(1);
  expect(JSON.stringify(await list('/contacts'))).not.toMatch(/status/i);
});

test('C26: a channel that posts is no customer', async () => {
  const before = await list('/conversations');
  await phones.call('POST', '/newsletters/120363000000000001/posts', { to: CLINIC, text: 'Novidades' });
  await phones.write(RITA, CLINIC, 'Depois do canal');
  await until('what came after it', async () =>
    (await thread(server, account, `+${RITA}`)).some(({ content }) => content.text === 'Depois do canal'),
  );
  expect((await list('/conversations')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test('C26: a group of long ago, with a hyphen in its id, is a group, and can be written to', async () => {
  const id = '5511990000062-1500000000@g.us';
  await phones.call('POST', '/groups', { id, subject: 'Turma', creator: RITA, members: [CLINIC, CAIO] });
  await phones.write(RITA, id, 'Bom dia, turma');
  const conversation = await until('the group', async () =>
    (await list('/conversations')).find(({ kind }) => kind === 'group'),
  );
  expect(conversation.contact).toBeNull();
  await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { conversationId: conversation.id, content: { type: 'text', text: 'Bom dia!' } },
  });
  await until('a member sees it', async () =>
    (await phones.chat(CAIO, id)).some(({ text }) => text === 'Bom dia!'),
  );
});

test('C06: a message that comes again and again is one message and one event; of somebody else it is another', async () => {
  const id = '3EB0AAAA0001';
  const before = (await received()).length;
  const copies = Array.from({ length: 2 }, () => phones.write(RITA, CLINIC, 'Estou em viagem', { id }));
  await Promise.all(copies);
  for (let minute = 1; minute <= 10; minute += 1) {
    const at = new Date(Date.now() + minute * 1_000).toISOString();
    await phones.write(RITA, CLINIC, 'Estou em viagem', { id, at });
    if (minute === 5) await phones.call('POST', '/faults', { kind: 'drop', number: CLINIC });
  }
  await phones.write(CAIO, CLINIC, 'Eu também', { id });
  await until('his message', async () => (await thread(server, account, `+${CAIO}`)).length === 1);
  await until('all is acknowledged', async () => {
    const rows = (await phones.ledger(CLINIC)).filter((row) => row.id === id);
    return rows.length === 2 && rows.every((row) => row.acknowledgedAt !== null);
  });
  const hers = (await thread(server, account, `+${RITA}`)).filter((one) => one.whatsappId === id);
  expect(hers.map(({ content }) => content.text)).toEqual(['Estou em viagem']);
  const told = await until('the events', async () => {
    const events = await received();
    return events.length >= before + 2 && events;
  });
  expect(told.filter((event) => event.data.whatsappId === id)).toHaveLength(2);
  // The journal has a row for each of the two people, and how often hers was handed over.
  const { body } = await server.call('GET', `/sessions/${sessionId}/journal`, {
    token: account.apiKey,
    query: { whatsappId: id },
  });
  expect(body.data.map(({ outcome }: any) => outcome.code)).toEqual(['message', 'message']);
  const [his, hers1] = body.data;
  expect([his.author, his.deliveries]).toEqual([`+${CAIO}`, 1]);
  expect(hers1.author).toBe(`+${RITA}`);
  expect(hers1.deliveries).toBeGreaterThan(10);
});
