import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990000001';
const THUMB = '\u{1F44D}';
const HEART = '\u2764\uFE0F';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let customers = 0;
/** A customer of this test alone. */
let rita: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  customers += 1;
  rita = `55119700001${String(customers).padStart(2, '0')}`;
  await phones.make(rita, `Rita ${customers}`);
});

const key = () => ({ token: account.apiKey });
const messageOf = async (id: string): Promise<any> =>
  (await server.call('GET', `/messages/${id}`, key())).body;
const change = (from: string, to: string, what: object) =>
  phones.call<{ id: string }>('POST', `/phones/${from}/messages`, { to, ...what });

async function eventsOf(id: string): Promise<any[]> {
  const { body } = await server.call('GET', '/events', { ...key(), query: { after: 0, limit: 200 } });
  return body.data.filter(({ type, data }: any) => type.startsWith('message.') && data.id === id);
}

/** The business writes, and the customer's phone shows it. */
async function sent(text: string): Promise<any> {
  const { status, body } = await server.call('POST', '/send-message', {
    ...key(),
    body: { to: `+${rita}`, content: { type: 'text', text } },
  });
  expect(status).toBe(202);
  await until('the phone shows it', async () =>
    (await phones.chat(rita, CLINIC)).find((one) => one.text === text),
  );
  return until('WhatsApp has it', async () => {
    const message = await messageOf(body.id);
    return message.status !== 'queued' && message;
  });
}

async function received(text: string): Promise<any> {
  const whatsappId = await phones.write(rita, CLINIC, text);
  return until('it is in the inbox', async () =>
    (await thread(server, account, `+${rita}`)).find((one) => one.whatsappId === whatsappId),
  );
}

const emojis = (message: any): string[] => message.reactions.map(({ emoji }: any) => emoji);

test('C17: reactions of a customer change, and go, on the message they are to; each is an event and none a bubble', async () => {
  const message = await sent('Sua consulta é às 15h.');
  for (const [emoji, expected] of [
    [THUMB, [THUMB]],
    [HEART, [HEART]],
    ['', []],
  ] as const) {
    await change(rita, CLINIC, { reaction: { id: message.whatsappId, emoji } });
    await until(`it shows ${expected.join()}`, async () => {
      const now = await messageOf(message.id);
      return now.revision > message.revision && JSON.stringify(emojis(now)) === JSON.stringify(expected);
    });
  }
  const shown = (await eventsOf(message.id))
    .filter(({ type }) => type === 'message.updated')
    .map(({ data }) => data.reactions.map((one: any) => [one.emoji, one.author.kind, one.author.name]));
  const steps = shown.filter((one, at) => JSON.stringify(one) !== JSON.stringify(shown[at - 1] ?? []));
  expect(steps).toEqual([
    [[THUMB, 'contact', `Rita ${customers}`]],
    [[HEART, 'contact', `Rita ${customers}`]],
    [],
  ]);
  expect(await thread(server, account, `+${rita}`)).toHaveLength(1);
});

test('C17: a reaction to what was never stored does no harm, and makes no conversation', async () => {
  await change(rita, CLINIC, { reaction: { id: '3EB0NEVERSTORED', emoji: THUMB } });
  await change(rita, CLINIC, { id: '3EB0AFTERWARDS', text: 'Oi' });
  const messages = await until('what follows is there', async () => {
    const now = await thread(server, account, `+${rita}`);
    return now.length > 0 && now;
  });
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatchObject({ content: { type: 'text', text: 'Oi' }, reactions: [] });
});

test('C18: a correction changes the message in place, which is an update and keeps what was said before', async () => {
  const message = await received('Quero 2 caixas');
  await change(rita, CLINIC, { edit: { id: message.whatsappId, text: 'Quero 12 caixas' } });
  const edited = await until('it is corrected', async () => {
    const now = await messageOf(message.id);
    return now.editedAt && now;
  });
  expect(edited.content).toEqual({ type: 'text', text: 'Quero 12 caixas' });
  const [row] = await server.db.asOwner<{ earlier: any[] }>(
    'select earlier from messages where whatsapp_id = $1',
    [message.whatsappId],
  );
  expect(row!.earlier.map(({ content }) => content.text)).toEqual(['Quero 2 caixas']);
  await until('both are told', async () => (await eventsOf(message.id)).length === 2);
  expect((await eventsOf(message.id)).map(({ type }) => type)).toEqual([
    'message.received',
    'message.updated',
  ]);
  expect(await thread(server, account, `+${rita}`)).toHaveLength(1);
});

test('what is deleted for everyone shows nothing any more, and nothing changes it', async () => {
  const message = await received('Minha senha é 1234');
  await change(rita, CLINIC, { delete: { id: message.whatsappId } });
  const gone = await until('it is gone', async () => {
    const now = await messageOf(message.id);
    return now.deletedAt && now;
  });
  expect(gone.content).toEqual({ type: 'deleted' });
  await change(CLINIC, rita, { reaction: { id: message.whatsappId, emoji: THUMB } });
  const next = await received('Desculpe');
  expect(next.content.text).toBe('Desculpe');
  expect(await messageOf(message.id)).toMatchObject({ revision: gone.revision, reactions: [] });
});

test("the business's own phone reacts, corrects and takes back", async () => {
  const [asked, answered, wrong] = [
    await received('Tem vaga?'),
    await sent('Tem sim'),
    await sent('Não tem'),
  ];
  await change(CLINIC, rita, { reaction: { id: asked.whatsappId, emoji: HEART } });
  await change(CLINIC, rita, { edit: { id: answered.whatsappId, text: 'Tem sim, às 15h' } });
  await change(CLINIC, rita, { delete: { id: wrong.whatsappId } });
  await until('all three are there', async () => (await messageOf(wrong.id)).deletedAt);
  expect((await messageOf(asked.id)).reactions).toMatchObject([{ emoji: HEART, author: { kind: 'phone' } }]);
  expect(await messageOf(answered.id)).toMatchObject({ content: { text: 'Tem sim, às 15h' } });
});
