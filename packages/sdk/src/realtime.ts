import type { Credential } from './credential.ts';
import { PermissionDenied, Unauthenticated } from './errors.ts';
import type { RealtimeSocket } from './realtime-socket.ts';
import type {
  EventListener,
  RealtimeOptions,
  RealtimeState,
  StateListener,
  Subscription,
  Topic,
} from './realtime-types.ts';
import { tell } from './tell.ts';

/** The socket's module is fetched again after so many milliseconds when that failed. */
const LOAD_AGAIN_MS = 5_000;
/** The socket outlives its last subscription by so many milliseconds, so that a change of view keeps it. */
const LINGER_MS = 1_000;

/** Events as they happen. One socket serves all subscriptions; its code is loaded with the first of them. */
export class Realtime {
  readonly #options: RealtimeOptions;
  readonly #credential: Credential;
  readonly #subscriptions = new Set<Subscription>();
  readonly #stateListeners = new Set<StateListener>();
  #socket: RealtimeSocket | undefined;
  #loading = false;
  #state: RealtimeState = 'closed';

  constructor(options: RealtimeOptions, credential: Credential) {
    this.#options = options;
    this.#credential = credential;
  }

  get state(): RealtimeState {
    return this.#state;
  }

  /**
   * Calls `listener` for each event of `topics`, in order and once each, until the returned function is called.
   *
   * It first gets `{ type: 'resync', reason: 'started' }`: from here on nothing is missed, so load what you show
   * now, or again, and merge what comes by revision. The same frame with another reason says that events were
   * lost (away for longer than they are kept): load again.
   */
  subscribe(topics: readonly Topic[], listener: EventListener): () => void {
    const subscription = { topics, listener, started: false };
    this.#subscriptions.add(subscription);
    this.#update();
    return () => {
      this.#subscriptions.delete(subscription);
      if (!this.#subscriptions.size) setTimeout(this.#closeIfUnused, LINGER_MS);
    };
  }

  /** Calls `listener` at each change of `state`, until the returned function is called. */
  onState(listener: StateListener): () => void {
    this.#stateListeners.add(listener);
    return () => {
      this.#stateListeners.delete(listener);
    };
  }

  /** Ends all subscriptions and closes the socket. A later `subscribe` opens another. */
  close(): void {
    this.#subscriptions.clear();
    this.#socket?.close();
    this.#setState('closed');
  }

  /** Begins anew, as after the caller became somebody else: every listener gets `resync` with `started`. */
  restart(): void {
    for (const subscription of this.#subscriptions) subscription.started = false;
    if (this.#subscriptions.size) this.#socket?.restart();
  }

  #update(): void {
    if (this.#socket) this.#socket.update();
    else if (!this.#loading) void this.#load();
  }

  async #load(): Promise<void> {
    this.#loading = true;
    this.#setState('connecting');
    try {
      const { RealtimeSocket } = await import('./realtime-socket.ts');
      this.#socket = new RealtimeSocket({
        options: this.#options,
        credential: this.#credential,
        subscriptions: this.#subscriptions,
        setState: this.#setState,
        tell,
        goodbye: (signInHelps, message, code) =>
          new (signInHelps ? Unauthenticated : PermissionDenied)(message, { code }),
      });
      if (this.#subscriptions.size) this.#update();
    } catch (error) {
      this.#setState('offline', error as Error);
      setTimeout(() => this.#subscriptions.size && this.#update(), LOAD_AGAIN_MS);
    } finally {
      this.#loading = false;
    }
  }

  readonly #closeIfUnused = (): void => {
    if (!this.#subscriptions.size) this.close();
  };

  readonly #setState = (state: RealtimeState, error?: Error): void => {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) tell(listener, state, error);
  };
}
