import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { databaseOfThisTest, type TestDatabase, testAccount } from '../../test/harness.ts';
import { journal, ownedSession, textFrom } from '../../test/journal.ts';
import { provisionMember } from '../accounts/provision-account.ts';
import { newId } from '../db/ids.ts';
import { sessionLimits } from './limits.ts';
import { Projector } from './projector.ts';
import type { OwnedSession } from './vault-storage.ts';

const RITA = '5547990000001@s.whatsapp.net';
const RITAS_LID = '185000000000001@lid';

interface Row {
  [column: string]: any;
}

function projectorOf(db: TestDatabase): Projector {
  const { database, sealing } = db;
  const projector = new Projector({
    database,
    sealing,
    log: pino({ level: 'silent' }),
    transport: 'sandbox',
  });
  onTestFinished(() => projector.stop());
  return projector;
}

async function project(db: TestDatabase, owned: OwnedSession): Promise<void> {
  await projectorOf(db).settled(owned.accountId, owned.sessionId);
}

const messages = (db: TestDatabase): Promise<Row[]> =>
  db.asOwner(`select *, content->>'text' as text from messages order by timestamp, id`);
const conversations = (db: TestDatabase): Promise<Row[]> =>
  db.asOwner('select * from conversations where merged_into is null');
const events = (db: TestDatabase): Promise<Row[]> => db.asOwner('select * from events order by position');

test('a first message makes contact, conversation, case and message, and tells of them', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await journal(db, owned, [textFrom(RITA, 'Oi', { attributes: { notify: 'Rita', sender_lid: RITAS_LID } })]);
  await project(db, owned);
  const [message] = await messages(db);
  const [conversation] = await conversations(db);
  expect(message).toMatchObject({
    text: 'Oi',
    direction: 'inbound',
    author_kind: 'contact',
    author_name: 'Rita',
    status: 'received',
  });
  expect(conversation).toMatchObject({ unread_count: 1, last_message_id: message!['id'], kind: 'direct' });
  const [opened] = await db.asOwner<Row>('select * from cases');
  expect(opened).toMatchObject({ status: 'open', conversation_id: conversation!['id'] });
  expect(opened!['waiting_since']).toEqual(message!['timestamp']);
  const identities = await db.asOwner<Row>('select kind, value from identities order by kind');
  expect(identities).toEqual([
    { kind: 'lid', value: '185000000000001' },
    { kind: 'number', value: '+5547990000001' },
  ]);
  expect((await events(db)).map(({ type }) => type)).toEqual([
    'contact.updated',
    'message.received',
    'conversation.updated',
  ]);
  expect(await db.asOwner('select 1 from journal where projected_at is null')).toEqual([]);
});

test('projecting the same row again, as after a crash, changes nothing', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await journal(db, owned, [textFrom(RITA, 'Oi'), textFrom(RITA, 'Tudo bem?')]);
  await project(db, owned);
  const before = await events(db);
  await db.asOwner('update journal set projected_at = null');
  await project(db, owned);
  expect(await messages(db)).toHaveLength(2);
  expect((await conversations(db))[0]).toMatchObject({ unread_count: 2 });
  expect(await events(db)).toEqual(before);
});

test('one copy addressed by number and one by LID are one message', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const whatsappId = '3EB0AAAA0001';
  await journal(db, owned, [
    textFrom(RITA, 'Oi', { whatsappId, attributes: { sender_lid: RITAS_LID } }),
    textFrom(RITAS_LID, 'Oi', { whatsappId, attributes: { sender_pn: RITA } }),
    textFrom('5511970000012@s.whatsapp.net', 'Oi', { whatsappId }),
  ]);
  await project(db, owned);
  const rows = await messages(db);
  expect(rows).toHaveLength(2);
  expect(new Set(rows.map((row) => row['conversation_id'])).size).toBe(2);
});

test('somebody who was known by a LID only, and by a number in the address book, becomes one contact with one thread', async () => {
  const db = await databaseOfThisTest();
  const accountId = await testAccount(db);
  const owned = await ownedSession(db, { accountId });
  const [ritaSouza, number] = [newId(), newId()];
  await db.asOwner(`insert into contacts (account_id, id, name) values ($1, $2, 'Rita Souza')`, [
    accountId,
    ritaSouza,
  ]);
  await db.asOwner(
    `insert into identities (account_id, id, contact_id, kind, value, is_primary) values ($1, $2, $3, 'number', '+5547990000001', true)`,
    [accountId, number, ritaSouza],
  );
  await journal(db, owned, [textFrom(RITAS_LID, 'oi', { attributes: { notify: 'Rita' } })]);
  await project(db, owned);
  const [first] = await conversations(db);
  expect(first!['contact_id']).not.toBe(ritaSouza);
  expect(
    await db.asOwner(`select 1 from identities where kind = 'number' and value like '%185000000000001%'`),
  ).toEqual([]);

  await journal(db, owned, [
    textFrom(RITAS_LID, 'e aí', { attributes: { sender_pn: RITA } }),
    textFrom(RITA, '?'),
  ]);
  await project(db, owned);
  const after = await conversations(db);
  expect(after).toHaveLength(1);
  expect(after[0]).toMatchObject({ id: first!['id'], contact_id: ritaSouza, unread_count: 3 });
  expect((await messages(db)).map((row) => [row['text'], row['conversation_id']])).toEqual([
    ['oi', first!['id']],
    ['e aí', first!['id']],
    ['?', first!['id']],
  ]);
  const contacts = await db.asOwner<Row>(
    'select id, name, profile_name, merged_into from contacts order by name nulls last',
  );
  expect(contacts).toMatchObject([
    { id: ritaSouza, name: 'Rita Souza', profile_name: 'Rita', merged_into: null },
    { merged_into: ritaSouza },
  ]);
});

