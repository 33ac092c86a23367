import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pair, Phones } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

let server: TestServer;
let account: SeededAccount;
let withoutAreaCode: SeededAccount;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  [account, withoutAreaCode] = server.agencies[0].clients;
  await server.db.asOwner('update accounts set area_code = null where id = $1', [withoutAreaCode.id]);
});
afterAll(() => server?.stop());

const create = (body: object, whose = account) =>
  server.call('POST', '/contacts', { token: whose.apiKey, body });

describe('C02: a number as people paste it', () => {
  test.each([
    ['81 99000-0001', '+5581990000001'],
    ['(33) 99000-0002', '+5533990000002'],
    ['011 99000-0003', '+5511990000003'],
    ['0 15 11 99000-0004', '+5511990000004'],
    ['+55 (0) 11 99000-0005', '+5511990000005'],
    ['5511990000006', '+5511990000006'],
    ['55 99000-0007', '+5555990000007'],
    ['+351 912 000 009', '+351912000009'],
  ])('%s is %s', async (typed, number) => {
    const made = await create({ number: typed }, withoutAreaCode);
    expect([made.status, made.body.number]).toEqual([201, number]);
    const again = await create({ number }, withoutAreaCode);
    expect([again.status, again.body.id]).toEqual([200, made.body.id]);
  });

  test('without an area code it is refused, unless the account has one', async () => {
    expect((await create({ number: '99000-0008' })).body.number).toBe('+5511990000008');
    for (const number of ['99000-0008', 'abc']) {
      const refused = await create({ number }, withoutAreaCode);
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/body/number']);
    }
  });
});

test('a contact that is there keeps its name, and gets one when it has none', async () => {
  const { body: made } = await create({ number: '+5511990000020' });
  expect((await create({ number: '11 99000-0020', name: 'Caio' })).body).toMatchObject({
    id: made.id,
    name: 'Caio',
  });
  expect((await create({ number: '11 99000-0020', name: 'Outro' })).body).toMatchObject({
    id: made.id,
    name: 'Caio',
  });
});

test('C01, C22: where the network can be asked, its spelling is the one, and a card that is saved joins who writes', async () => {
  const phones = new Phones(server.sandbox!);
  await phones.make('5511990000041', 'Dona Lúcia');
  await phones.make('557588250001', 'Sem o nono dígito');
  await pair(server, account, { number: '5511990000001', name: 'Clínica Sol' });
  const card = await create({ number: '+55 11 99000-0041', name: 'Dona Lúcia' });
  expect([card.status, card.body.number]).toEqual([201, '+5511990000041']);
  expect(card.body.identities.map(({ kind, verifiedAt }: any) => [kind, verifiedAt !== null])).toEqual([
    ['number', true],
    ['lid', true],
  ]);
  const short = await create({ number: '75 98825-0001' });
  expect(short.body.number).toBe('+557588250001');
  expect((await create({ number: '+557588250001' })).body.id).toBe(short.body.id);
  const nobody = await create({ number: '+5511900009999' });
  expect([nobody.status, nobody.body.number, nobody.body.identities[0].verifiedAt]).toEqual([
    201,
    '+5511900009999',
    null,
  ]);
});

test('who may see some sessions only makes no contacts, since nobody would be there for them', async () => {
  const [session] = (await server.call('GET', '/sessions', { token: account.apiKey })).body.data;
  const { token } = await server.embed({
    agency: server.agencies[0],
    account,
    role: 'supervisor',
    sessionIds: [session.id],
  });
  const refused = await server.call('POST', '/contacts', {
    token,
    body: { number: '+5511990000050' },
    headers: { origin: 'https://portal.example' },
  });
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
});
