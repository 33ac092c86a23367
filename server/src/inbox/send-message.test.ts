import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  assign,
  conversationWith,
  customerWrites,
  makeSession,
  newNumber,
  type SceneSession,
} from '../../test/inbox-scene.ts';
import { keyWith, type SeededAccount, type TestServer, testServer } from '../../test/servers.ts';
import { newId, toTypeId } from '../db/ids.ts';

let server: TestServer;
let account: SeededAccount;
let other: SeededAccount;
let session: SceneSession;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.stop());
// Which session is implied depends on all that an account has, so each test begins with one.
beforeEach(async () => {
  [account, other] = server.agencies[0].clients;
  await server.db.asOwner(`update sessions set status = 'removed' where status <> 'removed'`);
  session = await makeSession(server, account);
});

const text = (value: string) => ({ type: 'text', text: value });

function send(body: object, options: { token?: string; key?: string; account?: string } = {}) {
  return server.call('POST', '/send-message', {
    token: options.token ?? account.apiKey,
    body,
    ...(options.account ? { account: options.account } : {}),
    ...(options.key ? { headers: { 'idempotency-key': options.key } } : {}),
  });
}

describe('sending in a conversation', () => {
  test('is stored before it is answered, queued, and shown as the last message', async () => {
    const conversation = await customerWrites(server, { account, session });
    const reply = await send({ conversationId: conversation.typeId, content: text('Olá, Rita 👋') });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({
      conversationId: conversation.typeId,
      sessionId: session.typeId,
      direction: 'outbound',
      status: 'queued',
      content: text('Olá, Rita 👋'),
      author: { kind: 'api', name: 'Own key' },
      quoted: null,
      failure: null,
    });
    const shown = await server.call('GET', `/conversations/${conversation.typeId}`, {
      token: account.apiKey,
    });
    expect(shown.body.lastMessage.id).toBe(reply.body.id);
    const again = await server.call('GET', `/messages/${reply.body.id}`, { token: account.apiKey });
    expect(again.body).toEqual(reply.body);
  });

  test('keeps the encoded proto sealed, and no text beside the message', async () => {
    const conversation = await customerWrites(server, { account, session });
    const secret = 'a very recognisable sentence';
    const { body } = await send({ conversationId: conversation.typeId, content: text(secret) });
    const [row] = await server.db.asOwner<{ encoded_sealed: Buffer }>(
      'select encoded_sealed from messages where whatsapp_id = $1',
      [body.whatsappId],
    );
    expect(row!.encoded_sealed.includes(Buffer.from(secret))).toBe(false);
    expect(server.log.some((line) => line.includes(secret))).toBe(false);
  });

  test('by a member ends the waiting of the customer; by a program it does not', async () => {
    const conversation = await customerWrites(server, { account, session });
    const waiting = async () =>
      (await server.call('GET', `/conversations/${conversation.typeId}`, { token: account.apiKey })).body.case
        .waitingSince;
    expect(await waiting()).not.toBeNull();
    await send({ conversationId: conversation.typeId, content: text('An automatic answer') });
    expect(await waiting()).not.toBeNull();
    const token = await server.signIn(account.members.agent);
    const reply = await send({ conversationId: conversation.typeId, content: text('Já vejo') }, { token });
    expect(reply.body.author).toEqual({
      kind: 'member',
      id: toTypeId('mem', account.members.agent.memberId),
      name: 'Someone who is agent',
    });
    expect(await waiting()).toBeNull();
  });

  test('opens a case when the last one was closed', async () => {
    const conversation = await customerWrites(server, { account, session });
    await server.db.asOwner(
      `update cases set status = 'closed', closed_at = now() where conversation_id = $1`,
      [conversation.id],
    );
    const closed = await server.call('GET', `/conversations/${conversation.typeId}`, {
      token: account.apiKey,
    });
    const { body } = await send({ conversationId: conversation.typeId, content: text('Mais uma coisa') });
    const open = await server.call('GET', `/conversations/${conversation.typeId}`, { token: account.apiKey });
    expect(closed.body.case.status).toBe('closed');
    expect(open.body.case.status).toBe('open');
    expect(open.body.case.id).not.toBe(closed.body.case.id);
    expect(body.caseId).toBe(open.body.case.id);
  });

  test('answers in the order sent, in the thread and in the outbox, when many go at once', async () => {
    const conversation = await customerWrites(server, { account, session });
    const sent: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          send({ conversationId: conversation.typeId, content: text(`${turn} ${index}`) }),
        ),
      );
      expect(replies.every((reply) => reply.status === 202)).toBe(true);
      sent.push(...replies.map((reply) => reply.body.id as string));
    }
    const thread = await server.call('GET', `/conversations/${conversation.typeId}/messages?limit=200`, {
      token: account.apiKey,
    });
    const ids = thread.body.data.slice(1).map((message: { id: string }) => message.id);
    expect(new Set(ids)).toEqual(new Set(sent));
    const outbox = await server.db.asOwner<{ id: string }>(
      'select id from messages where conversation_id = $1 and outbox_position is not null order by outbox_position',
      [conversation.id],
    );
    expect(outbox.map((row) => toTypeId('msg', row.id))).toEqual(ids);
    // Each turn was sent after the one before was answered.
    const turns = thread.body.data.slice(1).map((message: any) => Number(message.content.text[0]));
    expect(turns).toEqual(turns.toSorted((a: number, b: number) => a - b));
  });

  test('quotes a message of the same conversation, and only of that', async () => {
    const conversation = await customerWrites(server, {
      account,
      session,
      profileName: 'Rita',
      text: 'Tem horário?',
    });
    const elsewhere = await customerWrites(server, { account, session });
    const thread = await server.call('GET', `/conversations/${conversation.typeId}/messages`, {
      token: account.apiKey,
    });
    const quotedMessageId = thread.body.data[0].id;
    const reply = await send({ conversationId: conversation.typeId, content: text('Tem'), quotedMessageId });
    expect(reply.body.quoted).toEqual({
      messageId: quotedMessageId,
      author: { kind: 'contact', id: conversation.contactTypeId, name: 'Rita' },
      preview: 'Tem horário?',
    });
    const wrong = await send({ conversationId: elsewhere.typeId, content: text('Tem'), quotedMessageId });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors[0].pointer).toBe('/body/quotedMessageId');
    const unknown = await send({
      conversationId: conversation.typeId,
      content: text('Tem'),
      quotedMessageId: toTypeId('msg', newId()),
    });
    expect(unknown.status).toBe(404);
  });
});

