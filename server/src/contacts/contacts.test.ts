import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerWrites, makeSession, newNumber, type SceneSession } from '../../test/inbox-scene.ts';
import { type SeededAccount, type TestServer, testServer } from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { toTypeId } from '../db/ids.ts';
import { resolveParties } from './resolve-identity.ts';

let server: TestServer;
let account: SeededAccount;
let session: SceneSession;
beforeAll(async () => {
  server = await testServer();
  account = server.agencies[0].clients[0];
  session = await makeSession(server, account);
});
afterAll(() => server.stop());

const get = (path: string, query: Record<string, string | number> = {}) =>
  server.call('GET', path, { token: account.apiKey, query });
const rename = (id: string, name: string | null, ifMatch: string) =>
  server.call('PATCH', `/contacts/${id}`, {
    token: account.apiKey,
    body: { name },
    headers: { 'if-match': ifMatch },
  });

test('a name is changed from the revision that was read, and shows in the conversation', async () => {
  const { contactTypeId, typeId } = await customerWrites(server, {
    account,
    session,
    profileName: 'ritinha',
  });
  const before = await get(`/contacts/${contactTypeId}`);
  const etag = before.headers.get('etag')!;
  const changed = await rename(contactTypeId, 'Rita Souza', etag);
  expect(changed.body).toMatchObject({
    name: 'Rita Souza',
    profileName: 'ritinha',
    revision: before.body.revision + 1,
  });
  expect(changed.headers.get('etag')).toBe(`"${changed.body.revision}"`);
  expect((await get(`/conversations/${typeId}`)).body.contact.name).toBe('Rita Souza');
  const late = await rename(contactTypeId, 'Rita S.', etag);
  expect([late.status, late.body.code, late.headers.get('etag')]).toEqual([
    412,
    'revision_conflict',
    changed.headers.get('etag'),
  ]);
  const cleared = await rename(contactTypeId, null, '*');
  expect([cleared.body.name, (await get(`/conversations/${typeId}`)).body.contact.name]).toEqual([
    null,
    'ritinha',
  ]);
  const missing = await server.call('PATCH', `/contacts/${contactTypeId}`, {
    token: account.apiKey,
    body: { name: 'x' },
  });
  expect(missing.status).toBe(400);
});

test('of two who rename at once one is told of the conflict', async () => {
  const { contactTypeId } = await customerWrites(server, { account, session });
  const etag = (await get(`/contacts/${contactTypeId}`)).headers.get('etag')!;
  const replies = await Promise.all(['Ana', 'Bia', 'Caio'].map((name) => rename(contactTypeId, name, etag)));
  expect(replies.filter(({ status }) => status === 412)).toHaveLength(2);
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('a merged id answers with the survivor and says so', async () => {
  const number = newNumber();
  const lid = '183000000000055';
  const byNumber = await customerWrites(server, { account, session, number });
  const gone = await inAccount(server.running.app.database, account.id, async (tx) => {
    const { resolved } = await resolveParties(tx, [{ lid, number: null, profileName: 'Rita' }]);
    await resolveParties(tx, [{ lid, number, profileName: null }]);
    return resolved[0]!.contactId;
  });
  const goneId = toTypeId('ctc', gone);
  const reply = await get(`/contacts/${goneId}`);
  expect(reply.body).toMatchObject({
    id: byNumber.contactTypeId,
    number,
    profileName: 'Rita',
    mergedInto: null,
  });
  expect(reply.headers.get('metahub-merged-from')).toBe(goneId);
  expect((await get(`/contacts/${byNumber.contactTypeId}`)).headers.get('metahub-merged-from')).toBeNull();
  const listed = await get('/contacts', { q: 'rita' });
  expect(listed.body.data.map(({ id }: { id: string }) => id)).not.toContain(goneId);
});

test('the list is newest first and paged', async () => {
  const made: string[] = [];
  for (let turn = 0; turn < 5; turn += 1)
    made.unshift(
      (await customerWrites(server, { account, session, profileName: `Paged ${turn}` })).contactTypeId,
    );
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: any } = await get('/contacts', {
      q: 'paged',
      limit: 2,
      ...(cursor ? { cursor } : {}),
    });
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  expect(ids).toEqual(made);
});
