import type { Credential } from './credential.ts';
import type { MetaHubError } from './errors.ts';
import { RealtimeLine } from './realtime-line.ts';
import type {
  ByeCode,
  Hello,
  RealtimeEvent,
  RealtimeOptions,
  ServerFrame,
  SetState,
  Subscription,
  Topic,
} from './realtime-types.ts';

/** No pause before another attempt is longer; milliseconds. */
const LONGEST_PAUSE_MS = 30_000;
/** Counts as so many failures: there is no network, so the next attempt may wait for it. */
const OFFLINE_FAILURES = 10;
/** A token is not renewed more often over one line; milliseconds. */
const RENEW_AT_MOST_EVERY_MS = 10_000;
/** The longest that a timer can be set for; milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What the table `x-bye-codes` of the contract says: whether a new token helps, or nothing does. */
const RENEW: readonly (ByeCode | undefined)[] = ['unauthenticated', 'token_expired'];
const NEVER: readonly (ByeCode | undefined)[] = [
  'bad_frame',
  'revoked',
  'forbidden',
  'origin_not_allowed',
  'not_found',
  'account_suspended',
];

/** What the client's first file hands over, so that the two share no third. */
export interface SocketParts {
  options: RealtimeOptions;
  credential: Credential;
  subscriptions: Set<Subscription>;
  setState: SetState;
  tell: Tell;
  goodbye: Goodbye;
}
type Tell = typeof import('./tell.ts').tell;
/** The error of an end that the server wanted; its class says whether signing in again helps. */
type Goodbye = (signInHelps: boolean, message: string, code: string) => Error;

type Timer = ReturnType<typeof setTimeout> | undefined;

/** Keeps a line open for as long as anybody subscribes, and hands on what comes in order, once each. */
export class RealtimeSocket {
  readonly #options: RealtimeOptions;
  readonly #credential: Credential;
  readonly #subscriptions: Set<Subscription>;
  readonly #setState: SetState;
  readonly #tell: Tell;
  readonly #goodbye: Goodbye;
  /** An attempt, a line or a pause between two is under way. */
  #running = false;
  /** Counts attempts, so that one that was overtaken while it waited for its token stops. */
  #attempt = 0;
  /** Ends of lines in a row without a word in between. */
  #failures = 0;
  #line: RealtimeLine | undefined;
  #welcome = false;
  #topics: Hello['topics'] = [];
  #position: number | undefined;
  #token: string | undefined;
  #refused: string | undefined;
  #retry: Timer;
  #renewal: Timer;

  constructor({ options, credential, subscriptions, setState, tell, goodbye }: SocketParts) {
    this.#options = options;
    this.#credential = credential;
    this.#subscriptions = subscriptions;
    this.#setState = setState;
    this.#tell = tell;
    this.#goodbye = goodbye;
  }

