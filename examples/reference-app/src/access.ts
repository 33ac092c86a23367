import { MetaHub, MetaHubError, Unauthenticated } from '@metahub/sdk';

type SignIn = Awaited<ReturnType<MetaHub['signIn']>>;
type Me = Awaited<ReturnType<MetaHub['getMe']>>;
type Branding = Awaited<ReturnType<MetaHub['getBranding']>>;
/** How the account looks whose own domain the page stands at; of nobody (`accountId` null) elsewhere. */
export type HostLook = Awaited<ReturnType<MetaHub['getHostBranding']>>;

/** Somebody who is signed in: who, where, how it looks there, and where else they may go. */
export interface Entered {
  client: MetaHub;
  me: Me;
  branding: Branding;
  memberships: SignIn['members'];
}

export type AccessState =
  | { step: 'starting' }
  | { step: 'signed_out'; ended: boolean }
  | { step: 'unreachable' }
  | { step: 'failed'; requestId: string | null }
  | ({ step: 'entered' } & Entered);

/**
 * Who uses the app, from the first look at the refresh cookie to signing out. Fires `change`. The refresh cookie
 * is HttpOnly: whether somebody is signed in is only known by asking the API.
 */
export class Access extends EventTarget {
  readonly #client: MetaHub;
  #state: AccessState = { step: 'starting' };
  #host: HostLook | null = null;

  /** `apiUrl` is the app's own origin: the cookie goes nowhere else. */
  constructor(apiUrl: string) {
    super();
    this.#client = new MetaHub({ apiUrl });
    // Signed out elsewhere: the open socket is the first to learn it.
    this.#client.realtime.onState((_state, error) => {
      if (error instanceof Unauthenticated) this.end();
    });
  }

  /** The look of this host; null until the API has said it, or when it can't be reached. */
  get host(): HostLook | null {
    return this.#host;
  }

  get state(): AccessState {
    return this.#state;
  }

  /** Looks whether somebody is signed in on this browser, and if so lets them in. */
  async start(): Promise<void> {
    this.#set({ step: 'starting' });
    // What is shown before anybody has signed in waits for its look, and does without where there is none.
    const look = this.#client.getHostBranding().catch(() => null);
    try {
      await this.#enter(await this.#client.refreshAccess());
    } catch (error) {
      this.#host = await look;
      this.#set(stateAfter(error));
    }
  }

  /**
   * Signs in, at an own domain into its account alone. Rejects with the API's answer when it refuses, and the state
   * stays as it was.
   */
  async signIn(email: string, password: string): Promise<void> {
    const accountId = this.#host?.accountId;
    await this.#enter(await this.#client.signIn({ email, password, ...(accountId && { accountId }) }));
  }

  /** Moves to another of the person's accounts; rejects when the API refuses. The page is to be loaded anew. */
  async switchTo(accountId: string): Promise<void> {
    await this.#client.switchAccount({ accountId });
  }

  /** Signs out here and on the server. When the server cannot be reached, the person is told so and stays. */
  async signOut(): Promise<void> {
    await this.#client.signOut();
    this.#set({ step: 'signed_out', ended: false });
  }

  /** Called when the API no longer takes the sign-in: it was revoked, or ended elsewhere. */
  end(): void {
    if (this.#state.step === 'entered') this.#set({ step: 'signed_out', ended: true });
  }

  async #enter({ members }: SignIn): Promise<void> {
    const client = this.#client;
    const [me, branding] = await Promise.all([client.getMe(), client.getBranding()]);
    this.#set({ step: 'entered', client, me, branding, memberships: members });
  }

  #set(state: AccessState): void {
    this.#state = state;
    this.dispatchEvent(new Event('change'));
  }
}

function stateAfter(error: unknown): AccessState {
  if (!(error instanceof MetaHubError)) return { step: 'failed', requestId: null };
  if (error.status === 401) return { step: 'signed_out', ended: error.code === 'token_revoked' };
  if (!error.status || error.status === 502 || error.status === 503) return { step: 'unreachable' };
  return { step: 'failed', requestId: error.requestId ?? null };
}
