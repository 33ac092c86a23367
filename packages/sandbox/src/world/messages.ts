/** How far a message has come; it only moves forward. */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read' | 'played';

const ORDER: MessageStatus[] = ['pending', 'sent', 'delivered', 'read', 'played'];

/** Whether `next` is further than `current`. */
export function isAdvance(current: MessageStatus, next: MessageStatus): boolean {
  return ORDER.indexOf(next) > ORDER.indexOf(current);
}

/** Whether a message with this status was opened by its reader. */
export function isRead(status: MessageStatus): boolean {
  return status === 'read' || status === 'played';
}

/** Kinds of media, each with its own encryption keys and its own path on the media host. */
export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** A file in a message, decrypted and checked by the phone that shows it. */
export interface ShownMedia {
  kind: MediaKind;
  mime: string | null;
  /** Size and hash of the decrypted file; null when the phone could not get it. */
  bytes: number | null;
  sha256: string | null;
  /** Why the phone could not get it: gone from the host, or not what its hashes say. */
  problem: string | null;
  fileName: string | null;
  seconds: number | null;
  width: number | null;
  height: number | null;
  /** A recording that plays in the chat; a looped video without sound. */
  voice: boolean;
  gif: boolean;
}

/** A place on the map, once or as it moves. */
export interface ShownLocation {
  latitude: number;
  longitude: number;
  name: string | null;
  address: string | null;
  live: boolean;
}

/** A contact card as it travels. */
export interface ShownContact {
  name: string | null;
  vcard: string | null;
}

/** A poll with what everybody chose last. */
export interface ShownPoll {
  question: string;
  options: string[];
  /** How many options one may choose; 0: any number. */
  choices: number;
  votes: { from: string; options: string[] }[];
}

/** What a message carries beside its text. */
export interface MessageContent {
  media?: ShownMedia;
  location?: ShownLocation;
  contacts?: ShownContact[];
  poll?: ShownPoll;
  /** What is shown of a link in the text. */
  preview?: { url: string; title: string | null; description: string | null; hasThumbnail: boolean };
  /** Rows of a list, or buttons, that a business offers. */
  choices?: { id: string; label: string }[];
  /** Numbers or LIDs that the text names. */
  mentions?: string[];
  forwarded?: boolean;
  viewOnce?: boolean;
  /** The chat's messages vanish after so many seconds. */
  expiresInSeconds?: number;
  /** The ad that a chat began with. */
  ad?: Record<string, string>;
  /** What became of a call. */
  call?: { id: string; video: boolean; status: string };
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
  content?: MessageContent;
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