describe('the session', () => {
  test('that is not connected: the message waits, unless a connection is required', async () => {
    const conversation = await customerWrites(server, { account, session });
    await server.db.asOwner(`update sessions set status = 'disconnected' where id = $1`, [session.id]);
    const waits = await send({ conversationId: conversation.typeId, content: text('Oi') });
    expect([waits.status, waits.body.status]).toEqual([202, 'queued']);
    const refused = await send({
      conversationId: conversation.typeId,
      content: text('Oi'),
      requireConnected: true,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'session_not_connected']);
    expect(refused.headers.get('retry-after')).not.toBeNull();
  });

  test('that was removed, or is another than the conversation has', async () => {
    const conversation = await customerWrites(server, { account, session });
    const second = await makeSession(server, account);
    const mismatch = await send({
      conversationId: conversation.typeId,
      sessionId: second.typeId,
      content: text('Oi'),
    });
    expect([mismatch.status, mismatch.body.errors[0].pointer]).toEqual([400, '/body/sessionId']);
    await server.db.asOwner(`update sessions set status = 'removed' where id = $1`, [session.id]);
    const removed = await send({ conversationId: conversation.typeId, content: text('Oi') });
    expect([removed.status, removed.body.code]).toEqual([409, 'session_removed']);
  });

  test('is implied by the only one there is, or the only one the contact has; else it must be named', async () => {
    const number = newNumber();
    const first = await send({ to: number, content: text('Oi') });
    expect([first.status, first.body.sessionId]).toEqual([202, session.typeId]);
    const second = await makeSession(server, account);
    const { contactTypeId } = await conversationWith(server, { account, session, number });
    expect((await send({ contactId: contactTypeId, content: text('Oi') })).body.sessionId).toBe(
      session.typeId,
    );
    const unclear = await send({ to: newNumber(), content: text('Oi') });
    expect([unclear.status, unclear.body.code]).toEqual([422, 'session_required']);
    const named = await send({ to: number, sessionId: second.typeId, content: text('Oi') });
    expect([named.status, named.body.sessionId]).toEqual([202, second.typeId]);
    expect(named.body.conversationId).not.toBe(first.body.conversationId);
  });
});

