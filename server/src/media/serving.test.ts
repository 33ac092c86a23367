import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { download, FILES, sha256, upload, uploaded } from '../../test/media-files.ts';
import { keyWith, type SeededAccount, testServer, type TestServer } from '../../test/servers.ts';
import { inAccount } from '../db/database.ts';
import { fromTypeId } from '../db/ids.ts';
import { MEDIA_LIMITS } from './limits.ts';
import { MediaLinks } from './media-links.ts';
import { uploadMedia } from './upload-media.ts';

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) yield Buffer.alloc(1_000);
}

let server: TestServer;
let clinic: SeededAccount;
let shop: SeededAccount;
beforeAll(async () => {
  server = await testServer();
  [clinic, shop] = server.agencies[0].clients;
});
afterAll(() => server?.stop());

const read = (id: string, token: string) => server.call('GET', `/media/${id}`, { token });

describe('an uploaded file', () => {
  test.each([
    ['png', FILES.png(), { mimeType: 'image/png', width: 640, height: 480 }],
    ['webp', FILES.webp(), { mimeType: 'image/webp', width: 512, height: 512 }],
    ['ogg', FILES.ogg(), { mimeType: 'audio/ogg; codecs=opus', durationMs: 3_500 }],
    ['mp4', FILES.mp4(), { mimeType: 'video/mp4', durationMs: 4_200 }],
    ['mp3', FILES.mp3(), { mimeType: 'audio/mpeg' }],
    ['pdf', FILES.pdf(), { mimeType: 'application/pdf' }],
  ])('is told by its bytes, measured, and comes back the same: %s', async (name, bytes, facts) => {
    const { status, body } = await upload(server, clinic.apiKey, bytes, { fileName: `arquivo.${name}` });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...facts,
      size: bytes.length,
      state: 'stored',
      fileName: `arquivo.${name}`,
    });
    expect((await read(body.id, clinic.apiKey)).body).toMatchObject({ id: body.id, ...facts });
    const file = await download(server, body.url);
    expect(file.status).toBe(200);
    expect(sha256(file.bytes)).toBe(sha256(bytes));
    expect(file.headers.get('content-length')).toBe(String(bytes.length));
  });

  test.each(['jpeg', 'png', 'webp'] as const)(
    'that is a picture (%s) gets a small one of it',
    async (format) => {
      // Noise is what compresses worst.
      const noise = { raw: { width: 640, height: 400, channels: 3 } } as const;
      const bytes = await sharp(randomBytes(640 * 400 * 3), noise)
        .toFormat(format)
        .toBuffer();
      const { body } = await upload(server, clinic.apiKey, bytes, { fileName: `foto.${format}` });
      expect(body).toMatchObject({ width: 640, height: 400 });
      const small = Buffer.from(body.thumbnail.split(',')[1], 'base64');
      expect(body.thumbnail.startsWith('data:image/jpeg;base64,')).toBe(true);
      expect(small.length).toBeLessThanOrEqual(MEDIA_LIMITS.thumbnailBytes);
      const { width, height } = await sharp(small).metadata();
      expect(width / height).toBeCloseTo(1.6, 1);
    },
  );

  test('is kept once for each account, however often it comes', async () => {
    const bytes = FILES.pdf();
    const [one, other, foreign] = [
      await uploaded(server, clinic, bytes, 'a.pdf'),
      await uploaded(server, clinic, bytes, 'b.pdf'),
      await uploaded(server, shop, bytes, 'c.pdf'),
    ];
    expect(new Set([one, other, foreign]).size).toBe(3);
    const folder = join(server.running.app.config.dataFolder, 'media');
    const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith(sha256(bytes)),
    );
    expect(kept.map((path) => path.split('/')[0])).toEqual(expect.arrayContaining([clinic.id, shop.id]));
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });

  test('of no bytes, of another content type, or by somebody who may not send is refused', async () => {
    expect(await upload(server, clinic.apiKey, Buffer.alloc(0))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/body' }] },
    });
    expect(
      await upload(server, clinic.apiKey, Buffer.from('{}'), { type: 'application/json' }),
    ).toMatchObject({
      status: 415,
    });
    expect(await upload(server, clinic.apiKey, FILES.png(), { type: 'image/png' })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type' },
    });
    const reader = await keyWith(server, clinic.id, ['conversations:read']);
    expect(await upload(server, reader, FILES.png())).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const json = await server.call('POST', '/send-message', {
      token: clinic.apiKey,
      headers: { 'content-type': 'application/octet-stream' },
      body: '{}',
    });
    expect(json).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  });

  test('over the limit is a 413, and nothing of it is kept', async () => {
    const caller = { accountId: clinic.id, memberId: null, credentialId: clinic.apiKeyId } as never;
    await expect(
      uploadMedia(server.running.app, { caller, body: endless(), fileName: null, mostBytes: 50_000 }),
    ).rejects.toMatchObject({ status: 413, code: 'body_too_large' });
    const folder = join(server.running.app.config.dataFolder, 'media', 'incoming');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that says it is over the limit is refused before it comes', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sending = request(`${server.url}/v1/media`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${clinic.apiKey}`,
          'content-type': 'application/octet-stream',
          'content-length': MEDIA_LIMITS.fileBytes + 1,
        },
      });
      sending.once('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      });
      sending.once('error', reject);
      sending.write('%PDF-');
    });
    expect(status).toBe(413);
  });

  test('too many at once are a 503, and the next one afterwards is taken', async () => {
    const { uploads } = server.running.app.media;
    const leaves = Array.from({ length: MEDIA_LIMITS.uploadsAtOnce }, () => uploads.enter());
    const { status, body } = await upload(server, clinic.apiKey, FILES.png());
    expect([status, body.code]).toEqual([503, 'unavailable']);
    for (const leave of leaves) leave!();
    expect((await upload(server, clinic.apiKey, FILES.png())).status).toBe(201);
  });
});

