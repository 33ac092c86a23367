import type { Party } from '../contacts/resolve-identity.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { ReceivedChange } from '../inbox/apply-changes.ts';
import type { ReceivedMessage } from '../inbox/receive-message.ts';
import { cutText } from '../inbox/cut-text.ts';
import type { Baileys } from './baileys.ts';
import type { CallOutcome } from './calls.ts';
import { jidServer, lidOf, numberOf } from './jid.ts';
import { sessionLimits } from './limits.ts';
import { readChange } from './read-change.ts';
import { readSeconds } from './read-time.ts';
import { readContent } from './read-content/read-content.ts';
import { journalRow } from './vault-storage.ts';

/** A row of the journal as the projector reads it. */
export interface JournalRow {
  position: number;
  chat: string;
  author: string;
  from_me: boolean;
  whatsapp_id: string;
  attributes: Record<string, string>;
  plaintext_sealed: Buffer | null;
  received_at: Date;
}

/** A change, with the row of the journal that it stands in. */
export interface JournalledChange extends ReceivedChange {
  position: number;
}

/** A row that shows nothing and changes nothing, and why: see JournalOutcome in the contract. */
export interface IgnoredRow {
  ignored: 'protocol' | 'empty' | 'no_person' | 'groups_off';
}

/**
 * Reads a journalled message, which may be one that changes another, or one that has nothing to show. Throws for what
 * can't be read at all.
 */
export function readJournalRow(
  row: JournalRow,
  tools: { baileys: Baileys; seal: AccountSeal; sessionId: string },
): ReceivedMessage | JournalledChange | IgnoredRow {
  const key = { chat: row.chat, author: row.author, fromMe: row.from_me, whatsappId: row.whatsapp_id };
  const { attributes } = row;
  const groupJid = jidServer(row.chat) === 'g.us' ? row.chat : null;
  const party = partyOf(row, groupJid !== null);
  // Something like a chat with oneself, or an address of a kind that no person has.
  if (!groupJid && !party) return { ignored: 'no_person' };
  const common = {
    whatsappId: row.whatsapp_id,
    fromMe: row.from_me,
    groupJid,
    party,
    timestamp: correctTime(attributes['t'], arrivalOf(row)),
  };
  if (attributes['call']) {
    const outcome = attributes['call'] as CallOutcome;
    if (attributes['callId'] !== row.whatsapp_id) {
      const target = { whatsappId: attributes['callId'] ?? '', isOwn: false };
      const change = { kind: 'call', outcome } as const;
      return { position: row.position, fromMe: false, groupJid, party, change, target, at: common.timestamp };
    }
    const content = {
      type: 'call',
      video: attributes['video'] === 'true',
      group: attributes['group'] === 'true',
      outcome,
    };
    return { ...common, content, isPlaceholder: false, flags: [], quoted: null, encoded: null };
  }
  if (!row.plaintext_sealed) {
    const isOpenedOnce = attributes['unavailable']?.startsWith('view_once') ?? false;
    const missing = attributes['unavailable'] ? 'unavailable' : 'undecryptable';
    const content = { type: 'unsupported', rawType: isOpenedOnce ? 'viewOnce' : missing };
    const flags = isOpenedOnce ? ['view_once'] : [];
    return { ...common, content, isPlaceholder: !isOpenedOnce, flags, quoted: null, encoded: null };
  }
  const plaintext = tools.seal.open('journal', journalRow(tools.sessionId, key), row.plaintext_sealed);
  const decoded = tools.baileys.proto.Message.decode(plaintext);
  const message = decoded.deviceSentMessage?.message ?? decoded;
  const changing = readChange(tools.baileys, message, attributes);
  if (changing) {
    const { change, target, saidAtMs } = changing;
    const at = correctMoment(saidAtMs, common.timestamp, arrivalOf(row));
    return { position: row.position, fromMe: row.from_me, groupJid, party, change, target, at };
  }
  const read = readContent(tools.baileys, message, row.from_me ? { id: row.author } : {});
  if (!read) return { ignored: message.protocolMessage ? 'protocol' : 'empty' };
  const isBroadcast = jidServer(attributes['from']) === 'broadcast';
  return {
    ...common,
    content: read.content,
    file: read.file && {
      ...read.file,
      origin: { chat: row.chat, author: row.author, fromMe: row.from_me, whatsappId: row.whatsapp_id },
    },
    mentions: read.mentions,
    isPlaceholder: false,
    flags: isBroadcast ? [...read.flags, 'broadcast'] : read.flags,
    quoted: read.quoted,
    ad: read.ad,
    disappearingSeconds: isBroadcast ? null : read.disappearingSeconds,
    // The keys of what may be opened once aren't kept.
    encoded: read.flags.includes('view_once')
      ? null
      : message === decoded
        ? plaintext
        : tools.baileys.proto.Message.encode(message).finish(),
  };
}

/** When the stanza came, which tells the order of a connection's messages; a row without it has when it was stored. */
export function arrivalOf({ attributes, received_at }: Pick<JournalRow, 'attributes' | 'received_at'>): Date {
  const arrivedAt = Number(attributes['arrivedAt']);
  return arrivedAt > 0 ? new Date(arrivedAt) : received_at;
}

/** The other side of the chat (in a group, the author): its own address, and the other one that the stanza named. */
function partyOf(row: JournalRow, isGroup: boolean): Party | null {
  const { attributes } = row;
  if (isGroup && row.from_me) return null;
  const jid = isGroup ? row.author : row.chat;
  const others = row.from_me
    ? [
        attributes['peer_recipient_lid'],
        attributes['recipient_lid'],
        attributes['peer_recipient_pn'],
        attributes['recipient_pn'],
      ]
    : [
        attributes['sender_lid'],
        attributes['sender_pn'],
        attributes['participant_lid'],
        attributes['participant_pn'],
      ];
  const names = [jid, ...others];
  const lid = names.map(lidOf).find((value) => value !== undefined) ?? null;
  const number = names.map(numberOf).find((value) => value !== undefined) ?? null;
  if (!lid && !number) return null;
  const profileName = cutText(
    row.from_me ? '' : (attributes['notify'] ?? ''),
    sessionLimits.profileNameLength,
  ).trim();
  return { lid, number, profileName: profileName || null };
}

/**
 * WhatsApp's time of a message, in which the thread is ordered. It counts seconds, so one that arrives at once gets
 * the milliseconds of its arrival, which keeps it after what we said before it. A phone's clock may be wrong: a
 * time that's missing, absurd or ahead of its arrival becomes the arrival's.
 */
export function correctTime(given: unknown, arrived: Date): Date {
  const second = (readSeconds(given) ?? 0) * 1_000;
  if (second < EARLIEST_MS) return arrived;
  if (second > arrived.getTime() + sessionLimits.clockSkewMs) return arrived;
  return new Date(Math.min(Math.max(arrived.getTime(), second), second + 999));
}

/** When a phone says that it changed something, unless its clock is wrong: then when WhatsApp got it. */
function correctMoment(saidAtMs: number | null, sentAt: Date, arrived: Date): Date {
  const latest = arrived.getTime() + sessionLimits.clockSkewMs;
  return saidAtMs && saidAtMs >= EARLIEST_MS && saidAtMs <= latest ? new Date(saidAtMs) : sentAt;
}

/** WhatsApp began in 2009. */
const EARLIEST_MS = Date.UTC(2009, 0, 1);