describe('by number', () => {
  test('makes one contact and one conversation, however many write at once', async () => {
    const to = newNumber();
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, index) => send({ to, content: text(`Oi ${index}`) })),
    );
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 202));
    expect(new Set(replies.map((reply) => reply.body.conversationId)).size).toBe(1);
    const contacts = await server.call('GET', '/contacts', { token: account.apiKey, query: { q: to } });
    expect(contacts.body.data).toHaveLength(1);
    expect(contacts.body.data[0]).toMatchObject({
      number: to,
      identities: [{ kind: 'number', value: to, verifiedAt: null, primary: true }],
    });
  });

  test('what is no number is refused with the field', async () => {
    for (const to of ['11999990000', '+55', 'abc', '+5511999990000x']) {
      const reply = await send({ to, content: text('Oi') });
      expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/body/to']);
    }
  });
});

describe('what cannot be sent', () => {
  test.each([
    ['with one option', { question: 'Qual?', options: ['9h'] }, '/body/content/options'],
    ['with two equal options', { question: 'Qual?', options: ['9h', '9h'] }, '/body/content/options'],
    [
      'with two that look equal',
      { question: 'Qual?', options: ['8h', '9h', '9h '] },
      '/body/content/options/2',
    ],
    [
      'with 13 options',
      { question: 'Qual?', options: Array.from({ length: 13 }, (_, hour) => `${hour}h`) },
      '/body/content/options',
    ],
    ['with an empty option', { question: 'Qual?', options: ['9h', ''] }, '/body/content/options/1'],
    ['with a blank option', { question: 'Qual?', options: ['9h', '  '] }, '/body/content/options/1'],
    [
      'of which more may be chosen than there are',
      { question: 'Qual?', options: ['9h', '14h'], selectable: 3 },
      '/body/content/selectable',
    ],
  ])('C20: a poll %s is a 400 that points there, and nothing is sent', async (_, poll, pointer) => {
    const conversation = await customerWrites(server, { account, session });
    const reply = await send({ conversationId: conversation.typeId, content: { type: 'poll', ...poll } });
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, pointer]);
    const { body } = await server.call('GET', `/conversations/${conversation.typeId}/messages`, {
      token: account.apiKey,
    });
    expect(body.data).toHaveLength(1);
  });

  test('a time to send is neither in the past nor beyond 90 days', async () => {
    const conversation = await customerWrites(server, { account, session });
    for (const days of [-1, 91]) {
      const sendAt = new Date(Date.now() + days * 24 * 3_600_000).toISOString();
      const refused = await send({ conversationId: conversation.typeId, content: text('Oi'), sendAt });
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/body/sendAt']);
    }
  });

  test.each([
    [{ content: text('Oi') }, 400],
    [{ conversationId: 'conv_01m89vsm9gexz8zvj3ynry3r4n', content: text('Oi') }, 404],
    [{ contactId: 'ctc_01m89vsm9gexz8zvhzf13hscyc', content: text('Oi') }, 404],
    [{ to: '+5511999990000', sessionId: 'ses_01m89vsm9fexz8zvhc097cbhvg', content: text('Oi') }, 404],
    [{ to: '+5511999990000', content: text('   ') }, 400],
    [{ to: '+5511999990000', content: text('Oi'), unknown: 1 }, 400],
  ])('%j is %i', async (body, status) => {
    expect((await send(body)).status).toBe(status);
  });
});

