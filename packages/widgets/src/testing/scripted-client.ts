import type {
  ConversationQuery,
  HealthPage,
  JournalQuery,
  MessageQuery,
  MetaHubClient,
  Page,
  RealtimeEvent,
  RealtimeState,
  SendMessageBody,
  ThreadPage,
  UploadOptions,
} from '../client/client.ts';
import type {
  Branding,
  ConnectRequest,
  Contact,
  ContactMerge,
  Conversation,
  JournalEntry,
  Me,
  Media,
  Message,
  Pairing,
  PendingChange,
  Session,
  UpdateSessionRequest,
} from '../client/contract.ts';
import { nameOf } from '../format/people.ts';
import { sampleMerge } from './sample-contacts.ts';
import { ScriptedError } from './scripted-error.ts';
import { ScriptedRealtime } from './scripted-realtime.ts';
import { sampleAnswer, sampleMe, sampleMedia, sampleSession } from './sample-data.ts';

export interface Script {
  conversations?: Conversation[];
  threads?: Record<string, Message[]>;
  sessions?: Session[];
  health?: Record<string, Pick<HealthPage, 'data' | 'facts'>>;
  journal?: Record<string, JournalEntry[]>;
  contacts?: Contact[];
  merges?: ContactMerge[];
  me?: Me | null;
  branding?: Partial<Branding>;
  state?: RealtimeState;
  /** What sent messages become in the first answer. */
  now?: () => number;
}

type Method = Exclude<keyof MetaHubClient, 'realtime' | 'apiUrl'>;

/** A client without a server: answers from what it was given, and does what a test or story tells it to. */
export class ScriptedClient implements MetaHubClient {
  conversations: Conversation[];
  threads: Record<string, Message[]>;
  sessions: Session[];
  /** What was called, in order. */
  calls: { method: Method; args: unknown[] }[] = [];
  readonly realtime: ScriptedRealtime;
  readonly apiUrl = 'https://hub.example';
  /** Files by id, as `getMedia` answers them. */
  media = new Map<string, Media>();
  /** How sessions have been, and what WhatsApp handed them, by their id. */
  health: Record<string, Pick<HealthPage, 'data' | 'facts'>>;
  journal: Record<string, JournalEntry[]>;
  contacts: Contact[];
  merges: ContactMerge[];

  #me: Me | null;
  #branding: Partial<Branding>;
  #now: () => number;
  #held = new Map<Method, Promise<void>>();
  #failing = new Map<Method, unknown>();
  #sent = new Map<string, Message>();
  #mergedInto = new Map<string, Conversation>();
  #counter = 0;

  constructor(script: Script = {}) {
    this.conversations = script.conversations ?? [];
    this.threads = script.threads ?? {};
    this.sessions = script.sessions ?? [sampleSession({ id: 'ses_front' })];
    this.health = script.health ?? {};
    this.journal = script.journal ?? {};
    this.contacts = script.contacts ?? [];
    this.merges = script.merges ?? [];
    this.#me = script.me === undefined ? sampleMe() : script.me;
    this.#branding = script.branding ?? {};
    this.#now = script.now ?? Date.now;
    this.realtime = new ScriptedRealtime(script.state ?? 'open');
  }

