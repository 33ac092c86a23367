import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, thread, until } from './phones.ts';
import { follow } from './realtime-client.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA, TIAGO] = ['5511990000001', '5511970000002', '5511970000003'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let group: string;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(TIAGO, 'Tiago');
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
  ({ id: group } = await phones.call<{ id: string }>('POST', '/groups', {
    subject: 'Família',
    creator: RITA,
    members: [CLINIC, TIAGO],
  }));
});
afterAll(() => server?.stop());

const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  server.call(method, path, { token: account.apiKey, ...(body ? { body } : {}), headers });
const groups = async (): Promise<any[]> =>
  (await call('GET', '/conversations?limit=200')).body.data.filter(({ kind }: any) => kind === 'group');
const set = (on: boolean) =>
  call('PATCH', `/accounts/${account.typeId}`, { settings: { groups: on } }, { 'if-match': '*' });

test('C25, C26: with groups off, what is written in one makes nothing, and what was there is put away', async () => {
  await phones.write(RITA, group, 'Bom dia');
  const conversation = await until('the group', async () => (await groups())[0]);
  const client = await follow(server, { token: account.apiKey });
  const off = await set(false);
  expect(off.body.settings).toMatchObject({ groups: false, linkPreviews: true });
  await client.next(
    (frame) => frame.type === 'conversation.withdrawn' && frame['data'].id === conversation.id,
  );
  expect(await groups()).toEqual([]);
  const refused = await call('POST', '/send-message', {
    conversationId: conversation.id,
    content: { type: 'text', text: 'Olá' },
  });
  expect([refused.status, refused.body.code]).toEqual([409, 'groups_off']);
  expect((await call('GET', `/conversations/${conversation.id}`)).body.lastMessage.content.text).toBe(
    'Bom dia',
  );

  const written = await phones.write(TIAGO, group, 'Alguém aí?');
  await phones.write(TIAGO, CLINIC, 'No privado');
  await until(
    'what is no group comes',
    async () => (await thread(server, account, `+${TIAGO}`)).length === 1,
  );
  const [row] = (await phones.ledger(CLINIC)).filter(({ id }) => id === written);
  expect(row).toMatchObject({ acknowledgedAt: expect.any(String) });
  expect((await call('GET', `/conversations/${conversation.id}`)).body.lastMessage.content.text).toBe(
    'Bom dia',
  );
  const kept = await server.db.asOwner(
    `select outcome, outcome_reason, plaintext_sealed from journal where account_id = $1 and whatsapp_id = $2`,
    [account.id, written],
  );
  expect(kept).toEqual([{ outcome: 'ignored', outcome_reason: 'groups_off', plaintext_sealed: null }]);

  const before = client.frames.length;
  await set(true);
  await client.next(
    (frame) =>
      client.frames.indexOf(frame) >= before &&
      frame.type === 'conversation.updated' &&
      frame['data'].id === conversation.id,
  );
  expect((await groups()).map(({ id }) => id)).toEqual([conversation.id]);
  await phones.write(RITA, group, 'Boa noite');
  await until('the group goes on', async () => (await groups())[0].lastMessage.content.text === 'Boa noite');
});

test('the account is set from the revision that was read, by its admins, and nobody sets another', async () => {
  const { body, headers } = await call('GET', `/accounts/${account.typeId}`);
  const etag = headers.get('etag')!;
  const changed = await call(
    'PATCH',
    `/accounts/${account.typeId}`,
    { settings: { history: { days: 30 } } },
    { 'if-match': etag },
  );
  expect(changed.body.settings.history).toEqual({ days: 30, messagesPerChat: 300 });
  expect(changed.body.revision).toBe(body.revision + 1);
  const late = await call(
    'PATCH',
    `/accounts/${account.typeId}`,
    { settings: { groups: true } },
    { 'if-match': etag },
  );
  expect([late.status, late.body.code]).toEqual([412, 'revision_conflict']);
  const other = server.agencies[0].clients[1].typeId;
  const foreign = await call(
    'PATCH',
    `/accounts/${other}`,
    { settings: { groups: false } },
    { 'if-match': '*' },
  );
  expect(foreign.status).toBe(404);
  const supervisor = await server.signIn(account.members.supervisor);
  const forbidden = await server.call('PATCH', `/accounts/${account.typeId}`, {
    token: supervisor,
    body: { settings: { groups: false } },
    headers: { 'if-match': '*' },
  });
  expect(forbidden.status).toBe(403);
});
