import type { MetaHubClient, RealtimeEvent, ThreadPage } from '../client/client.ts';
import type { Conversation, Message, Session } from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { Store } from '../foundation/store.ts';
import { keepNewest, takeAnswer } from './newest-by-id.ts';
import { outboxOf, type Outbox, type Outgoing, type Unsent } from './outbox.ts';

/** Messages asked for at a time. */
const PAGE_SIZE = 50;

/** One entry of a thread. `key` stays the same from the moment a text is sent here until it is read. */
export type ThreadItem = { key: string; message: Message } | { key: string; unsent: Unsent };

/** The messages of one conversation, both ways, with what is on its way out. Follows events. */
export class ThreadController extends Store {
  readonly conversationId: string;
  conversation: Conversation | null;
  /** The session that carries this conversation, once known. */
  session: Session | null = null;
  loading = true;
  failure: Failure | null = null;
  /** Which end is being read. */
  reading: 'older' | 'newer' | null = null;
  /** Why the last page that was asked for while scrolling did not come. */
  pageFailure: Failure | null = null;
  /** The conversation was passed on, or left the account. */
  withdrawn = false;
  /** The conversation that this one went into, when both turned out to be one person's. */
  movedTo: Conversation | null = null;
  /** Ascending by (timestamp, id), with unsent texts last. */
  items: ThreadItem[] = [];
  /** The oldest message that was unread when the thread was opened, and how many there were. */
  newFrom: { messageId: string; count: number } | null = null;
  /** Messages that came while an older stretch is being read. */
  newerUnseen = 0;

  readonly outbox: Outbox;
  #client: MetaHubClient;
  #known = new Map<string, Message>();
  /** Ids that came by event, or were accepted from here, since the last read began. */
  #arrived = new Set<string>();
  /** Item keys of messages that were sent from here. */
  #keys = new Map<string, string>();
  #older: string | null = null;
  #newer: string | null = null;
  #markedUpTo: string | null = null;
  #turn = 0;
  /** Events may have been missed while a page was on its way: it is shown, and read once more. */
  #again = false;
  #stops: (() => void)[];