  /** Does what a new subscription needs: opens a line, a wider one, or nothing. */
  update(): void {
    if (!this.#running) {
      this.#running = true;
      this.#watchNetwork('addEventListener');
      void this.#open();
    } else if (!this.#line) {
      // The next line takes all that is subscribed by then.
    } else if (this.#wanted().some((topic) => !this.#topics.includes(topic))) {
      void this.#open();
    } else if (this.#welcome) {
      queueMicrotask(() => this.#start());
    }
  }

  /** Forgets the position and opens another line. */
  restart(): void {
    this.#drop();
    this.#position = this.#refused = undefined;
    this.#failures = 0;
    if (this.#running) void this.#open();
    else this.update();
  }

  /** Closes for good or until the next `update`. `error` says why, where nobody asked for it. */
  close(error?: Error): void {
    this.#drop();
    this.#attempt++;
    this.#running = false;
    this.#position = this.#refused = undefined;
    this.#failures = 0;
    for (const subscription of this.#subscriptions) subscription.started = false;
    this.#watchNetwork('removeEventListener');
    this.#setState('closed', error);
  }

  async #open(): Promise<void> {
    const attempt = ++this.#attempt;
    const { apiUrl, account, WebSocket = globalThis.WebSocket } = this.#options;
    clearTimeout(this.#retry);
    if (!this.#welcome && this.#failures < 2) this.#setState('connecting');
    try {
      const token = (await this.#credential.current(this.#refused)) ?? '';
      if (attempt !== this.#attempt) return;
      this.#drop();
      this.#token = token;
      this.#topics = this.#wanted();
      this.#line = new RealtimeLine({
        WebSocket,
        url: `${apiUrl.replace(/^http/, 'ws')}/v1/realtime`,
        hello: { type: 'hello', token, account, after: this.#position, topics: this.#topics },
        onFrame: (frame) => this.#take(frame),
        onEnd: (bye) => this.#ended(bye),
      });
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if ((error as MetaHubError).retryable) this.#again(error as Error);
      else this.close(error as Error);
    }
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'welcome') {
      this.#welcome = true;
      this.#refused = undefined;
      this.#position = frame.seq;
      this.#renewLater();
      this.#setState('open');
      this.#start();
      return;
    }
    this.#failures = 0;
    if ('seq' in frame) {
      if (frame.seq <= this.#position!) return;
      this.#position = frame.seq;
    }
    if (frame.type !== 'position' && frame.type !== 'bye') this.#spread(frame);
  }

  #spread(event: RealtimeEvent): void {
    for (const { started, topics, listener } of this.#subscriptions) {
      const wanted =
        event.type === 'resync' ||
        topics.some((topic) => topic === event.type || topic === groupOf(event.type));
      if (started && wanted) this.#tell(listener, event);
    }
  }

  /** Tells those who do not know it yet that events reach them from now on. */
  #start(): void {
    for (const subscription of this.#subscriptions) {
      if (subscription.started) continue;
      subscription.started = true;
      this.#tell(subscription.listener, { type: 'resync', reason: 'started' });
    }
  }

  #ended(bye: ByeCode | undefined): void {
    this.#drop();
    const { renewable } = this.#credential;
    if (NEVER.includes(bye)) return this.close(this.#farewell(bye));
    if (RENEW.includes(bye)) {
      if (!renewable || this.#refused) return this.close(this.#farewell(bye));
      this.#refused = this.#token;
    }
    this.#again();
  }

  #farewell(code: ByeCode | undefined): Error {
    const signInHelps = code === 'revoked' || RENEW.includes(code);
    return this.#goodbye(signInHelps, `The server ended the events: ${code}.`, code ?? 'closed');
  }

  /** Tries again: soon after a line that worked, later each time it does not. */
  #again(error?: Error): void {
    const failures = this.#failures++;
    this.#setState(failures ? 'offline' : 'connecting', error);
    const pause = Math.min(LONGEST_PAUSE_MS, (this.#options.retryDelayMs ?? 400) * 2 ** failures);
    this.#retry = setTimeout(() => void this.#open(), pause * (0.5 + Math.random() / 2));
  }

  /** Shows the server a fresh token before the old one ends, over the same line. */
  #renewLater(): void {
    const wait = Math.max(RENEW_AT_MOST_EVERY_MS, this.#credential.renewAt - Date.now());
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => void this.#renew(this.#line), Math.min(wait, LONGEST_TIMER_MS));
  }

  async #renew(line: RealtimeLine | undefined): Promise<void> {
    // Without a new token the old one serves for as long as it holds; then the server says bye.
    const token = await this.#credential.current().catch(() => this.#token);
    if (!line || line !== this.#line) return;
    if (token && token !== this.#token) {
      this.#token = token;
      line.send({ type: 'auth', token });
    }
    this.#renewLater();
  }

  #drop(): void {
    this.#line?.end();
    this.#line = undefined;
    this.#welcome = false;
    clearTimeout(this.#retry);
    clearTimeout(this.#renewal);
  }

  #wanted(): Hello['topics'] {
    return [...new Set([...this.#subscriptions].flatMap(({ topics }) => topics.map(groupOf)))];
  }

  #watchNetwork(change: 'addEventListener' | 'removeEventListener'): void {
    const page = globalThis as Partial<Record<typeof change, (type: string, listener: () => void) => void>>;
    page[change]?.('online', this.#online);
    page[change]?.('offline', this.#offline);
  }

  readonly #online = (): void => {
    if (this.#welcome) return;
    this.#failures = 0;
    void this.#open();
  };

  readonly #offline = (): void => {
    this.#drop();
    this.#failures = OFFLINE_FAILURES;
    this.#again();
  };
}

/** `message.received` is of the group `messages`. */
function groupOf(topic: Topic): Hello['topics'][number] {
  return (topic.includes('.') ? `${topic.split('.')[0]}s` : topic) as Hello['topics'][number];
}
