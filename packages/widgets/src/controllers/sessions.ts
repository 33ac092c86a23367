import type { MetaHubClient } from '../client/client.ts';
import type { Session } from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { Store } from '../foundation/store.ts';
import { keepNewest, takeAnswer } from './newest-by-id.ts';

/** The account's numbers and how each of them is. Follows events. */
export class SessionsController extends Store {
  loading = true;
  failure: Failure | null = null;
  /** Oldest first, as the API lists them; removed ones are left out. */
  sessions: Session[] = [];

  #client: MetaHubClient;
  #known = new Map<string, Session>();
  /** Ids that came by event since the last read began. */
  #arrived = new Set<string>();
  #reading = false;
  #again = false;
  #ended = false;
  #stop: () => void;

  constructor(client: MetaHubClient) {
    super();
    this.#client = client;
    this.#stop = client.realtime.subscribe(['sessions'], (event) => {
      if (event.type === 'session.updated') this.put(event.data);
      else if (event.type === 'resync') {
        if (this.#reading) this.#again = true;
        else void this.load();
      }
    });
    void this.load();
  }

  async load(): Promise<void> {
    this.#reading = true;
    this.#arrived.clear();
    this.failure = null;
    this.changed();
    try {
      const { data } = await this.#client.listSessions();
      if (this.#ended) return;
      this.#known = takeAnswer(this.#known, data, this.#arrived);
    } catch (error) {
      if (this.#ended) return;
      this.failure = readFailure(error);
    }
    this.#reading = false;
    this.loading = false;
    this.#arrange();
    if (this.#again) {
      this.#again = false;
      void this.load();
    }
  }

  /** Takes a session that was read elsewhere, unless a newer one is known. */
  put(session: Session): void {
    this.#arrived.add(session.id);
    if (!this.#ended && keepNewest(this.#known, session)) this.#arrange();
  }

  /** Unlinks a number. Rejects with what the API answered. */
  async remove(id: string): Promise<void> {
    await this.#client.removeSession(id);
    this.#known.delete(id);
    this.#arrange();
  }

  destroy(): void {
    this.#ended = true;
    this.#stop();
  }

  #arrange(): void {
    this.sessions = [...this.#known.values()]
      .filter((session) => session.status !== 'removed')
      .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
    this.changed();
  }
}
