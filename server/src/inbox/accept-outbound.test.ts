import { Client } from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { databaseOfThisTest, testAccount, type TestDatabase } from '../../test/harness.ts';
import { newId } from '../db/ids.ts';
import { OutboundAcceptor, type OutboundRequest } from './accept-outbound.ts';

let db: TestDatabase;
let account: string;
let conversation: string;
let acceptor: OutboundAcceptor;
beforeEach(async () => {
  db = await databaseOfThisTest();
  ({ account, conversation } = await makeInbox());
  acceptor = new OutboundAcceptor({
    database: db.database,
    limits: { twinWaitMs: 2_000, acceptBatchLockMs: 50 },
  });
});

async function makeInbox(): Promise<{ account: string; conversation: string }> {
  const [session, contact] = [newId(), newId()];
  const made = { account: await testAccount(db), conversation: newId() };
  await db.asOwner(
    `with s as (insert into sessions (account_id, id, name, transport, status)
       values ($1, $2, 'Recepção', 'sandbox', 'connected')),
     c as (insert into contacts (account_id, id) values ($1, $3))
     insert into conversations (account_id, id, session_id, kind, contact_id) values ($1, $4, $2, 'direct', $3)`,
    [made.account, session, contact, made.conversation],
  );
  return made;
}

function request(values: Partial<OutboundRequest> & { key?: string } = {}): OutboundRequest {
  const { key, ...rest } = values;
  return {
    accountId: account,
    operation: 'sendMessage',
    messageId: newId(),
    target: { conversationId: conversation },
    sessionId: null,
    quotedIn: null,
    quoted: null,
    onlySessions: null,
    onlyMember: null,
    idempotency: key === undefined ? null : { key, bodyHash: Buffer.from('00', 'hex') },
    author_kind: 'api',
    author_id: newId(),
    author_name: 'Key',
    content: { type: 'text', text: 'Oi' },
    flags: [],
    mentions: [],
    whatsappId: newId(),
    encodedSealed: Buffer.from('sealed'),
    sendAt: null,
    requireConnected: false,
    allowUnverified: false,
    ...rest,
  };
}

async function openClient(): Promise<Client> {
  const client = new Client(db.owner);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

describe('accepting', () => {
  test('a request whose twin does not end waits, holds back nobody else, and is told so after a while', async () => {
    const stuck = await openClient();
    await stuck.query('begin');
    await stuck.query(
      `insert into idempotency_records (account_id, operation, key, body_hash) values ($1, 'sendMessage', 'k', '')`,
      [account],
    );
    const order: string[] = [];
    const twin = acceptor.accept(request({ key: 'k' })).catch((error: unknown) => {
      order.push('twin');
      return error;
    });
    const others = Array.from({ length: 5 }, () =>
      acceptor.accept(request()).then(({ outcome }) => order.push(outcome)),
    );
    await Promise.all(others);
    expect(await twin).toMatchObject({ status: 409, code: 'idempotency_in_progress' });
    expect(order).toEqual([...others.map(() => 'accepted'), 'twin']);
    await stuck.query('rollback');
    expect((await acceptor.accept(request({ key: 'k' }))).outcome).toBe('accepted');
  });

  test('a request that the database refuses hurts no other of its batch', async () => {
    const broken = request({ messageId: 'not a uuid' });
    const [first, second, third] = await Promise.allSettled([
      acceptor.accept(request()),
      acceptor.accept(broken),
      acceptor.accept(request()),
    ]);
    expect(first).toMatchObject({ value: { outcome: 'accepted' } });
    expect(second.status).toBe('rejected');
    expect(third).toMatchObject({ value: { outcome: 'accepted' } });
  });

  test('goes on after a deadlock with another writer', async () => {
    const second = await makeInbox();
    const [low, high] = [{ account, conversation }, second].toSorted((one, other) =>
      one.account + one.conversation < other.account + other.conversation ? -1 : 1,
    );
    const writer = await openClient();
    await writer.query(`set deadlock_timeout = '10s'`);
    await writer.query('begin');
    await writer.query('update conversations set tags = tags where id = $1', [high!.conversation]);
    const accepted = Promise.all(
      [low!, high!].map((one) =>
        acceptor.accept(request({ accountId: one.account, target: { conversationId: one.conversation } })),
      ),
    );
    // The batch holds the lower one by now, or waits for this writer; either way this order closes the circle.
    await writer.query(
      `do $$ begin while not exists (select from pg_locks where not granted) loop perform pg_sleep(0.005); end loop; end $$`,
    );
    const closing = writer.query('update conversations set tags = tags where id = $1', [low!.conversation]);
    expect((await closing).rowCount).toBe(1);
    await writer.query('commit');
    expect((await accepted).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  });

  test('takes no more than it can hold, and says so', async () => {
    const narrow = new OutboundAcceptor({ database: db.database, limits: { acceptQueue: 3 } });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => narrow.accept(request())));
    expect(results.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 3 }, () => 'fulfilled'),
      'rejected',
      'rejected',
    ]);
    expect(results[4]).toMatchObject({ reason: { status: 503, code: 'unavailable' } });
  });

  test('batches of many accounts keep each message in its own', async () => {
    const inboxes = await Promise.all(Array.from({ length: 8 }, () => makeInbox()));
    const outcomes = await Promise.all(
      Array.from({ length: 160 }, async (_, index) => {
        const inbox = inboxes[index % inboxes.length]!;
        const outcome = await acceptor.accept(
          request({
            accountId: inbox.account,
            target: { conversationId: inbox.conversation },
            key: `same key ${Math.floor(index / inboxes.length)}`,
          }),
        );
        return { outcome, inbox };
      }),
    );
    for (const { outcome, inbox } of outcomes)
      expect(outcome).toMatchObject({
        outcome: 'accepted',
        message: { account_id: inbox.account, conversation_id: inbox.conversation },
      });
    // One account's conversation is nothing to another.
    const [one, other] = inboxes;
    const crossed = await acceptor.accept(
      request({ accountId: one!.account, target: { conversationId: other!.conversation } }),
    );
    expect(crossed.outcome).toBe('conversation_not_found');
  });
});