describe('the walls', () => {
  test('nothing of another account can be addressed, quoted or sent from', async () => {
    const theirSession = await makeSession(server, other);
    const theirs = await customerWrites(server, { account: other, session: theirSession });
    const thread = await server.call('GET', `/conversations/${theirs.typeId}/messages`, {
      token: other.apiKey,
    });
    const mine = await customerWrites(server, { account, session });
    const attempts = [
      { conversationId: theirs.typeId, content: text('Oi') },
      { contactId: theirs.contactTypeId, content: text('Oi') },
      { conversationId: mine.typeId, content: text('Oi'), quotedMessageId: thread.body.data[0].id },
      { to: newNumber(), sessionId: theirSession.typeId, content: text('Oi') },
    ];
    for (const body of attempts) {
      const reply = await send(body);
      expect([reply.status, reply.body.code]).toEqual([404, 'not_found']);
    }
    // The same number in both accounts is two contacts.
    const reply = await send({ to: theirs.number, content: text('Oi') });
    expect(reply.status).toBe(202);
    expect(reply.body.conversationId).not.toBe(theirs.typeId);
  });

  test('an agent writes in own and unassigned conversations only', async () => {
    const { agent, supervisor } = account.members;
    const conversation = await customerWrites(server, { account, session });
    const token = await server.signIn(agent);
    const body = { conversationId: conversation.typeId, content: text('Oi') };
    expect((await send(body, { token })).status).toBe(202);
    await assign(server, conversation, supervisor.memberId);
    expect((await send(body, { token })).status).toBe(404);
    expect((await send({ to: conversation.number, content: text('Oi') }, { token })).status).toBe(404);
    await assign(server, conversation, agent.memberId);
    expect((await send(body, { token })).status).toBe(202);
    // A key without conversations:read_all is nobody: it writes where nobody is assigned.
    const key = await keyWith(server, account.id, ['messages:send', 'conversations:read']);
    expect((await send(body, { token: key })).status).toBe(404);
    await assign(server, conversation, null);
    expect((await send(body, { token: key })).status).toBe(202);
  });

  test('an embed limited to one session does not send from another', async () => {
    const second = await makeSession(server, account);
    const conversation = await customerWrites(server, { account, session: second });
    const { token } = await server.embed({
      agency: server.agencies[0],
      account,
      role: 'supervisor',
      components: { inbox: { features: ['reply'] } },
      sessionIds: [session.typeId],
    });
    const from = (body: object) =>
      server.call('POST', '/send-message', { token, body, headers: { origin: 'https://portal.example' } });
    expect((await from({ conversationId: conversation.typeId, content: text('Oi') })).status).toBe(404);
    expect((await from({ to: newNumber(), sessionId: second.typeId, content: text('Oi') })).status).toBe(404);
    const reply = await from({ to: conversation.number, content: text('Oi') });
    expect([reply.status, reply.body.sessionId]).toEqual([202, session.typeId]);
  });
});

describe('an Idempotency-Key', () => {
  test('makes one message, and answers with it as it is now', async () => {
    const conversation = await customerWrites(server, { account, session });
    const body = { conversationId: conversation.typeId, content: text('Só uma vez') };
    const key = newId();
    const first = await send(body, { key });
    await server.db.asOwner(
      `update messages set status = 'sent', revision = revision + 1 where whatsapp_id = $1`,
      [first.body.whatsappId],
    );
    const again = await send({ content: body.content, conversationId: body.conversationId }, { key });
    expect(again.status).toBe(202);
    expect([again.body.id, again.body.status, again.body.revision]).toEqual([first.body.id, 'sent', 2]);
    const changed = await send({ ...body, content: text('Outra coisa') }, { key });
    expect([changed.status, changed.body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  test('of many twins at the same moment lets one through, and all get the same answer', async () => {
    const to = newNumber();
    const key = newId();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => send({ to, content: text('Só uma vez') }, { key })),
    );
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 202));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    const rows = await server.db.asOwner('select id from messages where whatsapp_id = $1', [
      replies[0]!.body.whatsappId,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('is not used up by a request that was refused', async () => {
    const key = newId();
    const body = { to: newNumber(), content: text('Oi') };
    const second = await makeSession(server, account);
    expect((await send(body, { key })).status).toBe(422);
    await server.db.asOwner(`update sessions set status = 'removed' where id = $1`, [second.id]);
    expect((await send(body, { key })).status).toBe(202);
  });

  test('belongs to its account', async () => {
    const key = newId();
    await makeSession(server, other);
    const mine = await send({ to: newNumber(), content: text('Oi') }, { key });
    const theirs = await send({ to: newNumber(), content: text('Outra') }, { key, token: other.apiKey });
    expect([mine.status, theirs.status]).toEqual([202, 202]);
    // An agency's key acts for each of its clients: the key counts for the account acted for.
    const agency = server.agencies[0];
    const again = await send(
      { to: newNumber(), content: text('Oi') },
      { key, token: agency.apiKey, account: account.typeId },
    );
    expect([again.status, again.body.code]).toEqual([409, 'idempotency_key_reused']);
  });
});