  constructor(client: MetaHubClient, conversationId: string, conversation: Conversation | null = null) {
    super();
    this.#client = client;
    this.conversationId = conversationId;
    this.conversation = conversation;
    this.outbox = outboxOf(client);
    this.#stops = [
      client.realtime.subscribe(['messages', 'conversations', 'sessions'], (event) => this.#apply(event)),
      this.outbox.subscribe(() => this.#arrange()),
      this.outbox.onAccepted((unsent, message) => this.#accept(unsent, message)),
    ];
    void this.load();
  }

  /** True when there are older messages on the server. */
  get hasOlder(): boolean {
    return this.#older !== null;
  }

  /** True when the newest messages are not among those read. */
  get hasNewer(): boolean {
    return this.#newer !== null;
  }

  /** Reads the newest page, or the page around a message. */
  async load(around?: string): Promise<void> {
    const turn = ++this.#turn;
    this.#arrived.clear();
    this.failure = null;
    this.loading = true;
    this.changed();
    try {
      const id = this.conversationId;
      const [conversation, page] = await Promise.all([
        this.#client.getConversation(id).then((it) => this.#noteMove(it)),
        this.#client.listMessages(id, { limit: PAGE_SIZE, ...(around ? { around } : {}) }),
      ]);
      if (turn !== this.#turn) return;
      this.#keepConversation(conversation);
      this.#takePage(page);
      this.newFrom ??= firstUnread(page.data, conversation.unreadCount);
      void this.#readSession(conversation.sessionId);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = readFailure(error);
      this.withdrawn = this.failure.type === 'not_found';
    }
    this.loading = false;
    this.#arrange();
    if (this.#again) {
      this.#again = false;
      void this.load();
    }
  }

  /** Reads the page before the oldest or after the newest message; nothing when there is none. */
  async loadMore(end: 'older' | 'newer'): Promise<void> {
    const cursor = end === 'older' ? this.#older : this.#newer;
    if (!cursor || this.reading || this.loading) return;
    const turn = this.#turn;
    this.reading = end;
    this.pageFailure = null;
    this.changed();
    try {
      const query = end === 'older' ? { before: cursor } : { after: cursor };
      const page = await this.#client.listMessages(this.conversationId, { limit: PAGE_SIZE, ...query });
      if (turn !== this.#turn) return;
      for (const message of page.data) keepNewest(this.#known, message);
      if (end === 'older') this.#older = page.prevCursor;
      else this.#newer = page.nextCursor;
      if (!this.#newer) this.newerUnseen = 0;
    } catch (error) {
      if (turn === this.#turn) this.pageFailure = readFailure(error);
    } finally {
      this.reading = null;
      if (turn === this.#turn) this.#arrange();
    }
  }

  /** Makes sure that a message is among those read. */
  async reach(messageId: string): Promise<void> {
    if (!this.#known.has(messageId)) await this.load(messageId);
  }

  /** Makes sure that the newest messages are among those read. */
  async reachNewest(): Promise<void> {
    if (this.#newer) await this.load();
  }

  /** Tells the server that everything up to the newest message was seen. Asks at most once for each. */
  markRead(): void {
    const newest = [...this.#known.values()].reduce<Message | null>(
      (last, message) =>
        message.direction === 'inbound' && (!last || isAfter(message, last)) ? message : last,
      null,
    );
    if (!newest || !this.conversation?.unreadCount || this.#markedUpTo === newest.id || this.#newer) return;
    this.#markedUpTo = newest.id;
    this.#client.markConversationRead(this.conversationId, { upTo: newest.id }).then(
      (conversation) => this.#keepConversation(conversation),
      () => {
        // Not seen by the server: the next look at the thread tells it again.
        this.#markedUpTo = null;
      },
    );
  }

  /** Sends into this conversation. */
  send(what: Outgoing): Unsent {
    this.newFrom = null;
    return this.outbox.send(this.conversationId, what);
  }

  /** Sends a failed message again, as the one it is. Rejects with what the API answered. */
  async retry(messageId: string): Promise<void> {
    this.#keep(await this.#client.retryMessage(messageId));
  }

  /** Gives the business's reaction, or takes it back (null). Rejects with what the API answered; so do the others. */
  async react(messageId: string, emoji: string | null): Promise<void> {
    const asked = emoji
      ? this.#client.setReaction(messageId, { emoji })
      : this.#client.removeReaction(messageId);
    this.#keep(await asked);
  }

  async edit(messageId: string, text: string): Promise<void> {
    this.#keep(await this.#client.editMessage(messageId, { text }));
  }

  /** Takes a message back, for everyone. */
  async remove(messageId: string): Promise<void> {
    this.#keep(await this.#client.deleteMessage(messageId));
  }

  #keep(message: Message): void {
    if (this.#turn >= 0 && keepNewest(this.#known, message)) this.#arrange();
  }

  destroy(): void {
    this.#turn = -1;
    for (const stop of this.#stops) stop();
  }

  #takePage(page: ThreadPage): void {
    const before = this.#known;
    const oldest = page.data[0];
    // Before the newest page there is a gap, which what came meanwhile must not hide.
    this.#known = takeAnswer(before, page.data, page.nextCursor ? new Set() : this.#arrived);
    // Where the page joins what was read before, nobody loses their place.
    if (oldest && before.has(oldest.id) && !page.nextCursor) {
      for (const message of before.values())
        if (isAfter(oldest, message)) this.#known.set(message.id, message);
    } else this.#older = page.prevCursor;
    this.#newer = page.nextCursor;
    this.newerUnseen = 0;
  }

  async #readSession(id: string): Promise<void> {
    const session = await this.#client.getSession(id).catch(() => null);
    if (session && this.#turn >= 0) this.#keepSession(session);
  }

  #keepSession(session: Session): void {
    if (this.session && this.session.revision >= session.revision) return;
    this.session = session;
    this.changed();
  }

  #keepConversation(conversation: Conversation): void {
    if (this.conversation && this.conversation.revision > conversation.revision) return;
    this.conversation = conversation;
    this.changed();
  }

  /** An id that went into another one answers with the one that stayed. */
  #noteMove(conversation: Conversation): Conversation {
    if (conversation.id !== this.conversationId && this.#turn >= 0) {
      this.movedTo = conversation;
      this.outbox.moveDraft(this.conversationId, conversation.id);
      this.changed();
    }
    return conversation;
  }

  #apply(event: RealtimeEvent): void {
    if (this.#turn < 0) return;
    switch (event.type) {
      case 'resync':
        if (this.loading) this.#again = true;
        else void this.load();
        break;
      case 'session.updated':
        if (event.data.id === this.conversation?.sessionId) this.#keepSession(event.data);
        break;
      case 'conversation.withdrawn':
        if (event.data.id !== this.conversationId) break;
        this.withdrawn = true;
        this.changed();
        void this.#client.getConversation(this.conversationId).then(
          (it) => this.#noteMove(it),
          // Passed on to somebody else: there is nothing to be seen any more.
          () => undefined,
        );
        break;
      case 'conversation.updated':
        if (event.data.id !== this.conversationId) break;
        this.withdrawn = false;
        this.#keepConversation(event.data);
        break;
      case 'message.received':
      case 'message.sent':
      case 'message.updated':
        if (event.data.conversationId === this.conversationId) this.#takeMessage(event.data);
        break;
      default:
    }
  }

  #takeMessage(message: Message): void {
    if (!this.#known.has(message.id)) {
      const last = [...this.#known.values()].reduce<Message | null>(
        (it, one) => (!it || isAfter(one, it) ? one : it),
        null,
      );
      // Between what was read and the end of the thread there is a gap: it will come with its page.
      if (this.#newer && (!last || isAfter(message, last))) {
        if (message.direction === 'inbound') this.newerUnseen++;
        return this.changed();
      }
      if (this.#older && last && [...this.#known.values()].every((one) => isAfter(one, message))) return;
      this.#adopt(message);
    }
    this.#arrived.add(message.id);
    if (keepNewest(this.#known, message)) this.#arrange();
  }

  /** The event of what was sent here can be faster than the answer to its request: it takes its place. */
  #adopt(message: Message): void {
    const { content } = message;
    if (message.direction !== 'outbound') return;
    const taken = new Set(this.#keys.values());
    const own = this.outbox
      .unsentIn(this.conversationId)
      .find(
        (it) =>
          it.state === 'sending' &&
          !taken.has(it.key) &&
          (it.attachment
            ? 'media' in content && content.media.id === it.attachment.mediaId
            : content.type === 'text' && it.text === content.text),
      );
    if (own) this.#keys.set(message.id, own.key);
  }

  #accept(unsent: Unsent, message: Message): void {
    if (unsent.conversationId !== this.conversationId) return;
    for (const [id, key] of this.#keys) if (key === unsent.key && id !== message.id) this.#keys.delete(id);
    this.#keys.set(message.id, unsent.key);
    if (!this.#newer) {
      this.#arrived.add(message.id);
      keepNewest(this.#known, message);
    }
    this.#arrange();
  }

  #arrange(): void {
    const sent = [...this.#known.values()].toSorted((a, b) => (isAfter(a, b) ? 1 : -1));
    const shown = new Set(sent.map((message) => this.#keys.get(message.id)));
    this.items = sent.map(
      (message): ThreadItem => ({ key: this.#keys.get(message.id) ?? message.id, message }),
    );
    if (!this.#newer) {
      for (const unsent of this.outbox.unsentIn(this.conversationId)) {
        if (!shown.has(unsent.key)) this.items.push({ key: unsent.key, unsent });
      }
    }
    this.changed();
  }
}

function isAfter(message: Message, other: Message): boolean {
  return (
    message.timestamp > other.timestamp || (message.timestamp === other.timestamp && message.id > other.id)
  );
}

function firstUnread(page: Message[], count: number): { messageId: string; count: number } | null {
  if (!count) return null;
  const inbound = page.filter((message) => message.direction === 'inbound');
  const first = inbound.at(-Math.min(count, inbound.length));
  return first ? { messageId: first.id, count } : null;
}
