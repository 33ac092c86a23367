/**
 * The shapes of the API that the widgets read. They follow the contract (`openapi.yaml`) and name only
 * the fields used here, so that the SDK's generated types satisfy them structurally.
 */

/** One WhatsApp number linked to an account. */
export interface Session {
  id: string;
  revision: number;
  name: string;
  /** E.164, or null before the first pairing. */
  number: string | null;
  profileName: string | null;
  status:
    | 'pairing'
    | 'connecting'
    | 'connected'
    | 'disconnected'
    | 'logged_out'
    | 'failed'
    | 'paused'
    | 'removed';
  reason: SessionReason | null;
  pairing: Pairing | null;
  history?: { progress: number } | null;
  connectedAt: string | null;
  lastSeenAt: string | null;
}

/** Why a session is in its state, in words a person can read, and what they can do. */
export interface SessionReason {
  code: string;
  message: string;
  action: string;
}

/** A pairing under way. The QR text and the code are secrets: they live only as long as the pairing. */
export interface Pairing {
  method: 'qr' | 'code';
  qr?: string | null;
  code?: string | null;
  expiresAt: string;
  attemptsLeft: number;
}

/** One session's exchange with one contact or group. It never ends. */
export interface Conversation {
  id: string;
  revision: number;
  sessionId: string;
  kind: 'direct' | 'group';
  contact: { id: string; name: string | null; number: string | null; avatarUrl?: string | null } | null;
  group: { id: string; subject: string | null; avatarUrl?: string | null } | null;
  case: {
    id: string;
    status: 'open' | 'snoozed' | 'closed';
    assigneeId?: string | null;
    waitingSince: string | null;
  } | null;
  /** Unread by the business. */
  unreadCount: number;
  lastMessage: Message | null;
  tags?: unknown[];
  updatedAt: string;
}

/** What somebody said in a conversation. The order of a thread is (timestamp, id). */
export interface Message {
  id: string;
  revision: number;
  conversationId: string;
  sessionId: string;
  direction: 'inbound' | 'outbound';
  author: Author;
  content: Content;
  quoted?: { messageId: string | null; author: Author | string | null; preview: string } | null;
  editedAt?: string | null;
  deletedAt?: string | null;
  status: MessageStatus;
  failure?: { code: string; message: string; retryable: boolean } | null;
  timestamp: string;
  sendAt?: string | null;
}

export interface Author {
  kind: 'contact' | 'member' | 'phone' | 'api' | 'flow' | 'campaign' | 'assistant' | 'integration';
  id: string | null;
  name: string | null;
}

/** Only ever moves forward. */
export type MessageStatus = 'received' | 'queued' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** What a message carries. Kinds that a widget does not draw yet are named by their type. */
export interface Content {
  type: string;
  text?: string;
  caption?: string | null;
  media?: { fileName?: string | null; durationMs?: number | null } | null;
  [field: string]: unknown;
}

/** The person who is signed in, and the account they act in. */
export interface Me {
  member: { id: string; name: string | null; role: string } | null;
  account: { id: string; name: string; locale: string; timeZone: string; mode?: 'test' | 'live' };
}

/** An account's look, as far as the widgets apply it. */
export interface Branding {
  name?: string | null;
  logoUrl?: string | null;
  /** `#rrggbb` */
  brandColor?: string | null;
}
