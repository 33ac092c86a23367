import { childOf, childrenOf, type Stanza } from './baileys.ts';
import { isHistory } from './history/is-history.ts';
import { bareJid, isSameUser, jidServer } from './jid.ts';
import type { AwaitedContents } from './journal/awaited-contents.ts';
import { readResentContents, type ProtoTypes } from './journal/read-resent.ts';
import type { JournalEntryInput } from './key-vault.ts';
import { sessionLimits } from './limits.ts';
import type { InboundLedger } from './signal-repository.ts';

/** Who we are on the network, once paired. */
export interface Self {
  id?: string | undefined;
  lid?: string | undefined;
}

/** What identifies a message of the journal. */
export interface JournalKey {
  chat: string;
  author: string;
  fromMe: boolean;
  whatsappId: string;
}

interface Piece {
  stanza: Stanza;
  /** False for a sender key that travels beside the message it's for. */
  isMessage: boolean;
  /** When it came, in milliseconds; later for each stanza than for the one before it. */
  arrivedAt: number;
}

/**
 * Joins a ciphertext with the stanza it came in. Baileys hands the repository only the bytes; they are the same
 * object as in the raw stanza, so a weak map joins them without comparing and forgets by itself.
 */
export class StanzaLedger implements InboundLedger {
  readonly #pieces = new WeakMap<Uint8Array, Piece>();
  /** Messages that came and weren't decrypted yet, with or without success. */
  readonly #undecided = new Set<Piece>();
  #arrivedAt = 0;
  readonly #self: () => Self;
  readonly #unstored: () => readonly JournalEntryInput[];
  readonly #recall: (key: JournalKey) => Promise<Uint8Array | undefined>;
  readonly #proto: ProtoTypes;
  readonly #awaited: AwaitedContents;
  readonly #onUndecryptable: () => void;

  constructor(options: {
    self: () => Self;
    proto: ProtoTypes;
    /** What the phone was asked for. */
    awaited: AwaitedContents;
    /** Told of each message that can't be decrypted. */
    onUndecryptable: () => void;
    /** What was handed to the vault and isn't in the journal yet. */
    unstored: () => readonly JournalEntryInput[];
    /** What the journal has. */
    recall: (key: JournalKey) => Promise<Uint8Array | undefined>;
  }) {
    this.#self = options.self;
    this.#unstored = options.unstored;
    this.#recall = options.recall;
    this.#proto = options.proto;
    this.#awaited = options.awaited;
    this.#onUndecryptable = options.onUndecryptable;
  }

