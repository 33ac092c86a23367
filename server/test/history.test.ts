import { afterAll, beforeAll, expect, test } from 'vitest';
import { FILES, sha256 } from './media-files.ts';
import { connected, pair, Phones, readSession, thread, until } from './phones.ts';
import { follow } from './realtime-client.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [RITA, TIAGO] = ['5511970000002', '5511970000003'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let numbers = 0;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(TIAGO, 'Tiago');
});
afterAll(() => server?.stop());

/** A phone that has lived before it is paired, and tells of it. */
async function livedPhone(history: object = {}): Promise<string> {
  numbers += 1;
  const number = `55119900001${String(numbers).padStart(2, '0')}`;
  await phones.call('POST', '/phones', {
    number,
    name: `Clínica ${numbers}`,
    history: { chats: 50, messages: 1_000, ...history },
  });
  return number;
}

const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  server.call(method, path, { token: account.apiKey, ...(body ? { body } : {}), headers });
const imported = (sessionId: string) =>
  until(
    'all is imported',
    async () => (await readSession(server, account, sessionId)).history?.progress === 100,
  );
const conversationsOf = async (sessionId: string): Promise<any[]> =>
  (await call('GET', `/conversations?limit=200&sessionId=${sessionId}`)).body.data;
async function messagesOf(conversationId: string): Promise<any[]> {
  const all: any[] = [];
  for (let before: string | null = null, first = true; first || before; first = false) {
    const { body }: { body: any } = await call(
      'GET',
      `/conversations/${conversationId}/messages?limit=200${before ? `&before=${before}` : ''}`,
    );
    all.unshift(...body.data);
    before = body.prevCursor;
  }
  return all;
}

test('what a phone had before it was paired is there, in order, marked, and triggers nothing', async () => {
  const clinic = await livedPhone();
  const picture = FILES.png();
  await phones.write(RITA, clinic, 'Bom dia, tem horário?');
  const answer = await phones.write(clinic, RITA, 'Tem às 15h');
  await phones.call('POST', `/phones/${RITA}/messages`, {
    to: clinic,
    reaction: { id: answer, emoji: '👍' },
  });
  await phones.call('POST', `/phones/${RITA}/messages`, {
    to: clinic,
    image: { base64: picture.toString('base64'), caption: 'Meu pedido' },
  });
  await phones.write(RITA, clinic, 'Obrigada', { replyTo: answer });
  for (let turn = 0; turn < 12; turn += 1) await phones.write(TIAGO, clinic, `mensagem ${turn}`);
  const { id: group } = await phones.call<{ id: string }>('POST', '/groups', {
    subject: 'Equipe',
    creator: clinic,
    members: [RITA, TIAGO],
  });
  await phones.write(TIAGO, group, 'Reunião às 9h');

  const client = await follow(server, { token: account.apiKey });
  const { sessionId } = await pair(server, account, { number: clinic, name: 'Clínica' });
  await imported(sessionId);
  const conversations = await conversationsOf(sessionId);
  expect(conversations.map(({ unreadCount, case: openCase }) => [unreadCount, openCase])).toEqual(
    conversations.map(() => [0, null]),
  );
  const named = (name: string): string =>
    conversations.find((one) => (one.group?.subject ?? one.contact.name) === name).id;
  const [rita, tiago, team] = [named('Rita'), named('Tiago'), named('Equipe')];
  expect(conversations).toHaveLength(3);
  const withRita = await until('the picture is here', async () => {
    const messages = await messagesOf(rita);
    return messages[2]?.content.media?.state === 'stored' && messages;
  });
  expect(withRita.map(({ content }) => content.text ?? content.caption)).toEqual([
    'Bom dia, tem horário?',
    'Tem às 15h',
    'Meu pedido',
    'Obrigada',
  ]);
  expect(withRita.every(({ fromHistory, caseId }) => fromHistory && caseId === null)).toBe(true);
  expect(withRita.map(({ direction }) => direction)).toEqual(['inbound', 'outbound', 'inbound', 'inbound']);
  expect(withRita[1]).toMatchObject({ author: { kind: 'phone' }, status: 'delivered' });
  expect(withRita[3].quoted).toMatchObject({ messageId: withRita[1].id, preview: 'Tem às 15h' });
  const media = await call('GET', `/media/${withRita[2].content.media.id}`);
  const bytes = Buffer.from(await (await fetch(new URL(media.body.url, server.url))).arrayBuffer());
  expect(sha256(bytes)).toBe(sha256(picture));
  expect((await messagesOf(tiago)).map(({ content }) => content.text)).toEqual(
    Array.from({ length: 12 }, (_, turn) => `mensagem ${turn}`),
  );
  const [inGroup] = await messagesOf(team);
  expect(inGroup.author).toMatchObject({ kind: 'contact', name: 'Tiago' });

  const types = new Set(client.events().map(({ type }) => type));
  expect([...types].filter((type) => type.startsWith('message.'))).toEqual(['message.updated']);
  const told = client.events().filter(({ type }) => type === 'session.updated');
  expect(told.at(-1)!['data'].history).toEqual({ progress: 100 });
  expect(client.events().filter(({ type }) => type === 'conversation.updated').length).toBeGreaterThan(2);

  // What comes now is new, in the same conversation.
  await phones.write(RITA, clinic, 'Cheguei');
  const live = await until('the live message', async () =>
    (await messagesOf(rita)).find(({ content }) => content.text === 'Cheguei'),
  );
  expect(live).toMatchObject({ fromHistory: false });
  expect((await call('GET', `/conversations/${rita}`)).body).toMatchObject({
    unreadCount: 1,
    case: { status: 'open' },
  });
});

