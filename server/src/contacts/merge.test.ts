import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  conversationWith,
  customerWrites,
  makeSession,
  newNumber,
  type SceneSession,
} from '../../test/inbox-scene.ts';
import { until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import { applyChanges } from '../inbox/apply-changes.ts';
import { receiveMessages } from '../inbox/receive-message.ts';
import type { Party } from './resolve-identity.ts';

let server: TestServer;
let account: SeededAccount;
let session: SceneSession;
beforeAll(async () => {
  server = await testServer();
  account = server.agencies[0].clients[0];
  session = await makeSession(server, account);
});
afterAll(() => server.stop());

const call = (method: string, path: string, body?: object) =>
  server.call(method, path, { token: account.apiKey, ...(body ? { body } : {}) });
const texts = async (conversationId: string): Promise<string[]> =>
  (await call('GET', `/conversations/${conversationId}/messages?limit=200`)).body.data.map(
    ({ content }: any) => content.text,
  );
const eventsAfter = async (after: number): Promise<any[]> =>
  (await server.call('GET', '/events', { token: account.apiKey, query: { after, limit: 200 } })).body.data;

/** Marks a place in the stream of events; the answer reads what is told after it, up to an event of that type. */
async function listen(): Promise<(last: string) => Promise<any[]>> {
  // What has happened by now is numbered before this.
  const marked = await call('POST', '/contacts', { number: newNumber() });
  const { seq } = await until('the mark is told', async () =>
    (await eventsAfter(0)).find(({ data }) => data.id === marked.body.id),
  );
  return (last) =>
    until(`${last} is told`, async () => {
      const events = await eventsAfter(seq);
      return events.at(-1)?.type === last && events;
    });
}

let lids = 0;
function newLid(): string {
  lids += 1;
  return String(183_000_000_000_000 + lids);
}

/** Somebody writes, named by the network as the party says; answers the conversation's and the contact's id. */
async function writes(
  party: Partial<Party>,
  text: string,
  at = new Date(),
): Promise<{ conversation: string; contact: string }> {
  const whole = { lid: null, number: null, profileName: null, ...party };
  const seal = await server.running.app.sealing.forAccount(account.id);
  const whatsappId = newId();
  await inAccount(server.running.app.database, account.id, (tx) =>
    receiveMessages(tx, {
      sessionId: session.id,
      seal,
      messages: [
        {
          whatsappId,
          fromMe: false,
          groupJid: null,
          party: whole,
          timestamp: at,
          content: { type: 'text', text },
          isPlaceholder: false,
          flags: [],
          quoted: null,
          encoded: null,
        },
      ],
    }),
  );
  const [row] = await server.db.asOwner<{ conversation_id: string; author_id: string }>(
    'select conversation_id, author_id from messages where account_id = $1 and whatsapp_id = $2',
    [account.id, whatsappId],
  );
  return { conversation: toTypeId('conv', row!.conversation_id), contact: toTypeId('ctc', row!.author_id) };
}

test('C04: a LID and a number that turn out to be one person become one contact, which everybody is told of', async () => {
  const [lid, number] = [newLid(), newNumber()];
  const hidden = await writes({ lid, profileName: 'Rita' }, 'oi');
  const known = await writes({ number }, 'e aí');
  const told = await listen();
  const both = await writes({ lid, number }, '?');
  expect(both).toEqual(known);
  expect(await texts(known.conversation)).toEqual(['oi', 'e aí', '?']);
  const happened = await told('conversation.updated');
  const merge = happened.find(({ type }) => type === 'contact.merged');
  expect(merge.data).toMatchObject({
    survivorId: known.contact,
    mergedId: hidden.contact,
    merged: { name: 'Rita', number: null },
    cause: 'network',
    by: null,
    conversations: [{ withdrawnId: hidden.conversation, intoId: known.conversation }],
    undoneAt: null,
  });
  expect(happened.find(({ type }) => type === 'conversation.withdrawn')!.data).toEqual({
    id: hidden.conversation,
  });
  const old = await call('GET', `/contacts/${hidden.contact}`);
  expect([old.body.id, old.headers.get('metahub-merged-from')]).toEqual([known.contact, hidden.contact]);
  const identities = old.body.identities.map(({ kind, value }: any) => `${kind} ${value}`);
  expect(identities).toEqual([`number ${number}`, `lid ${lid}`]);
  const listed = (await call('GET', '/conversations?limit=200')).body.data.map(({ id }: any) => id);
  expect(listed).toContain(known.conversation);
  expect(listed).not.toContain(hidden.conversation);
});

test('a person merges two contacts, and takes them apart again: each has what it had', async () => {
  const [mine, other] = [newNumber(), newNumber()];
  const kept = await writes({ number: mine, profileName: 'Ana' }, 'sou a Ana', new Date(Date.now() - 60_000));
  const gone = await writes({ number: other, profileName: 'Ana Paula' }, 'troquei de aparelho');
  await call('PATCH', `/contacts/${gone.contact}`);
  const named = await server.call('PATCH', `/contacts/${gone.contact}`, {
    token: account.apiKey,
    body: { name: 'Ana P.' },
    headers: { 'if-match': '*' },
  });
  expect(named.status).toBe(200);
  const cases = async (): Promise<any[]> =>
    Promise.all(
      [kept, gone].map(
        async ({ conversation }) => (await call('GET', `/conversations/${conversation}`)).body.case,
      ),
    );
  const [keptCase, goneCase] = await cases();
  const merged = await call('POST', `/contacts/${kept.contact}/merge`, { contactId: gone.contact });
  expect(merged.status).toBe(200);
  expect(merged.body).toMatchObject({ id: kept.contact, name: 'Ana P.', profileName: 'Ana', number: mine });
  expect(merged.body.identities.map(({ value }: any) => value).toSorted()).toEqual([mine, other].toSorted());
  expect(await texts(kept.conversation)).toEqual(['sou a Ana', 'troquei de aparelho']);
  const again = await call('POST', `/contacts/${kept.contact}/merge`, { contactId: gone.contact });
  expect([again.status, again.body.revision]).toEqual([200, merged.body.revision]);
  const itself = await call('POST', `/contacts/${kept.contact}/merge`, { contactId: kept.contact });
  expect([itself.status, itself.body.code]).toEqual([422, 'same_contact']);

  const told = await listen();
  const undone = await call('POST', `/contacts/${gone.contact}/unmerge`);
  expect(undone.status).toBe(200);
  expect(undone.body).toMatchObject({ id: gone.contact, name: 'Ana P.', number: other, mergedInto: null });
  expect((await call('GET', `/contacts/${kept.contact}`)).body).toMatchObject({
    name: null,
    profileName: 'Ana',
    number: mine,
    identities: [{ value: mine, primary: true }],
  });
  expect([await texts(kept.conversation), await texts(gone.conversation)]).toEqual([
    ['sou a Ana'],
    ['troquei de aparelho'],
  ]);
  const [keptAfter, goneAfter] = await cases();
  expect([keptAfter.id, keptAfter.status, keptAfter.waitingSince]).toEqual([
    keptCase.id,
    'open',
    keptCase.waitingSince,
  ]);
  expect([goneAfter.id, goneAfter.status, goneAfter.waitingSince]).toEqual([
    goneCase.id,
    'open',
    goneCase.waitingSince,
  ]);
  const [one, two] = await Promise.all(
    [kept, gone].map(async ({ conversation }) => (await call('GET', `/conversations/${conversation}`)).body),
  );
  expect([
    one.unreadCount,
    one.lastMessage.content.text,
    two.unreadCount,
    two.lastMessage.content.text,
  ]).toEqual([1, 'sou a Ana', 1, 'troquei de aparelho']);
  const types = (await told('conversation.updated')).map(({ type }) => type);
  expect(types).toEqual([
    'contact.unmerged',
    'contact.updated',
    'contact.updated',
    'conversation.updated',
    'conversation.updated',
  ]);
  const history = (await call('GET', `/contacts/${kept.contact}/merges`)).body.data;
  expect(history).toMatchObject([
    { mergedId: gone.contact, cause: 'person', by: { kind: 'api' }, undoneBy: { kind: 'api' }, revision: 2 },
  ]);
  expect(history[0].undoneAt).toEqual(expect.any(String));
  const twice = await call('POST', `/contacts/${gone.contact}/unmerge`);
  expect([twice.status, twice.body.code]).toEqual([409, 'not_merged']);
});

test('who was taken apart is not joined by the network again, and new messages go to each', async () => {
  const [lid, number] = [newLid(), newNumber()];
  const hidden = await writes({ lid, profileName: 'Beto' }, 'um');
  const known = await writes({ number }, 'dois');
  await writes({ lid, number }, 'três');
  expect((await call('POST', `/contacts/${hidden.contact}/unmerge`)).status).toBe(200);
  expect(await texts(hidden.conversation)).toEqual(['um']);
  expect(await writes({ lid, number }, 'quatro')).toEqual(hidden);
  expect(await writes({ number }, 'cinco')).toEqual(known);
  expect([await texts(hidden.conversation), await texts(known.conversation)]).toEqual([
    ['um', 'quatro'],
    ['dois', 'três', 'cinco'],
  ]);
});

test('a chain of merges is undone from any end, and each gets its own back', async () => {
  const numbers = [newNumber(), newNumber(), newNumber()];
  const people = [];
  for (const [place, number] of numbers.entries()) people.push(await writes({ number }, `de ${place}`));
  const [a, b, c] = people as [any, any, any];
  await call('POST', `/contacts/${b.contact}/merge`, { contactId: a.contact });
  await call('POST', `/contacts/${c.contact}/merge`, { contactId: b.contact });
  expect((await call('GET', `/contacts/${a.contact}`)).body.id).toBe(c.contact);
  expect((await call('POST', `/contacts/${a.contact}/unmerge`)).body).toMatchObject({
    id: a.contact,
    number: numbers[0],
  });
  expect((await call('POST', `/contacts/${b.contact}/unmerge`)).body).toMatchObject({
    id: b.contact,
    number: numbers[1],
  });
  for (const [place, person] of people.entries()) {
    expect(await texts(person.conversation)).toEqual([`de ${place}`]);
    const { body } = await call('GET', `/contacts/${person.contact}`);
    expect([body.id, body.identities.length]).toEqual([person.contact, 1]);
  }
});

test('one who was merged before comes along when the chain is undone from the middle', async () => {
  const numbers = [newNumber(), newNumber(), newNumber()];
  const people = [];
  for (const [place, number] of numbers.entries()) people.push(await writes({ number }, `de ${place}`));
  const [a, b, c] = people as [any, any, any];
  await call('POST', `/contacts/${b.contact}/merge`, { contactId: a.contact });
  await call('POST', `/contacts/${c.contact}/merge`, { contactId: b.contact });
  await call('POST', `/contacts/${b.contact}/unmerge`);
  expect((await call('GET', `/contacts/${a.contact}`)).body.id).toBe(b.contact);
  expect(await texts(b.conversation)).toEqual(['de 0', 'de 1']);
  expect(await texts(c.conversation)).toEqual(['de 2']);
  expect((await call('GET', `/conversations/${a.conversation}`)).body.id).toBe(b.conversation);
});

test('who comes with another number has changed it: one contact, known by the new one', async () => {
  const [lid, first, second] = [newLid(), newNumber(), newNumber()];
  const before = await writes({ lid, number: first }, 'número velho');
  expect(await writes({ lid, number: second }, 'número novo')).toEqual(before);
  const { body } = await call('GET', `/contacts/${before.contact}`);
  expect(body.number).toBe(second);
  expect(body.identities.map(({ value }: any) => value).toSorted()).toEqual([lid, first, second].toSorted());
});

test('a number that was given to somebody else is theirs, and shows them nothing of who had it', async () => {
  const [owner, next, number] = [newLid(), newLid(), newNumber()];
  const before = await writes({ lid: owner, number, profileName: 'Antiga dona' }, 'segredo');
  const after = await writes({ lid: next, number, profileName: 'Novo dono' }, 'oi');
  expect(after.contact).not.toBe(before.contact);
  expect(await texts(after.conversation)).toEqual(['oi']);
  expect((await call('GET', `/contacts/${after.contact}`)).body.number).toBe(number);
  expect((await call('GET', `/contacts/${before.contact}`)).body.number).toBeNull();
  expect(await writes({ lid: owner }, 'voltei')).toEqual(before);
});

test('a name that a person typed and the one of the profile are different fields, also through a merge', async () => {
  const [lid, number] = [newLid(), newNumber()];
  const { contactTypeId } = await customerWrites(server, { account, session, number });
  await server.call('PATCH', `/contacts/${contactTypeId}`, {
    token: account.apiKey,
    body: { name: 'Rita Souza' },
    headers: { 'if-match': '*' },
  });
  await writes({ lid, profileName: 'ritinha' }, 'oi');
  await writes({ lid, number }, 'de novo');
  expect((await call('GET', `/contacts/${contactTypeId}`)).body).toMatchObject({
    name: 'Rita Souza',
    profileName: 'ritinha',
  });
  expect((await conversationWith(server, { account, session, number })).contactTypeId).toBe(contactTypeId);
});

test('somebody in a group who turns out to be known can still take back what was written there', async () => {
  const [lid, number] = [newLid(), newNumber()];
  const groupJid = '120363000000000777@g.us';
  const seal = await server.running.app.sealing.forAccount(account.id);
  const whatsappId = newId();
  const inGroup = { lid, number: null, profileName: 'Davi' };
  await inAccount(server.running.app.database, account.id, (tx) =>
    receiveMessages(tx, {
      sessionId: session.id,
      seal,
      messages: [
        {
          whatsappId,
          fromMe: false,
          groupJid,
          party: inGroup,
          timestamp: new Date(),
          content: { type: 'text', text: 'no grupo' },
          isPlaceholder: false,
          flags: [],
          quoted: null,
          encoded: null,
        },
      ],
    }),
  );
  const known = await writes({ number }, 'no privado');
  await writes({ lid, number }, 'sou eu');
  const [message] = await server.db.asOwner<{ author_id: string }>(
    'select author_id from messages where account_id = $1 and whatsapp_id = $2',
    [account.id, whatsappId],
  );
  const author = await call('GET', `/contacts/${toTypeId('ctc', message!.author_id)}`);
  expect([author.body.id, author.body.number]).toEqual([known.contact, number]);
  await inAccount(server.running.app.database, account.id, (tx) =>
    applyChanges(tx, {
      sessionId: session.id,
      seal,
      changes: [
        {
          fromMe: false,
          groupJid,
          party: inGroup,
          change: { kind: 'delete', byAdmin: false },
          target: { whatsappId, isOwn: true },
          at: new Date(),
        },
      ],
    }),
  );
  const [taken] = await server.db.asOwner<{ gone: boolean }>(
    'select deleted_at is not null as gone from messages where account_id = $1 and whatsapp_id = $2',
    [account.id, whatsappId],
  );
  expect(taken).toEqual({ gone: true });
});
