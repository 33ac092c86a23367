import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  assign,
  customerWrites,
  makeSession,
  newNumber,
  type SceneConversation,
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
  [account, other] = server.agencies[0].clients;
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.asOwner(
    'truncate events, messages, cases, conversations, identities, contacts, sessions, journal cascade',
  );
  session = await makeSession(server, account);
});

type Query = Record<string, string | number>;
const get = (path: string, query: Query = {}, token = account.apiKey) =>
  server.call('GET', path, { token, query });
const list = (query: Query = {}, token?: string) => get('/conversations', query, token);
const idsOf = (reply: { body: { data: { id: string }[] } }): string[] => reply.body.data.map(({ id }) => id);
const found = async (q: string): Promise<string[]> => idsOf(await list({ q }));
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

const thread = (conversation: SceneConversation, query: Query = {}) =>
  get(`/conversations/${conversation.typeId}/messages`, query);

const said = (reply: { body: { data: { content: { text: string } }[] } }) =>
  reply.body.data.map(({ content }) => content.text);

const read = (conversation: SceneConversation, body: object, token = account.apiKey) =>
  server.call('POST', `/conversations/${conversation.typeId}/read`, { token, body });

/** All pages of a list, with `between` called after the first. */
async function allPages(path: string, query: Query, between?: () => Promise<unknown>): Promise<any[]> {
  const all: any[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const reply = await get(path, cursor === '' ? query : { ...query, cursor });
    expect(reply.status).toBe(200);
    all.push(...reply.body.data);
    if (cursor === '') await between?.();
    cursor = reply.body.nextCursor;
  }
  return all;
}

/** Conversations of which the first wrote longest ago. */
async function conversationsSince(minutes: number[]): Promise<SceneConversation[]> {
  const made: SceneConversation[] = [];
  for (const ago of minutes) {
    const conversation = await customerWrites(server, { account, session, at: minutesAgo(ago) });
    await server.db.asOwner(`update conversations set last_activity_at = $2 where id = $1`, [
      conversation.id,
      minutesAgo(ago),
    ]);
    made.push(conversation);
  }
  return made;
}

