import websocket from '@fastify/websocket';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { customerWrites, makeSession, type SceneSession } from '../../test/inbox-scene.ts';
import { ALL_TOPICS, follow, openSocket } from '../../test/realtime-client.ts';
import { type SeededAccount, type TestServer, testServer } from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import type { EventLimits } from './limits.ts';
import { Realtime } from './realtime.ts';
import { recordEvents } from './record-event.ts';

let server: TestServer;
let account: SeededAccount;
let session: SceneSession;
beforeAll(async () => {
  server = await testServer();
  account = server.agencies[0].clients[0];
  session = await makeSession(server, account);
});
afterAll(() => server.stop());

/** A door of its own to the same server, with other limits. */
async function withLimits(
  limits: Partial<EventLimits>,
  app: ConstructorParameters<typeof Realtime>[0] = server.running.app,
): Promise<{ url: string; realtime: Realtime }> {
  const realtime = new Realtime(app, { tickMs: 5, ...limits });
  const door = Fastify();
  await door.register(websocket, { options: { perMessageDeflate: false } });
  door.get('/v1/realtime', { websocket: true }, (socket, request) => realtime.open(socket, request));
  const url = await door.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    realtime.close();
    await door.close();
  });
  return { url, realtime };
}

const write = (text: string) => customerWrites(server, { account, session, text });
const withText = (text: string) => (frame: { type: string; data?: any }) =>
  frame.type === 'message.received' && frame.data.content.text === text;
const isBye = ({ type }: { type: string }) => type === 'bye';

describe('a socket', () => {
  test('without a hello is sent away', async () => {
    const door = await withLimits({ helloMs: 20 });
    const socket = await openSocket(door);
    expect((await socket.next(isBye)).code).toBe('hello_timeout');
    expect(await socket.closed).toBe(4408);
    expect(door.realtime.size).toBe(0);
  });

  test('is told its position now and then, and ends when its client is gone without a word', async () => {
    const door = await withLimits({ positionMs: 10, heartbeatMs: 40 });
    const socket = await follow(door, { token: account.apiKey });
    const position = await socket.next(({ type }) => type === 'position');
    expect(position.seq).toBe(socket.start);
    // A client that answers pings stays: several heartbeats pass here.
    const pings = Promise.withResolvers<void>();
    let count = 0;
    socket.socket.on('ping', () => {
      count += 1;
      if (count === 4) pings.resolve();
    });
    await pings.promise;
    expect(door.realtime.size).toBe(1);
    socket.socket.pause();
    await vi.waitFor(() => expect(door.realtime.size).toBe(0), 5_000);
  });

  test('is told its position at once after many events it may not see', async () => {
    const door = await withLimits({ positionAfterHidden: 3, positionMs: 60_000 });
    const socket = await follow(door, { token: account.apiKey, topics: ['sessions'] });
    await write('not for the sessions topic');
    const position = await socket.next(({ type }) => type === 'position');
    expect(position.seq).toBe(socket.start + 3);
  });

  test('ends with its token, unless a fresh one came in time', async () => {
    const token = await server.signIn(account.members.admin);
    const door = await withLimits({});
    const ending = await follow(door, { token });
    const going = await follow(door, { token });
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + 14 * 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    const fresh = await server.signIn(account.members.admin);
    going.send({ type: 'auth', token: fresh });
    await write('both are there');
    await Promise.all([going, ending].map((socket) => socket.next(withText('both are there'))));
    vi.setSystemTime(now + 16 * 60_000);
    expect((await ending.next(isBye)).code).toBe('token_expired');
    expect(await ending.closed).toBe(4402);
    await write('still there');
    await going.next(withText('still there'));
  });

  test('more than a credential may have are refused; room is made when one closes', async () => {
    const door = await withLimits({ socketsPerCredential: 2 });
    const [first] = [
      await follow(door, { token: account.apiKey }),
      await follow(door, { token: account.apiKey }),
    ];
    const third = await openSocket(door);
    third.send({ type: 'hello', token: account.apiKey, topics: ALL_TOPICS });
    expect((await third.next(isBye)).code).toBe('too_many_sockets');
    first.socket.close();
    await first.closed;
    await vi.waitFor(() => expect(door.realtime.size).toBe(1), 5_000);
    await follow(door, { token: account.apiKey });
  });

  test('that sends frame upon frame is sent away', async () => {
    const door = await withLimits({ clientFramesPerTenSeconds: 3 });
    const socket = await follow(door, { token: account.apiKey });
    for (let turn = 0; turn < 3; turn += 1) socket.send({ type: 'auth', token: account.apiKey });
    expect((await socket.next(isBye)).code).toBe('bad_frame');
  });

  test('is said goodbye to when the server stops', async () => {
    const door = await withLimits({});
    const socket = await follow(door, { token: account.apiKey });
    door.realtime.close();
    expect((await socket.next(isBye)).code).toBe('going_away');
    expect(await socket.closed).toBe(1001);
    const late = await openSocket(door);
    expect((await late.next(isBye)).code).toBe('going_away');
  });
});

