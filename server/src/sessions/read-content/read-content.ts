import type { proto } from '@whiskeysockets/baileys';
import { cutText } from '../../inbox/cut-text.ts';
import type { StoredAd } from '../../inbox/message-row.ts';
import type { Baileys } from '../baileys.ts';
import type { Self } from '../inbound-ledger.ts';
import { isSameUser, lidOf, numberOf, parseJid } from '../jid.ts';
import { sessionLimits } from '../limits.ts';
import { readVcard } from '../vcard.ts';
import { readChoices, readReply } from './read-choices.ts';
import { type ReadFile, readFile } from './read-file.ts';

/** Somebody that a text names: the piece of the text, and who it is on the network. */
export interface ReadMention {
  token: string;
  lid: string | null;
  number: string | null;
}

/** What a proto says, in the contract's words; a file's `media` is added when it is stored. */
export interface ReadContent {
  content: { type: string } & Record<string, unknown>;
  file: ReadFile | null;
  mentions: ReadMention[];
  flags: string[];
  /** After how many seconds the chat's messages vanish; 0: never. */
  disappearingSeconds: number;
  quoted: { whatsappId: string; preview: string; byUs: boolean } | null;
  ad: StoredAd | null;
}

/** Kinds that aren't messages of their own: they change another message, or are meant for the device alone. */
const notMessages = new Set([
  'protocolMessage',
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'messageContextInfo',
  'encEventResponseMessage',
  'encCommentMessage',
  'deviceSentMessage',
  'stickerSyncRmrMessage',
  'messageHistoryBundle',
  'messageHistoryNotice',
  // An album only announces how many pictures follow; each comes as a message of its own.
  'albumMessage',
]);

/**
 * Reads a decrypted proto. Null for what must not be shown as a message. What we can't show yet is `unsupported`
 * with WhatsApp's name for it, and never empty.
 */
export function readContent(baileys: Baileys, message: proto.IMessage, self: Self): ReadContent | null {
  const inner = baileys.normalizeMessageContent(message) ?? message;
  const kind = kindOf(inner);
  if (!kind) return null;
  const context = contextOf(inner, kind);
  const flags = readFlags(message, inner, context);
  const file = readFile(inner, { isOpenedOnce: flags.includes('view_once') });
  const content = file ? contentOfFile(inner, file) : readOther(inner);
  return {
    content: content ?? {
      type: 'unsupported',
      rawType: kind === 'conversation' ? 'emptyText' : kind.slice(0, 60),
    },
    file,
    mentions: readMentions(context),
    flags,
    disappearingSeconds: Math.min(context?.expiration ?? 0, sessionLimits.disappearingSeconds),
    quoted: readQuoted(baileys, context, self),
    ad: readAd(context),
  };
}

function kindOf(message: proto.IMessage): string | undefined {
  return Object.keys(message).find(
    (kind) => message[kind as keyof proto.IMessage] != null && !notMessages.has(kind),
  );
}

function contextOf(message: proto.IMessage, kind: string): proto.IContextInfo | null | undefined {
  return (message[kind as 'extendedTextMessage'] as { contextInfo?: proto.IContextInfo } | null)?.contextInfo;
}

function contentOfFile(message: proto.IMessage, file: ReadFile): ReadContent['content'] {
  const caption = captionOf(message);
  return {
    type: file.kind,
    ...(caption ? { caption: clean(caption) } : {}),
    ...(message.videoMessage?.gifPlayback ? { gif: true } : {}),
  };
}

function captionOf(message: proto.IMessage): string | null | undefined {
  return message.imageMessage?.caption ?? message.videoMessage?.caption ?? message.documentMessage?.caption;
}

/** Every kind without a file; null for one that we don't know, or that says nothing. */
function readOther(message: proto.IMessage): ReadContent['content'] | null {
  const { contactMessage, contactsArrayMessage, liveLocationMessage, locationMessage } = message;
  const text = message.conversation || message.extendedTextMessage?.text;
  if (text) return { type: 'text', text: clean(text), ...readLink(message.extendedTextMessage) };
  if (locationMessage) return readLocation(locationMessage, locationMessage);
  if (liveLocationMessage)
    return readLocation(liveLocationMessage, { name: liveLocationMessage.caption, isLive: true });
  const cards = contactsArrayMessage?.contacts ?? (contactMessage ? [contactMessage] : []);
  if (cards.length > 0)
    return {
      type: 'contacts',
      contacts: cards
        .slice(0, sessionLimits.contactCards)
        .map((card) => readVcard(clean(card.vcard ?? ''), clean(card.displayName ?? ''))),
    };
  const poll =
    message.pollCreationMessage ??
    message.pollCreationMessageV2 ??
    message.pollCreationMessageV3 ??
    message.pollCreationMessageV5 ??
    message.pollCreationMessageV4?.message?.pollCreationMessage;
  if (poll) return readPoll(poll);
  return readChoices(message) ?? readReply(message);
}

