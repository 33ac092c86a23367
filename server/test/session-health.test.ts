import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, pair, Phones, readSession, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA] = ['5511990000001', '5511970000002'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  server = await testServer({
    sandbox: true,
    gateway: {
      acknowledgementMs: 4_000,
      health: {
        everyMs: 100,
        dropMs: 300,
        unconfirmedMs: 600,
        answerMs: 600,
        quietMs: 1_500,
        catchUpMs: 1_000,
        silenceAgainMs: 1_000,
        resolveAfterMs: 500,
        drops: 100,
        alertAfterMs: { disconnected: 300, silent: 2_000 },
      },
    },
  });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

const fault = (kind: string, more: object = {}): Promise<{ id: string }> =>
  phones.call('POST', '/faults', { kind, number: CLINIC, ...more });
const mend = (id: string): Promise<void> => phones.call('DELETE', `/faults/${id}`);
const health = async (): Promise<any> => (await readSession(server, account, sessionId)).health;
const history = async (type?: string): Promise<any[]> =>
  (
    await server.call('GET', `/sessions/${sessionId}/health`, {
      token: account.apiKey,
      query: { limit: 200, ...(type ? { type } : {}) },
    })
  ).body.data;
const alerts = async (): Promise<any[]> => {
  const { body } = await server.call('GET', '/events', {
    token: account.apiKey,
    query: { after: 0, types: 'session.alerted', limit: 200 },
  });
  return body.data.map((event: any) => event.data);
};
const untilGood = (): Promise<any> =>
  until('it is well again', async () => {
    const now = await health();
    return now.state === 'good' && now;
  });

/** Waits for a connection as an impatient person does, who asks for it again in place of waiting. */
const connectedNow = (): Promise<any> =>
  until('it is connected', async () => {
    const session = await readSession(server, account, sessionId);
    if (session.status === 'disconnected')
      await server.call('POST', '/connect', { token: account.apiKey, body: { method: 'qr', sessionId } });
    return session.status === 'connected' && session;
  });

const alertsOf = async (code: string): Promise<any[]> =>
  (await alerts()).filter((alert) => alert.code === code);

/** Another program takes the link, and we come back. */
const push = async (): Promise<void> => {
  const { connectedAt } = await connected(server, account, sessionId);
  await fault('replaced');
  await until('it is pushed out', async () => {
    const { status, reason } = await readSession(server, account, sessionId);
    return status === 'disconnected' && reason.code === 'connection_replaced';
  });
  await until('it is back', async () => (await connectedNow()).connectedAt > connectedAt);
};

test('a session that works is good, and its history says since when', async () => {
  const now = await untilGood();
  expect(now).toEqual({ score: 100, state: 'good', since: expect.any(String), causes: [], gap: null });
  expect(await history()).toEqual([
    {
      id: expect.stringMatching(/^hlt_/),
      type: 'changed',
      at: expect.any(String),
      score: 100,
      state: 'good',
      causes: [],
    },
  ]);
  const { body } = await server.call('GET', `/sessions/${sessionId}/health`, { token: account.apiKey });
  expect(body.facts.connectedShareDay).toBe(1);
});

test('messages that WhatsApp takes and never confirms end the connection, and go out again under the same id', async () => {
  await connected(server, account, sessionId);
  const before = (await history('silence')).length;
  await fault('silent_ack', { times: 1, delivered: false });
  const { body } = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to: `+${RITA}`, content: { type: 'text', text: 'Chegou?' } },
  });
  await until('it is delivered', async () => {
    const message = await server.call('GET', `/messages/${body.id}`, { token: account.apiKey });
    return message.body.status === 'delivered';
  });
  const [silence] = await until('it was noticed', async () => {
    const all = await history('silence');
    return all.length > before && all[0].until && all;
  });
  expect(silence.cause).toBe('sends_unconfirmed');
  const chat = await phones.chat(RITA, CLINIC);
  expect(chat.filter(({ text }) => text === 'Chegou?')).toHaveLength(1);
  await untilGood();
});

test('after a reconnect it says what was missed, for how long, and that it has been caught up', async () => {
  const since = new Date().toISOString();
  const raised = async (): Promise<any[]> => (await alerts()).filter(({ raisedAt }) => raisedAt > since);
  const off = await fault('login_failure', { times: 0, reason: 503 });
  await fault('drop');
  await until('it is disconnected', async () => {
    const session = await readSession(server, account, sessionId);
    return session.status === 'disconnected' && session;
  });
  for (const text of ['Oi', 'Tem vaga?', 'Alô?']) await phones.write(RITA, CLINIC, text);
  const down = await until('its health says so', async () => {
    const now = await health();
    return now.causes[0]?.code === 'disconnected' && now;
  });
  expect(down).toMatchObject({
    state: 'degraded',
    causes: [{ action: 'wait', message: expect.any(String) }],
  });
  await until('somebody is alerted', async () => (await raised()).length > 0);
  await mend(off.id);
  const { gap } = await until(
    'it is caught up',
    async () => {
      const now = await health();
      return now.gap?.caughtUpAt && now.gap.until > since && now;
    },
    40_000,
  );
  expect(gap.announced.messages).toBe(3);
  expect(gap.received).toBe(3);
  expect(Date.parse(gap.until)).toBeGreaterThan(Date.parse(gap.from));
  expect(Date.parse(gap.caughtUpAt)).toBeGreaterThanOrEqual(Date.parse(gap.until));
  // In the inbox when it says so, and told as live messages are.
  expect((await thread(server, account, `+${RITA}`)).map(({ content }) => content.text)).toEqual([
    'Chegou?',
    'Oi',
    'Tem vaga?',
    'Alô?',
  ]);
  const [entry] = await history('gap');
  expect(entry).toEqual({ id: expect.any(String), type: 'gap', at: gap.until, gap });
  const [drop] = await history('disconnected');
  expect(drop).toMatchObject({ at: gap.from, until: gap.until, reason: expect.any(String) });
  const journal = await server.call('GET', `/sessions/${sessionId}/journal`, { token: account.apiKey });
  expect(journal.body.data.map(({ arrival }: any) => arrival)).toEqual(['offline', 'offline', 'offline']);
  await untilGood();
  const told = await until('the alert is over', async () => {
    const all = await raised();
    return all.some(({ state }) => state === 'resolved') && all;
  });
  expect(told.map(({ state, code, revision }) => [state, code, revision])).toEqual([
    ['raised', 'disconnected', 1],
    ['resolved', 'disconnected', 2],
  ]);
  expect(told[0].id).toBe(told[1].id);
  const { body } = await server.call('GET', `/sessions/${sessionId}/health`, { token: account.apiKey });
  expect(body.facts).toMatchObject({ reconnectsHour: 2, reconnectsDay: 2, queued: 0, notInInbox: 0 });
  expect(body.facts.connectedShareDay).toBeGreaterThan(0);
});