  /** Keeps the answers of a method back until the returned function is called. */
  hold(method: Method): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(method, promise);
    return () => {
      this.#held.delete(method);
      resolve();
    };
  }

  /** Makes a method fail until `heal` is called. Without a status the answer never arrives. */
  fail(method: Method, code: string, status?: number, message = ''): void {
    this.#failing.set(method, new ScriptedError(code, status, message));
  }

  heal(method: Method): void {
    this.#failing.delete(method);
  }

  /** Sends an event to all who listen, and keeps the lists in step. */
  emit(event: RealtimeEvent | { type: string; data: unknown }): void {
    const { type, data } = event as { type: string; data: Message & Conversation & Session };
    if (type === 'conversation.updated') replace(this.conversations, data);
    if (type === 'session.updated') replace(this.sessions, data);
    if (type.startsWith('message.')) replace((this.threads[data.conversationId] ??= []), data);
    this.realtime.emit(event as RealtimeEvent);
  }

  /** A customer writes: the message, and the conversation it changes. */
  receive(message: Message): void {
    this.emit({ type: 'message.received', data: message });
    const row = this.conversations.find((it) => it.id === message.conversationId);
    if (!row) return;
    const waitingSince = row.case?.waitingSince ?? message.timestamp;
    this.emit({
      type: 'conversation.updated',
      data: {
        ...row,
        unreadCount: row.unreadCount + 1,
        lastMessage: message,
        case: row.case && { ...row.case, waitingSince },
        revision: row.revision + 1,
      },
    });
  }

  /** A message of ours got further. */
  advance(message: Message, status: Message['status'], part: Partial<Message> = {}): Message {
    const next = { ...message, ...part, status, revision: message.revision + 1 };
    this.emit({ type: 'message.updated', data: next });
    return next;
  }

  async listConversations(query: ConversationQuery = {}): Promise<Page<Conversation>> {
    await this.#called('listConversations', query);
    const wanted = query.search?.toLowerCase();
    const rows = this.conversations.filter(
      (row) => !wanted || `${nameOf(row)} ${row.contact?.number ?? ''}`.toLowerCase().includes(wanted),
    );
    const from = Number(query.cursor ?? 0);
    const to = from + (query.limit ?? 50);
    return { data: rows.slice(from, to), nextCursor: to < rows.length ? String(to) : null };
  }

  /** From now on an id answers with the conversation that it went into. */
  mergeConversation(id: string, into: Conversation): void {
    this.conversations = this.conversations.filter((it) => it.id !== id);
    this.#mergedInto.set(id, into);
  }

  async getConversation(id: string): Promise<Conversation> {
    await this.#called('getConversation', id);
    const row = this.#mergedInto.get(id) ?? this.conversations.find((it) => it.id === id);
    if (!row) throw new ScriptedError('not_found', 404);
    return row;
  }

  async listMessages(conversationId: string, query: MessageQuery = {}): Promise<ThreadPage> {
    await this.#called('listMessages', conversationId, query);
    const all = this.threads[conversationId] ?? [];
    const limit = query.limit ?? 50;
    let from = Math.max(0, all.length - limit);
    if (query.before) from = Math.max(0, Number(query.before) - limit);
    if (query.after) from = Number(query.after);
    if (query.around) from = Math.max(0, all.findIndex((it) => it.id === query.around) - limit / 2);
    const to = query.before ? Number(query.before) : Math.min(all.length, from + limit);
    return {
      data: all.slice(from, to),
      prevCursor: from > 0 ? String(from) : null,
      nextCursor: to < all.length ? String(to) : null,
    };
  }

  /** Tells progress in halves; with `hold` it stays at the first. */
  async uploadMedia(file: File, options: UploadOptions = {}): Promise<Media> {
    options.onProgress?.(0.5);
    const stopped = new Promise<never>((_, reject) =>
      options.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error)),
    );
    await Promise.race([this.#called('uploadMedia', file, options), stopped]);
    options.onProgress?.(1);
    const media = sampleMedia({
      id: `med_sent_${++this.#counter}`,
      mimeType: file.type,
      fileName: options.fileName ?? null,
      size: file.size,
      url: URL.createObjectURL(file),
    });
    this.media.set(media.id, media);
    return media;
  }

  async getMedia(id: string): Promise<Media> {
    await this.#called('getMedia', id);
    const media = this.media.get(id);
    if (!media) throw new ScriptedError('not_found', 404);
    return media;
  }

  async sendMessage(body: SendMessageBody, options: { idempotencyKey: string }): Promise<Message> {
    await this.#called('sendMessage', body, options);
    const again = this.#sent.get(options.idempotencyKey);
    if (again) return again;
    const message = sampleAnswer({
      id: `msg_sent_${++this.#counter}`,
      conversationId: body.conversationId,
      content: this.#contentOf(body.content),
      quoted: this.#quotedOf(body.conversationId, body.quotedMessageId),
      status: 'queued',
      timestamp: new Date(this.#now()).toISOString(),
    });
    this.#sent.set(options.idempotencyKey, message);
    replace((this.threads[body.conversationId] ??= []), message);
    return message;
  }

  #contentOf(content: SendMessageBody['content']): Message['content'] {
    if (content.type === 'text') return content;
    const { mediaId, ...rest } = content;
    return { ...rest, media: this.media.get(mediaId) ?? sampleMedia({ id: mediaId }) };
  }

  #quotedOf(conversationId: string, messageId?: string): Message['quoted'] {
    const message = this.threads[conversationId]?.find((it) => it.id === messageId);
    if (!message) return null;
    const preview = 'text' in message.content ? message.content.text : message.content.type;
    return { messageId: message.id, author: message.author, preview };
  }

  async retryMessage(id: string): Promise<Message> {
    await this.#called('retryMessage', id);
    return this.advance(this.#message(id), 'queued', { failure: null });
  }

  async setReaction(id: string, { emoji }: { emoji: string }): Promise<Message> {
    await this.#called('setReaction', id, { emoji });
    return this.#change(id, { kind: 'reaction', emoji });
  }

  async removeReaction(id: string): Promise<Message> {
    await this.#called('removeReaction', id);
    return this.#change(id, { kind: 'reaction' });
  }

  async editMessage(id: string, { text }: { text: string }): Promise<Message> {
    await this.#called('editMessage', id, { text });
    return this.#change(id, { kind: 'edit', text });
  }

  async deleteMessage(id: string): Promise<Message> {
    await this.#called('deleteMessage', id);
    return this.#change(id, { kind: 'delete' });
  }

  async forwardMessage(id: string, { conversationId }: { conversationId: string }): Promise<Message> {
    await this.#called('forwardMessage', id, { conversationId });
    const { content } = this.#message(id);
    return sampleAnswer({ id: `msg_sent_${++this.#counter}`, conversationId, content, status: 'queued' });
  }

  #message(id: string): Message {
    const message = Object.values(this.threads)
      .flat()
      .find((it) => it.id === id);
    if (!message) throw new ScriptedError('not_found', 404);
    return message;
  }

  #change(id: string, part: Pick<PendingChange, 'kind'> & Partial<PendingChange>): Message {
    const message = this.#message(id);
    const pendingChange = { status: 'queued' as const, text: null, emoji: null, failure: null, ...part };
    return this.advance(message, message.status, { pendingChange });
  }

  async getContact(id: string): Promise<Contact> {
    await this.#called('getContact', id);
    const contact = this.contacts.find((it) => it.id === id);
    if (!contact) throw new ScriptedError('not_found', 404);
    return contact;
  }

  async listContacts(query: { q?: string; limit?: number } = {}): Promise<Page<Contact>> {
    await this.#called('listContacts', query);
    const wanted = query.q?.toLowerCase() ?? '';
    const found = this.contacts.filter((it) => `${it.name} ${it.number}`.toLowerCase().includes(wanted));
    return { data: found.slice(0, query.limit ?? 50), nextCursor: null };
  }

  async listContactMerges(id: string, query: { limit?: number } = {}): Promise<Page<ContactMerge>> {
    await this.#called('listContactMerges', id, query);
    return { data: this.merges.filter((it) => it.survivorId === id), nextCursor: null };
  }

  async mergeContacts(id: string, { contactId }: { contactId: string }): Promise<Contact> {
    await this.#called('mergeContacts', id, { contactId });
    const { name, number } = await this.getContact(contactId);
    this.merges.unshift(
      sampleMerge({
        id: `cmg_${++this.#counter}`,
        survivorId: id,
        mergedId: contactId,
        merged: { name, number },
      }),
    );
    return this.getContact(id);
  }

  async unmergeContact(id: string): Promise<Contact> {
    await this.#called('unmergeContact', id);
    const by = { kind: 'member', id: 'mem_bia', name: 'Bia' } as const;
    this.merges = this.merges.map((it) =>
      it.mergedId === id ? { ...it, undoneAt: new Date(this.#now()).toISOString(), undoneBy: by } : it,
    );
    return this.getContact(this.merges.find((it) => it.mergedId === id)!.survivorId);
  }

  async markConversationRead(id: string, body: { upTo: string }): Promise<Conversation> {
    await this.#called('markConversationRead', id, body);
    const row = await this.#conversation(id);
    const read = { ...row, unreadCount: 0, revision: row.revision + 1 };
    this.emit({ type: 'conversation.updated', data: read });
    return read;
  }

  async #conversation(id: string): Promise<Conversation> {
    const row = this.conversations.find((it) => it.id === id);
    if (!row) throw new ScriptedError('not_found', 404);
    return row;
  }

  async listSessions(): Promise<Page<Session>> {
    await this.#called('listSessions');
    return { data: this.sessions, nextCursor: null };
  }

  async getSession(id: string): Promise<Session> {
    await this.#called('getSession', id);
    const session = this.sessions.find((it) => it.id === id);
    if (!session) throw new ScriptedError('not_found', 404);
    return session;
  }

  async connectSession(body: ConnectRequest): Promise<Session> {
    await this.#called('connectSession', body);
    const { sessionId, method } = body;
    const present = this.sessions.find((it) => it.id === sessionId);
    const pairing = (
      method === 'code'
        ? { method, code: 'K4T7W2P9', expiresAt: this.#in(160), attemptsLeft: 0 }
        : { method, qr: SAMPLE_QR, expiresAt: this.#in(20), attemptsLeft: 4 }
    ) as Pairing;
    const session = sampleSession({
      ...(present ?? {
        id: `ses_new_${++this.#counter}`,
        name: body.name ?? 'Recepção',
        number: null,
        profileName: null,
      }),
      status: 'pairing',
      connectedAt: null,
      pairing,
      reason: null,
      revision: (present?.revision ?? 0) + 1,
    });
    replace(this.sessions, session);
    return session;
  }

  async updateSession(
    id: string,
    body: UpdateSessionRequest,
    options: { ifMatch: string },
  ): Promise<Session> {
    await this.#called('updateSession', id, body, options);
    const session = this.#session(id);
    if (options.ifMatch !== `"${session.revision}"`) throw new ScriptedError('revision_conflict', 412);
    const { proxy, calls, pacing, appearOnline } = body.settings ?? {};
    const { settings } = session;
    return this.#changeSession(session, {
      ...(body.name !== undefined && { name: body.name }),
      settings: {
        proxy:
          proxy === undefined
            ? settings.proxy
            : proxy && {
                url: proxy.url,
                username: proxy.username ? `${proxy.username.slice(0, 2)}…` : null,
                hasPassword: proxy.password !== undefined,
              },
        calls: { ...settings.calls, ...calls },
        pacing: { ...settings.pacing, ...pacing },
        appearOnline: appearOnline ?? settings.appearOnline,
      },
    });
  }

  async pauseSession(id: string): Promise<Session> {
    await this.#called('pauseSession', id);
    const reason = {
      code: 'paused_by_person',
      message: 'Pausada por uma pessoa.',
      action: 'resume',
    } as const;
    return this.#changeSession(this.#session(id), { status: 'paused', reason });
  }

  async resumeSession(id: string): Promise<Session> {
    await this.#called('resumeSession', id);
    return this.#changeSession(this.#session(id), { status: 'connecting', reason: null });
  }

  async listSessionHealth(id: string, query: { limit?: number; cursor?: string } = {}): Promise<HealthPage> {
    await this.#called('listSessionHealth', id, query);
    const { data, facts } = this.health[id] ?? { data: [], facts: null };
    const from = Number(query.cursor ?? 0);
    const to = from + (query.limit ?? 50);
    return { data: data.slice(from, to), nextCursor: to < data.length ? String(to) : null, facts };
  }

  async listSessionJournal(id: string, query: JournalQuery = {}): Promise<Page<JournalEntry>> {
    await this.#called('listSessionJournal', id, query);
    const rows = (this.journal[id] ?? []).filter(
      (row) =>
        (!query.whatsappId || row.whatsappId === query.whatsappId) &&
        (!query.outcome || query.outcome.includes(row.outcome.code)),
    );
    const from = Number(query.cursor ?? 0);
    const to = from + (query.limit ?? 50);
    return { data: rows.slice(from, to), nextCursor: to < rows.length ? String(to) : null };
  }

  #session(id: string): Session {
    const session = this.sessions.find((it) => it.id === id);
    if (!session) throw new ScriptedError('not_found', 404);
    return session;
  }

  #changeSession(session: Session, part: Partial<Session>): Session {
    const changed = { ...session, ...part, revision: session.revision + 1 };
    this.emit({ type: 'session.updated', data: changed });
    return changed;
  }

  async removeSession(id: string): Promise<void> {
    await this.#called('removeSession', id);
    this.sessions = this.sessions.filter((it) => it.id !== id);
  }

  async getMe(): Promise<Me> {
    await this.#called('getMe');
    if (!this.#me) throw new ScriptedError('unauthenticated', 401);
    return this.#me;
  }

  async getBranding(): Promise<Branding> {
    await this.#called('getBranding');
    return this.#branding as Branding;
  }

  #in(seconds: number): string {
    return new Date(this.#now() + seconds * 1000).toISOString();
  }

  async #called(method: Method, ...args: unknown[]): Promise<void> {
    this.calls.push({ method, args });
    await this.#held.get(method);
    if (this.#failing.has(method)) throw this.#failing.get(method);
  }
}

/** A text like the one WhatsApp puts into its QR. */
export const SAMPLE_QR =
  '2@Vq0XyQ3f7sYw1pLkZ9uTgB5nRcEo8MhAjD2iKtWvFxGzSbNmPqJrHdUeCaLyOwQ=,kP3vT8xWqLmZ2nRbYcF5gHjK7sD9aE1uIoXtVwQzM0=,rB6yNcXvLpQ2mKjH8gFdSaZ1tReWqUiO9nMbVcXzLk4=,aP7sDfGhJkLqWeRtYuIoPzXcVbNmQaZwSxEdCrFvTgB=';

function replace<T extends { id: string }>(list: T[], item: T): void {
  const at = list.findIndex((it) => it.id === item.id);
  if (at < 0) list.push(item);
  else list[at] = item;
}
