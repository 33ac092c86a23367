import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA, TIAGO, LIA] = [
  '5511990000001',
  '5511970000002',
  '5511970000003',
  '5511970000004',
] as const;
const AD = {
  sourceId: '120209',
  sourceUrl: 'https://fb.me/abc',
  title: 'Avaliação grátis',
  body: 'Agende',
  ctwaClid: 'click-1',
  sourceApp: 'instagram',
};

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true, gateway: { undecryptableMs: 3_000 } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  for (const [number, name] of [
    [RITA, 'Rita'],
    [TIAGO, 'Tiago'],
    [LIA, 'Lia'],
  ] as const)
    await phones.make(number, name);
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

const journal = async (query: Record<string, string> = {}): Promise<any[]> =>
  (
    await server.call('GET', `/sessions/${sessionId}/journal`, {
      token: account.apiKey,
      query: { limit: 200, ...query },
    })
  ).body.data;
const entryOf = async (whatsappId: string): Promise<any> => (await journal({ whatsappId }))[0];
const fault = (kind: string, more: object = {}): Promise<{ id: string }> =>
  phones.call('POST', '/faults', { kind, number: CLINIC, ...more });

test('a lead from an ad gets its content from the phone, and keeps its ad', async () => {
  const whatsappId = await phones.write(RITA, CLINIC, 'Vi o anúncio', { as: 'unavailable', ad: AD });
  const lead = await until('its content', async () => {
    const [message] = await thread(server, account, `+${RITA}`);
    return message?.content.type === 'text' && message;
  });
  expect(lead).toMatchObject({
    whatsappId,
    content: { text: 'Vi o anúncio' },
    ad: {
      sourceId: '120209',
      sourceUrl: 'https://fb.me/abc',
      title: 'Avaliação grátis',
      body: 'Agende',
      clickId: 'click-1',
      app: 'instagram',
    },
  });
  expect(await entryOf(whatsappId)).toMatchObject({
    kind: 'text',
    deliveries: 1,
    asked: 1,
    outcome: { code: 'healed', messageId: lead.id, reason: null },
  });
});

test('a lead whose phone is off is shown as waiting, asked for at each connection, also after a restart, and healed in place', async () => {
  const off = await fault('phone_silent');
  const whatsappId = await phones.write(TIAGO, CLINIC, 'Quero agendar', { as: 'unavailable', ad: AD });
  const waiting = await until('the lead waits', async () => (await thread(server, account, `+${TIAGO}`))[0]);
  expect(waiting.content).toEqual({ type: 'unsupported', rawType: 'unavailable' });
  await until('the phone was asked', async () => (await entryOf(whatsappId)).asked === 1);
  expect((await entryOf(whatsappId)).outcome).toEqual({
    code: 'waiting_for_phone',
    messageId: waiting.id,
    reason: null,
  });

  await server.restart();
  await connected(server, account, sessionId);
  await until('it is asked again after a restart', async () => (await entryOf(whatsappId)).asked === 2);
  expect((await journal({ outcome: 'waiting_for_phone' })).map((one) => one.whatsappId)).toEqual([
    whatsappId,
  ]);

  await phones.call('DELETE', `/faults/${off.id}`);
  await fault('drop');
  const healed = await until('it is healed by the next connection', async () => {
    const [message] = await thread(server, account, `+${TIAGO}`);
    return message.content.type === 'text' && message;
  });
  expect(healed).toMatchObject({
    id: waiting.id,
    content: { text: 'Quero agendar' },
    ad: { clickId: 'click-1' },
  });
  expect(await thread(server, account, `+${TIAGO}`)).toHaveLength(1);
  expect((await entryOf(whatsappId)).outcome).toMatchObject({ code: 'healed', messageId: waiting.id });
});

test('a message that can not be decrypted comes again at once, is one message, and never shows as broken', async () => {
  await phones.write(LIA, CLINIC, 'Oi');
  await until('a first message', async () => (await thread(server, account, `+${LIA}`)).length === 1);
  await fault('corrupt_enc', { times: 1 });
  const whatsappId = await phones.write(LIA, CLINIC, 'Estragada no caminho');
  const entry = await until('it is in the inbox', async () => {
    const found = await entryOf(whatsappId);
    return found?.outcome.code === 'message' && found;
  });
  expect(entry.deliveries).toBe(2);
  const texts = (await thread(server, account, `+${LIA}`)).map(({ content }) => content.text);
  expect(texts).toEqual(['Oi', 'Estragada no caminho']);
});

test('what stays undecryptable is shown as such, asked of the phone, and healed in place', async () => {
  const off = await fault('phone_silent');
  const broken = await fault('corrupt_enc', { times: 0 });
  const whatsappId = await phones.write(LIA, CLINIC, 'Só o celular tem');
  const shown = await until('it is shown', async () =>
    (await thread(server, account, `+${LIA}`)).find((message) => message.whatsappId === whatsappId),
  );
  expect(shown.content).toEqual({ type: 'unsupported', rawType: 'undecryptable' });
  expect((await entryOf(whatsappId)).outcome).toMatchObject({ code: 'undecryptable', messageId: shown.id });
  await until('the phone was asked', async () => (await entryOf(whatsappId)).asked > 0);
  await phones.call('DELETE', `/faults/${broken.id}`);
  await phones.call('DELETE', `/faults/${off.id}`);
  await fault('drop');
  const healed = await until('it is healed', async () => {
    const found = (await thread(server, account, `+${LIA}`)).find((message) => message.id === shown.id);
    return found?.content.type === 'text' && found;
  });
  expect(healed.content.text).toBe('Só o celular tem');
});

test('the journal shows who may not read all conversations no address, and nobody any text', async () => {
  const agent = await server.signIn(account.members.agent);
  const reply = await server.call('GET', `/sessions/${sessionId}/journal`, { token: agent });
  expect(reply.status).toBe(200);
  expect(reply.body.data.length).toBeGreaterThan(3);
  for (const { chat, author } of reply.body.data) expect([chat, author]).toEqual([null, null]);
  const all = await journal();
  expect(JSON.stringify(all)).not.toMatch(/anúncio|agendar|celular/i);
  expect(new Set(all.map(({ chat }) => chat))).toEqual(new Set([RITA, TIAGO, LIA].map((one) => `+${one}`)));
  // Page by page it is the same.
  const seen: number[] = [];
  for (let cursor: string | null = null, first = true; first || cursor; first = false) {
    const page: any = await server.call('GET', `/sessions/${sessionId}/journal`, {
      token: account.apiKey,
      query: { limit: 2, ...(cursor ? { cursor } : {}) },
    });
    seen.push(...page.body.data.map(({ position }: any) => position));
    cursor = page.body.nextCursor;
  }
  expect(seen).toEqual(all.map(({ position }) => position));
  const other = server.agencies[1].clients[0];
  const theirs = await server.call('GET', `/sessions/${sessionId}/journal`, { token: other.apiKey });
  expect(theirs.status).toBe(404);
});
