import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connected, pair, Phones, thread, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const CLINIC = '5511990000001';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
let customers = 0;
/** A customer of this test alone. */
let rita: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
});
afterAll(() => server?.stop());
beforeEach(async () => {
  customers += 1;
  rita = `55119700000${String(customers).padStart(2, '0')}`;
  await phones.make(rita, `Rita ${customers}`);
});

const ring = async (more: object = {}): Promise<string> =>
  (await phones.call<{ id: string }>('POST', `/phones/${rita}/calls`, { to: CLINIC, ...more })).id;
const calls = async (): Promise<any[]> =>
  (await thread(server, account, `+${rita}`)).filter(({ content }) => content.type === 'call');
const shows = (outcome: string): Promise<any> =>
  until(`the call is ${outcome}`, async () =>
    (await calls()).find((message) => message.content.outcome === outcome),
  );
const set = async (settings: object): Promise<void> => {
  const { status } = await server.call('PATCH', `/sessions/${sessionId}`, {
    token: account.apiKey,
    body: { settings: { calls: settings } },
    headers: { 'if-match': '*' },
  });
  expect(status).toBe(200);
};

test.each([
  ['end', 'missed'],
  ['answer', 'answered'],
  ['reject', 'rejected'],
])('a call shows in the conversation while it rings, and how it ended: %s', async (what, outcome) => {
  const id = await ring({ video: what === 'answer' });
  const ringing = await shows('ringing');
  expect(ringing).toMatchObject({
    direction: 'inbound',
    author: { kind: 'contact', name: `Rita ${customers}` },
    content: { type: 'call', video: what === 'answer', group: false, outcome: 'ringing' },
    whatsappId: id,
    status: 'received',
  });
  await phones.call('POST', `/calls/${id}/${what}`, {});
  const ended = await shows(outcome);
  expect(ended.id).toBe(ringing.id);
  expect(await calls()).toHaveLength(1);
  const told = await until('its end is told', async () => {
    const { body } = await server.call('GET', '/events', {
      token: account.apiKey,
      query: { after: 0, limit: 200 },
    });
    const ofCall = body.data.filter(({ data }: any) => data.id === ended.id);
    return ofCall.some(({ type }: any) => type === 'message.updated') && ofCall;
  });
  expect(told.map(({ type, data }: any) => [type, data.content.outcome])).toEqual([
    ['message.received', 'ringing'],
    ['message.updated', outcome],
  ]);
});

test('a call that came while we were away was missed, and is there once', async () => {
  const token = account.apiKey;
  await server.call('POST', `/sessions/${sessionId}/pause`, { token });
  await until('the line is down', async () => !(await phones.devices(CLINIC)).devices[0]!.online);
  const id = await ring();
  await phones.call('POST', `/calls/${id}/end`, {});
  await server.call('POST', `/sessions/${sessionId}/resume`, { token });
  await connected(server, account, sessionId);
  await shows('missed');
  expect(await calls()).toHaveLength(1);
});

test('calls are refused when the session says so, and who calls again and again is told once', async () => {
  const text = 'Não atendemos ligações por aqui. Escreva, por favor.';
  await set({ reject: true, text });
  const ids = [await ring(), await ring({ video: true })];
  await until('both are refused', async () => {
    const { data } = await phones.call('GET', `/phones/${rita}/calls`);
    return data.length === 2 && data.every((call: any) => call.status === 'rejected');
  });
  await until(
    'the conversation shows it',
    async () => (await calls()).filter(({ content }) => content.outcome === 'auto_rejected').length === 2,
  );
  await until('the phone shows the text', async () =>
    (await phones.chat(rita, CLINIC)).find((message) => message.text === text),
  );
  // The third comes after both texts could have been written.
  ids.push(await ring());
  await until('it is refused', async () => (await calls()).length === 3);
  const written = (await thread(server, account, `+${rita}`)).filter(
    ({ content }) => content.type === 'text',
  );
  expect(written.map(({ content, author }) => [content.text, author.kind])).toEqual([[text, 'flow']]);
  expect((await calls()).map(({ whatsappId }) => whatsappId)).toEqual(ids);

  await set({ reject: false });
  await ring();
  await shows('ringing');
});

test('the sandbox understood all that was said', async () => {
  expect((await phones.call('GET', '/health')).unknown).toEqual([]);
});
