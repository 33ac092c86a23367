import type { MetaHubClient, OutgoingContent } from '../client/client.ts';
import type { Message, Quoted } from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { askMe } from '../client/who.ts';
import { Store } from '../foundation/store.ts';
import { attachmentTypeOf } from './attachment-type.ts';

/** First pause after a failed attempt; it doubles up to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Characters of one message. WhatsApp cuts longer ones. */
export const LONGEST_TEXT = 65_536;

/** A file on its way out. */
export interface Attachment {
  /** How it will be shown; a document is shown as a tile. */
  type: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
  name: string;
  mimeType: string;
  /** Bytes. */
  size: number;
  /** Pixels, where they are known. */
  width?: number;
  height?: number;
  /** Null until it was uploaded. */
  mediaId: string | null;
  /** How much of it was uploaded, from 0 to 1. */
  progress: number;
}

/** What was sent here and the API has not confirmed yet. */
export interface Unsent {
  /** Idempotency key: the same message never goes out twice, whatever happens to the connection or the page. */
  key: string;
  conversationId: string;
  /** The text, or the caption of the file. */
  text: string;
  attachment: Attachment | null;
  quoted: Quoted | null;
  createdAt: string;
  /** `waiting`: will be tried again by itself. `failed`: the API refused it. */
  state: 'sending' | 'waiting' | 'failed';
  failure: Failure | null;
}

/** What is to be sent. */
export interface Outgoing {
  text: string;
  /** `file` is uploaded first; without one the attachment has a `mediaId`. */
  attachment?: Attachment | null;
  file?: File;
  quoted?: Quoted | null;
}

/** The part of `Storage` that keeps drafts and unsent texts over a reload. */
export type KeepStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

interface Kept {
  drafts: Record<string, string>;
  unsent: Unsent[];
}

const outboxes = new WeakMap<MetaHubClient, Outbox>();

/** The one outbox of a client: all threads and composers of a page share it. */
export function outboxOf(client: MetaHubClient): Outbox {
  let outbox = outboxes.get(client);
  if (!outbox) outboxes.set(client, (outbox = new Outbox(client)));
  return outbox;
}

/**
 * What was typed and not yet accepted: drafts, and texts and files on their way. Sends in order per conversation,
 * tries again by itself, and survives a reload (files do not), kept per account and member.
 */
export class Outbox extends Store {
  #client: MetaHubClient;
  #storage: KeepStorage | null;
  #place: string | null = null;
  #drafts = new Map<string, string>();
  #unsent: Unsent[] = [];
  #accepted = new Set<(unsent: Unsent, message: Message) => void>();
  #busy = new Set<string>();
  /** Files by the key of what they belong to: they do not survive a reload. */
  #files = new Map<string, File>();
  #uploads = new Map<string, AbortController>();
  #pause = FIRST_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void;

