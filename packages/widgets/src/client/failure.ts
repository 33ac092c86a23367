/** Why something did not work, as a closed list that a host page can switch on. */
export type FailureType =
  | 'signed_out'
  | 'forbidden'
  | 'not_found'
  | 'offline'
  | 'rate_limited'
  | 'invalid'
  | 'not_available'
  | 'server'
  | 'configuration';

/** A failure of any client call, read into what the widgets show and tell the host page. */
export interface Failure {
  type: FailureType;
  /** Stable code of the API's problem answer, or the error's own name. */
  code: string;
  /** A sentence for a person, in the language the API answered in. */
  message: string;
  /** Quote it to support; null when the request never arrived. */
  requestId: string | null;
  status: number | null;
}

const TYPES: Record<number, FailureType> = {
  400: 'invalid',
  401: 'signed_out',
  403: 'forbidden',
  404: 'not_found',
  409: 'invalid',
  422: 'invalid',
  429: 'rate_limited',
  501: 'not_available',
};

/** Reads what the SDK throws, and anything else: `status`, `code`, `requestId`, `message` where they exist. */
export function readFailure(error: unknown): Failure {
  const fields = (typeof error === 'object' && error ? error : {}) as Record<string, unknown>;
  const status = typeof fields['status'] === 'number' && fields['status'] > 0 ? fields['status'] : null;
  const text = (name: string): string | null =>
    typeof fields[name] === 'string' && fields[name] ? fields[name] : null;
  const code = text('code') ?? text('name') ?? 'unknown';
  return {
    type: status ? (TYPES[status] ?? 'server') : typeWithoutAnswer(code, fields['cause']),
    code,
    message: text('detail') ?? text('message') ?? '',
    requestId: text('requestId'),
    status,
  };
}

function typeWithoutAnswer(code: string, cause: unknown): FailureType {
  if (code === 'server_key_in_browser') return 'configuration';
  // The socket was ended by the server, which says so by a code alone.
  if (/^(revoked|unauthenticated|token_(expired|revoked))$/.test(code)) return 'signed_out';
  // The page's own backend gave no token: it refused, unless its answer never came (fetch throws TypeError).
  if (code === 'token_unavailable') return cause instanceof TypeError ? 'offline' : 'signed_out';
  return 'offline';
}
