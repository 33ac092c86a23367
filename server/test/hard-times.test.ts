import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download, FILES, sha256, upload } from './media-files.ts';
import { connected, pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';
import { prepareSlowCommits } from './slow-commits.ts';
import { SmallDisk } from './small-disk.ts';

const CLINIC = '5511990000001';
const [RITA, TIAGO] = ['5511970000002', '5511970000003'] as const;
const HOUR_MS = 3_600_000;

let folder: string;
let disk: SmallDisk | undefined;
let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;
let slowCommits: (milliseconds: number) => Promise<void>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mh-hard-'));
  mkdirSync(join(folder, 'media'));
  disk = SmallDisk.mount(join(folder, 'media'), 16);
  server = await testServer({ sandbox: true, env: { METAHUB_DATA: folder } });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(TIAGO, 'Tiago');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica' }));
  slowCommits = await prepareSlowCommits((text, values) => server.db.asOwner(text, values));
});
afterAll(async () => {
  await server?.stop();
  disk?.unmount();
  rmSync(folder, { recursive: true, force: true });
});

const textsFrom = async (number: string): Promise<string[]> =>
  (await thread(server, account, `+${number}`))
    .filter(({ direction }) => direction === 'inbound')
    .map(({ content }) => content.text ?? content.caption);

async function send(text: string, number: string = RITA): Promise<any> {
  const { status, body } = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to: `+${number}`, sessionId, content: { type: 'text', text } },
  });
  expect(status).toBe(202);
  return body;
}

const become = (id: string, status: string): Promise<any> =>
  until(
    `the message is ${status}`,
    async () =>
      (await server.call('GET', `/messages/${id}`, { token: account.apiKey })).body.status === status,
    30_000,
  );

test('every commit takes 300 ms: all arrives both ways, once, in order, on the connection that stands', async () => {
  const since = (await server.call('GET', `/sessions/${sessionId}`, { token: account.apiKey })).body
    .connectedAt;
  await slowCommits(300);
  const asked = Array.from({ length: 12 }, (_, index) => `Pergunta ${index}`);
  for (const text of asked) for (const number of [RITA, TIAGO]) await phones.write(number, CLINIC, text);
  await until('all questions are in the inbox', async () =>
    (await Promise.all([RITA, TIAGO].map(textsFrom))).every((texts) => texts.length === asked.length),
  );
  for (const number of [RITA, TIAGO]) expect(await textsFrom(number)).toEqual(asked);
  const answered = Array.from({ length: 6 }, (_, index) => `Resposta ${index}`);
  const sent = [];
  for (const text of answered) sent.push(await send(text));
  for (const { id } of sent) await become(id, 'delivered');
  await slowCommits(0);
  const shown = (await phones.chat(RITA, CLINIC)).filter(({ fromMe }) => !fromMe).map(({ text }) => text);
  expect(shown).toEqual(answered);
  expect((await phones.ledger(CLINIC)).filter(({ acknowledgedAt }) => acknowledgedAt === null)).toEqual([]);
  const session = (await server.call('GET', `/sessions/${sessionId}`, { token: account.apiKey })).body;
  expect(session).toMatchObject({ status: 'connected', connectedAt: since });
}, 90_000);

test("the network's clock jumps by hours, both ways: each message comes once, and none is dated in the future", async () => {
  const before = (await textsFrom(TIAGO)).length;
  for (const [index, advanceMs] of [2 * HOUR_MS, -4 * HOUR_MS].entries()) {
    await phones.call('POST', '/clock', { advanceMs });
    await phones.write(TIAGO, CLINIC, `Salto ${index}`);
    await until('it is in the inbox', async () => (await textsFrom(TIAGO)).includes(`Salto ${index}`));
    await become((await send(`Depois do salto ${index}`, TIAGO)).id, 'delivered');
  }
  await phones.call('POST', '/clock', { reset: true });
  await phones.call('POST', '/faults', { kind: 'drop', on: 'now', number: CLINIC });
  await phones.write(TIAGO, CLINIC, 'De volta');
  await until('the last is in the inbox', async () => (await textsFrom(TIAGO)).includes('De volta'), 30_000);
  expect((await textsFrom(TIAGO)).length).toBe(before + 3);
  const latest = Math.max(
    ...(await thread(server, account, `+${TIAGO}`)).map(({ timestamp }) => Date.parse(timestamp)),
  );
  expect(latest).toBeLessThan(Date.now() + 60_000);
  await connected(server, account, sessionId, 30_000);
}, 90_000);

test.runIf(SmallDisk.works)(
  'no room for files: texts go on, an upload is refused clearly, and what was to be fetched comes by itself when there is room',
  async () => {
    disk!.fill();
    const bytes = FILES.png();
    const { id } = await phones.call<{ id: string }>('POST', `/phones/${RITA}/messages`, {
      to: CLINIC,
      image: { base64: bytes.toString('base64'), caption: 'A foto' },
    });
    await phones.write(RITA, CLINIC, 'Chegou a foto?');
    await until('the text is in the inbox', async () => (await textsFrom(RITA)).includes('Chegou a foto?'));
    const find = async (): Promise<any> =>
      (await thread(server, account, `+${RITA}`)).find(({ whatsappId }) => whatsappId === id);
    expect((await find()).content).toMatchObject({ caption: 'A foto', media: { state: 'pending' } });
    const refused = await upload(server, account.apiKey, FILES.pdf());
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });

    // However often it was tried, a full disk is no fault of the file's.
    const attempts = async (): Promise<number> => {
      const [row] = await server.db.asOwner<{ attempts: number }>(
        `select attempts from media where state = 'pending'`,
      );
      return row!.attempts;
    };
    await until('it was tried', async () => (await attempts()) > 0);
    await server.db.asOwner(
      `update media set attempts = 100, next_attempt_at = now() where state = 'pending'`,
    );
    await until('it was tried again', async () => (await attempts()) > 100);
    await server.db.asOwner(`update media set attempts = 1 where state = 'pending'`);
    disk!.empty();
    const { content } = await until('the file is here', async () => {
      // The attempt that was under way when the disk was emptied may end late, and put the next one off for long.
      await server.db.asOwner(
        `update media set next_attempt_at = now() where state = 'pending' and next_attempt_at > now() + interval '5 minutes'`,
      );
      const message = await find();
      return message.content.media.state === 'stored' && message;
    });
    expect(sha256((await download(server, content.media.url)).bytes)).toBe(sha256(bytes));
    expect((await upload(server, account.apiKey, FILES.pdf())).status).toBe(201);
  },
  60_000,
);
