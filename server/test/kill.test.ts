import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';
import { until } from './phones.ts';

const CLINIC = '5511990000001';
const CUSTOMERS = ['5511970000001', '5511970000002', '5511970000003', '5511970000004', '5511970000005'];
const MESSAGES = 500;
const KILLS = 8;

let server: KillableServer;
let sessionId: string;

beforeAll(async () => {
  server = await KillableServer.start();
  for (const [index, number] of CUSTOMERS.entries()) await server.phones.make(number, `Cliente ${index + 1}`);
  sessionId = await server.pair(CLINIC, 'Clínica');
}, 60_000);

afterAll(() => server?.end());

test(`kill -9 during ${MESSAGES} messages each way loses none, doubles none, and keeps their order`, async () => {
  const conversations = await meetCustomers();
  const { ids } = await server.phones.call<{ ids: string[] }>('POST', '/bulk', {
    from: CUSTOMERS,
    to: CLINIC,
    count: MESSAGES,
    rate: 25,
    text: 'Pergunta',
  });
  const lines = [...conversations].map((conversation, line) => sendInOrder(conversation, line));
  for (let kills = 0; kills < KILLS; kills += 1) {
    await sleep(randomInt(300, 2_500));
    await server.killAndRestart();
  }
  const sent = (await Promise.all(lines)).flat();
  expect(sent).toHaveLength(MESSAGES);
  await server.connected(sessionId, 40_000);

  await everyMessageArrived(ids, sent);
  await checkInbound(ids);
  await checkOutbound(sent);
  await checkEvents([...ids], sent);
}, 300_000);

test('a phone that asks again after a kill, and past all caches, is answered from the database', async () => {
  const to = CUSTOMERS[0]!;
  await server.phones.call('POST', '/faults', {
    kind: 'retry_request',
    number: to,
    device: 0,
    times: 1,
    askAfterMs: 2_000,
  });
  const answer = await server.call('POST', '/send-message', {
    to: `+${to}`,
    sessionId,
    content: { type: 'text', text: 'Você leu?' },
  });
  await until(
    'WhatsApp has it',
    async () => (await server.call('GET', `/messages/${answer.id}`)).status === 'sent',
  );
  expect((await server.phones.chat(to, CLINIC)).map(({ text }) => text)).not.toContain('Você leu?');
  await server.killAndRestart();
  await server.connected(sessionId, 40_000);
  await until(
    'the phone shows it, and says so',
    async () => {
      const shown = (await server.phones.chat(to, CLINIC)).filter(({ text }) => text === 'Você leu?');
      return (
        shown.length === 1 && (await server.call('GET', `/messages/${answer.id}`)).status === 'delivered'
      );
    },
    30_000,
  );
}, 90_000);

/** Each customer writes once, so that there's a conversation to answer in. */
async function meetCustomers(): Promise<string[]> {
  for (const number of CUSTOMERS) await server.phones.write(number, CLINIC, 'Oi');
  return until('five conversations', async () => {
    const { data } = await server.call('GET', '/conversations?limit=50');
    return data.length === CUSTOMERS.length && data.map((row: { id: string }) => row.id);
  });
}

/** One client that sends its messages one after the other, and repeats a request until it was answered. */
async function sendInOrder(
  conversationId: string,
  line: number,
): Promise<Array<{ id: string; text: string }>> {
  const sent: Array<{ id: string; text: string }> = [];
  for (let index = 1; index <= MESSAGES / CUSTOMERS.length; index += 1) {
    const text = `Resposta ${line}-${index}`;
    for (;;) {
      try {
        const message = await server.call(
          'POST',
          '/send-message',
          { conversationId, content: { type: 'text', text } },
          `key-${line}-${index}`,
        );
        sent.push({ id: message.id, text });
        break;
      } catch {
        await sleep(100);
      }
    }
    await sleep(randomInt(0, 120));
  }
  return sent;
}