describe('the list of conversations', () => {
  test('shows the latest first, with contact, case, last message and unread count', async () => {
    const number = newNumber();
    await customerWrites(server, {
      account,
      session,
      number,
      profileName: 'Rita',
      texts: ['Oi', 'Tudo bem?'],
    });
    const reply = await list();
    expect(reply.body).toMatchObject({
      data: [
        {
          sessionId: session.typeId,
          kind: 'direct',
          contact: { name: 'Rita', number, avatarUrl: null },
          group: null,
          case: { status: 'open', assigneeId: null, teamId: null },
          unreadCount: 2,
          lastMessage: {
            content: { type: 'text', text: 'Tudo bem?' },
            author: { kind: 'contact', name: 'Rita' },
          },
          tags: [],
        },
      ],
      nextCursor: null,
    });
    expect(reply.body.data[0].case.waitingSince).not.toBeNull();
  });

  test('is paged without losing or repeating a row while others come in', async () => {
    const made = await conversationsSince([90, 80, 70, 60, 50, 40, 30]);
    // Some of the same moment: the id decides.
    await server.db.asOwner(`update conversations set last_activity_at = $2 where id = any ($1)`, [
      made.slice(2, 5).map(({ id }) => id),
      minutesAgo(60),
    ]);
    const paged = await allPages('/conversations', { limit: 2 }, () =>
      customerWrites(server, { account, session, text: 'new at the top' }),
    );
    const ids = paged.map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(made.map(({ typeId }) => typeId)));
    expect(ids).toHaveLength(made.length);
    expect([ids[0], ids.at(-1)]).toEqual([made[6]!.typeId, made[0]!.typeId]);
  });

  test('by waiting puts the longest wait first, then the others by activity, over all pages', async () => {
    const made = await conversationsSince([60, 50, 40, 30, 20]);
    const token = await server.signIn(account.members.supervisor);
    for (const answered of [made[1]!, made[3]!])
      await server.call('POST', '/send-message', {
        token,
        body: { conversationId: answered.typeId, content: { type: 'text', text: 'Pronto' } },
      });
    const paged = await allPages('/conversations', { sort: 'waiting', limit: 2 });
    expect(paged.map(({ id }) => id)).toEqual([0, 2, 4, 3, 1].map((index) => made[index]!.typeId));
  });

  test('is narrowed by status, assignee, session and contact', async () => {
    const [a, b, c] = (await conversationsSince([30, 20, 10])) as [
      SceneConversation,
      SceneConversation,
      SceneConversation,
    ];
    const { agent, supervisor } = account.members;
    await assign(server, a, agent.memberId);
    await assign(server, b, supervisor.memberId);
    await server.db.asOwner(`update cases set status = 'closed' where conversation_id = $1`, [c.id]);
    const second = await makeSession(server, account);
    const d = await customerWrites(server, { account, session: second });
    const names = { [a.typeId]: 'a', [b.typeId]: 'b', [c.typeId]: 'c', [d.typeId]: 'd' };
    const named = async (query: Query, token?: string) =>
      idsOf(await list(query, token))
        .map((id) => names[id]!)
        .toSorted((one, other) => (one < other ? -1 : 1))
        .join('');
    expect(await named({ status: 'open' })).toBe('abd');
    expect(await named({ status: 'closed' })).toBe('c');
    expect(await named({ assignee: 'none' })).toBe('cd');
    expect(await named({ assignee: toTypeId('mem', supervisor.memberId) })).toBe('b');
    expect(await named({ assignee: 'me' }, await server.signIn(agent))).toBe('a');
    expect(await named({ sessionId: second.typeId })).toBe('d');
    expect(await named({ contactId: b.contactTypeId })).toBe('b');
    expect(await named({ contactId: b.contactTypeId, status: 'closed' })).toBe('');
    expect((await list({ assignee: 'me' })).status).toBe(400);
  });

  test('finds by name, profile name or number, without regard to accents, case and punctuation', async () => {
    const rita = await customerWrites(server, { account, session, profileName: 'Rita Conceição' });
    const joao = await customerWrites(server, { account, session, profileName: 'JOÃO 100%' });
    await server.call('PATCH', `/contacts/${joao.contactTypeId}`, {
      token: account.apiKey,
      body: { name: 'Dr. Ângelo' },
      headers: { 'if-match': '*' },
    });
    expect(await found('conceicao')).toEqual([rita.typeId]);
    expect(await found('CONCEIÇÃO rita')).toEqual([rita.typeId]);
    expect(await found('angelo')).toEqual([joao.typeId]);
    expect(await found('joão')).toEqual([joao.typeId]);
    expect(await found('0%')).toEqual([joao.typeId]);
    expect(await found('rita maria')).toEqual([]);
    expect(await found('%')).toEqual([joao.typeId]);
    const { number } = rita;
    const local = `(${number.slice(3, 5)}) ${number.slice(5, 10)}-${number.slice(10)}`;
    for (const q of [number, local, number.slice(-6)]) expect(await found(q)).toEqual([rita.typeId]);
    expect(await found('_')).toEqual([]);
  });

  test.each([
    ['an invented cursor', { cursor: 'abc' }],
    [
      'a cursor with a time that is none',
      { cursor: Buffer.from('["x","activity","soon","y"]').toString('base64url') },
    ],
  ])('refuses %s', async (_, query) => {
    const reply = await list(query);
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_cursor']);
  });

  test('refuses a cursor that came with other filters', async () => {
    await conversationsSince([30, 20]);
    const { nextCursor } = (await list({ limit: 1 })).body;
    const reply = await list({ limit: 1, cursor: nextCursor, status: 'open' });
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_cursor']);
    expect((await list({ limit: 1, cursor: nextCursor })).status).toBe(200);
  });
});

