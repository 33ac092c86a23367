import type { Token } from './credential.ts';
import { EmbedClient } from './embed-client.ts';
import type { CallOptions } from './http.ts';
import type { Answer, Body, Query } from './operation-types.ts';
import { path } from './path.ts';

type SignIn = Answer<'signIn'>;

/**
 * The whole API of a MetaHub: one method for each operation of the contract, named by its `operationId`.
 *
 * Without a credential in its options the client is that of a person: `signIn`, and from then on, also after the
 * page was loaded anew, access is renewed by the refresh cookie.
 */
export class MetaHub extends EmbedClient {
  /** Where the signed-in person acts. */
  #accountId: string | undefined;

  /** Signs a person in; the client then acts as them in the answered account. */
  async signIn(body: Body<'signIn'>, options?: CallOptions): Promise<Answer<'signIn'>> {
    return this.#adopt(await this.post('/auth/sign-in', body, { ...options, token: null }), false);
  }

  /** Renews access by the refresh cookie. The client does so by itself; call it to learn whether anybody is signed in. */
  async refreshAccess(options?: CallOptions): Promise<Answer<'refreshAccess'>> {
    return this.#adopt(
      await oneTabAtATime(() => this.post('/auth/refresh', undefined, { ...options, token: null })),
    );
  }

  /** Moves the signed-in person to another of their accounts. */
  async switchAccount(body: Body<'switchAccount'>, options?: CallOptions): Promise<Answer<'switchAccount'>> {
    return this.#adopt(await this.post('/auth/switch', body, options));
  }

  /** Ends the sign-in, on the server and here. */
  async signOut(options?: CallOptions): Promise<Answer<'signOut'>> {
    await this.post('/auth/sign-out', undefined, { ...options, repeatable: true });
    this.credential.drop();
    this.#accountId = undefined;
  }

  /** An agency's client accounts. */
  listAccounts(query?: Query<'listAccounts'>, options?: CallOptions): Promise<Answer<'listAccounts'>> {
    return this.get('/accounts', query, options);
  }

  listApiKeys(query?: Query<'listApiKeys'>, options?: CallOptions): Promise<Answer<'listApiKeys'>> {
    return this.get('/api-keys', query, options);
  }

  /** The answer holds the secret, this once. */
  createApiKey(body: Body<'createApiKey'>, options?: CallOptions): Promise<Answer<'createApiKey'>> {
    return this.post('/api-keys', body, options);
  }

  revokeApiKey(apiKeyId: string, options?: CallOptions): Promise<Answer<'revokeApiKey'>> {
    return this.delete(path`/api-keys/${apiKeyId}`, undefined, options);
  }

  /** Lets one browser use some widgets for up to 12 hours. For a host's backend. */
  createEmbedSession(
    body: Body<'createEmbedSession'>,
    options?: CallOptions,
  ): Promise<Answer<'createEmbedSession'>> {
    return this.post('/embed-sessions', body, options);
  }

  /** The next token of an embed session; `Expired` says that it is over: create another. */
  createEmbedToken(embedSessionId: string, options?: CallOptions): Promise<Answer<'createEmbedToken'>> {
    return this.post(path`/embed-sessions/${embedSessionId}/tokens`, undefined, options);
  }

  revokeEmbedSession(embedSessionId: string, options?: CallOptions): Promise<Answer<'revokeEmbedSession'>> {
    return this.delete(path`/embed-sessions/${embedSessionId}`, undefined, options);
  }

  /** Ends every embed session of a person of the host. */
  revokeEmbedSessionsByExternalId(
    query: Query<'revokeEmbedSessionsByExternalId'>,
    options?: CallOptions,
  ): Promise<Answer<'revokeEmbedSessionsByExternalId'>> {
    return this.delete('/embed-sessions', query, options);
  }

  /** Whether the server is ready; `Unavailable` while it is not. */
  getHealth(options?: CallOptions): Promise<Answer<'getHealth'>> {
    return this.get('/health', undefined, { ...options, token: null });
  }

  /** Acts with what was answered. Another account, or another person, has another stream of events. */
  #adopt(signIn: SignIn, sameStream = this.#accountId === signIn.accountId): SignIn {
    this.credential.hold(tokenOf(signIn));
    this.#accountId = signIn.accountId;
    if (!sameStream) this.realtime.restart();
    return signIn;
  }

  /** Another tab may have moved the cookie to another account. This one stays where its person left it. */
  protected override renewSignIn(): Promise<Token> {
    return oneTabAtATime(async () => {
      let signIn = await this.post<SignIn>('/auth/refresh', undefined, { token: null });
      const accountId = (this.#accountId ??= signIn.accountId);
      if (accountId !== signIn.accountId) {
        signIn = await this.post('/auth/switch', { accountId }, { token: signIn.accessToken });
      }
      return tokenOf(signIn);
    });
  }
}

function tokenOf({ accessToken, expiresAt }: SignIn): Token {
  return { token: accessToken, expiresAt };
}

/**
 * A refresh cookie works once and a second use of it ends the sign-in, so the tabs of one browser, which share
 * it, take turns.
 */
function oneTabAtATime<T>(renew: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis.navigator ?? {}) as {
    locks?: { request(name: string, run: () => Promise<T>): Promise<T> };
  };
  return locks ? locks.request('metahub-refresh', renew) : renew();
}
