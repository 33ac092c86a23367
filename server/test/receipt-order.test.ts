import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair, Phones, until } from './phones.ts';
import { follow } from './realtime-client.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA] = ['5511990000001', '5511970000002'] as const;
const STEPS = ['queued', 'sent', 'delivered', 'read'];

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
});
afterAll(() => server?.stop());

const send = async (text: string): Promise<any> =>
  (
    await server.call('POST', '/send-message', {
      token: account.apiKey,
      body: { to: `+${RITA}`, content: { type: 'text', text } },
    })
  ).body;
const statusOf = async (id: string): Promise<string> =>
  (await server.call('GET', `/messages/${id}`, { token: account.apiKey })).body.status;
const onPhone = (message: any): Promise<any> =>
  until('the phone shows it', async () =>
    (await phones.chat(RITA, CLINIC)).find(({ id }) => id === message.whatsappId),
  );
const receipt = (effect: object) =>
  phones.call('POST', '/faults', {
    kind: 'delivery',
    stanza: 'receipt',
    number: CLINIC,
    times: 1,
    ...effect,
  });

test('C27: receipts that come late and twice never take a message back, and each step is told once', async () => {
  const client = await follow(server, { token: account.apiKey });
  // "Delivered" comes after "read", and "read" comes twice.
  await receipt({ effect: 'late', delayMs: 1_500 });
  const message = await send('primeira');
  await onPhone(message);
  await until('the first receipt is held back', async () => {
    const { data } = await phones.call('GET', '/faults');
    return data.every(({ struck }: any) => struck > 0);
  });
  await receipt({ effect: 'twice' });
  await phones.read(RITA, CLINIC);
  await until('it is read', async () => (await statusOf(message.id)) === 'read');
  const handed = await until('all are handed over', async () => {
    const { data } = await phones.call('GET', `/stanzas?number=${CLINIC}`);
    const receipts = data
      .filter(({ node, direction }: any) => node.tag === 'receipt' && direction !== 'from_client')
      .filter(({ node }: any) => node.attrs.id === message.whatsappId)
      .map(({ node }: any) => node.attrs.type ?? 'delivered');
    return receipts.includes('delivered') && receipts;
  });
  expect(handed).toEqual(['read', 'read', 'delivered']);
  const later = await send('depois');
  await until('what was sent after it is delivered', async () => (await statusOf(later.id)) === 'delivered');
  expect(await statusOf(message.id)).toBe('read');
  const told = client
    .events()
    .filter(({ ['data']: data }) => data.id === message.id)
    .map(({ ['data']: data }) => data.status);
  const order = told.map((status) => STEPS.indexOf(status));
  expect(order).toEqual([...new Set(order)].toSorted((one, other) => one - other));
  expect(told.at(-1)).toBe('read');
  expect(client.events().filter(({ type }) => type === 'message.received')).toEqual([]);
});

test('C27: a receipt that comes before the acknowledgement is not lost', async () => {
  await phones.call('POST', '/faults', { kind: 'silent_ack', number: CLINIC, delivered: true });
  const message = await send('segunda');
  await until('it is delivered', async () => (await statusOf(message.id)) === 'delivered');
});
