import type { components } from './contract.gen.ts';

/** An RFC 9457 problem, as the API answers every failure; `errors[]` names each invalid field. */
export type Problem = components['schemas']['Problem'];

/** The codes of what never became an answer of the API. */
export type ClientErrorCode =
  | 'connection_failed'
  | 'timed_out'
  | 'unexpected_answer'
  | 'token_unavailable'
  | 'server_key_in_browser'
  | 'client_closed';

/** Stable and machine-readable. A later server may know codes that this list does not. */
export type ErrorCode = Problem['code'] | components['schemas']['ByeCode'] | ClientErrorCode | (string & {});

/** What an error knows beside its message. */
export interface ErrorDetails {
  code: ErrorCode;
  status?: number;
  requestId?: string;
  problem?: Problem;
  retryable?: boolean;
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * Every failure of this client. Branch on the class or on `code`; show `message` to developers; give
 * `requestId` to whoever runs the server, who finds the request by it in the logs.
 */
export class MetaHubError extends Error {
  override name = 'MetaHubError';
  declare readonly code: ErrorCode;
  /** HTTP status, where there was an answer. */
  declare readonly status?: number;
  declare readonly requestId?: string;
  /** The whole problem as the API answered it, `errors[]` for each invalid field included. */
  declare readonly problem?: Problem;
  /** The same call may succeed later without any change. */
  declare readonly retryable: boolean;
  /** How long the API asks to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, { cause, ...details }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, { retryable: false }, details);
  }
}

/** 400 and 413, and any other 4xx without a class of its own: mend the request. `problem.errors` names the fields. */
export class InvalidRequest extends MetaHubError {
  override name = 'InvalidRequest';
}

/** 401: sign in again, or hand out a fresh token. */
export class Unauthenticated extends MetaHubError {
  override name = 'Unauthenticated';
}

/** 403: this credential may not do that. */
export class PermissionDenied extends MetaHubError {
  override name = 'PermissionDenied';
}

/** 404: there is nothing of that id in this account. */
export class NotFound extends MetaHubError {
  override name = 'NotFound';
}

/** 409 and 412: something else happened first. Read again, then decide. */
export class Conflict extends MetaHubError {
  override name = 'Conflict';
}

/** 410: it was kept for a while and is gone, such as events past their retention. */
export class Expired extends MetaHubError {
  override name = 'Expired';
}

/** 422: well formed, yet it cannot be done, such as a number that is not on WhatsApp. */
export class Unprocessable extends MetaHubError {
  override name = 'Unprocessable';
}

/** 429: wait `retryAfterMs`. */
export class RateLimited extends MetaHubError {
  override name = 'RateLimited';
}

/** 5xx without a class of its own: the server's fault; `requestId` helps to find it. */
export class ServerFault extends MetaHubError {
  override name = 'ServerFault';
}

/** 502, 503 and 504: not at this moment. */
export class Unavailable extends ServerFault {
  override name = 'Unavailable';
}

/** No answer came: no network, no server, or the line broke. Code `connection_failed`. */
export class ConnectionFailed extends MetaHubError {
  override name = 'ConnectionFailed';
}

/** No answer came within `timeoutMs`. Code `timed_out`. */
export class TimedOut extends ConnectionFailed {
  override name = 'TimedOut';
}

/** `fetchToken` failed; its own error is the `cause`. Code `token_unavailable`. */
export class TokenUnavailable extends MetaHubError {
  override name = 'TokenUnavailable';
}

/** An API key was given to a browser, where every visitor could read it. Code `server_key_in_browser`. */
export class ServerKeyInBrowser extends MetaHubError {
  override name = 'ServerKeyInBrowser';
}

/** `close()` was called before the answer came. Code `client_closed`. */
export class ClientClosed extends MetaHubError {
  override name = 'ClientClosed';
}
