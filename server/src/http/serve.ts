import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { MEDIA_LIMITS } from '../media/limits.ts';
import type { Application } from '../application.ts';
import { noteRefusal } from '../audit/note-refusal.ts';
import { newId } from '../db/ids.ts';
import { LIMITS } from '../limits.ts';
import { answerProblems, problemBody, sendProblem } from './answer-problems.ts';
import { bindContract, type OpenSocket, operationOf, takesBytes } from './bind-contract.ts';
import { readContract } from './contract.ts';
import { answerAcrossOrigins } from './cross-origin.ts';
import type { Operations } from './operation.ts';
import { Problem, type ProblemCode } from './problem.ts';
import { createRequestLog } from './request-log.ts';
import { makeProblemPage } from './problem-page.ts';
import { applyRate } from './rate-limits.ts';
import { createRequestValidation } from './validation.ts';

/** The API on its port. */
export interface HttpServer {
  /** `http://host:port`, with the port that was really taken. */
  url: string;
  /** From now on requests are answered 503, until `close` has let the last ones finish. */
  drain(): void;
  close(): Promise<void>;
}

/** Throws the system's error (EADDRINUSE, EACCES) when the configured port can't be taken now. */
export async function probePort(address: { host: string; port: number }): Promise<void> {
  if (address.port === 0) return;
  const probe = createServer();
  await new Promise<void>((done, failed) => {
    probe.once('error', failed);
    probe.listen(address.port, address.host, done);
  });
  await new Promise<void>((done) => probe.close(() => done()));
}

/** Serves the contract at the configured address. Throws the system's error (EADDRINUSE, EACCES) when it can't. */
export async function serveHttp(options: {
  app: Application;
  operations: Omit<Operations, 'openRealtime'>;
  openSocket: OpenSocket;
  validateResponses?: boolean;
}): Promise<HttpServer> {
  const { app, operations, openSocket } = options;
  const { config, log } = app;
  const server = fastify({
    loggerInstance: log,
    childLoggerFactory: (_parent, bindings) => createRequestLog(log, bindings),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: LIMITS.http.bodyBytes,
    // The longest that any request may take to arrive; see hurryBodies for all but files.
    requestTimeout: MEDIA_LIMITS.uploadMs,
    keepAliveTimeout: LIMITS.http.keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    trustProxy: config.trustProxy === 1 ? (_address, hop) => hop === 0 : config.trustProxy,
    genReqId: () => `req_${newId().replaceAll('-', '')}`,
    routerOptions: { maxParamLength: LIMITS.http.pathParameterLength },
    http: { maxHeaderSize: LIMITS.http.headerBytes, headersTimeout: LIMITS.http.requestMs },
    clientErrorHandler: (error, socket) => answerBrokenHttp(error, socket),
    frameworkErrors: (error, request, reply) => {
      void sendProblem(reply, request, unreadableAddress(error));
    },
  }) as unknown as FastifyInstance;
  server.server.maxConnections = LIMITS.http.connections;

  let draining = false;
  server.setValidatorCompiler(createRequestValidation());
  answerAcrossOrigins(server, { https: config.publicUrl?.startsWith('https:') ?? false });
  answerProblems(server, {
    onProblem: (problem, request) =>
      noteRefusal(app.audit, {
        problem,
        caller: request.caller,
        request,
        operation: operationOf(request) ?? request.method,
      }),
    // Looking for what is not there has a rate, as guessing has.
    onUnknown: async (request, reply) =>
      applyRate(reply, await app.rates.take(`address ${request.ip}`, LIMITS.rates.anonymous)),
    makePage: (problem, request) => makeProblemPage(app, problem, request),
  });
  hurryBodies(server);
  server.addHook('onRequest', (_request, _reply, done) => {
    if (!draining) return done();
    return done(
      new Problem({
        status: 503,
        code: 'unavailable',
        detail: 'The server is stopping. Try again in a moment.',
        headers: { 'retry-after': '2', connection: 'close' },
      }),
    );
  });
  server.addHook('onResponse', (request, reply, done) => {
    const level = reply.statusCode >= 500 ? 'warn' : 'debug';
    if (!log.isLevelEnabled(level)) return done();
    // The route and not the address: an address holds what people searched for.
    request.log[level](
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        accountId: request.caller?.accountId,
        credentialId: request.caller?.credentialId,
      },
      'request',
    );
    return done();
  });
  await server.register(cookie);
  await bindContract({
    server,
    app,
    contract: readContract(),
    operations,
    openSocket,
    validateResponses: options.validateResponses ?? false,
  });
  await server.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: () => 'The port is open.',
  });
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}`,
    drain: () => {
      draining = true;
    },
    async close() {
      draining = true;
      const impatient = setTimeout(() => server.server.closeAllConnections(), LIMITS.http.drainMs);
      await server.close();
      clearTimeout(impatient);
    },
  };
}

/** A request must have arrived whole in time; only a file may take longer. */
function hurryBodies(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    if (raw.complete || takesBytes(request)) return done();
    if (raw.headers['content-length'] === undefined && raw.headers['transfer-encoding'] === undefined)
      return done();
    const timer = setTimeout(() => {
      const late = Object.assign(new Error('The request did not arrive.'), {
        code: 'ERR_HTTP_REQUEST_TIMEOUT',
      });
      if (!raw.complete) answerBrokenHttp(late, raw.socket);
    }, LIMITS.http.requestMs);
    raw.once('close', () => clearTimeout(timer));
    return done();
  });
}

function unreadableAddress(error: { code?: string }): Problem {
  return new Problem({
    status: 404,
    code: 'not_found',
    detail:
      error.code === 'FST_ERR_BAD_URL'
        ? 'The address is not well-formed.'
        : 'There is nothing at this address.',
  });
}

/** What is not HTTP at all, comes too slowly or has endless headers never reaches a route. */
function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || socket.destroyed || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, code, detail]: [number, ProblemCode, string] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'invalid_request', 'The request did not arrive in time.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'invalid_request', 'The headers are too large.']
        : [400, 'invalid_request', 'This is not HTTP that the server understands.'];
  const id = `req_${newId().replaceAll('-', '')}`;
  const body = JSON.stringify({ ...problemBody(new Problem({ status, code, detail }), id), status });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\nx-request-id: ${id}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
