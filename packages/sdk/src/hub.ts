import type { Token } from './credential.ts';
import { EmbedClient } from './embed-client.ts';
import type { CallOptions, Request } from './http.ts';
import type { Answer, Body } from './operation-types.ts';
import { hubOperations, type HubOperations } from './operations.gen.ts';
import { addOperations } from './operations.ts';

type SignIn = Answer<'signIn'>;

// Its methods are made from a table of the same operations, which src/contract.test.ts holds together.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface MetaHub extends HubOperations {}

/**
 * The whole API of a MetaHub: one method for each operation of the contract, named by its `operationId`.
 *
 * Without a credential in its options the client is that of a person: `signIn`, and from then on, also after the
 * page was loaded anew, access is renewed by the refresh cookie.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export class MetaHub extends EmbedClient {
  /** Where the signed-in person acts. */
  #accountId: string | undefined;

  /** Signs a person in; the client then acts as them in the answered account. */
  async signIn(body: Body<'signIn'>, options?: CallOptions): Promise<Answer<'signIn'>> {
    return this.#adopt(await this.#post('/auth/sign-in', { ...options, body, token: null }), false);
  }

  /** Renews access by the refresh cookie. The client does so by itself; call it to learn whether anybody is signed in. */
  async refreshAccess(options?: CallOptions): Promise<Answer<'refreshAccess'>> {
    return this.#adopt(await oneTabAtATime(() => this.#post('/auth/refresh', { ...options, token: null })));
  }

  /** Moves the signed-in person to another of their accounts. */
  async switchAccount(body: Body<'switchAccount'>, options?: CallOptions): Promise<Answer<'switchAccount'>> {
    return this.#adopt(await this.#post('/auth/switch', { ...options, body }));
  }

  /** Ends the sign-in, on the server and here. */
  async signOut(options?: CallOptions): Promise<Answer<'signOut'>> {
    await this.#post('/auth/sign-out', { ...options, repeatable: true });
    this.credential.drop();
    this.#accountId = undefined;
  }

  #post(path: string, request: Request): Promise<SignIn> {
    return this.call('POST', path, request);
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
      let signIn = await this.#post('/auth/refresh', { token: null });
      const accountId = (this.#accountId ??= signIn.accountId);
      if (accountId !== signIn.accountId) {
        signIn = await this.#post('/auth/switch', { body: { accountId }, token: signIn.accessToken });
      }
      return tokenOf(signIn);
    });
  }
}

addOperations(MetaHub.prototype, hubOperations);

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