test('only so many messages of so many days come, as the account says, and nothing where it says so', async () => {
  const settings = (history: object) =>
    call('PATCH', `/accounts/${account.typeId}`, { settings: { history } }, { 'if-match': '*' });
  const clinic = await livedPhone();
  for (let turn = 0; turn < 25; turn += 1) await phones.write(TIAGO, clinic, `mensagem ${turn}`);
  await settings({ days: 90, messagesPerChat: 15 });
  const limited = await pair(server, account, { number: clinic, name: 'Clínica' });
  await imported(limited.sessionId);
  const [conversation] = await conversationsOf(limited.sessionId);
  const texts = (await messagesOf(conversation.id)).map(({ content }) => content.text);
  expect(texts).toEqual(Array.from({ length: 15 }, (_, turn) => `mensagem ${turn + 10}`));

  const other = await livedPhone();
  await phones.write(TIAGO, other, 'de antes');
  await settings({ days: 0 });
  const { sessionId } = await pair(server, account, { number: other, name: 'Clínica' });
  await until('the pieces are put away', async () => {
    const rows = await server.db.asOwner<{ outcome_reason: string }>(
      `select outcome_reason from journal j join sessions s on s.id = j.session_id
       where s.number = $1 and j.kind = 'history' and projected_at is not null`,
      [`+${other}`],
    );
    return rows.length >= 3 && rows.every(({ outcome_reason }) => outcome_reason === 'history_not_wanted');
  });
  expect(await conversationsOf(sessionId)).toEqual([]);
  expect((await readSession(server, account, sessionId)).history).toBeNull();
  await settings({ days: 90, messagesPerChat: 300 });
});

test('a history too large for a message is fetched from where it says, and checked', async () => {
  const clinic = await livedPhone({ external: true });
  for (let turn = 0; turn < 30; turn += 1) await phones.write(RITA, clinic, `longa ${turn}`);
  const { sessionId } = await pair(server, account, { number: clinic, name: 'Clínica' });
  await imported(sessionId);
  const [conversation] = await conversationsOf(sessionId);
  expect((await messagesOf(conversation.id)).map(({ content }) => content.text)).toEqual(
    Array.from({ length: 30 }, (_, turn) => `longa ${turn}`),
  );
});

test('a message that is in the history and comes live as well is one, and new', async () => {
  const clinic = await livedPhone();
  await phones.write(RITA, clinic, 'antes');
  const { sessionId } = await pair(server, account, { number: clinic, name: 'Clínica' });
  await imported(sessionId);
  const [conversation] = await conversationsOf(sessionId);
  const id = await phones.write(RITA, clinic, 'nos dois');
  await until('it came', async () => (await messagesOf(conversation.id)).length === 2);
  // As if the history had been quicker: it knows the message, and then it comes.
  await server.db.asOwner(`update messages set from_history = true, case_id = null where whatsapp_id = $1`, [
    id,
  ]);
  await server.db.asOwner(
    `update conversations v set unread_count = 0 from messages m
    where m.whatsapp_id = $1 and v.id = m.conversation_id`,
    [id],
  );
  await server.db.asOwner(`update journal set projected_at = null, attempts = 0 where whatsapp_id = $1`, [
    id,
  ]);
  const client = await follow(server, { token: account.apiKey });
  await phones.write(RITA, clinic, 'mais uma');
  const received = await client.next(
    ({ type, ['data']: data }) => type === 'message.received' && data.whatsappId === id,
  );
  expect(received['data']).toMatchObject({ fromHistory: false, caseId: expect.any(String) });
  await until('both are unread', async () => (await conversationsOf(sessionId))[0].unreadCount === 2);
  expect((await messagesOf(conversation.id)).map(({ content }) => content.text)).toEqual([
    'antes',
    'nos dois',
    'mais uma',
  ]);
  await connected(server, account, sessionId);
  expect(await thread(server, account, '+5511000000000')).toEqual([]);
});