  /** To be called with each `message` stanza before Baileys decrypts it. */
  note(stanza: Stanza): void {
    const pieces = childrenOf(stanza).filter((child) => child.tag === 'enc');
    this.#arrivedAt = Math.max(Date.now(), this.#arrivedAt + 1);
    const inGroupKey = pieces.some((piece) => piece.attrs['type'] === 'skmsg');
    for (const piece of pieces) {
      if (!(piece.content instanceof Uint8Array)) continue;
      const isMessage = !inGroupKey || piece.attrs['type'] === 'skmsg';
      const noted = { stanza, isMessage, arrivedAt: this.#arrivedAt };
      this.#pieces.set(piece.content, noted);
      if (isMessage && isDecrypted(stanza, piece)) this.#undecided.add(noted);
    }
  }

  /** How many messages came that aren't handed to the vault yet. */
  get undecided(): number {
    return this.#undecided.size;
  }

  entriesFor(ciphertext: Uint8Array, padded: Uint8Array): JournalEntryInput[] {
    const piece = this.#pieces.get(ciphertext);
    if (!piece?.isMessage) return [];
    this.#undecided.delete(piece);
    const entry = entryOf(piece.stanza, this.#self(), unpad(padded));
    // What our own phone says to us alone (keys to share) is Baileys' business, and no message; but for its history, and
    // the contents that it was asked for.
    if (piece.stanza.attrs['category'] === 'peer') {
      if (!entry.fromMe) return [];
      if (isHistory(entry.plaintext!)) return [{ ...entry, kind: 'history' }];
      return readResentContents(this.#proto, entry.plaintext!, this.#awaited);
    }
    // Baileys decrypts what comes from several addresses side by side, and one person may have two of them.
    entry.attributes['arrivedAt'] = String(piece.arrivedAt);
    return [entry];
  }

  undecryptable(ciphertext: Uint8Array): JournalEntryInput | undefined {
    const piece = this.#pieces.get(ciphertext);
    if (!piece?.isMessage || piece.stanza.attrs['category'] === 'peer') return undefined;
    const entry = entryOf(piece.stanza, this.#self(), null);
    if (jidServer(entry.chat) === 'broadcast' || jidServer(entry.chat) === 'newsletter') return undefined;
    entry.attributes['arrivedAt'] = String(piece.arrivedAt);
    entry.attributes['undecryptable'] = 'true';
    this.#onUndecryptable();
    return entry;
  }

  async recall(ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
    const piece = this.#pieces.get(ciphertext);
    if (!piece?.isMessage) return undefined;
    this.#undecided.delete(piece);
    const key = entryOf(piece.stanza, this.#self(), null);
    const plaintext =
      this.#unstored().find((entry) => isSameMessage(entry, key))?.plaintext ?? (await this.#recall(key));
    return plaintext ? Buffer.concat([plaintext, onePad]) : undefined;
  }
}

/** What Baileys leaves alone is never decided. */
function isDecrypted(stanza: Stanza, piece: Stanza): boolean {
  const server = jidServer(stanza.attrs['from']);
  return server !== 'broadcast' && server !== 'newsletter' && piece.attrs['type'] !== 'msmsg';
}

function isSameMessage(one: JournalKey, other: JournalKey): boolean {
  return (
    one.whatsappId === other.whatsappId &&
    one.chat === other.chat &&
    one.author === other.author &&
    one.fromMe === other.fromMe
  );
}

/** A message that came without content (the phone has it): it's journalled as it is, and shown as waiting. */
export function entryOfUnavailable(stanza: Stanza, self: Self): JournalEntryInput | undefined {
  if (childOf(stanza, 'enc') || childOf(stanza, 'plaintext') || !childOf(stanza, 'unavailable'))
    return undefined;
  const entry = entryOf(stanza, self, null);
  entry.attributes['unavailable'] = childOf(stanza, 'unavailable')?.attrs['type'] ?? 'true';
  entry.attributes['arrivedAt'] = String(Date.now());
  return entry;
}

/** The journal entry of a stanza: chat and author as it names them, without their devices. */
export function entryOf(stanza: Stanza, self: Self, plaintext: Uint8Array | null): JournalEntryInput {
  const from = stanza.attrs['from'] ?? '';
  const recipient = stanza.attrs['recipient'];
  const participant = stanza.attrs['participant'];
  const server = jidServer(from);
  const author = server === 'g.us' || server === 'broadcast' ? (participant ?? from) : from;
  const fromMe = isSameUser(author, self.id) || isSameUser(author, self.lid);
  let chat = from;
  if (server === 'broadcast') chat = author;
  else if (server !== 'g.us' && fromMe && recipient) chat = recipient;
  return {
    kind: 'message',
    chat: bareJid(chat),
    author: bareJid(author),
    fromMe,
    whatsappId: stanza.attrs['id'] ?? '',
    attributes: attributesOf(stanza),
    plaintext,
  };
}

/** What of a stanza's attributes goes into the journal. */
export function attributesOf(stanza: Stanza): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(stanza.attrs).slice(0, sessionLimits.stanzaAttributes)) {
    if (name !== 'id' && typeof value === 'string') {
      kept[name] = value.slice(0, sessionLimits.stanzaAttributeLength).replaceAll('\u0000', '');
    }
  }
  return kept;
}

/** WhatsApp pads with 1 to 16 bytes that all say how many they are. */
const onePad = Buffer.from([1]);

function unpad(padded: Uint8Array): Uint8Array {
  const length = padded.at(-1) ?? 0;
  return length > padded.length ? padded : padded.subarray(0, padded.length - length);
}
