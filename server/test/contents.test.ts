import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILES, sha256, uploaded } from './media-files.ts';
import { pair, Phones, thread, until } from './phones.ts';
import { type SeededAccount, testServer, type TestServer } from './servers.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';
const PAULO = '5511990000055';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
let conversationId: string;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await phones.make(PAULO, 'Paulo', { lid: '183000000000055' });
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
  ({ conversationId } = await shown(await post({ text: 'Oi' })));
});
afterAll(() => server?.stop());

async function post(message: object, from = RITA): Promise<string> {
  const body = { to: CLINIC, ...message };
  return (await phones.call<{ id: string }>('POST', `/phones/${from}/messages`, body)).id;
}

function shown(whatsappId: string): Promise<any> {
  return until(`the message ${whatsappId}`, async () =>
    (await thread(server, account, `+${RITA}`)).find((one) => one.whatsappId === whatsappId),
  );
}

const contentOf = async (message: object): Promise<any> => (await shown(await post(message))).content;

const send = async (content: object, more: object = {}): Promise<any> => {
  const reply = await server.call('POST', '/send-message', {
    token: account.apiKey,
    body: { conversationId, content, ...more },
  });
  expect(reply).toMatchObject({ status: 202 });
  return reply.body;
};
const onPhone = (message: { whatsappId: string }): Promise<any> =>
  until('the phone shows it', async () =>
    (await phones.chat(RITA, CLINIC)).find(({ id }) => id === message.whatsappId),
  );
const statusOf = async (message: { id: string }): Promise<any> =>
  (await server.call('GET', `/messages/${message.id}`, { token: account.apiKey })).body;
const delivered = (message: { id: string }) =>
  until('it is delivered', async () => (await statusOf(message)).status === 'delivered');

