import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SandboxProblem } from '../problem.ts';

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** Whether this is a name or address of this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1';
}

/**
 * Lets a request in, or refuses it. Without a token only this machine's own names are answered, so that a page
 * elsewhere cannot reach the sandbox through a name that it points at 127.0.0.1 (DNS rebinding). Pages of other
 * origins are refused in any case.
 */
export function assertAllowed(request: IncomingMessage, url: URL, token: string | undefined): void {
  const host = request.headers.host ?? '';
  if (token === undefined && !isLoopback(host.replace(/:[0-9]+$/, ''))) {
    throw new SandboxProblem(
      403,
      'host_refused',
      `The sandbox answers on this machine's own names only, not on ${host}.`,
    );
  }
  const { origin } = request.headers;
  if (origin !== undefined && !isLoopbackOrigin(origin) && origin !== `http://${host}`) {
    throw new SandboxProblem(403, 'origin_refused', `Pages of ${origin} may not use this sandbox.`);
  }
  if (token === undefined || request.method === 'OPTIONS' || isPublic(request, url)) return;
  const given =
    /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? url.searchParams.get('access_token');
  if (!given || !isSame(given, token)) {
    throw new SandboxProblem(
      401,
      'token_required',
      'Send the sandbox token: Authorization: Bearer <SANDBOX_TOKEN>.',
    );
  }
}

/** Headers that let pages of this machine call the API. */
export function corsHeaders(request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || !isLoopbackOrigin(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
  };
}

/** The page itself carries no secret: it asks for the token and then sends it. */
function isPublic(request: IncomingMessage, url: URL): boolean {
  return request.method === 'GET' && (url.pathname === '/' || url.pathname.startsWith('/page/'));
}

function isLoopbackOrigin(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return (
    url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && isLoopback(url.hostname)
  );
}

function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
