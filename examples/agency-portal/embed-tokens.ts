import type { Client, Person } from './people.ts';

/** What the page's widgets need: a token of about ten minutes, and when it ends (RFC 3339). */
export interface EmbedToken {
  token: string;
  expiresAt: string;
}

export interface EmbedTokensOptions {
  /** The API's origin, without `/v1`. */
  apiUrl: string;
  /** The agency's API key. It stays on this server; the browser only ever sees embed tokens. */
  apiKey: string;
}

/** MetaHub refused, or could not be reached. `status` is its answer, or 0 without one. */
export class EmbedTokenError extends Error {
  readonly status: number;
  readonly code: string;

  constructor({ status, code, message }: { status: number; code: string; message: string }) {
    super(message);
    this.name = 'EmbedTokenError';
    this.status = status;
    this.code = code;
  }
}

const TIMEOUT_MS = 10_000;
const MAX_EMBED_SESSIONS = 1_000;

/**
 * Mints the tokens that the widgets use. An embed session says once who the person is, what they may use and
 * on which origins; later tokens are drawn from it until it ends (12 hours), and then a new one is opened.
 */
export class EmbedTokens {
  readonly #options: EmbedTokensOptions;
  readonly #embedSessions = new Map<string, string>();

  constructor(options: EmbedTokensOptions) {
    this.#options = options;
  }

  /** A fresh token for one person in one client's account. */
  async mint(person: Person, client: Client, origins: string[]): Promise<EmbedToken> {
    const key = JSON.stringify([person.id, client.accountId, origins]);
    const embedSessionId = this.#embedSessions.get(key);
    if (embedSessionId) {
      try {
        return await this.#post(client, `/embed-sessions/${embedSessionId}/tokens`);
      } catch (error) {
        const ended = error instanceof EmbedTokenError && error.status >= 400 && error.status < 500;
        if (!ended || error.status === 429) throw error;
        this.#embedSessions.delete(key);
      }
    }
    const opened = await this.#post<EmbedToken & { id: string }>(client, '/embed-sessions', {
      member: { externalId: person.id, name: person.name, role: person.role },
      components: { inbox: {}, ...(person.role === 'admin' && { sessions: {}, qrPairing: {} }) },
      origins,
    });
    const oldest = this.#embedSessions.keys().next();
    if (this.#embedSessions.size >= MAX_EMBED_SESSIONS && !oldest.done)
      this.#embedSessions.delete(oldest.value);
    this.#embedSessions.set(key, opened.id);
    return { token: opened.token, expiresAt: opened.expiresAt };
  }

  async #post<T = EmbedToken>(client: Client, path: string, body?: object): Promise<T> {
    let response: Response;
    try {
      response = await fetch(`${this.#options.apiUrl}/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.#options.apiKey}`,
          'metahub-account': client.accountId,
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      const message = `MetaHub did not answer at ${this.#options.apiUrl}: ${String(cause)}`;
      throw new EmbedTokenError({ status: 0, code: 'unreachable', message });
    }
    if (response.ok) return (await response.json()) as T;
    const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
    throw new EmbedTokenError({
      status: response.status,
      code: problem.code ?? 'unknown',
      message: problem.detail ?? `MetaHub answered ${response.status}.`,
    });
  }
}
