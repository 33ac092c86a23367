import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../db/ids.ts';
import { placeOf } from './media-store.ts';
import { S3Store } from './s3-store.ts';

/** As much of S3 as is used: HEAD, PUT and GET of objects, with ranges. */
const objects = new Map<string, Buffer>();
const asked: string[] = [];
let broken = false;
const service = createServer((request, response) => void serve(request, response));
const folder = mkdtempSync(join(tmpdir(), 'mh-s3-'));

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const key = new URL(request.url!, 'http://s3').pathname;
  asked.push(`${request.method} ${key}`);
  if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
    return void response.writeHead(403).end();
  if (broken) return void response.writeHead(403).end();
  if (request.method === 'PUT') {
    objects.set(key, await buffer(request));
    return void response.writeHead(200, { etag: '"1"' }).end();
  }
  const found = objects.get(key);
  if (!found) {
    const body = request.method === 'GET' ? '<Error><Code>NoSuchKey</Code></Error>' : '';
    return void response.writeHead(404, { 'content-type': 'application/xml' }).end(body);
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const part = range ? found.subarray(Number(range[1]), Number(range[2]) + 1) : found;
  response.writeHead(range ? 206 : 200, { 'content-length': part.length, etag: '"1"' });
  response.end(request.method === 'GET' ? part : undefined);
}

let store: S3Store;
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  const { port } = service.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  store = new S3Store({ bucket: 'files', region: 'us-east-1', endpoint, prefix: 'metahub/' });
});
afterEach(() => {
  asked.length = 0;
  broken = false;
});
afterAll(() => {
  vi.unstubAllEnvs();
  service.closeAllConnections();
  service.close();
  rmSync(folder, { recursive: true });
});

function fileWith(bytes: Buffer): string {
  const path = join(folder, randomBytes(8).toString('hex'));
  writeFileSync(path, bytes);
  return path;
}

test('a file is kept under its account and hash, once, and read whole and in parts', async () => {
  const bytes = randomBytes(100_000);
  const name = { accountId: newId(), sha256: randomBytes(32) };
  await store.put(name, fileWith(bytes));
  await store.put(name, fileWith(bytes));
  expect(asked.filter((line) => line.startsWith('PUT'))).toEqual([`PUT /files/metahub/${placeOf(name)}`]);
  expect((await buffer((await store.read(name))!)).equals(bytes)).toBe(true);
  const part = await buffer((await store.read(name, { start: 10, end: 19 }))!);
  expect(part.equals(bytes.subarray(10, 20))).toBe(true);
});

test('a file that is not there is null, and one of another account is not there', async () => {
  const name = { accountId: newId(), sha256: randomBytes(32) };
  await store.put(name, fileWith(randomBytes(10)));
  expect(await store.read({ ...name, accountId: newId() })).toBeNull();
  expect(await store.read({ ...name, sha256: randomBytes(32) })).toBeNull();
});

test('a bucket that refuses is an error, and no missing file', async () => {
  const name = { accountId: newId(), sha256: randomBytes(32) };
  broken = true;
  await expect(store.read(name)).rejects.toThrow();
  await expect(store.put(name, fileWith(randomBytes(10)))).rejects.toThrow();
});