  constructor(client: MetaHubClient, storage: KeepStorage | null = pageStorage()) {
    super();
    this.#client = client;
    this.#storage = storage;
    this.#stop = client.realtime.onState((state) => {
      if (state === 'open') this.flush();
    });
    void this.#restoreOwn();
  }

  /** What was kept belongs to one person in one account: it waits until both are known. */
  async #restoreOwn(): Promise<void> {
    const me = await askMe(this.#client).ready;
    if (me) this.#restore(`metahub:${me.account.id}:${me.member?.id ?? 'key'}`);
  }

  unsentIn(conversationId: string): Unsent[] {
    return this.#unsent.filter((unsent) => unsent.conversationId === conversationId);
  }

  draftOf(conversationId: string): string {
    return this.#drafts.get(conversationId) ?? '';
  }

  saveDraft(conversationId: string, text: string): void {
    if (text) this.#drafts.set(conversationId, text);
    else this.#drafts.delete(conversationId);
    this.#keep();
  }

  /** A draft goes along when its conversation went into another one, unless something is written there already. */
  moveDraft(from: string, to: string): void {
    const text = this.draftOf(from);
    if (!text) return;
    this.saveDraft(from, '');
    if (!this.draftOf(to)) this.saveDraft(to, text);
  }

  /** Sends; it is on the list of unsent ones until the API has it. */
  send(conversationId: string, { text, attachment = null, file, quoted = null }: Outgoing): Unsent {
    const unsent: Unsent = {
      key: newKey(),
      conversationId,
      text,
      attachment,
      quoted,
      createdAt: new Date().toISOString(),
      state: 'waiting',
      failure: null,
    };
    if (file) this.#files.set(unsent.key, file);
    this.#unsent.push(unsent);
    this.#keep();
    this.changed();
    void this.#drain(conversationId);
    return unsent;
  }

  /** The file of something that was sent in this page; null for others. */
  fileOf(key: string): File | null {
    return this.#files.get(key) ?? null;
  }

  /** Tries a refused text again, under the same key. */
  retry(key: string): void {
    this.#replace(key, { state: 'waiting', failure: null });
    const unsent = this.#unsent.find((it) => it.key === key);
    if (unsent) void this.#drain(unsent.conversationId);
  }

  /** Forgets what was not sent, and calls an upload off. A message that is on its way cannot be called back. */
  discard(key: string): void {
    const upload = this.#uploads.get(key);
    upload?.abort();
    this.#unsent = this.#unsent.filter((it) => it.key !== key || (it.state === 'sending' && !upload));
    if (!this.#unsent.some((it) => it.key === key)) this.#files.delete(key);
    this.#keep();
    this.changed();
  }

  /** Calls `listener` when the API has accepted a text. Returns the function that ends it. */
  onAccepted(listener: (unsent: Unsent, message: Message) => void): () => void {
    this.#accepted.add(listener);
    return () => this.#accepted.delete(listener);
  }

  /** Tries everything that waits, now. */
  flush(): void {
    clearTimeout(this.#timer);
    for (const id of new Set(this.#unsent.map((it) => it.conversationId))) void this.#drain(id);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  /** One at a time in a conversation, so that texts arrive in the order they were written. */
  async #drain(conversationId: string): Promise<void> {
    if (this.#busy.has(conversationId)) return;
    this.#busy.add(conversationId);
    try {
      let next: Unsent | undefined;
      while ((next = this.unsentIn(conversationId).find((it) => it.state === 'waiting'))) {
        if (!(await this.#attempt(next))) break;
      }
    } finally {
      this.#busy.delete(conversationId);
    }
  }

  /** False when the rest must wait too. */
  async #attempt({ key, conversationId, text, quoted }: Unsent): Promise<boolean> {
    this.#replace(key, { state: 'sending', failure: null });
    try {
      const attachment = await this.#upload(key);
      // It was called off meanwhile.
      const unsent = this.#unsent.find((it) => it.key === key);
      if (!unsent) return true;
      const content: OutgoingContent = attachment
        ? { type: attachment.type, mediaId: attachment.mediaId!, ...(text ? { caption: text } : {}) }
        : { type: 'text', text };
      const reply = quoted?.messageId ? { quotedMessageId: quoted.messageId } : {};
      const message = await this.#client.sendMessage(
        { conversationId, content, ...reply },
        { idempotencyKey: key },
      );
      this.#pause = FIRST_PAUSE_MS;
      this.#unsent = this.#unsent.filter((it) => it.key !== key);
      this.#keep();
      for (const listener of this.#accepted) listener(unsent, message);
      this.changed();
      return true;
    } catch (error) {
      if (!this.#unsent.some((it) => it.key === key)) return true;
      const failure = readFailure(error);
      const passing = isPassing(failure);
      this.#replace(key, { state: passing ? 'waiting' : 'failed', failure });
      if (passing) this.#tryLater();
      return !passing;
    }
  }

  /** Uploads the file of something, where it has one that the server does not have yet. */
  async #upload(key: string): Promise<Attachment | null> {
    const present = this.#unsent.find((it) => it.key === key)?.attachment ?? null;
    const file = this.#files.get(key);
    if (!present || present.mediaId || !file) return present;
    const stop = new AbortController();
    this.#uploads.set(key, stop);
    try {
      const media = await this.#client.uploadMedia(file, {
        fileName: present.name,
        signal: stop.signal,
        onProgress: (progress) => this.#note(key, { progress }),
      });
      // The API looked into it: what a file is called says less.
      return this.#note(key, { mediaId: media.id, progress: 1, type: attachmentTypeOf(media) });
    } finally {
      this.#uploads.delete(key);
    }
  }

  #note(key: string, part: Partial<Attachment>): Attachment | null {
    const unsent = this.#unsent.find((it) => it.key === key);
    if (!unsent?.attachment) return null;
    const attachment = { ...unsent.attachment, ...part };
    this.#replace(key, { attachment });
    return attachment;
  }

  #tryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
  }

  #replace(key: string, part: Partial<Unsent>): void {
    this.#unsent = this.#unsent.map((it) => (it.key === key ? { ...it, ...part } : it));
    this.#keep();
    this.changed();
  }

  #restore(place: string): void {
    this.#place = place;
    const kept = read(this.#storage, place);
    for (const [id, text] of Object.entries(kept.drafts)) {
      if (!this.#drafts.has(id)) this.#drafts.set(id, text);
    }
    const known = new Set(this.#unsent.map((it) => it.key));
    const before = kept.unsent.filter((it) => !known.has(it.key));
    this.#unsent = [...before.map(revive), ...this.#unsent];
    this.#keep();
    this.changed();
    this.flush();
  }

  #keep(): void {
    if (!this.#storage || !this.#place) return;
    const kept: Kept = { drafts: Object.fromEntries(this.#drafts), unsent: this.#unsent };
    try {
      if (this.#drafts.size || this.#unsent.length) this.#storage.setItem(this.#place, JSON.stringify(kept));
      else this.#storage.removeItem(this.#place);
    } catch {
      // Full or forbidden storage: everything still works until the page is left.
      this.#storage = null;
    }
  }
}

/**
 * What was kept from before a reload. Whether one that was on its way arrived is unknown: its key makes another
 * attempt harmless. A file that had not left is gone with the page.
 */
function revive(kept: Unsent): Unsent {
  const unsent = { ...kept, attachment: kept.attachment ?? null, quoted: kept.quoted ?? null };
  if (unsent.attachment && !unsent.attachment.mediaId) {
    const failure: Failure = {
      type: 'invalid',
      code: 'file_gone',
      message: '',
      requestId: null,
      status: null,
    };
    return { ...unsent, state: 'failed', failure };
  }
  return unsent.state === 'sending' ? { ...unsent, state: 'waiting' } : unsent;
}

/** 128 random bits. Not `randomUUID`, which browsers keep from pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

function read(storage: KeepStorage | null, place: string): Kept {
  try {
    const kept = JSON.parse(storage?.getItem(place) ?? '{}') as Partial<Kept>;
    return { drafts: kept.drafts ?? {}, unsent: kept.unsent ?? [] };
  } catch {
    return { drafts: {}, unsent: [] };
  }
}

/** The page's session storage, where it may be used. */
function pageStorage(): KeepStorage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** True when the same request may well succeed later without anybody changing it. */
function isPassing(failure: Failure): boolean {
  return (
    failure.type === 'offline' ||
    failure.type === 'rate_limited' ||
    failure.type === 'signed_out' ||
    (failure.type === 'server' && failure.status !== null)
  );
}
