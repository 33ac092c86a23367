import { afterAll, beforeAll, expect, test } from 'vitest';
import { MovableClock } from '../../test/movable-clock.ts';
import { pair, Phones, thread, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { Pacer } from './pacer.ts';
import { defaultSettings } from './settings.ts';

const [CLINIC, RITA] = ['5511990000001', '5511970000002'] as const;
const clock = new MovableClock();

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
let strangers = 0;

beforeAll(async () => {
  server = await testServer({ sandbox: true, gateway: { clock } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
  await phones.write(RITA, CLINIC, 'Oi');
  await until('she has written', async () => (await thread(server, account, `+${RITA}`)).length === 1);
});
afterAll(() => server?.stop());

const set = (pacing: object) =>
  server.call('PATCH', `/sessions/${sessionId}`, {
    token: account.apiKey,
    body: { settings: { pacing } },
    headers: { 'if-match': '*' },
  });
const statusOf = async (id: string): Promise<string> =>
  (await server.call('GET', `/messages/${id}`, { token: account.apiKey })).body.status;
const sent = (id: string): Promise<unknown> =>
  until('it is sent', async () => (await statusOf(id)) === 'delivered');

async function send(to: string, text: string): Promise<string> {
  const { body } = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to: `+${to}`, sessionId, content: { type: 'text', text } },
  });
  return body.id;
}

async function stranger(): Promise<string> {
  strangers += 1;
  const number = `55119711000${String(strangers).padStart(2, '0')}`;
  await phones.make(number, `Estranho ${strangers}`);
  return number;
}

test('messages that answer nobody leave one by one with a pause between; a reply goes at once', async () => {
  await set({ minPauseMs: 5_000, maxPauseMs: 5_000 });
  const ids: string[] = [];
  for (let time = 0; time < 3; time += 1) ids.push(await send(await stranger(), `Olá ${time}`));
  await sent(ids[0]!);
  await sent(await send(RITA, 'Já respondo'));
  expect(await Promise.all(ids.map(statusOf))).toEqual(['delivered', 'queued', 'queued']);
  expect(await clock.passPause()).toBe(5_000);
  await sent(ids[1]!);
  await sent(await send(RITA, 'Ainda aqui'));
  expect(await statusOf(ids[2]!)).toBe('queued');
  // Taken back by the person, nothing waits any more.
  await set({ minPauseMs: 0, maxPauseMs: 0 });
  await sent(ids[2]!);
});

test('where replies are paced too, they wait like the rest', async () => {
  clock.advance(60_000);
  await set({ perMinute: 1, replies: true });
  await sent(await send(RITA, 'Um'));
  const second = await send(RITA, 'Dois');
  expect(await clock.passPause(50_000)).toBeLessThanOrEqual(60_000);
  await sent(second);
  expect((await phones.chat(RITA, CLINIC)).slice(-2).map(({ text }) => text)).toEqual(['Um', 'Dois']);
  await set({ perMinute: null, replies: false });
});

test('typing shows before a text, for as long as the text is long, and holds up nobody else', async () => {
  await set({ typing: true });
  const text = 'Uma resposta que leva um tempo para escrever';
  const slow = await send(RITA, text);
  await until('the phone is told', async () =>
    JSON.stringify(await phones.call('GET', `/stanzas?number=${CLINIC}`)).includes('composing'),
  );
  expect(await statusOf(slow)).toBe('queued');
  const other = await stranger();
  const quick = await send(other, 'Oi');
  const pauses = [await clock.passPause(), await clock.passPause()].toSorted((a, b) => a - b);
  expect(pauses[1]).toBeGreaterThan(1_000 + text.length * 30);
  await sent(slow);
  await sent(quick);
  await set({ typing: false });
});

test('so many a minute, and pauses between: the longer of both holds', () => {
  const still = new MovableClock();
  const pacing = { ...defaultSettings.pacing, perMinute: 3, minPauseMs: 1_000, maxPauseMs: 3_000 };
  const pacer = new Pacer({ clock: still, pacing: () => pacing, random: () => 0.5 });
  const waits: number[] = [];
  for (let time = 0; time < 4; time += 1) {
    still.advance(pacer.waitMs());
    pacer.note();
    waits.push(pacer.waitMs());
  }
  expect(waits).toEqual([2_000, 2_000, 56_000, 2_000]);
  expect(new Pacer({ clock: still, pacing: () => defaultSettings.pacing }).waitMs()).toBe(0);
});