test('two threads of one person become one, in order, when the number of a LID becomes known', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await journal(db, owned, [textFrom(RITA, 'um'), textFrom(RITAS_LID, 'dois'), textFrom(RITA, 'três')]);
  await project(db, owned);
  expect(await conversations(db)).toHaveLength(2);
  await journal(db, owned, [textFrom(RITAS_LID, 'quatro', { attributes: { sender_pn: RITA } })]);
  await project(db, owned);
  const [conversation, ...others] = await conversations(db);
  expect(others).toEqual([]);
  expect(conversation).toMatchObject({ unread_count: 4 });
  const rows = await messages(db);
  expect(rows.map((row) => row['text'])).toEqual(['um', 'dois', 'três', 'quatro']);
  expect(new Set(rows.map((row) => row['conversation_id']))).toEqual(new Set([conversation!['id']]));
  expect(await db.asOwner(`select 1 from cases where status <> 'closed'`)).toHaveLength(1);
});

test('what the phone itself sent answers whoever waits', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const own = '5511990000001@s.whatsapp.net';
  await journal(db, owned, [
    textFrom(RITA, 'Tem horário?'),
    textFrom(RITA, 'Tem sim', { author: own, fromMe: true, attributes: { from: own, recipient: RITA } }),
  ]);
  await project(db, owned);
  expect((await messages(db)).map((row) => [row['direction'], row['author_kind'], row['status']])).toEqual([
    ['inbound', 'contact', 'received'],
    ['outbound', 'phone', 'sent'],
  ]);
  expect((await conversations(db))[0]).toMatchObject({ unread_count: 0 });
  expect(await db.asOwner<Row>('select waiting_since from cases')).toEqual([{ waiting_since: null }]);
  expect((await events(db)).map(({ type }) => type).filter((type) => type.startsWith('message'))).toEqual([
    'message.received',
    'message.sent',
  ]);
});

test('a message without content waits for the phone, and is healed in place', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const whatsappId = '3EB0AD000001';
  await journal(db, owned, [
    textFrom(RITA, '', { whatsappId, plaintext: null, attributes: { unavailable: 'fanout' } }),
  ]);
  await project(db, owned);
  const [waiting] = await messages(db);
  expect(waiting!['content']).toEqual({ type: 'unsupported', rawType: 'unavailable' });
  await journal(db, owned, [textFrom(RITA, 'Vi o anúncio', { whatsappId })]);
  await project(db, owned);
  const rows = await messages(db);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ id: waiting!['id'], text: 'Vi o anúncio' });
  expect((await events(db)).map(({ type }) => type)).toContain('message.updated');
});

test('a row that nobody can read is set aside with its failure, and holds nobody up', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await journal(db, owned, [
    textFrom(RITA, 'um'),
    textFrom(RITA, 'dois', { whatsappId: 'poison' }),
    textFrom(RITA, 'três'),
  ]);
  await db.asOwner(`update journal set plaintext_sealed = '\\x010001' where whatsapp_id = 'poison'`);
  await project(db, owned);
  expect((await messages(db)).map((row) => row['text'])).toEqual(['um', 'três']);
  const [poison] = await db.asOwner<Row>(`select * from journal where whatsapp_id = 'poison'`);
  expect(poison).toMatchObject({ projected_at: null, attempts: sessionLimits.projectionAttempts });
  expect(poison!['failure']).toContain('sealed value');
  const [backlog] = await db.database.crossing<Row>('journal_backlog', [sessionLimits.projectionAttempts]);
  expect(backlog).toMatchObject({ waiting: 0, set_aside: 1 });
});

test('a new message reopens a snoozed case, and opens another one after it was closed', async () => {
  const db = await databaseOfThisTest();
  const accountId = await testAccount(db);
  const owned = await ownedSession(db, { accountId });
  const { memberId } = await provisionMember(db.database, {
    accountId,
    email: 'ana@example.com',
    name: 'Ana',
    password: 'a long passphrase',
    role: 'agent',
  });
  await journal(db, owned, [textFrom(RITA, 'um')]);
  await project(db, owned);
  await db.asOwner(
    `update cases set status = 'snoozed', snoozed_until = now() + interval '1 day', assignee_id = $1`,
    [memberId],
  );
  await journal(db, owned, [textFrom(RITA, 'dois')]);
  await project(db, owned);
  expect(await db.asOwner<Row>('select status, snoozed_until, assignee_id from cases')).toEqual([
    { status: 'open', snoozed_until: null, assignee_id: memberId },
  ]);
  await db.asOwner(`update cases set status = 'closed', closed_at = now()`);
  await journal(db, owned, [textFrom(RITA, 'três')]);
  await project(db, owned);
  expect(await db.asOwner<Row>('select status from cases order by opened_at')).toEqual([
    { status: 'closed' },
    { status: 'open' },
  ]);
});
