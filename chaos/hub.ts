import { setTimeout as sleep } from 'node:timers/promises';

/** The API refused for a reason that trying again doesn't mend. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly code: string;
  constructor(what: string, status: number, body: string) {
    super(`${what} answered ${status}: ${body}`);
    this.status = status;
    this.code = codeOf(body);
  }
}

export interface Request {
  token: string;
  method?: 'GET' | 'POST';
  path: string;
  body?: object | Uint8Array;
  idempotencyKey?: string;
}

/**
 * A client as a careful integrator writes it: each request goes to one of the servers, and one that got no clear answer
 * is repeated, with the same key, at the next.
 */
export class Hub {
  readonly #urls: () => string[];
  readonly #signal: AbortSignal;
  #turn = 0;
  /** Requests that had to be repeated. */
  repeated = 0;

  constructor(options: { urls: () => string[]; signal: AbortSignal }) {
    this.#urls = options.urls;
    this.#signal = options.signal;
  }

  /** Asks until there is a clear answer. Throws RefusedError for a refusal, and when the run is broken off. */
  async ask<Answer>(request: Request): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      this.#signal.throwIfAborted();
      const urls = this.#urls();
      const url = urls[this.#turn++ % Math.max(1, urls.length)];
      try {
        if (url) return await askOnce<Answer>(url, request);
      } catch (error) {
        if (error instanceof RefusedError && !isPassing(error)) throw error;
      }
      this.repeated += 1;
      await sleep(Math.min(1_000, 50 * 2 ** attempt), undefined, { signal: this.#signal });
    }
  }

  /** Follows a signed link of a file. */
  async download(link: string): Promise<Buffer> {
    const [base] = this.#urls();
    const answer = await fetch(new URL(link, base), { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new RefusedError(`GET ${link}`, answer.status, await answer.text());
    return Buffer.from(await answer.arrayBuffer());
  }
}

const PATIENCE_MS = 6_000;

async function askOnce<Answer>(url: string, request: Request): Promise<Answer> {
  const { token, path, body, idempotencyKey, method = body ? 'POST' : 'GET' } = request;
  const isFile = body instanceof Uint8Array;
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': isFile ? 'application/octet-stream' : 'application/json' } : {}),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    },
    body: body === undefined ? null : isFile ? (body as BodyInit) : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new RefusedError(`${method} ${path}`, answer.status, text);
  return (text ? JSON.parse(text) : undefined) as Answer;
}

function isPassing({ status, code }: RefusedError): boolean {
  return status >= 500 || status === 429 || code === 'idempotency_in_progress';
}

function codeOf(body: string): string {
  try {
    return (JSON.parse(body) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
}
