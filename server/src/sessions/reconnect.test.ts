import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MovableClock } from '../../test/movable-clock.ts';
import { connected, pair, Phones, readSession, until } from '../../test/phones.ts';
import { sessionLimits } from './limits.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const clock = new MovableClock();
let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let nextPhone = 0;
/** A number of this test alone. */
let clinic: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true, gateway: { acknowledgementMs: 30_000, clock } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
});
afterAll(() => server?.stop());
afterEach(async () => {
  for (const { id } of (await phones.call('GET', '/faults')).data)
    await phones.call('DELETE', `/faults/${id}`);
});

async function pairAnother(): Promise<string> {
  nextPhone += 1;
  clinic = `55119900000${String(nextPhone).padStart(2, '0')}`;
  const { sessionId } = await pair(server, account, { number: clinic, name: 'Clínica' });
  // It stands for long enough that what was before counts no more.
  clock.advance(3_600_000);
  return sessionId;
}

const fault = (body: object) => phones.call<{ id: string }>('POST', '/faults', { number: clinic, ...body });
const says = (sessionId: string, reason: string): Promise<any> =>
  until(
    `the session says ${reason}`,
    async () => {
      const session = await readSession(server, account, sessionId);
      return session.reason?.code === reason && session;
    },
    30_000,
  );
async function reasonsTold(sessionId: string): Promise<string[]> {
  const rows = await server.db.asOwner<{ code: string | null; status: string }>(
    `select data->'reason'->>'code' as code, data->>'status' as status from events
     where data->>'id' = (select id::text from sessions where number = $1 and status <> 'removed') order by position`,
    [`+${clinic}`],
  );
  expect(sessionId).toBeTruthy();
  // Its health turns meanwhile, which says the same again.
  return rows.map(({ status, code }) => code ?? status).filter((told, at, all) => told !== all[at - 1]);
}

