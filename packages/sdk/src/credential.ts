import { abortable } from './abortable.ts';
import { MetaHubError, ServerKeyInBrowser, TokenUnavailable } from './errors.ts';

/** A bearer token and the moment it stops working (RFC 3339). */
export interface Token {
  token: string;
  expiresAt: string;
}

/** Asks the host's backend for a token. Called before the old one expires and once when the API refuses it. */
export type FetchToken = () => Promise<Token>;

/** A token is renewed this long before it expires, in milliseconds. */
const RENEW_BEFORE_MS = 60_000;
/** A token just received is trusted at least this long, so that a wrong clock cannot ask for one per request. */
const TRUST_AT_LEAST_MS = 30_000;
/** A source that has not answered by then has failed, in milliseconds; the next call asks it anew. */
const SOURCE_TIMEOUT_MS = 30_000;

/** Holds the bearer token, and gets the next one once for all who wait for it. */
export class Credential {
  readonly #source: FetchToken | undefined;
  #token: string | undefined;
  #expiresAt = Infinity;
  #renewAt = Infinity;
  #pending: Promise<string> | undefined;

  /** `fixed` never expires here; `source` is asked for whatever comes after it. */
  constructor(fixed?: string, source?: FetchToken) {
    this.#token = fixed && refuseServerKeyInBrowser(fixed);
    this.#source = source;
  }

  /** When the held token should be renewed, in milliseconds since 1970; infinite for one that cannot be. */
  get renewAt(): number {
    return this.#source ? this.#renewAt : Infinity;
  }

  /** Whether a refused token can be replaced. */
  get renewable(): boolean {
    return this.#source !== undefined;
  }

  /** Takes a token that came another way, such as the answer of a sign-in. */
  hold({ token, expiresAt }: Token): string {
    const now = Date.now();
    this.#expiresAt = Date.parse(expiresAt);
    this.#renewAt = Math.max(now + TRUST_AT_LEAST_MS, this.#expiresAt - RENEW_BEFORE_MS);
    this.#token = refuseServerKeyInBrowser(token);
    return token;
  }

  /** Forgets the token, as after a sign-out. */
  drop(): void {
    this.#token = undefined;
  }

  /** A token to send now. `refused` is one that the API has just refused, so never that one again. */
  async current(refused?: string): Promise<string | undefined> {
    const held = this.#token;
    const usable = held !== undefined && held !== refused;
    if (!this.#source || (usable && Date.now() < this.#renewAt)) return held;
    try {
      return await (this.#pending ??= abortable(this.#source(), AbortSignal.timeout(SOURCE_TIMEOUT_MS))
        .then((token) => this.hold(token))
        .finally(() => {
          this.#pending = undefined;
        }));
    } catch (cause) {
      if (usable && Date.now() < this.#expiresAt) return held;
      if (cause instanceof MetaHubError) throw cause;
      throw new TokenUnavailable('fetchToken failed.', {
        code: 'token_unavailable',
        retryable: true,
        cause,
      });
    }
  }
}

function refuseServerKeyInBrowser(token: string): string {
  if (token.startsWith('mh_') && ('document' in globalThis || 'importScripts' in globalThis)) {
    throw new ServerKeyInBrowser(
      'An API key does not belong in a browser: mint embed tokens on your backend (POST /embed-sessions) ' +
        'and pass `fetchToken`.',
      { code: 'server_key_in_browser' },
    );
  }
  return token;
}