describe('a thread', () => {
  const texts = Array.from({ length: 25 }, (_, index) => `message ${index}`);

  test('reads backwards and forwards from anywhere, also within one second', async () => {
    // WhatsApp's times are whole seconds: all of these have the same.
    const conversation = await customerWrites(server, { account, session, texts, at: minutesAgo(5) });
    const newest = await thread(conversation, { limit: 10 });
    expect(said(newest)).toEqual(texts.slice(15));
    expect(newest.body.nextCursor).toBeNull();
    const older = await thread(conversation, { limit: 10, before: newest.body.prevCursor });
    expect(said(older)).toEqual(texts.slice(5, 15));
    const oldest = await thread(conversation, { limit: 10, before: older.body.prevCursor });
    expect(said(oldest)).toEqual(texts.slice(0, 5));
    expect(oldest.body.prevCursor).toBeNull();
    const forward = await thread(conversation, { limit: 10, after: oldest.body.nextCursor });
    expect(said(forward)).toEqual(texts.slice(5, 15));
    const rest = await thread(conversation, { limit: 10, after: forward.body.nextCursor });
    expect(said(rest)).toEqual(texts.slice(15));
    expect(rest.body.nextCursor).toBeNull();
  });

  test('keeps its place while new messages come in', async () => {
    const number = newNumber();
    const conversation = await customerWrites(server, { account, session, number, texts, at: minutesAgo(5) });
    const newest = await thread(conversation, { limit: 10 });
    await customerWrites(server, { account, session, number, text: 'one more' });
    const older = await thread(conversation, { limit: 10, before: newest.body.prevCursor });
    expect(said(older)).toEqual(texts.slice(5, 15));
    const after = await thread(conversation, { limit: 10, after: older.body.nextCursor });
    const last = await thread(conversation, { limit: 10, after: after.body.nextCursor });
    expect(said(last)).toEqual(['one more']);
  });

  test('opens around a message', async () => {
    const conversation = await customerWrites(server, { account, session, texts, at: minutesAgo(5) });
    const all = await thread(conversation, { limit: 200 });
    const around = await thread(conversation, { limit: 5, around: all.body.data[12].id });
    expect(said(around)).toEqual(texts.slice(10, 15));
    const [before, after] = await Promise.all([
      thread(conversation, { limit: 3, before: around.body.prevCursor }),
      thread(conversation, { limit: 3, after: around.body.nextCursor }),
    ]);
    expect(said(before)).toEqual(texts.slice(7, 10));
    expect(said(after)).toEqual(texts.slice(15, 18));
    const first = await thread(conversation, { limit: 5, around: all.body.data[0].id });
    expect(said(first)).toEqual(texts.slice(0, 3));
    expect(first.body.prevCursor).toBeNull();
    expect((await thread(conversation, { around: toTypeId('msg', newId()) })).status).toBe(404);
    expect((await thread(conversation, { around: all.body.data[0].id, before: 'x' })).status).toBe(400);
  });

  test('of another conversation takes no cursor of this one', async () => {
    const [one, two] = await Promise.all([
      customerWrites(server, { account, session, texts }),
      customerWrites(server, { account, session, texts }),
    ]);
    const { prevCursor } = (await thread(one, { limit: 5 })).body;
    const reply = await thread(two, { before: prevCursor });
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_cursor']);
  });
});

describe('reading', () => {
  test('lowers the unread count to what came after, never raises it, and tells it once', async () => {
    const number = newNumber();
    const conversation = await customerWrites(server, {
      account,
      session,
      number,
      texts: ['a', 'b', 'c', 'd'],
    });
    const { data } = (await get(`/conversations/${conversation.typeId}/messages`)).body;
    const half = await read(conversation, { upTo: data[1].id });
    expect(half.body.unreadCount).toBe(2);
    const all = await read(conversation, { upTo: data[3].id, sendReceipts: false });
    expect([all.body.unreadCount, all.body.revision]).toEqual([0, half.body.revision + 1]);
    const again = await read(conversation, { upTo: data[3].id });
    expect(again.body.revision).toBe(all.body.revision);
    const back = await read(conversation, { upTo: data[0].id });
    expect([back.status, back.body.unreadCount]).toEqual([200, 0]);
    await customerWrites(server, { account, session, number, text: 'e' });
    expect((await get(`/conversations/${conversation.typeId}`)).body.unreadCount).toBe(1);
  });

  test('up to a message of another conversation is a 404', async () => {
    const [one, two] = [
      await customerWrites(server, { account, session }),
      await customerWrites(server, { account, session }),
    ];
    const { data } = (await get(`/conversations/${two.typeId}/messages`)).body;
    expect((await read(one, { upTo: data[0].id })).status).toBe(404);
  });
});

