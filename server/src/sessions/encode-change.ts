import type { proto } from '@whiskeysockets/baileys';
import type { AccountSeal } from '../db/seal.ts';
import { INBOX_LIMITS } from '../inbox/limits.ts';
import type { Baileys } from './baileys.ts';
import { jidOfLid, jidOfNumber } from './jid.ts';

/** An edit, a deletion or a reaction of ours, with all that its proto is made of. Times are milliseconds. */
export interface OutboundChange {
  kind: 'edit' | 'delete' | 'reaction';
  value: string;
  askedAtMs: number;
  /** The message that it changes. */
  whatsappId: string;
  direction: 'inbound' | 'outbound';
  status: string;
  writtenAtMs: number;
  /** Its author's identity, in a group; null for ours. */
  authorKind: 'number' | 'lid' | null;
  authorValue: string | null;
  /** The sealed proto of a message whose caption is edited, in base64, and the row it is sealed for; else null. */
  original: string | null;
  messageId: string;
}

/** The columns of an OutboundChange as JSON, for a query that has a change `x`, its message `o` and its author `a`. */
export const OUTBOUND_CHANGE = `jsonb_build_object('kind', x.kind, 'value', x.value,
  'askedAtMs', floor(extract(epoch from x.created_at) * 1000), 'whatsappId', o.whatsapp_id, 'direction', o.direction,
  'status', o.status, 'writtenAtMs', floor(extract(epoch from o.timestamp) * 1000), 'authorKind', a.kind, 'authorValue', a.value,
  'messageId', o.id, 'original', case when x.kind = 'edit' and o.content ->> 'type' in ('image', 'video')
    then encode(o.encoded_sealed, 'base64') end)`;

/**
 * Makes the proto of a change in a chat, of the change and its message alone: every attempt, and a phone that asks for it
 * again, gets the same. `edit` is what the stanza says of it.
 */
export function encodeChange(
  { proto: protos }: Pick<Baileys, 'proto'>,
  change: OutboundChange,
  place: { chat: string; seal: AccountSeal },
): { message: proto.IMessage; attributes: { edit?: string } } {
  const { chat, seal } = place;
  const { REVOKE, MESSAGE_EDIT } = protos.Message.ProtocolMessage.Type;
  const key = keyOf(change, chat);
  if (change.kind === 'reaction') {
    const reactionMessage = { key, text: change.value, senderTimestampMs: change.askedAtMs };
    return { message: { reactionMessage }, attributes: {} };
  }
  if (change.kind === 'delete') {
    return { message: { protocolMessage: { key, type: REVOKE } }, attributes: { edit: '7' } };
  }
  const protocolMessage = {
    key,
    type: MESSAGE_EDIT,
    editedMessage: captioned(protos, change, seal) ?? { extendedTextMessage: { text: change.value } },
    timestampMs: change.askedAtMs,
  };
  return { message: { protocolMessage }, attributes: { edit: '1' } };
}

/** The same picture or video with another caption: WhatsApp wants it whole. Null for a text. */
function captioned(
  protos: Baileys['proto'],
  { messageId, original, value }: OutboundChange,
  seal: AccountSeal,
): proto.IMessage | null {
  if (!original) return null;
  const sealed = Buffer.from(original, 'base64');
  const { imageMessage, videoMessage } = protos.Message.decode(seal.open('messages', messageId, sealed));
  if (imageMessage) return { imageMessage: { ...imageMessage, caption: value } };
  return videoMessage ? { videoMessage: { ...videoMessage, caption: value } } : null;
}

function keyOf(change: OutboundChange, chat: string): proto.IMessageKey {
  const fromMe = change.direction === 'outbound';
  const key = { remoteJid: chat, fromMe, id: change.whatsappId };
  if (fromMe || !chat.endsWith('@g.us') || !change.authorValue) return key;
  const { authorKind, authorValue } = change;
  return { ...key, participant: authorKind === 'lid' ? jidOfLid(authorValue) : jidOfNumber(authorValue) };
}

/** Why a change can't be sent any more; null when it can. */
export function refusalOf(change: OutboundChange): 'message_failed' | 'expired' | null {
  if (change.kind !== 'delete' && change.status === 'failed') return 'message_failed';
  const ageMs = Date.now() - change.writtenAtMs;
  return change.kind === 'edit' && ageMs > INBOX_LIMITS.editMs ? 'expired' : null;
}
