import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assign, customerWrites, makeSession, newNumber, type SceneSession } from '../../test/inbox-scene.ts';
import { ALL_TOPICS, follow, openSocket } from '../../test/realtime-client.ts';
import { keyWith, type SeededAccount, type TestServer, testServer } from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { toTypeId } from '../db/ids.ts';
import { createContractValidator } from '../../test/contract-frames.ts';
import { recordEvent } from './record-event.ts';

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
  session = await makeSession(server, account);
});

const write = (text: string, values: { number?: string; in?: SeededAccount; session?: SceneSession } = {}) =>
  customerWrites(server, {
    account: values.in ?? account,
    session: values.session ?? session,
    text,
    ...(values.number ? { number: values.number } : {}),
  });
const isConversation = ({ type }: { type: string }): boolean => type === 'conversation.updated';
const withText = (text: string) => (frame: { type: string; data?: any }) =>
  frame.type === 'message.received' && frame.data.content.text === text;
const pairings = (socket: { frames: { type: string; data?: any }[] }): string[] =>
  socket.frames.filter(({ type }) => type === 'session.pairing').map(({ data }) => data.sessionId);
const poll = (query: Record<string, string | number> = {}, token = account.apiKey) =>
  server.call('GET', '/events', { token, query });

describe('a socket', () => {
  test('is welcomed with the position, gets what happens, each frame as the contract has it', async () => {
    const socket = await follow(server, { token: account.apiKey });
    const conversation = await write('Bom dia');
    const received = await socket.next(withText('Bom dia'));
    expect(received).toMatchObject({
      account: account.typeId,
      data: { conversationId: conversation.typeId, direction: 'inbound', status: 'received' },
    });
    await server.call('POST', '/send-message', {
      token: account.apiKey,
      body: { conversationId: conversation.typeId, content: { type: 'text', text: 'Olá' } },
    });
    const sent = await socket.next((frame) => frame.type === 'message.sent');
    await socket.next(
      (frame) => frame.type === 'conversation.updated' && frame.data.lastMessage.id === sent.data.id,
    );
    const validate = createContractValidator('RealtimeServerFrame');
    for (const frame of socket.frames) expect([frame.type, validate(frame)]).toEqual([frame.type, null]);
    const seqs = socket.events().map((event) => event.seq!);
    expect(seqs).toEqual(seqs.map((_, index) => socket.start + 1 + index));
    // Polled later it is the same stream, but that a conversation is told as it is by then.
    const polled = await poll({ after: socket.start });
    expect(polled.body.data.map(({ id, seq }: { id: string; seq: number }) => [id, seq])).toEqual(
      socket.events().map(({ id, seq }) => [id, seq]),
    );
    expect(polled.body.data.filter((event: any) => !isConversation(event))).toEqual(
      socket.events().filter((event) => !isConversation(event)),
    );
    const newest = socket.events().findLast(isConversation)!.data;
    for (const event of polled.body.data.filter(isConversation)) expect(event.data).toEqual(newest);
  });

  test('is told only of the topics it asked for, and of its position past the rest', async () => {
    const socket = await follow(server, { token: account.apiKey, topics: ['contacts'], after: 0 });
    await write('one of many');
    const contact = await socket.next((frame) => frame.type === 'contact.updated');
    expect(contact.data.number).not.toBeNull();
    expect(new Set(socket.events().map((event) => event.type))).toEqual(new Set(['contact.updated']));
  });

  test('ephemeral frames reach who may have them, carry no seq and are never replayed', async () => {
    const second = await makeSession(server, account);
    const [admin, agent] = [
      await follow(server, { token: await server.signIn(account.members.admin) }),
      await follow(server, { token: await server.signIn(account.members.agent) }),
    ];
    const embed = await server.embed({
      agency: server.agencies[0],
      account,
      role: 'admin',
      components: { qrPairing: {} },
      sessionIds: [session.typeId],
    });
    const limited = await follow(server, {
      token: embed.token,
      origin: 'https://portal.example',
      topics: ['sessions'],
    });
    const stranger = await follow(server, { token: other.apiKey });
    const frameFor = (sessionId: string) => ({
      type: 'session.pairing',
      account: account.typeId,
      createdAt: new Date().toISOString(),
      data: {
        sessionId,
        pairing: { method: 'qr', qr: 'a secret', expiresAt: new Date().toISOString(), attemptsLeft: 4 },
      },
    });
    for (const { id, typeId } of [second, session])
      server.running.app.events.publishEphemeral(account.id, frameFor(typeId), {
        permission: 'sessions:pair',
        sessionId: id,
      });
    await write('after the QR');
    await Promise.all([admin, agent].map((socket) => socket.next(withText('after the QR'))));
    expect(pairings(admin)).toEqual([second.typeId, session.typeId]);
    expect(pairings(limited)).toEqual([session.typeId]);
    expect(pairings(agent)).toEqual([]);
    expect(pairings(stranger)).toEqual([]);
    expect(JSON.stringify((await poll({ after: 0, limit: 200 })).body)).not.toContain('a secret');
    const later = await follow(server, { token: account.apiKey, after: 0 });
    await later.next(withText('after the QR'));
    expect(pairings(later)).toEqual([]);
  });
});

