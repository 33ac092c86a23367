import type { MetaHubClient } from '../client/client.ts';
import type { Pairing, Session } from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { Store } from '../foundation/store.ts';

/** The session is asked for this often while its news cannot come by socket, or the QR is late. */
const POLL_MS = 2_000;

/** Where a pairing stands, as a person sees it. */
export type PairingPhase =
  | 'idle'
  | 'preparing'
  | 'qr'
  | 'code'
  | 'scanned'
  | 'importing'
  | 'connected'
  | 'expired'
  | 'waiting_phone'
  | 'reconnecting'
  | 'logged_out'
  | 'wrong_number'
  | 'paused'
  | 'failed'
  | 'error';

export interface StartPairing {
  method?: 'qr' | 'code';
  /** What the session is called; the API finds a name otherwise. */
  name?: string;
  /** E.164; needed for `code`. */
  number?: string;
  /** Pair this session again. */
  sessionId?: string;
}

/** Links one number: asks for it, follows its QR or code, and says how it ended. */
export class PairingController extends Store {
  session: Session | null = null;
  /** Why the request itself failed; the session's own troubles are in its `reason`. */
  failure: Failure | null = null;
  /** The QR or the code as last seen. */
  pairing: Pairing | null = null;
  /** Seconds the present QR or code lasts altogether, for a bar. */
  lifeSeconds = 0;

  #client: MetaHubClient;
  #asking = false;
  #started = false;
  #wanted: StartPairing = {};
  #turn = 0;
  #poll: ReturnType<typeof setInterval> | undefined;
  #stop: () => void;

  constructor(client: MetaHubClient) {
    super();
    this.#client = client;
    this.#stop = client.realtime.subscribe(['sessions'], (event) => {
      if (event.type === 'session.updated') this.#hear(event.data);
      else if (event.type === 'session.pairing') {
        if (event.data.sessionId === this.session?.id) this.#takePairing(event.data.pairing);
      } else if (event.type === 'resync' && this.session) void this.#read();
    });
  }

  get phase(): PairingPhase {
    const { session, pairing } = this;
    if (this.failure) return 'error';
    if (this.#asking) return 'preparing';
    if (!session) return 'idle';
    const reason = session.reason?.code;
    switch (session.status) {
      case 'pairing':
        if (reason === 'scanned') return 'scanned';
        if (pairing?.code) return 'code';
        return pairing?.qr ? 'qr' : 'preparing';
      case 'connecting':
        return session.connectedAt ? 'reconnecting' : 'scanned';
      case 'connected':
        return session.history && session.history.progress < 100 ? 'importing' : 'connected';
      case 'disconnected':
        return session.reason?.action === 'open_phone' ? 'waiting_phone' : 'reconnecting';
      case 'logged_out':
        return 'logged_out';
      case 'paused':
        return 'paused';
      case 'failed':
        return reason === 'pairing_expired'
          ? 'expired'
          : reason === 'wrong_number'
            ? 'wrong_number'
            : 'failed';
      default:
        return 'idle';
    }
  }

  /** True once a pairing was asked for here, and not only watched. */
  get started(): boolean {
    return this.#started;
  }

  /** Asks the API to begin. */
  async start(wanted: StartPairing = {}): Promise<void> {
    const turn = ++this.#turn;
    this.#wanted = wanted;
    this.#started = true;
    this.#asking = true;
    this.failure = null;
    this.pairing = null;
    this.changed();
    const { method = 'qr', name, number, sessionId } = wanted;
    const rest = { ...(name ? { name } : {}), ...(sessionId ? { sessionId } : {}) };
    try {
      const session = await this.#client.connectSession(
        method === 'code' ? { method, number: number ?? '', ...rest } : { method, ...rest },
      );
      if (turn !== this.#turn) return;
      this.session = null;
      this.#asking = false;
      this.#take(session);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#asking = false;
      this.failure = readFailure(error);
      this.changed();
    }
  }

  /** Begins anew what was asked for last, for the same session where there is one. */
  async restart(): Promise<void> {
    const { session } = this;
    const again = session && session.status !== 'removed' ? { sessionId: session.id } : {};
    await this.start({ ...this.#wanted, ...again });
  }

  /** Follows a session that is there already. */
  async watch(sessionId: string): Promise<void> {
    this.#turn++;
    this.session = null;
    this.pairing = null;
    await this.#read(sessionId);
  }

  /** Forgets the session, to connect another. */
  reset(): void {
    this.#turn++;
    this.#wanted = {};
    this.#started = false;
    this.#asking = false;
    this.session = this.pairing = this.failure = null;
    this.#keepPolling();
    this.changed();
  }

  destroy(): void {
    this.#turn = -1;
    clearInterval(this.#poll);
    this.#stop();
  }

  async #read(id = this.session?.id): Promise<void> {
    if (!id) return;
    const turn = this.#turn;
    try {
      const session = await this.#client.getSession(id);
      if (turn !== this.#turn) return;
      this.failure = null;
      // The number may have revived an earlier session, which then answers in place of the new one.
      if (this.session?.id !== session.id) this.session = null;
      this.#take(session, true);
    } catch (error) {
      if (turn !== this.#turn) return;
      // While a QR is on the screen a poll that fails is only tried again.
      if (!this.session) this.failure = readFailure(error);
      this.changed();
    }
  }

  #hear(session: Session): void {
    if (this.#asking || session.id !== this.session?.id) return;
    if (session.status === 'removed') void this.#read();
    else this.#take(session);
  }

  #take(session: Session, read = false): void {
    if (this.#turn < 0 || (this.session && this.session.revision > session.revision)) return;
    this.session = session;
    // The secret is not in events: what is known of it stays until it is over.
    if (session.status !== 'pairing') this.pairing = null;
    else if (session.pairing?.qr || session.pairing?.code) this.#takePairing(session.pairing);
    else if (read && !session.pairing) this.pairing = null;
    this.#keepPolling();
    this.changed();
  }

  #takePairing(pairing: Pairing | null): void {
    const fresh = pairing?.qr !== this.pairing?.qr || pairing?.code !== this.pairing?.code;
    if (fresh && pairing) {
      this.lifeSeconds = Math.max(1, Math.round((Date.parse(pairing.expiresAt) - Date.now()) / 1000));
    }
    this.pairing = pairing;
    this.changed();
  }

  /** Polls while a pairing is under way and its news cannot be counted on. */
  #keepPolling(): void {
    const { status } = this.session ?? {};
    const moving = status === 'pairing' || status === 'connecting';
    if (!moving) {
      clearInterval(this.#poll);
      this.#poll = undefined;
    } else {
      this.#poll ??= setInterval(() => {
        const { pairing } = this;
        const late =
          this.session?.status === 'pairing' && (!pairing || Date.parse(pairing.expiresAt) < Date.now());
        if (late || this.#client.realtime.state !== 'open') void this.#read();
      }, POLL_MS);
    }
  }
}