/** Many large events, recorded in one transaction. */
async function burst(count: number): Promise<void> {
  const contactId = newId();
  await inAccount(server.running.app.database, account.id, async (tx) => {
    await tx.query('insert into contacts (account_id, id, name, fields) values ($1, $2, $3, $4)', [
      account.id,
      contactId,
      'Burst',
      JSON.stringify({ note: 'x'.repeat(50_000) }),
    ]);
    for (let turn = 0; turn < count; turn += 1)
      await recordEvents(tx, { type: 'contact.updated', subjectIds: [contactId] });
  });
}

describe('a slow reader', () => {
  test('that does not read is cut, and by resuming gets all the same', async () => {
    const door = await withLimits({ socketHighBytes: 100_000, socketDrainMs: 300, byeMs: 100 });
    const slow = await follow(door, { token: account.apiKey, topics: ['contacts'] });
    slow.socket.pause();
    await burst(250);
    await vi.waitFor(() => expect(door.realtime.size).toBe(0), 10_000);
    slow.socket.resume();
    await slow.closed;
    const seen = slow.events().map(({ seq }) => seq!);
    const after = seen.at(-1) ?? slow.start;
    const again = await follow(door, { token: account.apiKey, topics: ['contacts'], after });
    await again.next(({ seq }) => seq === slow.start + 250);
    const all = [...seen, ...again.events().map(({ seq }) => seq!)];
    expect(all).toEqual(Array.from({ length: 250 }, (_, index) => slow.start + 1 + index));
  });

  test('that reads again in time loses nothing and is not cut', async () => {
    const door = await withLimits({ socketHighBytes: 100_000, socketDrainMs: 10_000, replayPage: 50 });
    const pausing = await follow(door, { token: account.apiKey, topics: ['contacts'] });
    pausing.socket.pause();
    await burst(200);
    const brisk = await follow(server, { token: account.apiKey, topics: ['contacts'], after: pausing.start });
    await brisk.next(({ seq }) => seq === pausing.start + 200);
    pausing.socket.resume();
    await pausing.next(({ seq }) => seq === pausing.start + 200);
    expect(pausing.events().map(({ seq }) => seq)).toEqual(
      Array.from({ length: 200 }, (_, index) => pausing.start + 1 + index),
    );
  });
});

test('while the database is gone sockets stay, and go on without a gap when it is back', async () => {
  const { app } = server.running;
  let gone = false;
  const database = {
    ...app.database,
    connect: () => (gone ? Promise.reject(new Error('Connection terminated')) : app.database.connect()),
  };
  const door = await withLimits({ relayReconnectMaxMs: 20, replayPage: 2 }, { ...app, database });
  const socket = await follow(door, { token: account.apiKey });
  gone = true;
  // The stream is said to be ahead of the socket, so it must read the table.
  app.events.announceHead(account.id, socket.start + 1);
  const here = await write('while it was gone');
  const fresh = await openSocket(door);
  fresh.send({ type: 'hello', token: account.apiKey, topics: ALL_TOPICS });
  expect((await fresh.next(isBye)).code).toBe('going_away');
  gone = false;
  await write('back again');
  await socket.next(withText('back again'));
  expect(socket.frames.some(isBye)).toBe(false);
  expect(socket.events().some(({ data }) => data.conversationId === here.typeId)).toBe(true);
  const seqs = socket.events().map(({ seq }) => seq!);
  expect(seqs).toEqual(seqs.map((_, index) => socket.start + 1 + index));
});