describe('resuming', () => {
  test('gets what was missed, once each and in order, and goes on live', async () => {
    const first = await follow(server, { token: account.apiKey });
    await write('heard');
    await first.next(withText('heard'));
    const last = first.events().at(-1)!.seq!;
    first.socket.terminate();
    await first.closed;
    await write('missed 1');
    await write('missed 2');
    const second = await follow(server, { token: account.apiKey, after: last });
    expect(second.start).toBe(last);
    await write('live again');
    await second.next(withText('live again'));
    const seqs = second.events().map((event) => event.seq!);
    expect(seqs).toEqual(seqs.map((_, index) => last + 1 + index));
    expect(
      second
        .events()
        .filter(({ type }) => type === 'message.received')
        .map(({ data }) => data.content.text),
    ).toEqual(['missed 1', 'missed 2', 'live again']);
  });

  test('from too far back, or from the future, says so and begins anew', async () => {
    const present = await follow(server, { token: account.apiKey });
    await write('old');
    await present.next(withText('old'));
    const position = (await present.next(isConversation)).seq!;
    const ahead = await follow(server, { token: account.apiKey, after: position + 1_000 });
    await ahead.next(({ type, reason }) => type === 'resync' && reason === 'unknown_position');
    expect(ahead.start).toBe(position);
    await server.db.asOwner(`delete from events where account_id = $1 and seq < $2`, [account.id, position]);
    const expired = await follow(server, { token: account.apiKey, after: 0 });
    await expired.next(({ type, reason }) => type === 'resync' && reason === 'expired');
    expect(expired.start).toBe(position);
    const polled = await poll({ after: 0 });
    expect([polled.status, polled.body.code]).toEqual([410, 'events_expired']);
    // One position back is still whole.
    expect((await poll({ after: position - 1 })).body.data).toHaveLength(1);
    await write('new');
    await Promise.all([ahead, expired].map((socket) => socket.next(withText('new'))));
  });

  test('loses and doubles nothing while many write, sockets come and go, and the relay is cut off', async () => {
    const token = account.apiKey;
    const from = (await poll()).body.position as number;
    const writers = 6;
    const each = 15;
    const storm = { goesOn: true };
    const written = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const number = newNumber();
        for (let turn = 0; turn < each; turn += 1) await write(`storm ${writer} ${turn}`, { number });
      }),
    ).finally(() => {
      storm.goesOn = false;
    });
    const cutter = (async () => {
      while (storm.goesOn) {
        await server.db.asOwner(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'metahub relay' and datname = current_database()`,
        );
        await write('cut');
      }
    })();
    /** Follows from `from` through as many sockets as it takes, each cut off after a few events. */
    const wanderer = async (lifetime: number): Promise<number[]> => {
      const seen: number[] = [];
      let after = from;
      for (;;) {
        const socket = await follow(server, { token, after });
        await socket.next(({ type, seq, data }) =>
          type === 'message.received' && data.content.text === 'the end'
            ? true
            : seq !== undefined && seq >= after + lifetime,
        );
        socket.socket.terminate();
        await socket.closed;
        seen.push(...socket.events().map((event) => event.seq!));
        if (socket.events().some(withText('the end'))) return seen;
        after = Math.max(after, ...socket.frames.map(({ seq }) => seq ?? 0));
      }
    };
    const wanderers = [3, 7, 20, 1_000].map(wanderer);
    await written;
    await cutter;
    await write('the end');
    const heard = await Promise.all(wanderers);
    const { position } = (await poll()).body;
    for (const seen of heard) {
      const until = seen.at(-1)!;
      expect(until).toBeLessThanOrEqual(position);
      expect(seen).toEqual(Array.from({ length: until - from }, (_, index) => from + 1 + index));
    }
    // In each conversation the messages came in the order they were written.
    const all = [];
    for (let after = from; ; ) {
      const page = (await poll({ after, limit: 200 })).body;
      all.push(...page.data);
      after = page.position;
      if (!page.hasMore) break;
    }
    const texts = all
      .filter(({ type }) => type === 'message.received')
      .map(({ data }) => data.content.text as string);
    for (let writer = 0; writer < writers; writer += 1)
      expect(texts.filter((text) => text.startsWith(`storm ${writer} `))).toEqual(
        Array.from({ length: each }, (_, turn) => `storm ${writer} ${turn}`),
      );
  });
});

describe('the walls', () => {
  test('nothing of another account comes by socket or poll', async () => {
    const mine = await follow(server, { token: account.apiKey, after: 0 });
    const theirs = await follow(server, { token: other.apiKey, after: 0 });
    const theirSession = await makeSession(server, other);
    await write('for the others', { in: other, session: theirSession });
    await write('for us');
    await theirs.next(withText('for the others'));
    await mine.next(withText('for us'));
    expect(mine.events().every((event) => event.account === account.typeId)).toBe(true);
    expect(theirs.events().every((event) => event.account === other.typeId)).toBe(true);
    const polled = await poll({ after: 0, limit: 200 }, other.apiKey);
    expect(polled.body.data.every((event: any) => event.account === other.typeId)).toBe(true);
  });

  test('an agency follows its own clients and no others, named in the hello', async () => {
    const [aurora, boreal] = server.agencies;
    const socket = await follow(server, { token: aurora.apiKey, account: account.typeId });
    await write('a client of the agency');
    await socket.next(withText('a client of the agency'));
    for (const foreign of [boreal.clients[0].typeId, 'acc_01m89vsm9fexz8zvgf2gzb4bmz', 'nonsense']) {
      const refused = await openSocket(server);
      refused.send({ type: 'hello', token: aurora.apiKey, account: foreign, topics: ALL_TOPICS });
      expect((await refused.next(({ type }) => type === 'bye')).code).toBe('not_found');
      expect(await refused.closed).toBe(4406);
    }
  });

  test('permissions decide what a key hears', async () => {
    const key = await keyWith(server, account.id, ['contacts:read']);
    const socket = await follow(server, { token: key, after: 0 });
    const number = newNumber();
    await write('not for this key', { number });
    await socket.next(({ type, data }) => type === 'contact.updated' && data.number === number);
    expect(socket.events().filter(({ type }) => type !== 'contact.updated')).toEqual([]);
    const none = await openSocket(server);
    none.send({ type: 'hello', token: key, topics: ['messages', 'sessions'] });
    expect((await none.next(({ type }) => type === 'bye')).code).toBe('forbidden');
  });

  test('an agent hears own and unassigned conversations, and is told when one is withdrawn', async () => {
    const { agent, supervisor } = account.members;
    const agentToken = await server.signIn(agent);
    const [agentSocket, supervisorSocket] = [
      await follow(server, { token: agentToken }),
      await follow(server, { token: await server.signIn(supervisor) }),
    ];
    const number = newNumber();
    const conversation = await write('for anybody', { number });
    await agentSocket.next(withText('for anybody'));
    await assign(server, conversation, supervisor.memberId);
    await inAccount(server.running.app.database, account.id, (tx) =>
      recordEvent(tx, { type: 'conversation.updated', subjectId: conversation.id, previousAssigneeId: null }),
    );
    const withdrawn = await agentSocket.next(({ type }) => type === 'conversation.withdrawn');
    expect(withdrawn.data).toEqual({ id: conversation.typeId });
    const validate = createContractValidator('RealtimeServerFrame');
    expect(validate(withdrawn)).toBeNull();
    await write('for the supervisor alone', { number });
    const other = await write('for anybody again');
    await agentSocket.next(withText('for anybody again'));
    await supervisorSocket.next(withText('for the supervisor alone'));
    expect(agentSocket.events().some(withText('for the supervisor alone'))).toBe(false);
    const after = agentSocket.events().filter(({ seq }) => seq! > withdrawn.seq!);
    expect(
      after.every(
        ({ data, type }) =>
          type === 'contact.updated' || [data.id, data.conversationId].includes(other.typeId),
      ),
    ).toBe(true);
    // Who comes later, or polls, is not told what was said in it while it was anybody's.
    const later = await follow(server, { token: agentToken, after: agentSocket.start });
    await later.next(withText('for anybody again'));
    expect(later.events().some(withText('for anybody'))).toBe(false);
    const polled = await poll({ after: agentSocket.start, limit: 200 }, agentToken);
    expect(polled.body.data).toEqual(later.events());
  });

  test('an embed limited to a session hears that session alone, from its origins alone', async () => {
    const second = await makeSession(server, account);
    const { token } = await server.embed({
      agency: server.agencies[0],
      account,
      role: 'supervisor',
      components: { inbox: {} },
      sessionIds: [session.typeId],
    });
    const socket = await follow(server, { token, origin: 'https://portal.example' });
    await write('through the other number', { session: second });
    const inside = await write('through this number');
    await socket.next(withText('through this number'));
    expect(
      socket
        .events()
        .every(({ data, type }) => type !== 'message.received' || data.sessionId === session.typeId),
    ).toBe(true);
    expect(
      socket
        .events()
        .filter(({ type }) => type === 'contact.updated')
        .map(({ data }) => data.id),
    ).toEqual([inside.contactTypeId]);
    for (const origin of ['https://evil.example', undefined]) {
      const refused = await openSocket(server, origin ? { origin } : {});
      refused.send({ type: 'hello', token, topics: ALL_TOPICS });
      expect((await refused.next(({ type }) => type === 'bye')).code).toBe('origin_not_allowed');
    }
  });
});

describe('credentials', () => {
  test.each([
    ['no hello but something else', '{"type":"auth","token":"x"}', 'bad_frame'],
    ['what is no JSON', 'hello', 'bad_frame'],
    [
      'an unknown field',
      JSON.stringify({ type: 'hello', token: 'x', topics: ALL_TOPICS, more: 1 }),
      'bad_frame',
    ],
    ['an unknown topic', JSON.stringify({ type: 'hello', token: 'x', topics: ['everything'] }), 'bad_frame'],
    [
      'a frame that is too large',
      JSON.stringify({ type: 'hello', token: 'x'.repeat(20_000), topics: ALL_TOPICS }),
      'bad_frame',
    ],
    [
      'a forged key',
      JSON.stringify({ type: 'hello', token: `mh_test_${'a'.repeat(43)}`, topics: ALL_TOPICS }),
      'unauthenticated',
    ],
    [
      'a forged token',
      JSON.stringify({ type: 'hello', token: 'eyJhbGciOiJub25lIn0.e30.', topics: ALL_TOPICS }),
      'unauthenticated',
    ],
  ])('%s ends it', async (_, frame, code) => {
    const socket = await openSocket(server);
    socket.send(frame);
    expect((await socket.next(({ type }) => type === 'bye')).code).toBe(code);
    expect(await socket.closed).toBeGreaterThan(4000);
  });

  test('a second hello is a bad frame', async () => {
    const socket = await follow(server, { token: account.apiKey });
    socket.send({ type: 'hello', token: account.apiKey, topics: ALL_TOPICS });
    expect((await socket.next(({ type }) => type === 'bye')).code).toBe('bad_frame');
  });

  test('a fresh token goes on without a gap; another person or account does not', async () => {
    const { agent, supervisor } = account.members;
    const socket = await follow(server, { token: await server.signIn(agent) });
    socket.send({ type: 'auth', token: await server.signIn(agent) });
    await write('after the fresh token');
    await socket.next(withText('after the fresh token'));
    expect(socket.frames.some(({ type }) => type === 'bye')).toBe(false);
    socket.send({ type: 'auth', token: await server.signIn(supervisor) });
    expect((await socket.next(({ type }) => type === 'bye')).code).toBe('forbidden');
    const keyed = await follow(server, { token: account.apiKey });
    keyed.send({ type: 'auth', token: other.apiKey });
    expect((await keyed.next(({ type }) => type === 'bye')).code).toBe('forbidden');
  });

  test('signing out, revoking a key and ending an embed session close their sockets at once, and no others', async () => {
    const signedIn = await server.signIn(account.members.admin);
    const [session1, session2] = [
      await follow(server, { token: signedIn }),
      await follow(server, { token: await server.signIn(account.members.admin) }),
    ];
    const embed = await server.embed({ agency: server.agencies[0], account });
    const embedded = await follow(server, { token: embed.token, origin: 'https://portal.example' });
    const created = await server.call('POST', '/api-keys', {
      token: account.apiKey,
      body: { name: 'Short-lived', scopes: ['conversations:read'] },
    });
    const keyed = await follow(server, { token: created.body.secret });
    await server.call('POST', '/auth/sign-out', { token: signedIn });
    expect((await session1.next(({ type }) => type === 'bye')).code).toBe('revoked');
    await server.call('DELETE', `/embed-sessions/${embed.id}`, {
      token: server.agencies[0].apiKey,
      account: account.typeId,
    });
    expect((await embedded.next(({ type }) => type === 'bye')).code).toBe('revoked');
    await server.call('DELETE', `/api-keys/${created.body.apiKey.id}`, { token: account.apiKey });
    expect((await keyed.next(({ type }) => type === 'bye')).code).toBe('revoked');
    expect(await keyed.closed).toBe(4403);
    await write('still there');
    await session2.next(withText('still there'));
  });

  test('a change of role acts on an open socket', async () => {
    const { admin, supervisor } = account.members;
    const held = await write('held by the supervisor');
    await assign(server, held, supervisor.memberId);
    const socket = await follow(server, { token: await server.signIn(admin) });
    const setRole = (role: string) =>
      server.db.asOwner('update members set role = $3 where account_id = $1 and id = $2', [
        account.id,
        admin.memberId,
        role,
      ]);
    await setRole('agent');
    try {
      server.running.app.events.accessChanged({ accountId: account.id, memberId: admin.memberId });
      // The change is worked out while messages come in: soon those of the other's conversation don't any more.
      for (let turn = 0, hears = true; hears; turn += 1) {
        await write(`for the supervisor ${turn}`, { number: held.number });
        await write(`for anybody ${turn}`);
        await socket.next(withText(`for anybody ${turn}`));
        hears = socket.events().some(withText(`for the supervisor ${turn}`));
      }
    } finally {
      await setRole('admin');
    }
    expect(socket.frames.some(({ type }) => type === 'bye')).toBe(false);
  });

  test('a plain request is told to upgrade', async () => {
    const reply = await server.call('GET', '/realtime');
    expect([reply.status, reply.body.code]).toEqual([426, 'upgrade_required']);
  });
});

describe('polling', () => {
  test('moves over what may not be seen, and filters by type', async () => {
    const key = await keyWith(server, account.id, ['contacts:read']);
    const start = (await poll({}, key)).body;
    expect(start).toEqual({ data: [], position: start.position, hasMore: false });
    await write('polled');
    let page = (await poll({ after: start.position }, key)).body;
    while (page.position < start.position + 3) page = (await poll({ after: start.position }, key)).body;
    expect(page.data.map(({ type }: { type: string }) => type)).toEqual(['contact.updated']);
    const typed = await poll({ after: start.position, types: 'message.received' });
    expect(typed.body.data.map(({ type }: { type: string }) => type)).toEqual(['message.received']);
    expect(typed.body.position).toBe(page.position);
    expect((await poll({ after: page.position + 100 })).status).toBe(410);
    const hello = toTypeId('acc', account.id);
    expect(typed.body.data[0].account).toBe(hello);
  });

  test('in pages gives the same as in one', async () => {
    const { position } = (await poll()).body;
    for (let turn = 0; turn < 4; turn += 1) await write(`page ${turn}`);
    const until = await follow(server, { token: account.apiKey, after: position });
    await until.next(withText('page 3'));
    const whole = (await poll({ after: position, limit: 200 })).body;
    const paged = [];
    for (let after = position; ; ) {
      const page: any = (await poll({ after, limit: 3 })).body;
      paged.push(...page.data);
      after = page.position;
      if (!page.hasMore) break;
    }
    expect(paged).toEqual(whole.data);
  });
});
