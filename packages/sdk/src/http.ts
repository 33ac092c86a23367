import { abortable, pause } from './abortable.ts';
import type { Credential } from './credential.ts';
import { ClientClosed, ConnectionFailed, MetaHubError, ServerFault, TimedOut } from './errors.ts';
import { errorFrom } from './problem.ts';

/** Where the client says what it does. `console` fits. Neither secrets nor message text are ever logged. */
export interface Logger {
  warn(message: string, details?: Record<string, unknown>): void;
}

/** What every method takes as its last argument. */
export interface CallOptions {
  /** Aborts the call; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** For one attempt, in milliseconds, in place of the client's. */
  timeoutMs?: number;
  /** In place of the client's. */
  maxRetries?: number;
  /** The account to act for in this call (`acc_…`), in place of the client's. */
  account?: string;
  /** Sees the answer's status and headers (`ETag`, `MetaHub-Merged-From`, `RateLimit-*`) before the call resolves. */
  onResponse?: (response: Pick<Response, 'status' | 'headers'>) => void;
}

/** What a write that creates or sends takes. */
export interface WriteOptions extends CallOptions {
  /**
   * Names this effect, so that it happens once however often it is asked for within 24 h. The client makes one
   * for each call and keeps it through its own retries; give yours to be safe across a restart as well.
   */
  idempotencyKey?: string;
}

export interface HttpOptions {
  /** Without `/v1`. */
  apiUrl: string;
  account?: string;
  fetch?: typeof globalThis.fetch;
  logger?: Logger;
  /** For one attempt of a call, in milliseconds; 30,000 if left out. */
  timeoutMs?: number;
  /** How often a call that is safe to repeat is tried again; 2 if left out. */
  maxRetries?: number;
  /** Pause before the first repetition, doubled for each further one, ±50 %, in milliseconds; 400 if left out. */
  retryDelayMs?: number;
}

/** What a change of something that people edit takes. */
export interface EditOptions extends CallOptions {
  /** The `ETag` that the change was made from, or `*`; 412 (`Conflict`) where somebody changed it meanwhile. */
  ifMatch: string;
}

export interface Request extends WriteOptions, Partial<EditOptions> {
  query?: object;
  /** Sent as JSON; a `Blob` as it is. */
  body?: unknown;
  /** The answer is a file of text, not JSON. */
  text?: boolean;
  /** In place of the client's. */
  fetch?: typeof globalThis.fetch;
  /** In place of the client's; null for none, as where the call is made to get one. */
  token?: string | null;
  /** Asking twice has the effect of asking once. So it is for GET and DELETE, and for what has an idempotency key. */
  repeatable?: boolean;
}

/** No single pause before a retry is longer, in milliseconds; who must wait longer is told by the error. */
const LONGEST_PAUSE_MS = 20_000;

/** Sends requests: token, time limit, retries, problems. Knows nothing of any resource. */
export class Http {
  readonly #options: HttpOptions;
  readonly #credential: Credential;
  readonly #closed = new AbortController();

  constructor(options: HttpOptions, credential: Credential) {
    this.#options = options;
    this.#credential = credential;
  }

  /** Ends all calls under way with `ClientClosed`; later ones likewise. */
  close(): void {
    this.#closed.abort(new ClientClosed('The client was closed.', { code: 'client_closed' }));
  }

  async call<T>(method: string, path: string, request: Request): Promise<T> {
    const { logger, retryDelayMs = 400, ...defaults } = this.#options;
    const { signal, maxRetries = defaults.maxRetries ?? 2 } = request;
    const { repeatable = request.idempotencyKey || method === 'GET' || method === 'DELETE' } = request;
    const stop = AbortSignal.any(signal ? [this.#closed.signal, signal] : [this.#closed.signal]);
    let token = request.token;
    let refused: string | undefined;
    for (let attempt = 0; ; ) {
      try {
        if (request.token === undefined) token = await abortable(this.#credential.current(refused), stop);
        return await this.#attempt<T>(method, path, request, token, stop);
      } catch (error) {
        if (!(error instanceof MetaHubError) || stop.aborted) throw error;
        const { status, retryAfterMs: wait = retryDelayMs * 2 ** attempt * (0.5 + Math.random()) } = error;
        logger?.warn(`MetaHub: ${method} ${path} failed`, {
          attempt,
          status,
          code: error.code,
          requestId: error.requestId,
        });
        if (
          status === 401 &&
          token &&
          request.token === undefined &&
          !refused &&
          this.#credential.renewable
        ) {
          refused = token;
        } else if (
          error.retryable &&
          (repeatable || status === 429) &&
          attempt < maxRetries &&
          wait <= LONGEST_PAUSE_MS
        ) {
          attempt++;
          await pause(wait, stop);
        } else {
          throw error;
        }
      }
    }
  }

  async #attempt<T>(
    method: string,
    path: string,
    { query, body, idempotencyKey, ifMatch, onResponse, ...request }: Request,
    token: string | null | undefined,
    stop: AbortSignal,
  ): Promise<T> {
    const { apiUrl, ...defaults } = this.#options;
    const { fetch = defaults.fetch ?? globalThis.fetch } = request;
    const { account = defaults.account, timeoutMs = defaults.timeoutMs ?? 30_000 } = request;
    const timeout = AbortSignal.timeout(timeoutMs);
    const headers: Record<string, string> = {};
    if (token) headers['authorization'] = `Bearer ${token}`;
    if (account) headers['metahub-account'] = account;
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
    if (ifMatch) headers['if-match'] = ifMatch;
    const file = body instanceof Blob && body;
    if (body) headers['content-type'] = `application/${file ? 'octet-stream' : 'json'}`;
    const content = file || JSON.stringify(body);
    let response: Response;
    let answer: T;
    try {
      response = await fetch(`${apiUrl}/v1${path}${queryString(query)}`, {
        method,
        headers,
        body: content,
        signal: AbortSignal.any([stop, timeout]),
      });
      if (!response.ok) throw await errorFrom(response);
      const text = await response.text();
      stop.throwIfAborted();
      answer = (request.text ? text : text ? JSON.parse(text) : undefined) as T;
    } catch (cause) {
      stop.throwIfAborted();
      if (cause instanceof MetaHubError) throw cause;
      const message = `No answer to ${method} ${path}.`;
      if (timeout.aborted) throw new TimedOut(message, { code: 'timed_out', retryable: true, cause });
      if (cause instanceof SyntaxError) throw new ServerFault(message, { code: 'unexpected_answer', cause });
      throw new ConnectionFailed(message, { code: 'connection_failed', retryable: true, cause });
    }
    onResponse?.(response);
    return answer;
  }
}

type QueryValue = string | number | boolean | null | undefined;

/** `?a=1&b=2&b=3`: what is undefined or null is left out, a list repeats its name. */
function queryString(query: object = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, QueryValue | QueryValue[]][]) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null) parameters.append(name, String(one));
    }
  }
  return parameters.size ? `?${parameters}` : '';
}
