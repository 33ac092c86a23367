import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { download, FILES, sha256 } from '../../test/media-files.ts';
import { pair, Phones, thread, until } from '../../test/phones.ts';
import { type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';

const CLINIC = '5511990000001';
const RITA = '5511970000002';

let server: TestServer;
let account: SeededAccount;
let phones: Phones;
beforeAll(async () => {
  server = await testServer({ sandbox: true });
  account = server.agencies[0].clients[0];
  phones = new Phones(server.sandbox!);
  await phones.make(RITA, 'Rita');
  await pair(server, account, { number: CLINIC, name: 'Clínica Sol' });
});
afterAll(() => server?.stop());

const post = async (message: object): Promise<string> =>
  (await phones.call<{ id: string }>('POST', `/phones/${RITA}/messages`, { to: CLINIC, ...message })).id;
const shown = (whatsappId: string, is: (message: any) => unknown = () => true) =>
  until(`the message ${whatsappId}`, async () =>
    (await thread(server, account, `+${RITA}`)).find((one) => one.whatsappId === whatsappId && is(one)),
  );
const arrived = (whatsappId: string) => shown(whatsappId, ({ content }) => content.media.state === 'stored');
const base64 = (bytes: Buffer): string => bytes.toString('base64');
const fault = (more: object) => phones.call('POST', '/faults', { kind: 'media', number: RITA, ...more });
const events = async (messageId: string): Promise<any[]> => {
  const { body } = await server.call('GET', '/events', {
    token: account.apiKey,
    query: { after: 0, limit: 200 },
  });
  return body.data.filter((event: any) => event.data.id === messageId);
};

describe('a file that a customer sends', () => {
  const [png, mp4, gif, ogg, mp3, pdf, webp] = [
    FILES.png(),
    FILES.mp4(),
    FILES.mp4(),
    FILES.ogg(),
    FILES.mp3(),
    FILES.pdf(),
    FILES.webp(),
  ];
  test.each([
    ['image', { image: { base64: base64(png), caption: 'RG' } }, png, { caption: 'RG' }, 'image/png'],
    ['video', { video: { base64: base64(mp4), seconds: 4 } }, mp4, {}, 'video/mp4'],
    ['video', { video: { base64: base64(gif), gif: true } }, gif, { gif: true }, 'video/mp4'],
    ['voice', { audio: { base64: base64(ogg), voice: true, seconds: 3 } }, ogg, {}, 'audio/ogg; codecs=opus'],
    ['audio', { audio: { base64: base64(mp3) } }, mp3, {}, 'audio/mpeg'],
    [
      'document',
      { document: { base64: base64(pdf), fileName: 'exame.pdf', caption: 'Segue' } },
      pdf,
      { caption: 'Segue', media: { fileName: 'exame.pdf' } },
      'application/pdf',
    ],
    ['sticker', { sticker: { base64: base64(webp) } }, webp, {}, 'image/webp'],
  ])(
    'is shown at once, and is here the same to the byte: %s',
    async (type, message, bytes, more, mimeType) => {
      const id = await post(message);
      const { id: messageId, content } = await arrived(id);
      expect(content).toMatchObject({ type, ...more });
      expect(content.media).toMatchObject({ mimeType, size: bytes.length, state: 'stored' });
      const file = await download(server, content.media.url);
      expect(sha256(file.bytes)).toBe(sha256(bytes));
      expect(file.headers.get('content-type')).toBe(
        type === 'document' ? 'application/octet-stream' : mimeType,
      );
      await until('its events', async () => {
        const told = await events(messageId);
        return told[0]?.type === 'message.received' && told.at(-1)?.data.content.media.state === 'stored';
      });
    },
  );

  test('has its own measures, and the small picture that came with it', async () => {
    const thumbnail = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex');
    const large = Buffer.concat([thumbnail, Buffer.alloc(4_000)]);
    const [small, without] = [
      await post({
        image: { base64: base64(FILES.png()), thumbnail: base64(thumbnail), width: 3, height: 4 },
      }),
      await post({ image: { base64: base64(FILES.png()), thumbnail: base64(large) } }),
    ];
    expect((await arrived(small)).content.media).toMatchObject({
      width: 640,
      height: 480,
      thumbnail: `data:image/jpeg;base64,${base64(thumbnail)}`,
    });
    expect((await arrived(without)).content.media.thumbnail).toBeNull();
  });

  test("is another account's no business", async () => {
    const { content } = await arrived(await post({ image: { base64: base64(FILES.png()) } }));
    for (const token of [server.agencies[0].clients[1].apiKey, server.agencies[1].clients[0].apiKey]) {
      const reply = await server.call('GET', `/media/${content.media.id}`, { token });
      expect(reply).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    const own = await server.call('GET', `/media/${content.media.id}`, { token: account.apiKey });
    expect(own.body).toMatchObject({ id: content.media.id, state: 'stored' });
  });

  test.each([
    ['HTML', FILES.html()],
    ['SVG', FILES.svg()],
  ])('that is %s under the name of a picture is never shown in a browser', async (_, bytes) => {
    const id = await post({
      document: { base64: base64(bytes), mime: 'image/jpeg', fileName: 'foto.jpg' },
    });
    const { content } = await arrived(id);
    expect(content.media).toMatchObject({ mimeType: 'application/octet-stream', fileName: 'foto.jpg' });
    const { headers } = await download(server, content.media.url);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('content-security-policy')).toMatch(/^sandbox; /);
  });

  test('C33: a name that hides its ending shows it', async () => {
    const id = await post({
      document: { base64: base64(Buffer.from('MZ\0\0 nothing')), fileName: 'fatura_\u202Efdp.exe' },
    });
    const { content } = await arrived(id);
    expect(content.media.fileName).toBe('fatura_fdp.exe');
  });
});

describe('a media host that fails', () => {
  test.each([403, 404, 410])('with %i: the phone is asked to upload the file anew', async (status) => {
    const bytes = FILES.png();
    await fault({ status });
    const { content } = await arrived(await post({ image: { base64: base64(bytes) } }));
    expect(sha256((await download(server, content.media.url)).bytes)).toBe(sha256(bytes));
  });

  test.each([
    ['breaks off half-way', { truncate: true }],
    ['is out of order', { truncate: true, times: 2 }],
  ])('and %s is asked again', async (_, more) => {
    const bytes = FILES.pdf(200_000);
    await fault(more);
    const { content } = await arrived(await post({ document: { base64: base64(bytes), fileName: 'a.pdf' } }));
    expect(sha256((await download(server, content.media.url)).bytes)).toBe(sha256(bytes));
  });

  test('and a phone that has the file no more: it has expired, and the message stays', async () => {
    await fault({ status: 410 });
    await phones.call('POST', '/faults', { kind: 'media_retry', number: CLINIC, result: 'not_found' });
    const id = await post({ image: { base64: base64(FILES.png()), caption: 'Veja' } });
    const { content } = await shown(id, (one) => one.content.media.state === 'expired');
    expect(content).toMatchObject({ caption: 'Veja', media: { url: null, urlExpiresAt: null } });
  });

  test('holds up no other message, and no other file', async () => {
    await fault({ delayMs: 25_000 });
    const slow = await post({ image: { base64: base64(FILES.png()) } });
    const text = await post({ text: 'Chegou?' });
    const fast = await post({ image: { base64: base64(FILES.png()) } });
    await shown(text);
    await arrived(fast);
    expect((await shown(slow)).content.media.state).toBe('pending');
  });
});

describe('a phone that is asked to upload a file anew', () => {
  test('and refuses for now is asked again', async () => {
    await fault({ status: 404 });
    await phones.call('POST', '/faults', { kind: 'media_retry', number: CLINIC, result: 'error' });
    const bytes = FILES.png();
    const { content } = await arrived(await post({ image: { base64: base64(bytes) } }));
    expect(sha256((await download(server, content.media.url)).bytes)).toBe(sha256(bytes));
  });
});

describe('what is not fetched', () => {
  const file = { directPath: '/v/t62/none', mediaKey: base64(Buffer.alloc(32, 1)), mimetype: 'image/jpeg' };
  test('a file that is larger than a file may be: it has failed from the beginning', async () => {
    const id = await post({
      raw: {
        imageMessage: { ...file, fileSha256: base64(Buffer.alloc(32, 2)), fileLength: 200 * 1_048_576 },
      },
    });
    expect((await shown(id)).content).toMatchObject({ type: 'image', media: { state: 'failed', url: null } });
  });

  test('a file without a key or a hash', async () => {
    const id = await post({ raw: { documentMessage: { mimetype: 'application/pdf', fileName: 'a.pdf' } } });
    expect((await shown(id)).content).toMatchObject({
      type: 'document',
      media: { state: 'failed', fileName: 'a.pdf' },
    });
  });

  test('C21: what may be seen once is in the inbox, marked, and neither fetched nor kept', async () => {
    const id = await post({ image: { base64: base64(FILES.png()), caption: 'RG' }, viewOnce: true });
    const message = await shown(id);
    expect(message.flags).toContain('view_once');
    expect(message.content).toMatchObject({
      type: 'image',
      caption: 'RG',
      media: { state: 'expired', url: null, thumbnail: null },
    });
    const [told] = await until('its event', async () => {
      const found = await events(message.id);
      return found.length > 0 && found;
    });
    expect(told.data.flags).toContain('view_once');
    const [row] = await server.db.asOwner(
      `select m.encoded_sealed, f.source_sealed from messages m
       join media f on f.account_id = m.account_id and f.message_id = m.id where m.whatsapp_id = $1`,
      [id],
    );
    expect(row).toEqual({ encoded_sealed: null, source_sealed: null });
  });
});
