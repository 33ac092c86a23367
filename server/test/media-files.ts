import { createHash, randomBytes } from 'node:crypto';
import type { SeededAccount, TestServer } from './servers.ts';

/** Files as small as their types allow, each with random bytes at its end so that no two are the same. */
export const FILES = {
  png: (): Buffer => {
    const head = Buffer.alloc(33);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(head);
    head.writeUInt32BE(640, 16);
    head.writeUInt32BE(480, 20);
    return Buffer.concat([head, randomBytes(4_000)]);
  },
  webp: (): Buffer => {
    const head = Buffer.alloc(30);
    head.write('RIFF\0\0\0\0WEBPVP8X', 'latin1');
    head.writeUIntLE(511, 24, 3);
    head.writeUIntLE(511, 27, 3);
    return Buffer.concat([head, randomBytes(2_000)]);
  },
  /** Ogg/Opus of 3.5 seconds. */
  ogg: (): Buffer => {
    const first = Buffer.alloc(47);
    first.write('OggS');
    first.write('OpusHead', 28);
    first.writeUInt16LE(312, 38);
    const last = Buffer.alloc(27);
    last.write('OggS');
    last.writeBigUInt64LE(BigInt(3_500 * 48 + 312), 6);
    return Buffer.concat([first, Buffer.alloc(2_000, randomBytes(8)), last]);
  },
  mp4: (): Buffer => {
    const mvhd = Buffer.alloc(108);
    mvhd.writeUInt32BE(108);
    mvhd.write('mvhd', 4);
    mvhd.writeUInt32BE(1_000, 20);
    mvhd.writeUInt32BE(4_200, 24);
    const moov = Buffer.alloc(8);
    moov.writeUInt32BE(116);
    moov.write('moov', 4);
    const ftyp = Buffer.from('00000018667479706d703432000000006d70343269736f6d', 'hex');
    const body = randomBytes(3_000);
    const mdat = Buffer.alloc(8);
    mdat.writeUInt32BE(8 + body.length);
    mdat.write('mdat', 4);
    return Buffer.concat([ftyp, mdat, body, moov, mvhd]);
  },
  mp3: (): Buffer => Buffer.concat([Buffer.from('ID3'), randomBytes(3_000)]),
  pdf: (size = 5_000): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]),
  html: (): Buffer => Buffer.from(`<html><script>alert(${randomBytes(4).readUInt32LE()})</script></html>`),
  svg: (): Buffer =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(${randomBytes(4).readUInt32LE()})</script></svg>`,
    ),
};

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Uploads a file as a client does; answers the status and the body. */
export async function upload(
  server: Pick<TestServer, 'url'>,
  token: string,
  bytes: Uint8Array,
  options: { fileName?: string; type?: string } = {},
): Promise<{ status: number; body: any }> {
  const address = new URL(`${server.url}/v1/media`);
  if (options.fileName) address.searchParams.set('fileName', options.fileName);
  const answer = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': options.type ?? 'application/octet-stream',
    },
    body: bytes as never,
  });
  return { status: answer.status, body: await answer.json() };
}

/** Follows a link of a file, without any credential. */
export async function download(
  server: Pick<TestServer, 'url'>,
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(new URL(url, server.url), { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** Uploads a file that is to be sent, and answers its id. */
export async function uploaded(
  server: TestServer,
  account: SeededAccount,
  bytes: Uint8Array,
  fileName?: string,
): Promise<string> {
  const answer = await upload(server, account.apiKey, bytes, fileName === undefined ? {} : { fileName });
  if (answer.status !== 201)
    throw new Error(`Uploading answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.id as string;
}