test('a connection that answers pings and delivers nothing is noticed, made anew, and what waited comes', async () => {
  const before = (await history('silence')).length;
  await fault('deaf');
  await phones.write(RITA, CLINIC, 'Ninguém me ouve?');
  const [silence] = await until('the silence is noticed and over', async () => {
    const all = await history('silence');
    return all.length > before && all[0].until && all;
  });
  expect(silence).toMatchObject({ cause: 'unanswered' });
  const texts = (await thread(server, account, `+${RITA}`)).map(({ content }) => content.text);
  expect(texts).toContain('Ninguém me ouve?');
  expect((await health()).gap.received).toBe(1);
  await untilGood();
});

test('a silence that new connections do not end raises one alert, however often it is tried', {
  timeout: 60_000,
}, async () => {
  const before = await until('none stands', async () => {
    const all = await alertsOf('silent');
    return all.every(({ id }) => all.some((one) => one.id === id && one.state === 'resolved')) && all;
  });
  let made = 0;
  for (let openedAt = ''; (await alertsOf('silent')).length === before.length; ) {
    const session = await connectedNow();
    if (session.connectedAt === openedAt) continue;
    openedAt = session.connectedAt;
    made += 1;
    await fault('deaf');
  }
  expect(made).toBeGreaterThan(1);
  const turns = await history('changed');
  expect(turns.flatMap(({ causes }) => causes)).toContain('silent');
  await until('a connection works again', async () => {
    await connectedNow();
    return (await health()).state === 'good';
  });
  const told = await until('it is over', async () => {
    const all = await alertsOf('silent');
    return all.length > before.length + 1 && all.slice(before.length);
  });
  expect(told.map(({ state }) => state)).toEqual(['raised', 'resolved']);
});

test('what was missed while the server itself was restarted is said, and is no break of the line', async () => {
  await connectedNow();
  await untilGood();
  const facts = async (): Promise<any> =>
    (await server.call('GET', `/sessions/${sessionId}/health`, { token: account.apiKey })).body.facts;
  const { reconnectsDay } = await facts();
  const since = new Date().toISOString();
  await server.restart();
  await connectedNow();
  const { gap } = await until('it is caught up', async () => {
    const now = await health();
    return now.gap?.caughtUpAt && now.gap.until > since && now;
  });
  const [drop] = await history('disconnected');
  expect(drop).toMatchObject({ at: gap.from, until: gap.until, reason: 'transport_unavailable' });
  expect((await facts()).reconnectsDay).toBe(reconnectsDay);
});

test('C14: one push by another program is nothing; more of them alert once, and say to look at the phone', async () => {
  await push();
  await untilGood();
  expect(await alertsOf('connection_replaced')).toEqual([]);
  await push();
  const [alert] = await until('somebody is alerted', async () => {
    const all = await alertsOf('connection_replaced');
    return all.length > 0 && all;
  });
  expect(alert).toMatchObject({
    state: 'raised',
    action: 'open_phone',
    message: expect.stringMatching(/celular/),
  });
  await push();
  const { causes } = await until('its health says so', async () => {
    const now = await health();
    return now.causes.some(({ code }: any) => code === 'connection_replaced') && now;
  });
  expect(causes).toContainEqual(
    expect.objectContaining({ code: 'connection_replaced', action: 'open_phone' }),
  );
  expect(await alertsOf('connection_replaced')).toHaveLength(1);
});

test('a link that was ended on the phone is bad at once, says what to do, and alerts once', async () => {
  const [device] = (await phones.devices(CLINIC)).devices;
  await phones.call('DELETE', `/phones/${CLINIC}/devices/${device!.id}`);
  const now = await until('it is bad', async () => {
    const found = await health();
    return found.causes[0]?.code === 'link_ended' && found;
  });
  expect(now).toMatchObject({
    score: 0,
    state: 'bad',
    causes: [{ code: 'link_ended', action: 'pair_again' }],
  });
  const ended = await until('one alert', async () => {
    const all = (await alerts()).filter(({ code }) => code === 'link_ended');
    return all.length > 0 && all;
  });
  expect(ended.map(({ state }) => state)).toEqual(['raised']);
});
