import { Readable } from 'node:stream';
import websocket, { type WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { fastifyOpenapiGlue } from 'fastify-openapi-glue';
import type { Caller } from '../access/caller.ts';
import type { Application } from '../application.ts';
import { AuditDraft } from '../audit/audit-draft.ts';
import { actorOf, originOf } from '../audit/audit-entry.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { admit } from './admit.ts';
import type { ContractNode } from './contract.ts';
import { operations as table } from './contract-tables.gen.ts';
import type { Call, OperationId, Operations } from './operation.ts';
import { Problem } from './problem.ts';
import { createResponseValidation, InvalidResponse } from './validation.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the handler of every operation that asks for a credential. */
    caller: Caller | null;
  }
}

/** The socket that GET /realtime opens; the events decide what is said on it. */
export type OpenSocket = (socket: WebSocket, request: FastifyRequest) => void;

/** The base path of the API. */
export const API_PREFIX = '/v1';

/**
 * Serves the contract: each operation at its path, for callers with its permission, with requests that are as it
 * says. Throws when an operation has no handler, so that what is in the contract works.
 */
export async function bindContract(options: {
  server: FastifyInstance;
  app: Application;
  contract: ContractNode;
  operations: Omit<Operations, 'openRealtime'>;
  openSocket: OpenSocket;
  /** In tests: an answer that breaks the contract becomes a 500. */
  validateResponses: boolean;
}): Promise<void> {
  const { server, app, contract, operations, openSocket } = options;
  const missing = Object.keys(table).filter((id) => !(id in operations) && id !== 'openRealtime');
  if (missing.length > 0)
    throw new Error(`The contract has operations without a handler: ${missing.join(', ')}.`);

  server.decorateRequest('caller', null);
  server.removeContentTypeParser('text/plain');
  // The contract's answers have this type, and the binding asks for a parser of every type: none is sent to us.
  server.addContentTypeParser('application/problem+json', () => {
    throw new Problem({
      status: 415,
      code: 'unsupported_media_type',
      detail: 'The body must be application/json.',
    });
  });
  // A file is streamed to its operation; no other one takes this type.
  server.addContentTypeParser('application/octet-stream', (request, payload, done) => {
    if (request.routeOptions.schema?.body !== undefined && takesBytes(request)) return done(null, payload);
    return done(
      new Problem({
        status: 415,
        code: 'unsupported_media_type',
        detail: 'The body must be JSON, with the header Content-Type: application/json.',
      }),
    );
  });
  server.setSerializerCompiler(() => (payload: unknown) => JSON.stringify(payload));
  if (options.validateResponses) validateAnswers(server, contract);
  await server.register(websocket, { options: { maxPayload: 65_536, perMessageDeflate: false } });
  await server.register(fastifyOpenapiGlue, {
    specification: contract,
    prefix: API_PREFIX,
    operationResolver: (name: string): RouteOptions => {
      const id = name as OperationId;
      const route = {
        config: { operationId: id },
        onRequest: (request: FastifyRequest, reply: FastifyReply) => admit({ app, id, request, reply }),
        preValidation: (request: FastifyRequest, _reply: FastifyReply, done: (problem?: Problem) => void) =>
          done(findStrayInput(request)),
        handler:
          id === 'openRealtime'
            ? refuseWithoutUpgrade
            : (request: FastifyRequest, reply: FastifyReply) =>
                handle({
                  app,
                  id,
                  request,
                  reply,
                  operation: operations[id],
                  strict: options.validateResponses,
                }),
        ...(id === 'openRealtime' ? { wsHandler: openSocket } : {}),
      };
      return route as unknown as RouteOptions;
    },
  });
}

/** Any operation's handler, seen from outside: what goes in and out was checked against the contract. */
type Handler = (
  call: Call<OperationId>,
) => Promise<{ status: number; headers?: Readonly<Record<string, string | undefined>>; body?: unknown }>;

