import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../page/', import.meta.url));

/** The page's files by the path that they are served at: a closed list, so no path can leave the folder. */
const files: Record<string, { name: string; type: string }> = {
  '/': { name: 'index.html', type: 'text/html' },
  '/page/phones.css': { name: 'phones.css', type: 'text/css' },
  '/page/screen.css': { name: 'screen.css', type: 'text/css' },
  '/page/main.js': { name: 'main.js', type: 'text/javascript' },
  '/page/api.js': { name: 'api.js', type: 'text/javascript' },
  '/page/dom.js': { name: 'dom.js', type: 'text/javascript' },
  '/page/icons.js': { name: 'icons.js', type: 'text/javascript' },
  '/page/phone-view.js': { name: 'phone-view.js', type: 'text/javascript' },
  '/page/bubble-view.js': { name: 'bubble-view.js', type: 'text/javascript' },
  '/page/composer.js': { name: 'composer.js', type: 'text/javascript' },
  '/page/compose-view.js': { name: 'compose-view.js', type: 'text/javascript' },
  '/page/messages.css': { name: 'messages.css', type: 'text/css' },
  '/page/chat-view.js': { name: 'chat-view.js', type: 'text/javascript' },
  '/page/link-view.js': { name: 'link-view.js', type: 'text/javascript' },
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*",
].join('; ');

/** Serves a file of the page; false when there is none at this path. */
export async function servePage(path: string, response: ServerResponse): Promise<boolean> {
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (!file) return false;
  const content = await readFile(join(folder, file.name));
  response.writeHead(200, {
    'content-type': `${file.type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  });
  response.end(content);
  return true;
}