describe('what a customer sends', () => {
  test('a place, and one that moves', async () => {
    const place = { latitude: -23.5613, longitude: -46.6565 };
    expect(await contentOf({ location: { ...place, name: 'MASP', address: 'Av. Paulista, 1578' } })).toEqual({
      type: 'location',
      ...place,
      name: 'MASP',
      address: 'Av. Paulista, 1578',
    });
    expect(await contentOf({ location: { ...place, live: true, caption: 'Chegando' } })).toEqual({
      type: 'location',
      ...place,
      name: 'Chegando',
      live: true,
    });
  });

  test('C22: two contact cards in one message', async () => {
    const content = await contentOf({
      contacts: [
        {
          name: 'Dona Lúcia',
          vcard:
            'BEGIN:VCARD\nVERSION:3.0\nN:;Dona Lúcia;;;\nFN:Dona Lúcia\nTEL;type=CELL;waid=5511990000041:+55 11 99000-0041\nEND:VCARD',
        },
        {
          name: 'Oficina',
          vcard:
            'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Oficina\\, Zé & Filhos\r\nitem1.TEL;waid=5511990000042:+55 11 99000-0042\r\nitem1.X-ABLabel:Loja\r\nitem2.TEL:+55 11 3333-0043\r\nEND:VCARD',
        },
      ],
    });
    expect(content).toEqual({
      type: 'contacts',
      contacts: [
        { name: 'Dona Lúcia', numbers: [{ number: '+5511990000041' }] },
        {
          name: 'Oficina, Zé & Filhos',
          numbers: [{ number: '+5511990000042', label: 'Loja' }, { number: '+55 11 3333-0043' }],
        },
      ],
    });
    expect((await contentOf({ contact: { name: 'Zé', numbers: ['5511990000041'] } })).contacts).toHaveLength(
      1,
    );
  });

  test('a poll', async () => {
    const poll = { question: 'Qual horário?', options: ['9h', '14h'], choices: 0 };
    expect(await contentOf({ poll })).toEqual({
      type: 'poll',
      question: 'Qual horário?',
      options: [
        { text: '9h', votes: 0 },
        { text: '14h', votes: 0 },
      ],
      selectable: 2,
    });
  });

  test('lists and buttons of another business, and what somebody chose', async () => {
    const rows = [
      { id: 'a', label: 'Limpeza', detail: '40 minutos' },
      { id: 'b', label: 'Avaliação' },
    ];
    expect(await contentOf({ list: { text: 'Escolha', button: 'Ver', title: 'Serviços', rows } })).toEqual({
      type: 'text',
      text: 'Escolha',
      choices: {
        title: 'Serviços',
        button: 'Ver',
        options: [{ label: 'Limpeza', description: '40 minutos' }, { label: 'Avaliação' }],
      },
    });
    const buttons = [{ id: 'y', label: 'Sim' }];
    expect(await contentOf({ buttons: { text: 'Confirma?', footer: 'Clínica', buttons } })).toEqual({
      type: 'text',
      text: 'Confirma?',
      choices: { footer: 'Clínica', options: [{ label: 'Sim' }] },
    });
    expect(
      await contentOf({
        raw: { listResponseMessage: { title: 'Limpeza', singleSelectReply: { selectedRowId: 'a' } } },
      }),
    ).toEqual({ type: 'text', text: 'Limpeza' });
  });

  test('a text with what its link shows; nothing is fetched', async () => {
    const text = 'Olha https://ex.com/a_b_c';
    expect(
      await contentOf({
        raw: {
          extendedTextMessage: {
            text,
            matchedText: 'https://ex.com/a_b_c',
            title: 'Ofertas',
            description: 'Só hoje',
          },
        },
      }),
    ).toEqual({
      type: 'text',
      text,
      link: { url: 'https://ex.com/a_b_c', title: 'Ofertas', description: 'Só hoje' },
    });
    for (const matchedText of ['javascript:alert(1)', 'data:text/html,x'])
      expect(await contentOf({ raw: { extendedTextMessage: { text, matchedText, title: 'x' } } })).toEqual({
        type: 'text',
        text,
      });
  });

  test.each([
    'https://ex.com/Ana_Maria_Braga',
    'meu_nome_de_usuario',
    '*oi*',
    'oi*tudo*bem',
    'مرحبا 123 abc',
    'Carlos \u202Egnp',
  ])('C30, C33: a text comes to the letter: %s', async (text) => {
    expect(await contentOf({ text })).toEqual({ type: 'text', text });
  });

  test('C21: a text inside the envelope of a disappearing chat', async () => {
    const message = await shown(await post({ text: 'menu', ephemeral: 604_800 }));
    expect(message).toMatchObject({ content: { type: 'text', text: 'menu' }, flags: ['disappearing'] });
    const answered = await onPhone(await send({ type: 'text', text: 'ok' }));
    expect(answered.expiresInSeconds).toBe(604_800);
    const picture = await uploaded(server, account, FILES.png());
    expect((await onPhone(await send({ type: 'image', mediaId: picture }))).expiresInSeconds).toBe(604_800);
    await shown(await post({ text: 'agora fica' }));
    expect((await onPhone(await send({ type: 'text', text: 'ok' }))).expiresInSeconds).toBeUndefined();
  });

  test('C21: what may be seen once, of which a companion gets nothing at all', async () => {
    const image = { base64: FILES.png().toString('base64'), caption: 'RG' };
    const message = await shown(await post({ image, viewOnce: true, as: 'unavailable' }));
    expect(message).toMatchObject({
      content: { type: 'unsupported', rawType: 'viewOnce' },
      flags: ['view_once'],
    });
  });

  test('a kind that nobody knows yet keeps the name that WhatsApp gives it', async () => {
    expect(await contentOf({ raw: { eventMessage: { name: 'Mutirão', description: 'Sábado' } } })).toEqual({
      type: 'unsupported',
      rawType: 'eventMessage',
    });
  });

  test('an album is no message, and its pictures are', async () => {
    await post({ raw: { albumMessage: { expectedImageCount: 1, expectedVideoCount: 0 } } });
    const image = { base64: FILES.png().toString('base64') };
    const picture = await shown(await post({ image }));
    const before = (await thread(server, account, `+${RITA}`)).at(-2);
    expect(picture.content.type).toBe('image');
    expect(before.content).not.toMatchObject({ rawType: 'albumMessage' });
  });

  test('a quoted file has a word for its kind, or its caption', async () => {
    const image = { base64: FILES.png().toString('base64') };
    const [plain, captioned] = [await post({ image }), await post({ image, text: 'Meu RG' })];
    for (const [replyTo, preview] of [
      [plain, 'image'],
      [captioned, 'Meu RG'],
    ])
      expect((await shown(await post({ text: 'Viu?', replyTo }))).quoted.preview).toBe(preview);
  });
});

