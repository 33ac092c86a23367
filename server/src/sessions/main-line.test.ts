import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, pair, Phones, readSession, thread, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let sessionId: string;

beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  ({ sessionId } = await pair(server, account, { number: CLINIC, name: 'Clínica Sol' }));
});
afterAll(() => server?.stop());

test('a scanned QR connects the number, and says so', async () => {
  const session = await readSession(server, account, sessionId);
  expect(session).toMatchObject({
    status: 'connected',
    number: `+${CLINIC}`,
    profileName: 'Clínica Sol',
    reason: null,
    pairing: null,
  });
});

test('a customer writes, the business answers, and the ticks turn', async () => {
  await phones.write(RITA, CLINIC, 'Oi, tem horário?');
  const [asked] = await until('the message is in the inbox', async () => {
    const messages = await thread(server, account, `+${RITA}`);
    return messages.length > 0 && messages;
  });
  expect(asked).toMatchObject({
    direction: 'inbound',
    author: { kind: 'contact', name: 'Rita' },
    content: { type: 'text', text: 'Oi, tem horário?' },
    status: 'received',
  });
  const sent = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { conversationId: asked.conversationId, content: { type: 'text', text: 'Tem sim, às 15h.' } },
  });
  expect(sent.status).toBe(202);
  await until('the phone shows it', async () =>
    (await phones.chat(RITA, CLINIC)).find(({ text }) => text === 'Tem sim, às 15h.'),
  );
  const status = async (): Promise<string> =>
    (await server.call('GET', `/messages/${sent.body.id}`, { token: account.apiKey })).body.status;
  await until('it was delivered', async () => (await status()) === 'delivered');
  await phones.read(RITA, CLINIC);
  await until('it was read', async () => (await status()) === 'read');
  await connected(server, account, sessionId);
});
