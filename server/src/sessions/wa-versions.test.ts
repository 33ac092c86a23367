import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MovableClock } from '../../test/movable-clock.ts';
import { connected, pair, Phones, readSession, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { loadBaileys } from './baileys.ts';
import { sessionLimits } from './limits.ts';
import { parseVersion, readRevision } from './wa-version.ts';

const NUMBERS = ['5511990000001', '5511990000002', '5511990000003'] as const;
const { trialMs, lookUpPauseMs, believedMs } = sessionLimits.versions;
const clock = new MovableClock();

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let builtIn: number;
const sessions: string[] = [];

beforeAll(async () => {
  server = await testServer({ sandbox: true, gateway: { clock } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  builtIn = (await loadBaileys()).DEFAULT_CONNECTION_CONFIG.version[2];
  for (const number of NUMBERS)
    sessions.push((await pair(server, account, { number, name: 'Clínica' })).sessionId);
});
afterAll(() => server?.stop());
afterEach(() => clock.advance(3_600_000));

const offer = (offered: number, refused: number[] = []) =>
  phones.call('POST', '/web-version', { offered, refused });
const state = async (revision: number): Promise<string | undefined> =>
  (
    await server.db.asOwner<{ state: string }>('select state from whatsapp_versions where revision = $1', [
      revision,
    ])
  )[0]?.state;
const becomes = (revision: number, wanted: string): Promise<unknown> =>
  until(`${revision} is ${wanted}`, async () => (await state(revision)) === wanted);
/** What the sandbox heard at the latest login of a number. */
const said = async (number: string): Promise<number> =>
  (await phones.call('GET', `/phones/${number}`)).devices[0].revision;

/** Has a gateway look, as it does every few hours: here, by a new one that starts. */
async function lookUp(): Promise<void> {
  const { WaVersions, pageReader } = await import('./wa-versions.ts');
  const { outgoing, database, config, log } = server.running.app;
  const looking = new WaVersions({
    database,
    log,
    transport: 'sandbox',
    clock: new MovableClock(),
    pinned: null,
    readPage: pageReader({ outgoing, sandbox: config.sandbox }),
  });
  await looking.lookUp();
  clock.advance(believedMs + 1);
}

/** The line of each breaks, and they connect again one after the other. */
async function reconnect(...which: number[]): Promise<void> {
  for (const one of which) {
    const { connectedAt } = await readSession(server, account, sessions[one]!);
    await phones.call('POST', '/faults', { kind: 'stream_error', code: '515', number: NUMBERS[one] });
    await until('it is connected anew', async () => {
      const session = await readSession(server, account, sessions[one]!);
      return session.status === 'connected' && session.connectedAt !== connectedAt;
    });
  }
}

test('the built-in version is said where the page tells nothing, or nothing newer', async () => {
  expect(await Promise.all(NUMBERS.map(said))).toEqual([builtIn, builtIn, builtIn]);
  await offer(builtIn - 1);
  await lookUp();
  expect(await state(builtIn - 1)).toBeUndefined();
});

test('a new version is said by one session alone until it has stood for a while, then by all as they connect', async () => {
  const next = builtIn + 10;
  await offer(next);
  await lookUp();
  expect(await state(next)).toBe('candidate');
  clock.advance(3_600_000);
  await reconnect(0, 1);
  expect(await Promise.all(NUMBERS.map(said))).toEqual([next, builtIn, builtIn]);
  clock.advance(trialMs);
  await becomes(next, 'trusted');
  clock.advance(3_600_000);
  await reconnect(1, 2);
  expect(await Promise.all(NUMBERS.map(said))).toEqual([next, next, next]);
});

test('a new version that is refused costs its session one attempt, and nobody says it again', async () => {
  const [worked, bad] = [builtIn + 10, builtIn + 20];
  await offer(bad, [bad]);
  await lookUp();
  await phones.call('POST', '/faults', { kind: 'drop', on: 'now', number: NUMBERS[0] });
  await clock.passPause();
  await becomes(bad, 'refused');
  await until(
    'the session says so',
    async () => (await readSession(server, account, sessions[0]!)).reason?.code === 'version_refused',
  );
  await clock.passPause();
  await connected(server, account, sessions[0]!);
  expect(await said(NUMBERS[0])).toBe(worked);
  clock.advance(3_600_000);
  await reconnect(1);
  expect(await Promise.all(NUMBERS.map(said))).toEqual([worked, worked, worked]);
});

test('the version that all say is refused from now on: the current one is looked up, tried, and takes its place', async () => {
  const [old, next] = [builtIn + 10, builtIn + 30];
  await offer(next, [builtIn, old, builtIn + 20]);
  clock.advance(lookUpPauseMs);
  await phones.call('POST', '/faults', { kind: 'drop', on: 'now', number: NUMBERS[0] });
  // Refused with the old one, which has it looked up; then it's the trial of the new one.
  for (let attempt = 0; attempt < 5 && (await said(NUMBERS[0])) !== next; attempt += 1) {
    await clock.passPause();
    clock.advance(believedMs + 1);
  }
  await connected(server, account, sessions[0]!, 30_000);
  expect(await said(NUMBERS[0])).toBe(next);
  clock.advance(trialMs);
  await becomes(next, 'trusted');
  clock.advance(3_600_000);
  await reconnect(1, 2);
  expect(await Promise.all(NUMBERS.map(said))).toEqual([next, next, next]);
}, 60_000);

test('only a sensible revision is read from a page, and a version from a setting', () => {
  expect(readRevision('x = "{\\"client_revision\\":1043857760}"')).toBe(1_043_857_760);
  expect(readRevision('"client_revision": 7,')).toBe(7);
  for (const page of ['', 'client_revision', '"client_revision":0', '"client_revision":99999999999'])
    expect(readRevision(page)).toBeUndefined();
  expect(parseVersion('2.3000.1043857760')).toEqual([2, 3000, 1_043_857_760]);
  for (const text of ['2.3000', '2.3000.x', '2,3000,1', '']) expect(() => parseVersion(text)).toThrow();
});
