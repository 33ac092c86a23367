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
  const author = ['contact', `Rita ${customers}`];
  await until('each change was an event', async () => {
    const shown = (await eventsOf(message.id))
      .filter(({ type }) => type === 'message.updated')
      .map(({ data }) => data.reactions.map((one: any) => [one.emoji, one.author.kind, one.author.name]));
    const steps = shown.filter((one, at) => JSON.stringify(one) !== JSON.stringify(shown[at - 1] ?? []));
    return JSON.stringify(steps) === JSON.stringify([[[THUMB, ...author]], [[HEART, ...author]], []]);
  });
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

const onPhone = async (whatsappId: string): Promise<any> =>
  (await phones.chat(rita, CLINIC)).find((one) => one.id === whatsappId);
const edit = (id: string, text: string) =>
  server.call('PATCH', `/messages/${id}`, { ...key(), body: { text } });
const fault = (what: object) => phones.call<{ id: string }>('POST', '/faults', what);

test('the business corrects what it said: queued first, told to the customer, and shown once WhatsApp has it', async () => {
  const message = await sent('Sua consulta é às 14h.');
  const asked = await edit(message.id, 'Sua consulta é às 15h.');
  expect(asked).toMatchObject({
    status: 202,
    body: {
      content: { text: 'Sua consulta é às 14h.' },
      pendingChange: { kind: 'edit', status: 'queued', text: 'Sua consulta é às 15h.', failure: null },
    },
  });
  const edited = await until('it is edited', async () => {
    const now = await messageOf(message.id);
    return now.editedAt && now;
  });
  expect(edited.content).toEqual({ type: 'text', text: 'Sua consulta é às 15h.' });
  expect(edited).not.toHaveProperty('pendingChange');
  await until('the customer sees it', async () => {
    const shown = await onPhone(message.whatsappId);
    return shown.text === 'Sua consulta é às 15h.' && shown.edited;
  });
  // A tick may come in between; asking again makes no new change.
  const again = await edit(message.id, 'Sua consulta é às 15h.');
  expect(again).toMatchObject({ status: 202, body: { editedAt: edited.editedAt } });
  expect(again.body).not.toHaveProperty('pendingChange');
});

test('C18: an edit after more than 15 minutes is refused with the reason, and the text stays', async () => {
  const message = await sent('São 2 caixas.');
  await server.db.asOwner(
    `update messages set timestamp = timestamp - interval '20 minutes' where whatsapp_id = $1`,
    [message.whatsappId],
  );
  const late = await edit(message.id, 'São 12 caixas.');
  expect(late).toMatchObject({ status: 409, body: { code: 'too_late' } });
  expect(late.body.detail).toContain('15 minutes');
  expect(await messageOf(message.id)).toMatchObject({ content: { text: 'São 2 caixas.' }, editedAt: null });
});

test('the business takes back what it said, for everyone, and what it takes back stays gone', async () => {
  const message = await sent('Era para outra pessoa.');
  const asked = await server.call('DELETE', `/messages/${message.id}`, key());
  expect(asked).toMatchObject({ status: 202, body: { pendingChange: { kind: 'delete' }, deletedAt: null } });
  await until('it is gone here', async () => (await messageOf(message.id)).content.type === 'deleted');
  await until('it is gone there', async () => (await onPhone(message.whatsappId)).deleted);
  expect(await edit(message.id, 'Não')).toMatchObject({ status: 409, body: { code: 'message_deleted' } });
  expect(await server.call('DELETE', `/messages/${message.id}`, key())).toMatchObject({ status: 202 });
});

