import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';
import { download, FILES, sha256, upload } from './media-files.ts';
import { until } from './phones.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';

let server: KillableServer;

beforeAll(async () => {
  server = await KillableServer.start();
  await server.phones.make(RITA, 'Rita');
  await server.pair(CLINIC, 'Clínica');
}, 60_000);

afterAll(() => server?.end());

test('kill -9 in the middle of a download loses no file: the next process fetches it', async () => {
  const bytes = FILES.pdf(300_000);
  await server.phones.call('POST', '/faults', { kind: 'media', number: RITA, delayMs: 60_000 });
  const { id } = await server.phones.call<{ id: string }>('POST', `/phones/${RITA}/messages`, {
    to: CLINIC,
    document: { base64: bytes.toString('base64'), fileName: 'exame.pdf' },
  });
  await struck('it is being fetched');
  await server.killAndRestart();
  const message = await until(
    'the file is here',
    async () => {
      const { data } = await server.call('GET', '/conversations');
      const last = data[0]?.lastMessage;
      return last?.whatsappId === id && last.content.media.state === 'stored' && last;
    },
    60_000,
  );
  const file = await download(server, message.content.media.url);
  expect(sha256(file.bytes)).toBe(sha256(bytes));
}, 120_000);

test('a process that has just started, and has no session yet, fetches what another left', async () => {
  const bytes = FILES.pdf();
  await server.phones.call('POST', '/faults', { kind: 'media', number: RITA, delayMs: 60_000 });
  const { id } = await server.phones.call<{ id: string }>('POST', `/phones/${RITA}/messages`, {
    to: CLINIC,
    document: { base64: bytes.toString('base64'), fileName: 'laudo.pdf' },
  });
  await struck('it is being fetched');
  await server.kill();
  // The session is still the dead process's for some seconds; the file may be had at once.
  await server.db.asOwner(`update media set next_attempt_at = now() where state = 'pending'`);
  await server.restart();
  const [row] = await until('the file is here', async () => {
    const rows = await server.db.asOwner<{ attempts: number }>(
      `select d.attempts from media d join messages m on m.account_id = d.account_id and m.id = d.message_id
       where m.whatsapp_id = $1 and d.state = 'stored'`,
      [id],
    );
    return rows.length > 0 && rows;
  });
  expect(row!.attempts).toBe(2);
}, 60_000);

test('kill -9 in the middle of an upload to WhatsApp sends the file once, the same to the byte', async () => {
  const bytes = FILES.png();
  const { body } = await upload(server, server.token, bytes, { fileName: 'a.png' });
  await server.phones.call('POST', '/faults', {
    kind: 'media',
    on: 'upload',
    number: CLINIC,
    delayMs: 60_000,
  });
  const sent = await server.call('POST', '/send-message', {
    to: `+${RITA}`,
    content: { type: 'image', mediaId: body.id },
  });
  await struck('it is being uploaded');
  await server.killAndRestart();
  const shown = await until(
    'the phone shows it',
    async () => {
      const found = (await server.phones.chat(RITA, CLINIC)).filter((one) => one.id === sent.whatsappId);
      return found.length > 0 && found;
    },
    60_000,
  );
  expect(shown).toMatchObject([{ media: { sha256: sha256(bytes), problem: null } }]);
  await until(
    'it is delivered',
    async () => (await server.call('GET', `/messages/${sent.id}`)).status === 'delivered',
  );
}, 120_000);

/** Waits until the last fault that was asked for has struck. */
function struck(what: string): Promise<unknown> {
  return until(what, async () => {
    const { data } = await server.phones.call<{ data: { struck: number }[] }>('GET', '/faults');
    return data.every((fault) => fault.struck > 0);
  });
}
