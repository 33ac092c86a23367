import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const ALLOWED_HEADERS = 'authorization, content-type, idempotency-key, if-match, metahub-account';
const ALLOWED_METHODS = 'GET, POST, PATCH, PUT, DELETE';
const READABLE_HEADERS =
  'etag, metahub-merged-from, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id';

/**
 * Any origin may ask, without cookies: a preflight carries no token, so the token's own origins are checked on
 * the request itself (access/authenticate.ts). Security headers ride along on every answer.
 */
export function answerAcrossOrigins(server: FastifyInstance, options: { https: boolean }): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'x-frame-options': 'DENY',
    });
    // Only where people come by https: over plain http the header means nothing, and a proxy may serve others too.
    if (options.https || request.protocol === 'https')
      reply.header('strict-transport-security', 'max-age=31536000');
    if (request.headers.origin !== undefined) {
      reply.header('access-control-allow-origin', '*');
      reply.header('access-control-expose-headers', READABLE_HEADERS);
    }
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined)
      return reply
        .headers({
          'access-control-allow-headers': ALLOWED_HEADERS,
          'access-control-allow-methods': ALLOWED_METHODS,
          'access-control-max-age': '7200',
        })
        .code(204)
        .send();
    return done();
  });
}

/**
 * Operations that live on a cookie are for the app's own origin only. SameSite=Strict keeps the cookie from other
 * sites; this also refuses what a browser says comes from another origin of the same site. Where a proxy stands
 * between, the browser's own word (Sec-Fetch-Site) counts, since the Host may have been rewritten.
 */
export function refuseOtherOrigins(headers: {
  origin?: string | undefined;
  host?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}): void {
  const site = headers['sec-fetch-site'];
  const own =
    site === undefined
      ? headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host
      : site === 'same-origin' || site === 'none';
  if (own) return;
  throw new Problem({
    status: 403,
    code: 'origin_not_allowed',
    detail: `This works only from the API's own origin; the request came from ${headers.origin?.slice(0, 255) ?? String(site)}.`,
  });
}