describe('a hostile file', () => {
  test.each([
    ['HTML', FILES.html(), 'foto.jpg'],
    ['SVG', FILES.svg(), 'foto.svg'],
    ['HTML that says so', FILES.html(), 'pagina.html'],
  ])('%s comes as a download of plain bytes in which nothing can run', async (_, bytes, fileName) => {
    const { body } = await upload(server, clinic.apiKey, bytes, { fileName });
    expect(body.mimeType).toBe('application/octet-stream');
    const { headers } = await download(server, body.url);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe(
      "sandbox; default-src 'none'; frame-ancestors 'none'",
    );
  });

  test('C33: the ending of its name is shown as it is, and the name itself is kept unaltered', async () => {
    const name = 'fatura_\u202Efdp.exe';
    const { body } = await upload(server, clinic.apiKey, Buffer.from('MZ\0\0'), { fileName: name });
    expect(body.fileName).toBe('fatura_fdp.exe');
    const { headers } = await download(server, body.url);
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="fatura_fdp.exe"; filename*=UTF-8''fatura_fdp.exe`,
    );
    const [row] = await inAccount(server.running.app.database, clinic.id, (tx) =>
      tx.query<{ file_name: string }>('select file_name from media where id = $1', [
        fromTypeId('med', body.id),
      ]),
    );
    expect(row!.file_name).toBe(name);
  });

  test('a name cannot break out of its header', async () => {
    const { body } = await upload(server, clinic.apiKey, FILES.pdf(), {
      fileName: 'a"; filename="b.html\r\nx: y/../ção.pdf',
    });
    const { headers } = await download(server, body.url);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\r\n/]+"; filename\*=UTF-8''[\w%.-]+$/,
    );
    expect(headers.get('x')).toBeNull();
  });
});

describe('a link', () => {
  test('answers ranges', async () => {
    const bytes = FILES.mp4();
    const { body } = await upload(server, clinic.apiKey, bytes);
    const ask = (range: string) => download(server, body.url, { range });
    const some = await ask('bytes=10-19');
    expect(some.status).toBe(206);
    expect(some.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
    expect(some.bytes.equals(bytes.subarray(10, 20))).toBe(true);
    expect((await ask('bytes=-5')).bytes.equals(bytes.subarray(-5))).toBe(true);
    expect((await ask(`bytes=${bytes.length - 2}-`)).bytes.equals(bytes.subarray(-2))).toBe(true);
    expect((await ask(`bytes=0-${bytes.length * 2}`)).bytes.equals(bytes)).toBe(true);
    const beyond = await ask(`bytes=${bytes.length}-`);
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
    for (const odd of ['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-'])
      expect([odd, (await ask(odd)).status]).toEqual([odd, 200]);
  });

  test('is for one file of one account, and ends', async () => {
    const [mine, theirs] = [
      (await upload(server, clinic.apiKey, FILES.png())).body,
      (await upload(server, shop.apiKey, FILES.png())).body,
    ];
    const address = new URL(mine.url, server.url);
    const altered = (change: (url: URL) => void): string => {
      const url = new URL(address);
      change(url);
      return url.href;
    };
    const foreign = new URL(theirs.url, server.url);
    for (const url of [
      altered((one) => one.searchParams.set('account', foreign.searchParams.get('account')!)),
      altered((one) => one.searchParams.set('expires', String(Number(one.searchParams.get('expires')) + 1))),
      altered((one) => one.searchParams.set('signature', foreign.searchParams.get('signature')!)),
      altered((one) => (one.pathname = foreign.pathname)),
      // A true signature of this server for an account that does not have the file.
      server.running.app.media.links.make({
        accountId: shop.id,
        mediaId: fromTypeId('med', mine.id),
      }).url,
    ])
      expect([url, (await download(server, url)).status]).toEqual([url, 404]);
    const old = server.running.app.media.links.make(
      { accountId: clinic.id, mediaId: fromTypeId('med', mine.id) },
      Date.now() - 3_600_000,
    );
    expect((await download(server, old.url)).status).toBe(410);
    expect((await download(server, address.href)).status).toBe(200);
    expect(Date.parse(mine.urlExpiresAt)).toBeGreaterThan(Date.now());
  });

  test('of another installation opens nothing', async () => {
    const { body } = await upload(server, clinic.apiKey, FILES.png());
    const others = new MediaLinks(Buffer.alloc(32, 7));
    const { url } = others.make({ accountId: clinic.id, mediaId: fromTypeId('med', body.id) });
    expect((await download(server, url)).status).toBe(404);
  });
});

describe('who may read an upload', () => {
  test('nobody of another account, and of those who see only their own conversations its uploader', async () => {
    const id = await uploaded(server, clinic, FILES.png());
    const agent = await server.signIn(clinic.members.agent);
    const own = await upload(server, agent, FILES.png());
    expect((await read(id, shop.apiKey)).status).toBe(404);
    expect((await read(id, server.agencies[1].clients[0].apiKey)).status).toBe(404);
    expect((await read(id, agent)).status).toBe(404);
    expect((await read(own.body.id, agent)).status).toBe(200);
    const supervisor = await server.signIn(clinic.members.supervisor);
    expect((await read(id, supervisor)).status).toBe(200);
  });
});