async function handle(options: {
  app: Application;
  id: OperationId;
  request: FastifyRequest;
  reply: FastifyReply;
  operation: Handler;
  /** An audited operation that does not tell the audit in its own transaction fails; in production it tells it late. */
  strict: boolean;
}): Promise<unknown> {
  const { app, id, request, reply, operation } = options;
  const header = (name: string): string | null => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : null;
  };
  const audit = draftOf(id, request);
  const { caller } = request;
  const call = {
    params: request.params,
    query: request.query,
    body: request.body,
    caller,
    app,
    audit,
    requestId: request.id,
    idempotencyKey: table[id].idempotency === 'accepted' ? header('idempotency-key') : null,
    ifMatch: header('if-match'),
    inAccount: audit
      ? (work: (tx: Transaction) => Promise<unknown>) =>
          inAccount(app.database, caller!.accountId, async (tx) => {
            const result = await work(tx);
            await audit.write(tx);
            return result;
          })
      : (work: (tx: Transaction) => Promise<unknown>) => inAccount(app.database, caller!.accountId, work),
    request,
    reply,
  } as unknown as Call<OperationId>;
  const answer = await operation(call);
  if (audit?.wanted) {
    if (options.strict) throw new Error(`${id} was done, and its transaction did not tell the audit.`);
    request.log.error({ operation: id }, 'An operation told the audit only after its transaction.');
    await inAccount(app.database, caller!.accountId, (tx) => audit.write(tx));
  }
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    if (value !== undefined) reply.header(name, value);
  if (answer.body instanceof Readable) return reply.send(answer.body);
  return answer.body === undefined ? reply.send() : reply.type('application/json').send(answer.body);
}

/** The audit's entry of a call, where the contract wants one. Signing in has no caller, and tells the audit itself. */
function draftOf(id: OperationId, request: FastifyRequest): AuditDraft | null {
  const { audit: action, method } = table[id];
  if (!action || !request.caller) return null;
  return new AuditDraft({
    action,
    actor: actorOf(request.caller),
    origin: originOf(request),
    params: (request.params ?? {}) as Record<string, unknown>,
    always: method !== 'GET',
  });
}

/** The operation that a request is for, if any. */
export function operationOf(request: FastifyRequest): OperationId | undefined {
  return (request.routeOptions.config as { operationId?: OperationId }).operationId;
}

/** Whether the operation's body is a file. */
export function takesBytes(request: FastifyRequest): boolean {
  const body = request.routeOptions.schema?.body as { content?: object } | undefined;
  return body?.content !== undefined && 'application/octet-stream' in body.content;
}

function refuseWithoutUpgrade(): never {
  throw new Problem({
    status: 426,
    code: 'upgrade_required',
    detail: 'This address speaks WebSocket: connect with a WebSocket client.',
    headers: { upgrade: 'websocket', connection: 'upgrade' },
  });
}

/** What an operation has no place for at all: a query where it takes none, a body where it takes none. */
function findStrayInput(request: FastifyRequest): Problem | undefined {
  if (takesBytes(request) && !(request.body instanceof Readable))
    return new Problem({
      status: 415,
      code: 'unsupported_media_type',
      detail: 'The body must be the file, with the header Content-Type: application/octet-stream.',
    });
  const schema = request.routeOptions.schema;
  const query = Object.keys((request.query as object | undefined) ?? {});
  const body =
    schema?.body === undefined && request.body !== null && typeof request.body === 'object'
      ? Object.keys(request.body)
      : [];
  const stray =
    schema?.querystring === undefined && query[0] !== undefined
      ? `/query/${query[0]}`
      : body[0] !== undefined
        ? `/body/${body[0]}`
        : undefined;
  if (stray === undefined) return undefined;
  return new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'The request has something that this operation does not take.',
    errors: [{ pointer: stray.slice(0, 500), detail: 'is not a field that the contract knows' }],
  });
}

/** Checks the status and the body of every answer against the contract. */
function validateAnswers(server: FastifyInstance, contract: ContractNode): void {
  const compile = createResponseValidation();
  const checks = new Map<string, (data: unknown) => void>();
  const paths = contract.paths as Record<string, Record<string, { responses: Record<string, unknown> }>>;
  server.addHook('onSend', async (request, reply, payload) => {
    const id = operationOf(request);
    if (id === undefined) return payload;
    const { path, method } = table[id];
    const status = String(reply.statusCode);
    const name = `${id} ${status}`;
    if (!(status in paths[path]![method.toLowerCase()]!.responses))
      throw new InvalidResponse(`The contract has no answer ${name}.`);
    if (typeof payload !== 'string' || payload === '') return payload;
    // A page for a person stands in for a problem, and is no part of the contract.
    if (String(reply.getHeader('content-type')).startsWith('text/html')) return payload;
    let check = checks.get(name);
    if (!check) {
      const type = String(reply.getHeader('content-type')).split(';')[0]!;
      const declared = request.routeOptions.schema?.response as
        | Record<string, { content?: Record<string, { schema: ContractNode }> }>
        | undefined;
      const schema = declared?.[status]?.content?.[type]?.schema;
      if (!schema) throw new InvalidResponse(`The contract has no ${type} for ${name}.`);
      check = compile(schema, name);
      checks.set(name, check);
    }
    check(JSON.parse(payload));
    return payload;
  });
}
