import type { proto } from '@whiskeysockets/baileys';
import { pino } from 'pino';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { databaseOfThisTest, type TestDatabase } from '../../test/harness.ts';
import { journal, ownedSession, textFrom } from '../../test/journal.ts';
import { newId } from '../db/ids.ts';
import { type Baileys, loadBaileys } from './baileys.ts';
import type { JournalEntryInput } from './key-vault.ts';
import { Projector } from './projector.ts';
import type { OwnedSession } from './vault-storage.ts';

const RITA = '5547990000001@s.whatsapp.net';
const RITAS_LID = '185000000000001@lid';
const TIAGO = '5547990000002@s.whatsapp.net';
const GROUP = '120363000000000001@g.us';
const ORIGINAL = '3EB0CCCC0001';

interface Row {
  [column: string]: any;
}

let baileys: Baileys;
beforeAll(async () => {
  baileys = await loadBaileys();
});

/** Journals all of it at once, and projects it. */
async function arrive(db: TestDatabase, owned: OwnedSession, entries: JournalEntryInput[]): Promise<void> {
  await journal(db, owned, entries);
  const { database, sealing } = db;
  const projector = new Projector({
    database,
    sealing,
    log: pino({ level: 'silent' }),
    transport: 'sandbox',
  });
  onTestFinished(() => projector.stop());
  await projector.settled(owned.accountId, owned.sessionId);
}

function protoFrom(
  chat: string,
  message: proto.IMessage,
  more: Partial<JournalEntryInput> = {},
): JournalEntryInput {
  return textFrom(chat, '', { plaintext: baileys.proto.Message.encode(message).finish(), ...more });
}

const edit = (text: string, at = Date.now()): proto.IMessage => ({
  protocolMessage: {
    key: { id: ORIGINAL, fromMe: true },
    type: baileys.proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
    editedMessage: { conversation: text },
    timestampMs: at,
  },
});
const revoke = (): proto.IMessage => ({
  protocolMessage: {
    key: { id: ORIGINAL, fromMe: true },
    type: baileys.proto.Message.ProtocolMessage.Type.REVOKE,
  },
});
const reaction = (text: string, at: number, fromMe = true): proto.IMessage => ({
  reactionMessage: { key: { id: ORIGINAL, fromMe }, text, senderTimestampMs: at },
});

async function onlyMessage(db: TestDatabase): Promise<Row> {
  const rows = await db.asOwner<Row>(`select *, content->>'text' as text from messages`);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

test('C18: an edit that comes before its message waits for it, and the message shows the new text', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await arrive(db, owned, [protoFrom(RITA, edit('Quero 12 caixas'))]);
  expect(await db.asOwner('select 1 from contacts')).toEqual([]);
  expect(await db.asOwner('select 1 from conversations')).toEqual([]);
  await arrive(db, owned, [textFrom(RITA, 'Quero 2 caixas', { whatsappId: ORIGINAL })]);
  const message = await onlyMessage(db);
  expect(message).toMatchObject({ text: 'Quero 12 caixas' });
  expect(message['earlier']).toMatchObject([{ content: { type: 'text', text: 'Quero 2 caixas' } }]);
  const events = await db.asOwner<Row>(
    `select type from events where type like 'message.%' order by position`,
  );
  expect(events.map(({ type }) => type)).toEqual(['message.received', 'message.updated']);
  expect(await db.asOwner('select 1 from journal where waits_for is not null')).toEqual([]);
});

test('a change that came by number and its message by LID belong together', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await arrive(db, owned, [
    textFrom(RITAS_LID, 'Quero 2', { whatsappId: ORIGINAL, attributes: { sender_pn: RITA } }),
    protoFrom(RITA, edit('Quero 3')),
  ]);
  expect(await onlyMessage(db)).toMatchObject({ text: 'Quero 3' });
});

test('an edit that comes twice changes once, and an older one that comes last changes nothing', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const now = Date.now();
  await arrive(db, owned, [
    textFrom(RITA, 'Quero 1', { whatsappId: ORIGINAL }),
    protoFrom(RITA, edit('Quero 3', now)),
    protoFrom(RITA, edit('Quero 3', now)),
    protoFrom(RITA, edit('Quero 2', now - 5_000)),
  ]);
  expect(await onlyMessage(db)).toMatchObject({ text: 'Quero 3', revision: 2 });
});

test('a reaction that was taken back stays away when an older one comes last', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const now = Date.now();
  await arrive(db, owned, [
    textFrom(RITA, 'Oi', { whatsappId: ORIGINAL }),
    protoFrom(RITA, reaction('A', now - 3_000)),
    protoFrom(RITA, reaction('', now)),
    protoFrom(RITA, reaction('B', now - 1_000)),
  ]);
  expect((await onlyMessage(db))['reactions']).toMatchObject([{ emoji: '', author_kind: 'contact' }]);
});

test('nobody edits or takes back what somebody else wrote, be it in a chat of their own or in the group', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const inGroup = (author: string): Partial<JournalEntryInput> => ({ author, attributes: { from: GROUP } });
  await arrive(db, owned, [
    textFrom(GROUP, 'Bom dia', { whatsappId: ORIGINAL, ...inGroup(RITA) }),
    protoFrom(GROUP, edit('Boa noite'), inGroup(TIAGO)),
    protoFrom(GROUP, revoke(), inGroup(TIAGO)),
    protoFrom(TIAGO, revoke()),
    protoFrom(GROUP, reaction('A', Date.now(), false), inGroup(TIAGO)),
  ]);
  const message = await onlyMessage(db);
  expect(message).toMatchObject({ text: 'Bom dia', deleted_at: null });
  expect(message['reactions']).toHaveLength(1);

  const byAdmin = { author: TIAGO, attributes: { from: GROUP, edit: '8' } };
  await arrive(db, owned, [protoFrom(GROUP, revoke(), byAdmin)]);
  expect((await onlyMessage(db))['deleted_at']).not.toBeNull();
});

test('what was taken back is neither edited nor reacted to', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  await arrive(db, owned, [
    protoFrom(RITA, revoke()),
    textFrom(RITA, 'Segredo', { whatsappId: ORIGINAL }),
    protoFrom(RITA, edit('Outro', Date.now() + 1_000)),
    protoFrom(RITA, reaction('A', Date.now())),
  ]);
  expect(await onlyMessage(db)).toMatchObject({
    text: 'Segredo',
    edited_at: null,
    reactions: [],
    revision: 2,
  });
});

test('a message without content can be edited, and the content that comes later does not undo that', async () => {
  const db = await databaseOfThisTest();
  const owned = await ownedSession(db);
  const whatsappId = ORIGINAL;
  await arrive(db, owned, [
    textFrom(RITA, '', { whatsappId, plaintext: null, attributes: { unavailable: 'true' } }),
    protoFrom(RITA, edit('Quero 12'), { whatsappId: newId() }),
  ]);
  await arrive(db, owned, [textFrom(RITA, 'Quero 2', { whatsappId })]);
  expect(await onlyMessage(db)).toMatchObject({ text: 'Quero 12' });
});