test('C25: somebody who is named is shown by name, and the digits of a LID are no number', async () => {
  await post({ text: 'Oi' }, PAULO);
  await until('Paulo is known', async () => (await thread(server, account, `+${PAULO}`)).length > 0);
  const text = '@183000000000055 pode ver? @183000000000077';
  const message = await shown(await post({ text, mentions: ['183000000000055@lid', '183000000000077@lid'] }));
  expect(message.content.text).toBe(text);
  expect(message.mentions).toEqual([
    { token: '@183000000000055', contactId: expect.stringMatching(/^ctc_/), name: 'Paulo' },
    { token: '@183000000000077', contactId: null, name: null },
  ]);
  const contacts = await server.call('GET', '/contacts', { token: account.apiKey, query: { limit: 200 } });
  expect(JSON.stringify(contacts.body)).not.toContain('183000000000077');
});

describe('what the business sends', () => {
  test.each([
    ['image', FILES.png(), { caption: 'A fachada' }, { kind: 'image', width: 640, height: 480 }],
    ['video', FILES.mp4(), {}, { kind: 'video', seconds: 5 }],
    ['voice', FILES.ogg(), {}, { kind: 'audio', voice: true, seconds: 4 }],
    ['audio', FILES.mp3(), {}, { kind: 'audio', voice: false }],
    ['document', FILES.pdf(), { caption: 'Segue' }, { kind: 'document', fileName: 'orçamento.pdf' }],
    ['sticker', FILES.webp(), {}, { kind: 'sticker' }],
  ])('a file reaches the phone, the same to the byte: %s', async (type, bytes, more, expected) => {
    const mediaId = await uploaded(server, account, bytes, 'orçamento.pdf');
    const message = await send({ type, mediaId, ...more });
    expect(message.content).toMatchObject({ type, ...more, media: { id: mediaId, state: 'stored' } });
    const bubble = await onPhone(message);
    expect(bubble.media).toMatchObject({
      ...expected,
      bytes: bytes.length,
      sha256: sha256(bytes),
      problem: null,
    });
    if ('caption' in more) expect(bubble.text).toBe(more.caption);
    await delivered(message);
  });

  test('a place, contact cards, and a poll', async () => {
    const place = { type: 'location', latitude: -23.5613, longitude: -46.6565, name: 'Clínica Sol' };
    expect((await onPhone(await send(place))).location).toMatchObject({
      latitude: -23.5613,
      longitude: -46.6565,
      name: 'Clínica Sol',
    });
    const contacts = [{ name: 'Zé', numbers: [{ number: '+5511990000041', label: 'Loja' }] }];
    expect((await onPhone(await send({ type: 'contacts', contacts }))).contacts).toMatchObject([
      { name: 'Zé' },
    ]);
    const poll = await send({ type: 'poll', question: 'Qual horário?', options: ['9h', '14h', '18h'] });
    expect(poll.content.options).toEqual(['9h', '14h', '18h'].map((text) => ({ text, votes: 0 })));
    expect((await onPhone(poll)).poll).toMatchObject({ options: ['9h', '14h', '18h'], choices: 1 });
  });

  test('C20: votes are counted, change and are taken back, and none is a bubble', async () => {
    const poll = await send({ type: 'poll', question: 'Qual horário?', options: ['9h', '14h', '18h'] });
    await onPhone(poll);
    const before = (await thread(server, account, `+${RITA}`)).length;
    for (const [options, addressing, asker, tally] of [
      [['9h'], 'lid', 'pn', '1,0,0'],
      [['14h'], 'pn', 'lid', '0,1,0'],
      [[], 'lid', 'lid', '0,0,0'],
    ] as const) {
      await post({ vote: { id: poll.whatsappId, options, asker }, addressing });
      const { content } = await until(`the tally ${tally}`, async () => {
        const message = await statusOf(poll);
        return message.content.options.map(({ votes }: any) => votes).join() === tally && message;
      });
      expect(content).not.toHaveProperty('voters');
    }
    expect(await thread(server, account, `+${RITA}`)).toHaveLength(before);
  });

  test('C18: the caption of a picture is edited, and the picture stays', async () => {
    const bytes = FILES.png();
    const mediaId = await uploaded(server, account, bytes);
    const message = await send({ type: 'image', mediaId, caption: 'Promoção de março' });
    await delivered(message);
    const asked = await server.call('PATCH', `/messages/${message.id}`, {
      token: account.apiKey,
      body: { text: 'Promoção de abril' },
    });
    expect(asked).toMatchObject({ status: 202, body: { pendingChange: { kind: 'edit' } } });
    const bubble = await until('the customer sees it', async () => {
      const shown = await onPhone(message);
      return shown.edited && shown;
    });
    expect(bubble).toMatchObject({
      text: 'Promoção de abril',
      media: { kind: 'image', sha256: sha256(bytes) },
    });
    const edited = await until('it has taken effect', async () => {
      const now = await statusOf(message);
      return now.editedAt && now;
    });
    expect(edited.content).toMatchObject({
      type: 'image',
      caption: 'Promoção de abril',
      media: { id: message.content.media.id, state: 'stored' },
    });
    const other = await send({ type: 'document', mediaId: await uploaded(server, account, FILES.pdf()) });
    await delivered(other);
    const refused = await server.call('PATCH', `/messages/${other.id}`, {
      token: account.apiKey,
      body: { text: 'x' },
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'not_editable']);
  });

  test('a file in answer to a message quotes it', async () => {
    const asked = await shown(await post({ text: 'Manda a foto?' }));
    const mediaId = await uploaded(server, account, FILES.png());
    const message = await send({ type: 'image', mediaId }, { quotedMessageId: asked.id });
    expect((await onPhone(message)).replyTo).toMatchObject({ id: asked.whatsappId });
  });

  test('what a customer sent can be sent on', async () => {
    const bytes = FILES.png();
    const id = await post({ image: { base64: bytes.toString('base64') } });
    const { content } = await until('the file is here', async () => {
      const message = await shown(id);
      return message.content.media.state === 'stored' && message;
    });
    const bubble = await onPhone(await send({ type: 'document', mediaId: content.media.id }));
    expect(bubble.media).toMatchObject({ kind: 'document', sha256: sha256(bytes) });
  });

  test('a file that cannot go like that is a 422, and one of another account a 404', async () => {
    const [pdf, foreign] = [
      await uploaded(server, account, FILES.pdf()),
      await uploaded(server, server.agencies[0].clients[1], FILES.png()),
    ];
    const ask = (content: object) =>
      server.call('POST', '/send-message', { token: account.apiKey, body: { conversationId, content } });
    expect(await ask({ type: 'image', mediaId: pdf })).toMatchObject({
      status: 422,
      body: { code: 'media_unsuitable', errors: [{ pointer: '/body/content/mediaId' }] },
    });
    expect(await ask({ type: 'voice', mediaId: await uploaded(server, account, FILES.mp3()) })).toMatchObject(
      {
        status: 422,
      },
    );
    expect(await ask({ type: 'image', mediaId: foreign })).toMatchObject({ status: 404 });
    const png = await uploaded(server, account, FILES.webp());
    expect(await ask({ type: 'sticker', mediaId: png, caption: 'Oi' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/body/content/caption' }] },
    });
  });

  test('an upload that fails is tried again, in order, while other conversations go on', async () => {
    await phones.call('POST', '/faults', { kind: 'media', on: 'upload', number: CLINIC, status: 503 });
    const bytes = FILES.png();
    const picture = await send({ type: 'image', mediaId: await uploaded(server, account, bytes) });
    const after = await send({ type: 'text', text: 'Viu a foto?' });
    const elsewhere = await server.call('POST', '/send-message', {
      token: account.apiKey,
      body: { to: `+${PAULO}`, content: { type: 'text', text: 'Oi, Paulo' } },
    });
    expect(elsewhere.status).toBe(202);
    expect((await onPhone(picture)).media.sha256).toBe(sha256(bytes));
    await onPhone(after);
    const ids = (await phones.chat(RITA, CLINIC)).map(({ id }) => id);
    expect(ids.indexOf(picture.whatsappId)).toBeLessThan(ids.indexOf(after.whatsappId));
    await delivered(picture);
  });

  test('one that cannot be uploaded at all ends as failed, and may be tried again by a person', async () => {
    const fault = await phones.call<{ id: string }>('POST', '/faults', {
      kind: 'media',
      on: 'upload',
      number: CLINIC,
      status: 503,
      times: 0,
    });
    const picture = await send({ type: 'image', mediaId: await uploaded(server, account, FILES.png()) });
    const failed = await until(
      'it has failed',
      async () => {
        const message = await statusOf(picture);
        return message.status === 'failed' && message;
      },
      40_000,
    );
    expect(failed.failure).toMatchObject({ code: 'media_upload_failed', retryable: true });
    await phones.call('DELETE', `/faults/${fault.id}`);
    await onPhone(await send({ type: 'text', text: 'Segue adiante' }));
  }, 60_000);
});
