import type { Branding, Conversation, Me, Message, Session } from './contract.ts';

/** One page of a list that goes one way. `nextCursor` is null on the last page. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** One page of a thread, ascending by (timestamp, id), which can be continued both ways. */
export interface ThreadPage {
  data: Message[];
  /** Cursor of the older page; null when this page holds the oldest message. */
  prevCursor: string | null;
  /** Cursor of the newer page; null when this page holds the newest message. */
  nextCursor: string | null;
}

export interface ConversationQuery {
  limit?: number;
  cursor?: string;
  /** Matches name or number. */
  search?: string;
  /** `waiting`: who waits longest first, then everybody else by latest activity. */
  sort?: 'activity' | 'waiting';
}

export interface MessageQuery {
  /** At most 200. */
  limit?: number;
  before?: string;
  after?: string;
  /** A message id: the page has it in the middle. */
  around?: string;
}

export interface SendMessageBody {
  conversationId: string;
  content: { type: 'text'; text: string };
}

export interface ConnectBody {
  name?: string;
  method: 'qr' | 'code';
  /** E.164; needed for `code`. */
  number?: string;
  /** Pair that session again instead of making a new one. */
  sessionId?: string;
}

/** An event of the stream, or an ephemeral frame (then without `seq`). */
export interface RealtimeEvent {
  type: string;
  seq?: number;
  data?: unknown;
}

/** `offline`: not connected, and trying again. `closed`: ended on purpose, or access ended. */
export type RealtimeState = 'connecting' | 'open' | 'offline' | 'closed';

export interface RealtimeClient {
  readonly state: RealtimeState;
  /**
   * Calls `listener` for each event of `topics`, and with type `resync` when events were missed and
   * lists must be read anew. Returns the function that ends the subscription.
   */
  subscribe(topics: string[], listener: (event: RealtimeEvent) => void): () => void;
  /** Calls `listener` on each change of `state`. Returns the function that ends it. */
  onState(listener: (state: RealtimeState) => void): () => void;
}

/** What the widgets need of a client. `MetaHub` of `@metahub/sdk` is one; so is the scripted client of the tests. */
export interface MetaHubClient {
  listConversations(query?: ConversationQuery): Promise<Page<Conversation>>;
  getConversation(id: string): Promise<Conversation>;
  listMessages(conversationId: string, query?: MessageQuery): Promise<ThreadPage>;
  /** The same `idempotencyKey` never sends twice, however often it is called. */
  sendMessage(body: SendMessageBody, options: { idempotencyKey: string }): Promise<Message>;
  markConversationRead(id: string, body: { upTo: string }): Promise<Conversation>;
  listSessions(): Promise<Page<Session>>;
  getSession(id: string): Promise<Session>;
  connectSession(body: ConnectBody): Promise<Session>;
  removeSession(id: string): Promise<void>;
  getMe(): Promise<Me>;
  getBranding(): Promise<Branding>;
  readonly realtime: RealtimeClient;
}