function readLocation(
  place: proto.Message.ILocationMessage | proto.Message.ILiveLocationMessage,
  about: { name?: string | null; address?: string | null; isLive?: boolean | null },
): ReadContent['content'] | null {
  const { degreesLatitude: latitude, degreesLongitude: longitude } = place;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  return {
    type: 'location',
    latitude,
    longitude,
    ...(about.name ? { name: clean(about.name, 200) } : {}),
    ...(about.address ? { address: clean(about.address, 500) } : {}),
    ...(about.isLive ? { live: true } : {}),
  };
}

function readPoll(poll: proto.Message.IPollCreationMessage): ReadContent['content'] {
  const options = (poll.options ?? []).slice(0, sessionLimits.pollOptions);
  const chosen = poll.selectableOptionsCount ?? 1;
  return {
    type: 'poll',
    question: clean(poll.name ?? '', 255),
    options: options.map(({ optionName }) => ({ text: clean(optionName ?? '', 100), votes: 0 })),
    // Zero says any number.
    selectable: Math.max(1, chosen > 0 ? Math.min(chosen, options.length) : options.length),
  };
}

/** What the sender's phone showed of a link. Nothing is fetched: a customer must not choose what we ask for. */
function readLink(text: proto.Message.IExtendedTextMessage | null | undefined): object {
  const url = text?.matchedText;
  if (!text || !url || !/^https?:\/\//i.test(url) || !(text.title || text.description)) return {};
  return {
    link: {
      url: clean(url, 2_048),
      ...(text.title ? { title: clean(text.title, 300) } : {}),
      ...(text.description ? { description: clean(text.description, 500) } : {}),
    },
  };
}

function readMentions(context: proto.IContextInfo | null | undefined): ReadMention[] {
  const named = new Set(context?.mentionedJid?.slice(0, sessionLimits.mentions));
  return [...named].flatMap((jid) => {
    const user = parseJid(jid)?.user;
    if (!user) return [];
    return { token: `@${user}`.slice(0, 64), lid: lidOf(jid) ?? null, number: numberOf(jid) ?? null };
  });
}

function readFlags(
  message: proto.IMessage,
  inner: proto.IMessage,
  context: proto.IContextInfo | null | undefined,
): string[] {
  const flags: string[] = [];
  if (context?.isForwarded) flags.push((context.forwardingScore ?? 0) > 3 ? 'forwarded_often' : 'forwarded');
  const once = [inner.imageMessage, inner.videoMessage, inner.audioMessage].some((file) => file?.viewOnce);
  if (once || message.viewOnceMessage || message.viewOnceMessageV2 || message.viewOnceMessageV2Extension)
    flags.push('view_once');
  if (message.ephemeralMessage || (context?.expiration ?? 0) > 0) flags.push('disappearing');
  return flags;
}

/** The ad that began the chat. WhatsApp puts previews of links into the same place, without an ad's id. */
function readAd(context: proto.IContextInfo | null | undefined): StoredAd | null {
  const ad = context?.externalAdReply;
  if (!ad || !(ad.sourceId || ad.ctwaClid)) return null;
  return {
    sourceId: cleanOrNull(ad.sourceId, 200),
    sourceUrl: cleanOrNull(ad.sourceUrl, 2_048),
    title: cleanOrNull(ad.title, 300),
    body: cleanOrNull(ad.body, 1_000),
    clickId: cleanOrNull(ad.ctwaClid, 500),
    app: cleanOrNull(ad.sourceApp ?? context.entryPointConversionApp, 50),
  };
}

function readQuoted(
  baileys: Baileys,
  context: proto.IContextInfo | null | undefined,
  self: Self,
): ReadContent['quoted'] {
  if (!context?.stanzaId) return null;
  const quoted = context.quotedMessage ? (baileys.normalizeMessageContent(context.quotedMessage) ?? {}) : {};
  const author = context.participant ?? undefined;
  return {
    whatsappId: context.stanzaId.slice(0, 128),
    preview: previewOf(quoted),
    byUs: isSameUser(author, self.id) || isSameUser(author, self.lid),
  };
}

/** The beginning of its text, or a word for its kind. */
function previewOf(message: proto.IMessage): string {
  const file = readFile(message, { isOpenedOnce: false });
  const other = file ? contentOfFile(message, file) : readOther(message);
  const text = other?.['text'] ?? other?.['caption'] ?? other?.['question'];
  return typeof text === 'string' ? clean(text, 300) : (other?.type ?? '');
}

function cleanOrNull(text: string | null | undefined, length: number): string | null {
  return text ? clean(text, length) : null;
}

function clean(text: string, length: number = sessionLimits.textLength): string {
  return cutText(text, length);
}
