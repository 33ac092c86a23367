import type { proto } from '@whiskeysockets/baileys';
import type { Party } from '../../contacts/resolve-identity.ts';
import { cutText } from '../../inbox/cut-text.ts';
import type { MessageRow } from '../../inbox/message-row.ts';
import type { HistoryChat, HistoryMessage } from '../../inbox/receive-history.ts';
import type { ReceivedFile } from '../../media/keep-received.ts';
import type { Baileys } from '../baileys.ts';
import type { Self } from '../inbound-ledger.ts';
import { bareJid, isSameUser, jidServer, lidOf, numberOf } from '../jid.ts';
import { sessionLimits } from '../limits.ts';
import { readContent } from '../read-content/read-content.ts';
import { readSeconds } from '../read-time.ts';

/** What is wanted of a history. */
export interface HistoryWish {
  groups: boolean;
  since: Date;
  /** A file of an older message is not fetched: WhatsApp has it no more. */
  filesSince: Date;
  now: Date;
}

/**
 * Reads a chat of a phone's history. Null for what is no chat with somebody: status posts, channels, the talk with oneself,
 * and groups where they are not wanted.
 */
export function readHistoryChat(
  baileys: Baileys,
  conversation: proto.IConversation,
  options: { self: Self; wish: HistoryWish },
): HistoryChat | null {
  const { self, wish } = options;
  const jid = bareJid(conversation.id ?? '');
  const isGroup = jidServer(jid) === 'g.us';
  if (isGroup && !wish.groups) return null;
  const party = isGroup ? null : partyOf(jid, conversation.lidJid, conversation.pnJid);
  if (!isGroup && (!party || isSameUser(jid, self.id) || isSameUser(jid, self.lid))) return null;
  const given = conversation.messages ?? [];
  const messages = given
    .flatMap(({ message, msgOrderId }, place) => {
      // They come newest first; some phones number them.
      const order = Number(String(msgOrderId ?? 0)) || given.length - place;
      return (message && readMessage(baileys, message, { jid, isGroup, party, order, ...options })) ?? [];
    })
    .toSorted((one, other) => one.timestamp.getTime() - other.timestamp.getTime() || one.order - other.order);
  const told = messages.findLast(({ fromMe }) => !fromMe)?.party?.profileName;
  if (party && told) party.profileName = told;
  const name = cutText(conversation.name ?? '', sessionLimits.profileNameLength).trim();
  return { groupJid: isGroup ? jid : null, party, name: name || null, messages };
}

/** Who an address and the other ones of the same person name. */
export function partyOf(...jids: (string | null | undefined)[]): Party | null {
  const given = jids.map((jid) => jid ?? undefined);
  const lid = given.map(lidOf).find((value) => value !== undefined) ?? null;
  const number = given.map(numberOf).find((value) => value !== undefined) ?? null;
  return lid || number ? { lid, number, profileName: null } : null;
}

interface Place {
  jid: string;
  isGroup: boolean;
  party: Party | null;
  order: number;
  self: Self;
  wish: HistoryWish;
}

function readMessage(
  baileys: Baileys,
  info: proto.IWebMessageInfo,
  { jid, isGroup, party, order, self, wish }: Place,
): HistoryMessage | null {
  const { key } = info;
  const seconds = readSeconds(info.messageTimestamp);
  if (!key?.id || !info.message || info.messageStubType || seconds === null) return null;
  const timestamp = new Date(Math.min(seconds * 1_000, wish.now.getTime()));
  if (timestamp < wish.since) return null;
  const fromMe = key.fromMe ?? false;
  const author = fromMe ? (self.id ?? '') : isGroup ? (info.participant ?? key.participant ?? '') : jid;
  const writer = isGroup && !fromMe ? partyOf(author) : party;
  if (!fromMe && !writer) return null;
  const message = info.message.deviceSentMessage?.message ?? info.message;
  const read = readContent(baileys, message, self);
  if (!read) return null;
  const profileName = fromMe ? '' : cutText(info.pushName ?? '', sessionLimits.profileNameLength).trim();
  const whatsappId = key.id.slice(0, 128);
  const origin = { chat: jid, author: bareJid(author), fromMe, whatsappId };
  return {
    whatsappId,
    fromMe,
    groupJid: isGroup ? jid : null,
    party: writer && (isGroup && fromMe ? null : profileName ? { ...writer, profileName } : writer),
    timestamp,
    content: read.content,
    file: read.file && { ...fetchable(read.file, timestamp >= wish.filesSince), origin },
    mentions: read.mentions,
    isPlaceholder: false,
    flags: read.flags,
    quoted: read.quoted,
    encoded: read.flags.includes('view_once') ? null : baileys.proto.Message.encode(message).finish(),
    order,
    status: fromMe ? statusOf(info.status) : 'received',
    reactions: (info.reactions ?? []).flatMap((reaction) => readReaction(reaction, { isGroup, party, self })),
  };
}

/** Too old to be had: shown with what is known of it, and asked of nobody. */
function fetchable<File extends Omit<ReceivedFile, 'origin'>>(file: File, isFetched: boolean): File {
  return isFetched || !file.source ? file : { ...file, source: null, unavailable: 'expired' };
}

/** WebMessageInfo.Status: 2 at the server, 3 delivered, 4 read, 5 played. */
function statusOf(status: number | null | undefined): MessageRow['status'] {
  if (status === 5) return 'played';
  if (status === 4) return 'read';
  return status === 3 ? 'delivered' : 'sent';
}

function readReaction(
  { key, text, senderTimestampMs }: proto.IReaction,
  { isGroup, party, self }: Pick<Place, 'isGroup' | 'party' | 'self'>,
): HistoryMessage['reactions'] {
  const emoji = cutText(text ?? '', sessionLimits.emojiLength);
  const at = new Date((readSeconds(senderTimestampMs) ?? 0) * 1_000);
  if (!emoji || !key) return [];
  const participant = key.participant ?? undefined;
  const isOwn = key.fromMe || isSameUser(participant, self.id) || isSameUser(participant, self.lid);
  if (isOwn) return [{ emoji, party: null, at }];
  const who = isGroup ? partyOf(participant) : party;
  return who ? [{ emoji, party: who, at }] : [];
}
