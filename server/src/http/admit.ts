import type { FastifyReply, FastifyRequest } from 'fastify';
import { authenticate } from '../access/authenticate.ts';
import { type Caller, demand } from '../access/caller.ts';
import type { Application } from '../application.ts';
import { LIMITS } from '../limits.ts';
import { refuseOtherOrigins } from './cross-origin.ts';
import { operations as table } from './contract-tables.gen.ts';
import type { OperationId } from './operation.ts';
import { Problem } from './problem.ts';
import { applyRate } from './rate-limits.ts';

const CREDENTIAL_OF_KIND = { user: 'accessToken', api_key: 'apiKey', embed: 'embedToken' } as const;

/**
 * Decides before the body is read whether a request comes in: its credential, its rate, whether the operation
 * takes that kind of credential, and the permission. Sets `request.caller`.
 */
export async function admit(options: {
  app: Application;
  id: OperationId;
  request: FastifyRequest;
  reply: FastifyReply;
}): Promise<void> {
  const { app, id, request, reply } = options;
  const { rates } = app;
  const operation = table[id];
  const credentials: readonly string[] = operation.credentials;
  if (operation.idempotency === 'refused' && request.headers['idempotency-key'] !== undefined)
    throw new Problem({
      status: 400,
      code: 'idempotency_key_refused',
      detail:
        'The answer of this operation holds a secret, so it cannot be repeated by key. Leave the header out.',
      errors: [{ pointer: '/headers/idempotency-key', detail: 'is not accepted by this operation' }],
    });
  if (credentials.length === 0 || credentials.includes('refreshCookie')) {
    if (credentials.includes('refreshCookie') && request.headers.authorization === undefined)
      refuseOtherOrigins(request.headers);
    if (id === 'openRealtime')
      applyRate(reply, await rates.take(`sockets ${request.ip}`, LIMITS.rates.sockets));
    else if (id === 'getMediaContent' || id === 'getBrandFile')
      applyRate(reply, await rates.take(`media ${request.ip}`, LIMITS.rates.media));
    else if (id === 'getCertificatePermission')
      applyRate(reply, await rates.take(`certificates ${request.ip}`, LIMITS.rates.certificates));
    else if (id !== 'getHealth')
      applyRate(reply, await rates.take(`address ${request.ip}`, LIMITS.rates.anonymous));
    return;
  }
  const caller = await authenticateRequest({ app, request, reply });
  request.caller = caller;
  if (caller.kind === 'api_key') app.audit.keyUsed(caller, request);
  applyRate(reply, await rates.take(caller.credentialId, LIMITS.rates.requests[caller.kind]));
  const kind = CREDENTIAL_OF_KIND[caller.kind];
  if (!credentials.includes(kind))
    throw new Problem({
      status: 403,
      code: 'credential_not_allowed',
      detail: `This operation takes ${credentials.map(nameCredential).join(' or ')}, and came with ${nameCredential(kind)}.`,
    });
  if (operation.permission !== 'authenticated' && operation.permission !== 'public')
    demand(caller, operation.permission);
}

async function authenticateRequest(options: {
  app: Application;
  request: FastifyRequest;
  reply: FastifyReply;
}): Promise<Caller> {
  const { app, request, reply } = options;
  const { headers } = request;
  try {
    const token = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new Problem({
        status: 401,
        code: 'unauthenticated',
        detail: 'This needs the header Authorization: Bearer, with a token or an API key.',
        headers: { 'www-authenticate': 'Bearer' },
      });
    return await authenticate(app, {
      token,
      account: takesAccount(request) ? oneHeader(headers['metahub-account']) : undefined,
      origin: headers.origin,
      secFetchSite: oneHeader(headers['sec-fetch-site']),
      host: headers.host,
    });
  } catch (error) {
    // Guessing is slowed down by address; a good credential has its own rate.
    if (error instanceof Problem && error.status === 401)
      applyRate(reply, await app.rates.take(`address ${request.ip}`, LIMITS.rates.anonymous));
    throw error;
  }
}

/** Some operations are about the credential's own account; there the header means nothing. */
function takesAccount(request: FastifyRequest): boolean {
  const headers = request.routeOptions.schema?.headers as
    | { properties?: Record<string, unknown> }
    | undefined;
  return Object.keys(headers?.properties ?? {}).some((name) => name.toLowerCase() === 'metahub-account');
}

function oneHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function nameCredential(credential: string): string {
  return (
    { accessToken: 'an access token', apiKey: 'an API key', embedToken: 'an embed token' }[credential] ??
    credential
  );
}
