import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Answers one file of `folder`, and false when there is no such file or its kind is not one that we serve. */
export async function sendFile(response: ServerResponse, folder: string, path: string): Promise<boolean> {
  const file = normalize(join(folder, path));
  const type = types[extname(file)];
  if (!file.startsWith(folder + sep) || !type) return false;
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return false;
  const tag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
  response.setHeader('etag', tag);
  // The widgets' parts are named by what they hold; everything else is asked for again, and answered 304.
  const named = /-[A-Z0-9]{8}\.js$/.test(file);
  response.setHeader('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (response.req.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return true;
  }
  response.writeHead(200, { 'content-type': type, 'content-length': found.size });
  if (response.req.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
  return true;
}
