import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA, TIAGO] = ['5511990000001', '5511970000002', '5511970000003'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(TIAGO, 'Tiago');
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
});
afterAll(() => server?.stop());

test('C27: in a group each member has a tick of their own, the message has those of all, and neither goes back', async () => {
  const { id: group } = await phones.call<{ id: string }>('POST', '/groups', {
    subject: 'Família',
    creator: RITA,
    members: [CLINIC, TIAGO],
  });
  const key = { token: account.apiKey };
  await phones.write(RITA, group, 'Bom dia');
  const conversation = await until('the group is in the inbox', async () => {
    const { body } = await server.call('GET', '/conversations', key);
    return body.data.find((one: any) => one.kind === 'group');
  });
  const { body: sent } = await server.call('POST', '/send-message', {
    ...key,
    body: { conversationId: conversation.id, content: { type: 'text', text: 'Bom dia a todos' } },
  });
  const now = async (): Promise<any> => (await server.call('GET', `/messages/${sent.id}`, key)).body;
  const when = (what: string, expected: { delivered: number; read: number; status: string }) =>
    until(what, async () => {
      const { receipts, status } = await now();
      return (
        receipts?.delivered === expected.delivered &&
        receipts.read === expected.read &&
        receipts.of === 2 &&
        status === expected.status
      );
    });
  await when('both have it', { delivered: 2, read: 0, status: 'delivered' });
  await phones.read(RITA, group);
  await when('one has read it', { delivered: 2, read: 1, status: 'delivered' });
  await phones.read(TIAGO, group);
  await when('both have read it', { delivered: 2, read: 2, status: 'read' });
  const { body } = await server.call('GET', '/events', { ...key, query: { after: 0, limit: 200 } });
  const steps = body.data
    .filter(({ type, data }: any) => type === 'message.updated' && data.id === sent.id)
    .map(({ data }: any) => (data.receipts ? data.receipts.delivered + data.receipts.read : 0));
  expect(steps).toEqual(steps.toSorted((one: number, other: number) => one - other));
});