test('C14: another program pushes us out six times: the pauses grow past half a minute, it is said once, and the link stays', async () => {
  const sessionId = await pairAnother();
  await fault({ kind: 'replaced', afterOpenMs: 50, times: 5 });
  await fault({ kind: 'replaced' });
  const pauses: number[] = [];
  for (let time = 1; time <= 6; time += 1) pauses.push(await clock.passPause(2_500));
  expect(pauses[4]).toBeGreaterThanOrEqual(30_000);
  for (const [at, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(2_500 * 2 ** at);

  // The other program is gone: it stays connected now, and says so after a moment.
  await until('it is online', async () => (await phones.devices(clinic)).devices[0]!.online);
  expect(await readSession(server, account, sessionId)).toMatchObject({
    status: 'disconnected',
    reason: { code: 'connection_replaced', action: 'open_phone' },
  });
  await clock.passPause(2_000);
  await connected(server, account, sessionId);
  const told = await reasonsTold(sessionId);
  expect(told.filter((code) => code === 'connection_replaced')).toHaveLength(1);
  expect((await phones.devices(clinic)).devices).toHaveLength(1);
}, 60_000);

test('C14: pushed out once, it connects again as after any other end', async () => {
  const sessionId = await pairAnother();
  await fault({ kind: 'replaced' });
  await says(sessionId, 'connection_replaced');
  expect(await clock.passPause(2_500)).toBeLessThanOrEqual(5_000);
  await clock.passPause(2_000);
  await connected(server, account, sessionId);
});

test.each([
  ['the line breaks', { kind: 'drop', on: 'now' }, 'connection_lost', 1_000],
  ['WhatsApp has an outage', { kind: 'stream_error', code: '503' }, 'server_unavailable', 1_000],
  ['WhatsApp fails', { kind: 'stream_error', code: '500' }, 'server_unavailable', 1_000],
])('%s: tried again, soon', async (_, what, reason, ceiling) => {
  const sessionId = await pairAnother();
  await fault(what);
  await says(sessionId, reason);
  expect(await clock.passPause()).toBeLessThanOrEqual(ceiling);
  await connected(server, account, sessionId);
});

test.each([
  [403, 'upgrade_refused', 5_000],
  [429, 'upgrade_refused', 5_000],
  [503, 'server_unavailable', 2_000],
])(
  'the upgrade is refused with %i: the session says so, waits and tries again',
  async (status, reason, first) => {
    const sessionId = await pairAnother();
    await phones.call('POST', '/faults', { kind: 'upgrade_status', status, times: 2 });
    await fault({ kind: 'drop', on: 'now' });
    await clock.passPause();
    await says(sessionId, reason);
    expect(await clock.passPause()).toBeLessThanOrEqual(first);
    await clock.passPause();
    await connected(server, account, sessionId);
    expect((await reasonsTold(sessionId)).filter((code) => code === reason)).toHaveLength(1);
  },
);

test('WhatsApp asks for a new connection: made at once', async () => {
  const sessionId = await pairAnother();
  const { connectedAt } = await readSession(server, account, sessionId);
  await fault({ kind: 'stream_error', code: '515' });
  await until('it is connected anew', async () => {
    const session = await readSession(server, account, sessionId);
    return session.status === 'connected' && session.connectedAt !== connectedAt;
  });
});

test.each([
  [{ kind: 'stream_error', code: '403' }, 'failed', 'banned', 'open_phone'],
  [{ kind: 'stream_error', code: '401' }, 'logged_out', 'logged_out', 'pair_again'],
  [{ kind: 'stream_error', code: '411' }, 'failed', 'bad_session', 'pair_again'],
])('what cannot help is not tried: %o', async (what, status, code, action) => {
  const sessionId = await pairAnother();
  await fault(what);
  const session = await says(sessionId, code);
  expect(session).toMatchObject({ status, reason: { action } });
  await until('nobody is connected', async () => !(await phones.devices(clinic)).devices[0]?.online);
});

test('an account that asks for a passkey: the pairing ends, says why and what to do, and may be begun again', async () => {
  nextPhone += 1;
  clinic = `55119900000${String(nextPhone).padStart(2, '0')}`;
  await phones.make(clinic, 'Clínica');
  await fault({ kind: 'passkey_request' });
  const token = account.apiKey;
  const { body: session } = await server.call('POST', '/connect', { token, body: { method: 'qr' } });
  const shown = (): Promise<string> =>
    until('a QR', async () => (await readSession(server, account, session.id)).pairing?.qr);
  await expect(phones.scan(clinic, await shown())).rejects.toThrow('passkey_required');
  expect(await says(session.id, 'passkey_required')).toMatchObject({
    status: 'failed',
    reason: { action: 'open_phone' },
    pairing: null,
  });
  await server.call('POST', '/connect', { token, body: { method: 'qr', sessionId: session.id } });
  await phones.scan(clinic, await shown());
  await connected(server, account, session.id);
});

test('a phone that asks for the same message without end: the session pauses, the others go on, and it comes back', async () => {
  const other = await pairAnother();
  const neighbour = clinic;
  const sessionId = await pairAnother();
  const endless = '5511970000099';
  await phones.make(endless, 'Sem Fim');
  const sent = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to: `+${endless}`, sessionId, content: { type: 'text', text: 'De novo?' } },
  });
  await until('the phone has it', async () => (await phones.chat(endless, clinic)).length === 1);
  await phones.call('POST', '/faults', {
    kind: 'retry_request',
    number: endless,
    messageId: sent.body.whatsappId,
    copies: sessionLimits.budget.retryRequests.most + 1,
  });
  const { reason } = await says(sessionId, 'flooded');
  expect(reason.action).toBe('wait');
  expect(await readSession(server, account, other)).toMatchObject({ status: 'connected' });
  await phones.write(endless, neighbour, 'Oi');
  await until('the neighbour hears', async () => {
    const { body } = await server.call('GET', '/conversations', { token: account.apiKey });
    return body.data.some((row: any) => row.sessionId === other && row.lastMessage?.content.text === 'Oi');
  });
  expect(await clock.passPause(15_000)).toBeLessThanOrEqual(30_000);
  await connected(server, account, sessionId, 30_000);
  expect((await phones.chat(endless, clinic)).map(({ text }) => text)).toEqual(['De novo?']);
}, 90_000);
