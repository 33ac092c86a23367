/** How far a message has come; it only moves forward. */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read';

const ORDER: MessageStatus[] = ['pending', 'sent', 'delivered', 'read'];

/** Whether `next` is further than `current`. */
export function isAdvance(current: MessageStatus, next: MessageStatus): boolean {
  return ORDER.indexOf(next) > ORDER.indexOf(current);
}

/** A bubble on a phone's screen. */
export interface ChatMessage {
  seq: number;
  id: string;
  from: string;
  to: string;
  fromMe: boolean;
  /** Device of the author: 0 is the phone itself, others are companions. */
  device: number;
  /** `text`, or the name of a content that the sandbox shows without understanding it. */
  type: string;
  text: string | null;
  /** Author's time, milliseconds. */
  at: number;
  status: MessageStatus;
  replyTo: { id: string; text: string | null } | null;
  edited: boolean;
  deleted: boolean;
  reactions: { from: string; emoji: string }[];
  /** The encoded `Message` as its author wrote it, to answer a request for a retry. */
  body: Buffer | null;
}

/** What one phone sees of its talk with one peer. */
export interface Chat {
  peer: string;
  messages: ChatMessage[];
  byKey: Map<string, ChatMessage>;
  unread: number;
}

/** A message's key within a chat: ids are only unique per author. */
export function bubbleKey(fromMe: boolean, id: string): string {
  return `${fromMe ? 'me' : 'peer'}:${id}`;
}
