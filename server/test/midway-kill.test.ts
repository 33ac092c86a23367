import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';
import { until } from './phones.ts';

const CLINIC = '5511990000001';
const CUSTOMERS = Array.from({ length: 20 }, (_, place) => `55119700000${10 + place}`);
const EACH = 50;

let server: KillableServer;

beforeAll(async () => {
  server = await KillableServer.start();
  await server.phones.call('POST', '/phones', {
    number: CLINIC,
    name: 'Clínica',
    history: { chats: 50, messages: EACH },
  });
  for (const number of CUSTOMERS) await server.phones.make(number, `Cliente ${number.slice(-2)}`);
  const count = CUSTOMERS.length * EACH;
  await server.phones.call('POST', '/bulk', { from: CUSTOMERS, to: CLINIC, count, text: 'antes' });
  await until(
    'they have written',
    async () => (await server.phones.chat(CUSTOMERS.at(-1)!, CLINIC)).length === EACH,
  );
}, 60_000);

afterAll(() => server?.end());

const importedNow = async (): Promise<number> =>
  (await server.db.asOwner<{ n: number }>('select count(*)::int as n from messages where from_history'))[0]!
    .n;

test('kill -9 in the middle of a history loses nothing of it, and doubles nothing', async () => {
  const { id } = await server.call('POST', '/connect', { method: 'qr' });
  await server.phones.scan(CLINIC, await server.qr(id));
  const whole = CUSTOMERS.length * EACH;
  for (const after of [1, whole / 2]) {
    await until(`${after} are imported`, async () => (await importedNow()) >= after, 60_000);
    await server.kill();
    expect(await importedNow()).toBeLessThan(whole);
    await server.restart();
  }
  await until('all are imported', async () => (await importedNow()) >= whole, 60_000);
  await until(
    'it says so',
    async () => (await server.call('GET', `/sessions/${id}`)).history?.progress === 100,
  );
  const perChat = await server.db.asOwner(
    `select count(*)::int as messages, count(distinct whatsapp_id)::int as different
     from messages group by conversation_id`,
  );
  expect(perChat).toEqual(CUSTOMERS.map(() => ({ messages: EACH, different: EACH })));
  const { data } = await server.call('GET', '/conversations?limit=200');
  expect(data.map(({ unreadCount }: any) => unreadCount)).toEqual(CUSTOMERS.map(() => 0));
}, 180_000);

test('kill -9 with a change in the outbox: the next process sends it, and the phone shows it once', async () => {
  const rita = CUSTOMERS[0]!;
  const sent = await server.call('POST', '/send-message', {
    to: `+${rita}`,
    content: { type: 'text', text: 'Abrimos às 9h' },
  });
  const now = (): Promise<any> => server.call('GET', `/messages/${sent.id}`);
  await until('it is delivered', async () => (await now()).status === 'delivered', 30_000);
  // WhatsApp takes the edit and says nothing, so that it is still in the outbox.
  await server.phones.call('POST', '/faults', { kind: 'silent_ack', number: CLINIC, delivered: true });
  await server.call('PATCH', `/messages/${sent.id}`, { text: 'Abrimos às 8h' });
  const shown = (): Promise<any[]> => server.phones.chat(rita, CLINIC);
  await until('the phone shows the edit', async () =>
    (await shown()).some(({ id, text }) => id === sent.whatsappId && text === 'Abrimos às 8h'),
  );
  expect((await now()).pendingChange).toMatchObject({ kind: 'edit', status: 'queued' });
  await server.killAndRestart();
  const edited = await until(
    'it has taken effect',
    async () => {
      const message = await now();
      return message.editedAt && message;
    },
    60_000,
  );
  expect(edited).toMatchObject({ content: { text: 'Abrimos às 8h' }, failure: null });
  expect(edited.pendingChange ?? null).toBeNull();
  const onPhone = (await shown()).filter(({ id }) => id === sent.whatsappId);
  expect(onPhone.map(({ text }) => text)).toEqual(['Abrimos às 8h']);
  const changes = await server.db.asOwner(
    `select kind, status from message_changes where message_id is not null`,
  );
  expect(changes).toEqual([{ kind: 'edit', status: 'sent' }]);
}, 120_000);
