import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseUnavailable, isUnavailable } from '../db/database-errors.ts';
import { LIMITS } from '../limits.ts';
import { problemCodes } from './contract-tables.gen.ts';
import { methodsAt } from './methods-at.ts';
import { type FieldError, Problem } from './problem.ts';
import { InvalidRequest } from './validation.ts';

/** A page for a person, and the headers that go with it. */
export interface ProblemPage {
  html: string;
  headers: Record<string, string>;
}

/**
 * Makes every error, and every address that is not served, an `application/problem+json` answer, or a page where a
 * browser was led there. `onProblem` is told of each error before it is answered, `onUnknown` of each address that is
 * not served: it may throw another problem instead.
 */
export function answerProblems(
  server: FastifyInstance,
  options: {
    onProblem: (problem: Problem, request: FastifyRequest) => void;
    onUnknown: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
    makePage: (problem: Problem, request: FastifyRequest) => Promise<ProblemPage>;
  },
): void {
  const answer = async (problem: Problem, request: FastifyRequest, reply: FastifyReply) => {
    if (!isNavigation(request)) return sendProblem(reply, request, problem);
    const page = await options.makePage(problem, request);
    return reply
      .code(problem.status)
      .headers({ 'x-request-id': request.id, ...problem.headers, ...page.headers })
      .serializer(String)
      .send(page.html);
  };
  server.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500 && problem.code === 'internal_error')
      request.log.error({ err: error }, 'A request failed.');
    options.onProblem(problem, request);
    return answer(problem, request, reply);
  });
  server.setNotFoundHandler(async (request, reply) => {
    await options.onUnknown(request, reply);
    return answer(unknownAddress(request), request, reply);
  });
}

/** Whether a person's browser opens a page, and no program asks for data. */
function isNavigation(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  const mode = request.headers['sec-fetch-mode'];
  return (
    request.method === 'GET' && accept.includes('text/html') && (mode === undefined || mode === 'navigate')
  );
}

/** Sends a problem as the answer of a request. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers({ 'x-request-id': request.id, ...problem.headers })
    .type('application/problem+json')
    .serializer(JSON.stringify as (payload: unknown) => string)
    .send(problemBody(problem, request.id));
}

/** The body of a problem, for those who answer without Fastify too. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: `urn:metahub:problem:${problem.code}`,
    title: problemCodes[problem.code].title,
    status: problem.status,
    detail: problem.detail.slice(0, 1_000),
    code: problem.code,
    requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
}

/** What an error says to a client. Anything unforeseen is a 500 that gives nothing away. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidRequest) return invalid(error.errors);
  if (error instanceof DatabaseUnavailable || isUnavailable(error))
    return unavailable(LIMITS.database.retryAfterSeconds);
  const code = (error as { code?: unknown } | null)?.code;
  // Deadlock, serialisation failure, statement timeout: nothing was written, and a second try helps.
  if (code === '40P01' || code === '40001' || code === '57014') return unavailable(1);
  return fromFastify(error as FastifyError);
}

function fromFastify(error: FastifyError): Problem {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return invalid([{ pointer: '/body', detail: 'is not JSON' }]);
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalid([{ pointer: '/headers/content-length', detail: 'does not match the body' }]);
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem({
        status: 413,
        code: 'body_too_large',
        detail: `A body may have ${LIMITS.http.bodyBytes} bytes.`,
        headers: { connection: 'close' },
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_TYPE':
      return new Problem({
        status: 415,
        code: 'unsupported_media_type',
        detail: 'The body must be JSON, with the header Content-Type: application/json.',
      });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem({ status: 404, code: 'not_found', detail: 'There is nothing at this address.' });
    default:
      break;
  }
  // A parser's SyntaxError carries a 400 of its own: JSON that is poisoned with __proto__, for instance.
  if (error instanceof SyntaxError && error.statusCode === 400)
    return invalid([{ pointer: '/body', detail: 'is not JSON that may be sent here' }]);
  return new Problem({
    status: 500,
    code: 'internal_error',
    detail: 'The server failed at this. Nothing was acknowledged; name the requestId when you report it.',
    cause: error,
  });
}

function invalid(errors: FieldError[]): Problem {
  return new Problem({
    status: 400,
    code: 'invalid_request',
    detail: `The request is not as the contract says: ${errors[0]?.pointer} ${errors[0]?.detail}.`,
    errors,
  });
}

function unavailable(seconds: number): Problem {
  return new Problem({
    status: 503,
    code: 'unavailable',
    detail: 'The server cannot reach its database at the moment. Nothing was stored; try again.',
    headers: { 'retry-after': String(seconds) },
  });
}

function unknownAddress(request: FastifyRequest): Problem {
  const allowed = methodsAt(request.url.split('?', 1)[0]!);
  if (allowed.length > 0)
    return new Problem({
      status: 405,
      code: 'method_not_allowed',
      detail: `This address takes ${allowed.join(', ')}, and the request was ${request.method}.`,
      headers: { allow: allowed.join(', ') },
    });
  return new Problem({
    status: 404,
    code: 'not_found',
    detail: `There is no ${request.method} at this address.`,
  });
}