async function everyMessageArrived(ids: string[], sent: Array<{ id: string }>): Promise<void> {
  await until(
    'every message is in the inbox, and every answer has reached WhatsApp',
    async () => {
      const [row] = await server.db.asOwner<{ received: string; waiting: string }>(
        `select count(*) filter (where direction = 'inbound') as received,
           count(*) filter (where status = 'queued') as waiting from messages where account_id = $1`,
        [server.accountId],
      );
      const received = Number(row!.received) - CUSTOMERS.length;
      return received >= ids.length && Number(row!.waiting) === 0 && sent.length === MESSAGES;
    },
    90_000,
  );
}

async function checkInbound(ids: string[]): Promise<void> {
  const ledger = (await server.phones.ledger(CLINIC)).filter((row) => ids.includes(row.id));
  expect(ledger).toHaveLength(ids.length);
  expect(ledger.filter((row) => row.acknowledgedAt === null)).toEqual([]);
  const journal = await server.db.asOwner<{ whatsapp_id: string; projected: boolean }>(
    `select whatsapp_id, projected_at is not null as projected from journal where account_id = $1 order by position`,
    [server.accountId],
  );
  expect(journal.filter(({ projected }) => !projected)).toEqual([]);
  expect(
    journal
      .map((row) => row.whatsapp_id)
      .filter((id) => ids.includes(id))
      .toSorted(),
  ).toEqual(ids.toSorted());
  const messages = await server.db.asOwner<{ whatsapp_id: string; conversation_id: string; text: string }>(
    `select whatsapp_id, conversation_id, content->>'text' as text from messages
     where account_id = $1 and direction = 'inbound' order by timestamp, id`,
    [server.accountId],
  );
  expect(
    messages
      .map((row) => row.whatsapp_id)
      .filter((id) => ids.includes(id))
      .toSorted(),
  ).toEqual(ids.toSorted());
  for (const inOne of Map.groupBy(messages, (row) => row.conversation_id).values()) {
    const numbers = inOne.map(({ text }) => Number(text.replace(/\D/g, ''))).filter((number) => number > 0);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
}

async function checkOutbound(sent: Array<{ id: string; text: string }>): Promise<void> {
  const shown = await Promise.all(CUSTOMERS.map((number) => server.phones.chat(number, CLINIC)));
  const texts = shown
    .flat()
    .filter(({ fromMe }) => !fromMe)
    .map(({ text }) => text);
  expect(texts.toSorted()).toEqual(sent.map(({ text }) => text).toSorted());
  for (const chat of shown) {
    const numbers = chat.filter(({ fromMe }) => !fromMe).map(({ text }) => Number(text.split('-')[1]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
  const rows = await server.db.asOwner<{ status: string; failure: unknown }>(
    `select status, failure from messages where account_id = $1 and direction = 'outbound'`,
    [server.accountId],
  );
  expect(rows).toHaveLength(sent.length);
  expect(rows.filter(({ status }) => !['sent', 'delivered', 'read'].includes(status))).toEqual([]);
}

/** One event for each message, and their numbers without a gap. */
async function checkEvents(ids: string[], sent: Array<{ id: string }>): Promise<void> {
  const unnumbered = (): Promise<Array<{ count: string }>> =>
    server.db.asOwner('select count(*) from events where account_id = $1 and seq is null', [
      server.accountId,
    ]);
  await until('all events are numbered', async () => Number((await unnumbered())[0]!.count) === 0);
  const events = await server.db.asOwner<{ type: string; seq: string; whatsapp_id: string }>(
    `select type, seq, data->>'whatsapp_id' as whatsapp_id from events where account_id = $1 order by seq`,
    [server.accountId],
  );
  expect(events.map(({ seq }) => Number(seq))).toEqual(events.map((_, index) => index + 1));
  const received = events.filter(({ type }) => type === 'message.received').map((event) => event.whatsapp_id);
  expect(received.filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted());
  expect(events.filter(({ type }) => type === 'message.sent')).toHaveLength(sent.length);
}
