/** A file that somebody sends: in base64, or by a path inside the folder that the sandbox was given. */
export interface FileRequest {
  base64?: string;
  path?: string;
  mime?: string;
  fileName?: string;
  caption?: string;
  seconds?: number;
  width?: number;
  height?: number;
  voice?: boolean;
  gif?: boolean;
  /** A small JPEG, base64. */
  thumbnail?: string;
}

/** A contact card: as a vCard, or made of a name and numbers. */
export interface ContactRequest {
  name: string;
  numbers?: string[];
  vcard?: string;
}

/** The ad that a chat begins with (click to WhatsApp). */
export interface AdRequest {
  sourceId: string;
  title?: string;
  body?: string;
  sourceUrl?: string;
  ctwaClid?: string;
  sourceApp?: string;
}

/** What a person writes: exactly one content, and how it is sent. */
export interface MessageRequest {
  text?: string;
  image?: FileRequest;
  video?: FileRequest;
  audio?: FileRequest;
  document?: FileRequest;
  sticker?: FileRequest;
  location?: {
    latitude: number;
    longitude: number;
    name?: string;
    address?: string;
    live?: boolean;
    caption?: string;
  };
  contact?: ContactRequest;
  contacts?: ContactRequest[];
  poll?: { question: string; options: string[]; choices?: number };
  vote?: { id: string; options: string[]; asker?: 'pn' | 'lid' };
  reaction?: { id: string; emoji: string };
  edit?: { id: string; text: string };
  delete?: { id: string };
  forward?: { id: string; from: string };
  list?: {
    text: string;
    button: string;
    title?: string;
    rows: { id: string; label: string; detail?: string }[];
  };
  buttons?: { text: string; footer?: string; buttons: { id: string; label: string }[] };
  /** Any message, as the JSON form of its protobuf: kinds that nobody knows yet, odd envelopes. */
  raw?: Record<string, unknown>;
  /** The preview of a link in the text. */
  preview?: { url: string; title: string; description?: string; thumbnail?: string };
  replyTo?: string;
  mentions?: string[];
  forwarded?: boolean;
  viewOnce?: boolean;
  /** Seconds after which the chat's messages vanish. */
  ephemeral?: number;
  ad?: AdRequest;
}

/** Names of the contents, of which a message has one; a caption may stand in `text` beside a file. */
export const contentNames = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contact',
  'contacts',
  'poll',
  'vote',
  'reaction',
  'edit',
  'delete',
  'forward',
  'list',
  'buttons',
  'raw',
] as const;

export type ContentName = (typeof contentNames)[number];