test("the business has one reaction: the next takes its place, and it is taken back; others' stay", async () => {
  const message = await received('Obrigada!');
  await change(rita, CLINIC, { reaction: { id: message.whatsappId, emoji: HEART } });
  await until('hers is there', async () => emojis(await messageOf(message.id)).length === 1);
  const path = `/messages/${message.id}/reaction`;
  for (const emoji of [THUMB, HEART]) {
    expect(await server.call('PUT', path, { ...key(), body: { emoji } })).toMatchObject({ status: 202 });
    await until('she sees it', async () =>
      (await onPhone(message.whatsappId)).reactions.some(
        (one: any) => one.from === CLINIC && one.emoji === emoji,
      ),
    );
  }
  await until(
    'both are here',
    async () => emojis(await messageOf(message.id)).join() === `${HEART},${HEART}`,
  );
  expect(await server.call('DELETE', path, key())).toMatchObject({ status: 202 });
  await until('hers stays', async () => emojis(await messageOf(message.id)).join() === HEART);
  await until('she sees it go', async () => (await onPhone(message.whatsappId)).reactions.length === 1);
  const words = await server.call('PUT', path, { ...key(), body: { emoji: 'ok' } });
  expect(words).toMatchObject({ status: 400, body: { errors: [{ pointer: '/body/emoji' }] } });
});

test('what a customer wrote is not edited or taken back by the business', async () => {
  const message = await received('Meu texto');
  expect(await edit(message.id, 'Outro')).toMatchObject({ status: 409, body: { code: 'not_the_author' } });
  const gone = await server.call('DELETE', `/messages/${message.id}`, key());
  expect(gone).toMatchObject({ status: 409, body: { code: 'not_the_author' } });
});

test('a change that WhatsApp refuses leaves the message as it was, and says why', async () => {
  const message = await sent('Às 14h.');
  await fault({ number: CLINIC, kind: 'ack_error', code: '479' });
  await edit(message.id, 'Às 15h.');
  const refused = await until('it has failed', async () => {
    const now = await messageOf(message.id);
    return now.pendingChange?.status === 'failed' && now;
  });
  expect(refused).toMatchObject({
    content: { text: 'Às 14h.' },
    editedAt: null,
    pendingChange: { kind: 'edit', text: 'Às 15h.', failure: { code: 'rejected_by_whatsapp' } },
  });
  await edit(message.id, 'Às 15h.');
  await until('the second try is through', async () => (await messageOf(message.id)).editedAt);
});

