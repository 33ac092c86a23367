import { afterAll, beforeAll, expect, test } from 'vitest';
import { FILES, sha256 } from './media-files.ts';
import { pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const [CLINIC, RITA, TIAGO] = ['5511990000001', '5511970000002', '5511970000003'] as const;

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let toTiago: { conversationId: string };
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(TIAGO, 'Tiago');
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
  await phones.write(TIAGO, CLINIC, 'Oi');
  const [first] = await until('Tiago writes', async () => {
    const messages = await thread(server, account, `+${TIAGO}`);
    return messages.length > 0 && messages;
  });
  toTiago = { conversationId: first.conversationId };
});
afterAll(() => server?.stop());

async function fromRita(message: object): Promise<any> {
  const { id } = await phones.call<{ id: string }>('POST', `/phones/${RITA}/messages`, {
    to: CLINIC,
    ...message,
  });
  return until('it came', async () =>
    (await thread(server, account, `+${RITA}`)).find(
      (one) => one.whatsappId === id && one.content.media?.state !== 'pending',
    ),
  );
}

const forward = (message: { id: string }, body: object = toTiago, headers: Record<string, string> = {}) =>
  server.call('POST', `/messages/${message.id}/forward`, { token: account.apiKey, body, headers });

const onTiagosPhone = (message: { whatsappId: string }): Promise<any> =>
  until('the phone shows it', async () =>
    (await phones.chat(TIAGO, CLINIC)).find(({ id }) => id === message.whatsappId),
  );

test('a text is passed on, marked, once for each key', async () => {
  const original = await fromRita({ text: 'Endereço: Rua das Flores, 10' });
  const headers = { 'idempotency-key': 'forward-1' };
  const { status, body } = await forward(original, toTiago, headers);
  expect(status).toBe(202);
  expect(body).toMatchObject({
    content: original.content,
    flags: ['forwarded'],
    quoted: null,
    status: 'queued',
  });
  expect(await onTiagosPhone(body)).toMatchObject({ text: original.content.text, forwarded: true });
  expect((await forward(original, toTiago, headers)).body.id).toBe(body.id);
  const other = await forward(original, { to: `+${TIAGO}` }, headers);
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
});

test('a picture goes by the address that it has at WhatsApp already, and nobody uploads it', async () => {
  const picture = FILES.png();
  const original = await fromRita({ image: { base64: picture.toString('base64'), caption: 'RG' } });
  await phones.call('POST', '/faults', { kind: 'media', on: 'upload', status: 500, number: CLINIC });
  const { status, body } = await forward(original);
  expect(status).toBe(202);
  expect(body.content).toMatchObject({ type: 'image', caption: 'RG', media: { state: 'stored' } });
  expect(body.content.media.id).not.toBe(original.content.media.id);
  const shown = await onTiagosPhone(body);
  expect(shown).toMatchObject({ forwarded: true, text: 'RG', media: { sha256: sha256(picture) } });
});

test('a file that WhatsApp no longer has is uploaded from where it is stored', async () => {
  const picture = FILES.png();
  const original = await fromRita({ image: { base64: picture.toString('base64') } });
  await server.db.asOwner(
    `update messages set timestamp = now() - interval '10 days' where whatsapp_id = $1`,
    [original.whatsappId],
  );
  const faults = await phones.call('GET', '/faults');
  for (const { id } of faults.data) await phones.call('DELETE', `/faults/${id}`);
  const { body } = await forward(original);
  expect(await onTiagosPhone(body)).toMatchObject({ forwarded: true, media: { sha256: sha256(picture) } });
});

test('a poll starts anew, a document keeps its caption, a place is a place', async () => {
  const poll = await fromRita({ poll: { question: 'Qual horário?', options: ['9h', '14h'] } });
  expect((await forward(poll)).body.content).toEqual({
    type: 'poll',
    question: 'Qual horário?',
    options: [
      { text: '9h', votes: 0 },
      { text: '14h', votes: 0 },
    ],
    selectable: 1,
  });
  const document = await fromRita({
    document: { base64: FILES.pdf().toString('base64'), fileName: 'laudo.pdf', caption: 'O laudo' },
  });
  const passed = (await forward(document)).body;
  expect(await onTiagosPhone(passed)).toMatchObject({ text: 'O laudo', media: { fileName: 'laudo.pdf' } });
  const place = await fromRita({ location: { latitude: -23.5, longitude: -46.6, name: 'MASP' } });
  expect(await onTiagosPhone((await forward(place)).body)).toMatchObject({ location: { name: 'MASP' } });
});

test('what was passed on often says so; what we wrote ourselves is not marked', async () => {
  const chain = await fromRita({
    raw: {
      extendedTextMessage: { text: 'Corrente', contextInfo: { isForwarded: true, forwardingScore: 3 } },
    },
  });
  expect(chain.flags).toEqual(['forwarded']);
  const passed = (await forward(chain)).body;
  expect(passed.flags).toEqual(['forwarded_often']);
  const ours = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { to: `+${RITA}`, content: { type: 'text', text: 'Abrimos às 8h' } },
  });
  const own = (await forward(ours.body)).body;
  expect(own.flags).toEqual([]);
  expect((await onTiagosPhone(own)).forwarded ?? false).toBe(false);
});

test('what may be seen once, what was deleted and what nobody can send is not passed on', async () => {
  const once = await fromRita({ image: { base64: FILES.png().toString('base64') }, viewOnce: true });
  const gone = await fromRita({ text: 'Apaga' });
  await phones.call('POST', `/phones/${RITA}/messages`, { to: CLINIC, delete: { id: gone.whatsappId } });
  await until('it is deleted', async () =>
    (await thread(server, account, `+${RITA}`)).find(({ id, deletedAt }) => id === gone.id && deletedAt),
  );
  expect((await forward(once)).body.code).toBe('not_forwardable');
  expect((await forward(gone)).body.code).toBe('message_deleted');
  const stranger = await server.call('POST', `/messages/${once.id}/forward`, {
    token: server.agencies[1].clients[0].apiKey,
    body: toTiago,
  });
  expect(stranger.status).toBe(404);
});

test('a name in a text stays a name', async () => {
  await phones.make('5511990000055', 'Paulo', { lid: '183000000000055' });
  await phones.write('5511990000055', CLINIC, 'Oi');
  await until('Paulo is known', async () => (await thread(server, account, '+5511990000055')).length > 0);
  const original = await fromRita({
    text: '@183000000000055 pode ver?',
    mentions: ['183000000000055@lid'],
  });
  const { body } = await forward(original);
  expect(body.mentions).toEqual(original.mentions);
  expect(body.mentions).toMatchObject([{ token: '@183000000000055', name: 'Paulo' }]);
  expect(await onTiagosPhone(body)).toMatchObject({ mentions: ['183000000000055'] });
});
