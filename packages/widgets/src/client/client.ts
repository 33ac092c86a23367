import type { RealtimeEvent, RealtimeState, Topic } from '@metahub/sdk';
import type {
  Branding,
  ConnectRequest,
  Contact,
  ContactMerge,
  Conversation,
  JournalEntry,
  JournalOutcomeCode,
  Me,
  Media,
  Message,
  Session,
  SessionHealthEntry,
  SessionHealthFacts,
  UpdateSessionRequest,
} from './contract.ts';

export type { RealtimeEvent, RealtimeState, Topic };

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
  /** At most 200. */
  limit?: number;
  cursor?: string;
  /** Matches name or number. */
  search?: string;
  /** `waiting`: who waits longest first, then everybody else by latest activity. */
  sort?: 'activity' | 'waiting';
}

/** At most one of `before`, `after` and `around`; none of them asks for the newest page. */
export interface MessageQuery {
  /** At most 200. */
  limit?: number;
  before?: string;
  after?: string;
  /** A message id: the page has it in the middle. */
  around?: string;
}

/** What can be sent from here: a text, or a file that was uploaded. */
export type OutgoingContent =
  | { type: 'text'; text: string }
  | { type: MediaKind; mediaId: string; caption?: string };

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

export interface SendMessageBody {
  conversationId: string;
  content: OutgoingContent;
  /** The message of the same conversation that this one replies to. */
  quotedMessageId?: string;
}

/** A page of how a session has been, latest first, with the numbers as they are now. */
export interface HealthPage extends Page<SessionHealthEntry> {
  /** Null for a session that was never connected. */
  facts: SessionHealthFacts | null;
}

export interface JournalQuery {
  /** At most 200. */
  limit?: number;
  cursor?: string;
  whatsappId?: string;
  outcome?: JournalOutcomeCode[];
}

export interface UploadOptions {
  fileName?: string;
  /** Hears how much has gone out, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface RealtimeClient {
  readonly state: RealtimeState;
  /**
   * Calls `listener` for each event of `topics`, and with type `resync` when lists must be read anew: once
   * when the subscription holds, and after events were missed. Returns the function that ends it.
   */
  subscribe(topics: readonly Topic[], listener: (event: RealtimeEvent) => void): () => void;
  /**
   * Calls `listener` on each change of `state`, with the error where access ended. Returns the function that
   * ends it.
   */
  onState(listener: (state: RealtimeState, error?: Error) => void): () => void;
}

/**
 * What the widgets need of a client. `EmbedClient` and `MetaHub` of `@metahub/sdk` are such clients; so is
 * the scripted client of the tests and stories. Calls reject with errors that have `status`, `code` and
 * `requestId` where there was an answer.
 */
export interface MetaHubClient {
  listConversations(query?: ConversationQuery): Promise<Page<Conversation>>;
  getConversation(id: string): Promise<Conversation>;
  listMessages(conversationId: string, query?: MessageQuery): Promise<ThreadPage>;
  /** The same `idempotencyKey` never sends twice, however often it is called. */
  sendMessage(body: SendMessageBody, options: { idempotencyKey: string }): Promise<Message>;
  /** Sends a failed message again: the same one, so nobody gets it twice. */
  retryMessage(id: string): Promise<Message>;
  /** The one reaction of the business to a message, in place of the one before. */
  setReaction(id: string, body: { emoji: string }): Promise<Message>;
  removeReaction(id: string): Promise<Message>;
  editMessage(id: string, body: { text: string }): Promise<Message>;
  /** For everyone; a message that was not sent yet is cancelled. */
  deleteMessage(id: string): Promise<Message>;
  /** Sends its content to another conversation. */
  forwardMessage(id: string, body: { conversationId: string }): Promise<Message>;
  /** The same bytes twice are kept once, so that asking again is harmless. */
  uploadMedia(file: Blob, options?: UploadOptions): Promise<Media>;
  /** A file's data with a `url` that holds some minutes from now. */
  getMedia(id: string): Promise<Media>;
  getContact(id: string): Promise<Contact>;
  /** `q` matches name, profile name or number. */
  listContacts(query?: { q?: string; limit?: number }): Promise<Page<Contact>>;
  /** What was merged into a contact, newest first. */
  listContactMerges(id: string, query?: { limit?: number }): Promise<Page<ContactMerge>>;
  /** Merges another contact into this one. */
  mergeContacts(id: string, body: { contactId: string }): Promise<Contact>;
  /** By the id that was merged away. */
  unmergeContact(id: string): Promise<Contact>;
  markConversationRead(id: string, body: { upTo: string }): Promise<Conversation>;
  listSessions(): Promise<Page<Session>>;
  getSession(id: string): Promise<Session>;
  connectSession(body: ConnectRequest): Promise<Session>;
  removeSession(id: string): Promise<unknown>;
  /** `ifMatch` is the revision that the change was made from, in quotes. */
  updateSession(id: string, body: UpdateSessionRequest, options: { ifMatch: string }): Promise<Session>;
  /** Closes the connection and keeps the link, until `resumeSession`. */
  pauseSession(id: string): Promise<Session>;
  resumeSession(id: string): Promise<Session>;
  listSessionHealth(id: string, query?: { limit?: number; cursor?: string }): Promise<HealthPage>;
  listSessionJournal(id: string, query?: JournalQuery): Promise<Page<JournalEntry>>;
  getMe(): Promise<Me>;
  getBranding(): Promise<Branding>;
  readonly realtime: RealtimeClient;
  /** What addresses that the API answers are relative to. */
  readonly apiUrl: string;
}
