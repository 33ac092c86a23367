import {
  Conflict,
  Expired,
  InvalidRequest,
  NotFound,
  PermissionDenied,
  type Problem,
  RateLimited,
  ServerFault,
  Unauthenticated,
  Unavailable,
  Unprocessable,
} from './errors.ts';

const CLASSES: Record<number, typeof InvalidRequest> = {
  401: Unauthenticated,
  403: PermissionDenied,
  404: NotFound,
  409: Conflict,
  410: Expired,
  412: Conflict,
  422: Unprocessable,
  429: RateLimited,
  502: Unavailable,
  503: Unavailable,
  504: Unavailable,
};

/** The error for an answer that is not a 2xx; also for one that no MetaHub wrote, such as a proxy's page. */
export async function errorFrom(response: Response): Promise<InvalidRequest> {
  const { status } = response;
  const body = (await response.json().catch(() => undefined)) as Partial<Problem> | null | undefined;
  const problem = body?.code ? (body as Problem) : undefined;
  const code = problem?.code ?? `http_${status}`;
  const ErrorClass = CLASSES[status] ?? (status < 500 ? InvalidRequest : ServerFault);
  return new ErrorClass(problem?.detail ?? `The API answered ${status}.`, {
    code,
    status,
    problem,
    requestId: problem?.requestId,
    retryable: status === 429 || (status >= 500 && status !== 501) || code === 'idempotency_in_progress',
    retryAfterMs: waitAsked(response.headers.get('retry-after')),
  });
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
function waitAsked(header: string | null): number | undefined {
  return header ? Math.max(0, Number(header) * 1000 || Date.parse(header) - Date.now() || 0) : undefined;
}
