import type { components } from '../http/contract.gen.ts';

/** Who wrote, as it is stored: `authorId` of a contact, a member or an API key is its UUID. */
export interface StoredAuthor {
  author_kind: 'contact' | 'member' | 'phone' | 'api' | 'flow' | 'campaign' | 'assistant' | 'integration';
  author_id: string | null;
  author_name: string;
}

/** `messages.quoted`: the message that is answered; `message_id` is null when it isn't in this inbox. */
export interface StoredQuoted extends StoredAuthor {
  message_id: string | null;
  preview: string;
}

/** One of `messages.reactions`; one without an emoji was taken back. */
export interface StoredReaction extends StoredAuthor {
  emoji: string;
  created_at: string;
}

/** `messages.pending_change`: a change that was asked for and has not come into effect. */
export interface StoredPendingChange {
  /** The row of message_changes. */
  id: string;
  kind: 'edit' | 'delete' | 'reaction';
  status: 'queued' | 'failed';
  /** The new text of an edit. */
  text: string | null;
  /** The emoji of a reaction; null takes it back. */
  emoji: string | null;
  failure: MessageRow['failure'];
}

/** One of `messages.mentions`: `token` is the piece of the text that stands for the person. */
export interface StoredMention {
  token: string;
  contact_id: string | null;
  name: string | null;
}

/** The content of a poll; `voters` is for counting, and never shown: contacts by their id, and `us`. */
export interface StoredPoll {
  options: { text: string; votes: number }[];
  voters?: Record<string, { chosen: number[]; at: string }>;
}

/** A row of `message_view` as `to_jsonb` gives it: times are text. `content` and `failure` are as the contract's. */
/** The ad that a customer clicked, as the contract shows it. */
export type StoredAd = components['schemas']['AdReferral'];

export interface MessageRow extends StoredAuthor {
  account_id: string;
  id: string;
  conversation_id: string;
  case_id: string | null;
  session_id: string;
  direction: 'inbound' | 'outbound';
  from_history: boolean;
  content: { type: string } & Record<string, unknown>;
  quoted: StoredQuoted | null;
  mentions: StoredMention[];
  flags: string[];
  reactions: StoredReaction[];
  edited_at: string | null;
  deleted_at: string | null;
  pending_change: StoredPendingChange | null;
  ad: StoredAd | null;
  status: 'received' | 'queued' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';
  receipts: { delivered: number; read: number; of: number } | null;
  failure: { code: string; message: string; retryable: boolean } | null;
  whatsapp_id: string;
  timestamp: string;
  send_at: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
}

/** A row of `conversation_view` as `to_jsonb` gives it. */
export interface ConversationRow {
  account_id: string;
  id: string;
  session_id: string;
  kind: 'direct' | 'group';
  contact_id: string | null;
  contact_name: string | null;
  contact_profile_name: string | null;
  contact_number: string | null;
  group_id: string | null;
  group_subject: string | null;
  case_id: string | null;
  case_status: 'open' | 'snoozed' | 'closed' | null;
  case_opened_at: string | null;
  assignee_id: string | null;
  /** The assignee while the case isn't closed. */
  held_by: string | null;
  team_id: string | null;
  waiting_since: string | null;
  last_message: MessageRow | null;
  last_activity_at: string;
  unread_count: number;
  merged_into: string | null;
  tags: string[];
  revision: number;
  created_at: string;
  updated_at: string;
}
