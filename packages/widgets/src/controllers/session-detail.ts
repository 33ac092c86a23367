import type { MetaHubClient, RealtimeEvent } from '../client/client.ts';
import type {
  Session,
  SessionHealthEntry,
  SessionHealthFacts,
  UpdateSessionRequest,
} from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { Store } from '../foundation/store.ts';

/** Entries of the history asked for at a time. */
const PAGE_SIZE = 100;
/** Changes in a row read the history once, so long after the first of them. */
const READ_AFTER_MS = 400;

/** One number: how it is, how it has been, and what can be done with it. Follows events. */
export class SessionDetailController extends Store {
  readonly sessionId: string;
  session: Session | null;
  /** How it has been, latest first. */
  entries: SessionHealthEntry[] = [];
  /** The numbers of now; null until known, and for one that was never connected. */
  facts: SessionHealthFacts | null = null;
  loading = true;
  /** Why it could not be read; what was read before stays. */
  failure: Failure | null = null;
  loadingMore = false;

  #client: MetaHubClient;
  #cursor: string | null = null;
  #turn = 0;
  #later: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void;

  constructor(client: MetaHubClient, sessionId: string, session: Session | null = null) {
    super();
    this.#client = client;
    this.sessionId = sessionId;
    this.session = session;
    this.#stop = client.realtime.subscribe(['sessions'], (event) => this.#apply(event));
    void this.load();
  }

  /** True when there is more history on the server. */
  get more(): boolean {
    return this.#cursor !== null;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#later);
    this.failure = null;
    if (!this.session || !this.entries.length) this.loading = true;
    this.changed();
    try {
      const [session, page] = await Promise.all([
        this.#client.getSession(this.sessionId),
        this.#client.listSessionHealth(this.sessionId, { limit: PAGE_SIZE }),
      ]);
      if (turn !== this.#turn) return;
      this.#keep(session);
      this.entries = page.data;
      this.facts = page.facts;
      this.#cursor = page.nextCursor;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = readFailure(error);
    }
    this.loading = false;
    this.changed();
  }

  /** Reads further back. */
  async loadMore(): Promise<void> {
    if (!this.#cursor || this.loadingMore) return;
    const turn = this.#turn;
    this.loadingMore = true;
    this.changed();
    try {
      const query = { limit: PAGE_SIZE, cursor: this.#cursor };
      const page = await this.#client.listSessionHealth(this.sessionId, query);
      if (turn !== this.#turn) return;
      const known = new Set(this.entries.map(({ id }) => id));
      this.entries = [...this.entries, ...page.data.filter(({ id }) => !known.has(id))];
      this.#cursor = page.nextCursor;
    } catch (error) {
      if (turn === this.#turn) this.failure = readFailure(error);
    } finally {
      this.loadingMore = false;
      this.changed();
    }
  }

  /** Closes the connection until it is resumed. Rejects with what the API answered; so do the others. */
  async pause(): Promise<void> {
    this.#keep(await this.#client.pauseSession(this.sessionId));
  }

  async resume(): Promise<void> {
    this.#keep(await this.#client.resumeSession(this.sessionId));
  }

  /** Changes its name or how it works; only what is given changes. */
  async update(body: UpdateSessionRequest): Promise<void> {
    const ifMatch = `"${this.session?.revision ?? 0}"`;
    this.#keep(await this.#client.updateSession(this.sessionId, body, { ifMatch }));
  }

  destroy(): void {
    this.#turn = -1;
    clearTimeout(this.#later);
    this.#stop();
  }

  #keep(session: Session): void {
    if (this.#turn < 0 || (this.session && this.session.revision > session.revision)) return;
    this.session = session;
    this.changed();
  }

  #apply(event: RealtimeEvent): void {
    if (this.#turn < 0) return;
    if (event.type === 'resync') void this.load();
    else if (event.type === 'session.updated' && event.data.id === this.sessionId) {
      this.#keep(event.data);
      this.#readSoon();
    } else if (event.type === 'session.alerted' && event.data.sessionId === this.sessionId) this.#readSoon();
  }

  #readSoon(): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.load(), READ_AFTER_MS);
  }
}
