import type { MetaHubClient, RealtimeEvent } from '../client/client.ts';
import type { Conversation, Message } from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { Store } from '../foundation/store.ts';
import { keepNewest, takeAnswer } from './newest-by-id.ts';

/** Conversations asked for at a time. */
const PAGE_SIZE = 50;
/** More than this stays on the server: search finds it. */
const MOST_HELD = 5_000;

/** The list of conversations: who waits, longest first, then everybody else. Follows events. */
export class ConversationListController extends Store {
  /** True until the first answer of the current search. */
  loading = true;
  /** Why the list could not be read; rows read before stay. */
  failure: Failure | null = null;
  /** True while a further page is on its way. */
  loadingMore = false;
  search = '';
  /** Conversations waiting for an answer, longest first. */
  waiting: Conversation[] = [];
  /** All others, latest activity first. */
  upToDate: Conversation[] = [];

  #client: MetaHubClient;
  #known = new Map<string, Conversation>();
  /** Rows that came, and ids that left, by event since the last read began. */
  #arrived = new Set<string>();
  #withdrawn = new Set<string>();
  #cursor: string | null = null;
  #turn = 0;
  #reading = false;
  /** Events may have been missed while a page was on its way: it is shown, and read once more. */
  #again = false;
  #stop: () => void;

  constructor(client: MetaHubClient) {
    super();
    this.#client = client;
    this.#stop = client.realtime.subscribe(['conversations', 'messages'], (event) => this.#apply(event));
    void this.load();
  }

  /** True when the server has more rows than were read. */
  get more(): boolean {
    return this.#cursor !== null && this.#known.size < MOST_HELD;
  }

  get size(): number {
    return this.waiting.length + this.upToDate.length;
  }

  find(id: string): Conversation | undefined {
    return this.#known.get(id);
  }

  /** Reads the first page anew. What is known stays on the screen until the answer is there. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.#reading = true;
    this.#arrived.clear();
    this.#withdrawn.clear();
    this.failure = null;
    if (!this.#known.size) this.loading = true;
    this.changed();
    try {
      const page = await this.#client.listConversations(this.#query());
      if (turn !== this.#turn) return;
      // Rows that the new first page no longer has may have left: only what it holds, and what came since, is sure.
      const rows = page.data.filter((row) => !this.#withdrawn.has(row.id));
      this.#known = takeAnswer(this.#known, rows, this.#arrived);
      this.#cursor = page.nextCursor;
    } catch (error) {
      if (turn !== this.#turn) return;
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

  /** Reads the next page; nothing when there is none or one is on its way. */
  async loadMore(): Promise<void> {
    if (!this.more || this.loadingMore || this.loading) return;
    const turn = this.#turn;
    this.loadingMore = true;
    this.changed();
    try {
      const page = await this.#client.listConversations({ ...this.#query(), cursor: this.#cursor! });
      if (turn !== this.#turn) return;
      for (const row of page.data) if (!this.#withdrawn.has(row.id)) keepNewest(this.#known, row);
      this.#cursor = page.nextCursor;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = readFailure(error);
    } finally {
      this.loadingMore = false;
      this.#arrange();
    }
  }

  /** Shows only conversations whose name or number matches; an empty text shows all. */
  async searchFor(text: string): Promise<void> {
    const wanted = text.trim();
    if (wanted === this.search) return;
    this.search = wanted;
    this.#known.clear();
    this.#cursor = null;
    await this.load();
  }

  destroy(): void {
    this.#turn = -1;
    this.#stop();
  }

  #query(): { limit: number; sort: 'waiting'; search?: string } {
    return { limit: PAGE_SIZE, sort: 'waiting', ...(this.search ? { search: this.search } : {}) };
  }

  #apply(event: RealtimeEvent): void {
    if (this.#turn < 0) return;
    if (event.type === 'resync') {
      if (this.#reading) this.#again = true;
      else void this.load();
    } else if (event.type === 'conversation.withdrawn') {
      const { id } = event.data;
      this.#withdrawn.add(id);
      this.#arrived.delete(id);
      if (this.#known.delete(id)) this.#arrange();
    } else if (event.type === 'conversation.updated') {
      const row = event.data;
      this.#withdrawn.delete(row.id);
      // While searching, a row that was not found may not match: only rows already shown are renewed.
      if (!this.search || this.#known.has(row.id)) this.#put(row);
    } else if (
      event.type === 'message.received' ||
      event.type === 'message.sent' ||
      event.type === 'message.updated'
    ) {
      this.#applyMessage(event.data);
    }
  }

  #put(row: Conversation): void {
    this.#arrived.add(row.id);
    if (keepNewest(this.#known, row)) this.#arrange();
  }

  /** Keeps the preview and its tick in step until `conversation.updated` brings the whole row. */
  #applyMessage(message: Message): void {
    const row = this.#known.get(message.conversationId);
    if (!row) return;
    const last = row.lastMessage;
    const same = last?.id === message.id;
    if (same ? last.revision >= message.revision : last && isBefore(message, last)) return;
    this.#known.set(row.id, { ...row, lastMessage: message });
    this.#arrange();
  }

  #arrange(): void {
    const rows = [...this.#known.values()];
    this.waiting = rows
      .filter((row) => row.case?.waitingSince && row.case.status !== 'closed')
      .toSorted((a, b) => sinceOf(a).localeCompare(sinceOf(b)) || a.id.localeCompare(b.id));
    const waits = new Set(this.waiting);
    this.upToDate = rows
      .filter((row) => !waits.has(row))
      .toSorted((a, b) => activityOf(b).localeCompare(activityOf(a)) || b.id.localeCompare(a.id));
    this.changed();
  }
}

function sinceOf(row: Conversation): string {
  return row.case?.waitingSince ?? '';
}

function activityOf(row: Conversation): string {
  return row.lastMessage?.timestamp ?? row.updatedAt;
}

function isBefore(message: Message, other: Message): boolean {
  return (
    message.timestamp < other.timestamp || (message.timestamp === other.timestamp && message.id < other.id)
  );
}