describe('the walls', () => {
  test('an id of another account is as unknown as one that never was', async () => {
    const theirs = await customerWrites(server, {
      account: other,
      session: await makeSession(server, other),
      profileName: 'Rita of the others',
    });
    const message = (await get(`/conversations/${theirs.typeId}/messages`, {}, other.apiKey)).body.data[0].id;
    const mine = await customerWrites(server, { account, session });
    const unknown = await get(`/conversations/${toTypeId('conv', newId())}`);
    for (const path of [
      `/conversations/${theirs.typeId}`,
      `/conversations/${theirs.typeId}/messages`,
      `/messages/${message}`,
      `/contacts/${theirs.contactTypeId}`,
      `/conversations/${mine.typeId}/messages?around=${message}`,
    ]) {
      const reply = await server.call('GET', path, { token: account.apiKey });
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, 'not_found']);
    }
    expect(unknown.body.code).toBe('not_found');
    const read = await server.call('POST', `/conversations/${theirs.typeId}/read`, {
      token: account.apiKey,
      body: { upTo: message },
    });
    expect(read.status).toBe(404);
    for (const q of ['rita', theirs.number]) {
      expect(idsOf(await list({ q }))).toEqual([]);
      expect(idsOf(await get('/contacts', { q }))).toEqual([]);
      expect(idsOf(await list({ q }, other.apiKey))).toEqual([theirs.typeId]);
    }
  });

  test('an agent sees own and unassigned conversations, and nothing in the others', async () => {
    const { agent, supervisor } = account.members;
    const [own, free, held, closed] = (await conversationsSince([40, 30, 20, 10])) as [
      SceneConversation,
      SceneConversation,
      SceneConversation,
      SceneConversation,
    ];
    await assign(server, own, agent.memberId);
    await assign(server, held, supervisor.memberId);
    await assign(server, closed, supervisor.memberId);
    await server.db.asOwner(`update cases set status = 'closed' where conversation_id = $1`, [closed.id]);
    const token = await server.signIn(agent);
    expect(new Set(idsOf(await list({}, token)))).toEqual(new Set([own.typeId, free.typeId, closed.typeId]));
    expect(idsOf(await list({ sort: 'waiting' }, token))).not.toContain(held.typeId);
    expect(idsOf(await list({ q: held.number }, token))).toEqual([]);
    const message = (await get(`/conversations/${held.typeId}/messages`)).body.data[0].id;
    for (const path of [
      `/conversations/${held.typeId}`,
      `/conversations/${held.typeId}/messages`,
      `/messages/${message}`,
    ])
      expect((await get(path, {}, token)).status).toBe(404);
    expect(idsOf(await list({}, await server.signIn(supervisor)))).toContain(held.typeId);
    const key = await keyWith(server, account.id, ['conversations:read']);
    expect(idsOf(await list({}, key))).not.toContain(own.typeId);
  });

  test('an embed limited to a session sees its conversations and their contacts only', async () => {
    const second = await makeSession(server, account);
    const inside = await customerWrites(server, { account, session });
    const outside = await customerWrites(server, { account, session: second });
    const { token } = await server.embed({
      agency: server.agencies[0],
      account,
      role: 'supervisor',
      components: { inbox: {} },
      sessionIds: [session.typeId],
    });
    const see = (path: string, query: Query = {}) =>
      server.call('GET', path, { token, query, headers: { origin: 'https://portal.example' } });
    expect(idsOf(await see('/conversations'))).toEqual([inside.typeId]);
    expect(idsOf(await see('/conversations', { sessionId: second.typeId }))).toEqual([]);
    expect(idsOf(await see('/contacts'))).toEqual([inside.contactTypeId]);
    expect(idsOf(await see('/contacts', { q: outside.number }))).toEqual([]);
    expect((await see(`/conversations/${outside.typeId}`)).status).toBe(404);
    expect((await see(`/contacts/${outside.contactTypeId}`)).status).toBe(404);
    expect((await see(`/contacts/${inside.contactTypeId}`)).status).toBe(200);
  });
});