test('changes that were not acknowledged before the line broke go out again, once each, in their order', async () => {
  const message = await sent('Versão 0');
  await fault({ number: CLINIC, kind: 'drop', on: 'accepted' });
  for (let version = 1; version <= 3; version += 1) await edit(message.id, `Versão ${version}`);
  const { body: after } = await server.call('POST', '/send-message', {
    ...key(),
    body: { conversationId: message.conversationId, content: { type: 'text', text: 'Pronto' } },
  });
  await until('all is through', async () => {
    const now = await messageOf(message.id);
    return (
      now.content.text === 'Versão 3' && !now.pendingChange && (await messageOf(after.id)).status !== 'queued'
    );
  });
  await until('she sees the last', async () => (await onPhone(message.whatsappId)).text === 'Versão 3');
  const rows = await server.db.asOwner<any>(
    `select x.status, x.whatsapp_id from message_changes x join messages m on m.id = x.message_id
     where m.whatsapp_id = $1 order by x.outbox_position`,
    [message.whatsappId],
  );
  expect(rows.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
  const ledger = await phones.ledger(rita);
  const order = ledger.filter(({ from }) => from === CLINIC).map(({ id }) => id);
  expect(order).toEqual([message.whatsappId, ...rows.map((row) => row.whatsapp_id), after.whatsappId]);
});

test('in a group the business reacts to what a member wrote, and members react to it', async () => {
  const { id: group } = await phones.call<{ id: string }>('POST', '/groups', {
    subject: 'Família',
    creator: rita,
    members: [CLINIC],
  });
  const whatsappId = await phones.write(rita, group, 'Bom dia, grupo');
  const { id } = await until('it is in the inbox', async () => {
    const { body } = await server.call('GET', '/conversations', { ...key(), query: { limit: 200 } });
    return body.data
      .map(({ lastMessage }: any) => lastMessage)
      .find((one: any) => one?.whatsappId === whatsappId);
  });
  await change(rita, group, { reaction: { id: whatsappId, emoji: HEART } });
  await until('hers is here', async () => emojis(await messageOf(id)).length === 1);
  await server.call('PUT', `/messages/${id}/reaction`, { ...key(), body: { emoji: THUMB } });
  await until('ours is there', async () => {
    const shown: any = (await phones.chat(rita, group)).find((one) => one.id === whatsappId);
    return shown.reactions.some((one: any) => one.from === CLINIC && one.emoji === THUMB);
  });
});

test('a message that failed goes out again when a person asks, with the same id, and is there once', async () => {
  const message = await sent('Primeira');
  await fault({ number: CLINIC, kind: 'ack_error', code: '429' });
  const { body: second } = await server.call('POST', '/send-message', {
    ...key(),
    body: { conversationId: message.conversationId, content: { type: 'text', text: 'Segunda' } },
  });
  await until('it has failed', async () => (await messageOf(second.id)).failure?.code === 'rate_limited');
  const retry = () => server.call('POST', `/messages/${second.id}/retry`, key());
  expect((await Promise.all([retry(), retry()])).map(({ status }) => status)).toEqual([202, 202]);
  await until('it is delivered', async () => (await messageOf(second.id)).status === 'delivered');
  expect(await messageOf(second.id)).toMatchObject({ failure: null, whatsappId: second.whatsappId });
  expect((await phones.chat(rita, CLINIC)).filter(({ text }) => text === 'Segunda')).toHaveLength(1);
  expect(await retry()).toMatchObject({ status: 409, body: { code: 'not_retryable' } });
});

test('a scheduled message waits for its time, and goes out behind what was said meanwhile', async () => {
  const first = await sent('Agora');
  const later = (text: string, seconds: number) =>
    server.call('POST', '/send-message', {
      ...key(),
      body: {
        conversationId: first.conversationId,
        content: { type: 'text', text },
        sendAt: new Date(Date.now() + seconds * 1_000).toISOString(),
      },
    });
  const lastText = async (): Promise<string> =>
    (await server.call('GET', `/conversations/${first.conversationId}`, key())).body.lastMessage.content.text;
  const scheduled = await later('Lembrete', 3);
  expect(scheduled).toMatchObject({ status: 202, body: { status: 'queued', sendAt: expect.any(String) } });
  expect(await lastText()).toBe('Agora');
  await sent('Enquanto isso');
  await until('it went out', async () => (await messageOf(scheduled.body.id)).status === 'delivered');
  const shown = (await phones.chat(rita, CLINIC)).map(({ text }) => text);
  expect(shown).toEqual(['Agora', 'Enquanto isso', 'Lembrete']);
  expect(await lastText()).toBe('Lembrete');
  const { timestamp, sendAt } = await messageOf(scheduled.body.id);
  expect(timestamp >= sendAt).toBe(true);
});

test('a scheduled message is cancelled by deleting it, and is never sent', async () => {
  const first = await sent('Agora');
  const { body } = await server.call('POST', '/send-message', {
    ...key(),
    body: {
      conversationId: first.conversationId,
      content: { type: 'text', text: 'Nunca' },
      sendAt: new Date(Date.now() + 2_000).toISOString(),
    },
  });
  const gone = await server.call('DELETE', `/messages/${body.id}`, key());
  expect(gone).toMatchObject({
    status: 202,
    body: { status: 'failed', failure: { code: 'cancelled' }, content: { type: 'deleted' } },
  });
  const { body: last } = await server.call('POST', '/send-message', {
    ...key(),
    body: {
      conversationId: first.conversationId,
      content: { type: 'text', text: 'Depois' },
      sendAt: new Date(Date.now() + 3_000).toISOString(),
    },
  });
  await until(
    'what was to come after it is there',
    async () => (await messageOf(last.id)).status === 'delivered',
  );
  expect((await phones.chat(rita, CLINIC)).map(({ text }) => text)).toEqual(['Agora', 'Depois']);
});
