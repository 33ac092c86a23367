import { randomBytes } from 'node:crypto';
import { proto } from '../baileys.ts';

const LONGEST_PADDING = 16;

/** What a message does to a chat, as a phone understands it. */
export type MessageEffect =
  | { kind: 'bubble'; type: string; text: string | null; replyTo: { id: string; text: string | null } | null }
  | { kind: 'reaction'; target: string; targetFromMe: boolean; emoji: string }
  | { kind: 'edit'; target: string; text: string }
  | { kind: 'delete'; target: string }
  | { kind: 'none' };

/** A message's content after decryption: where a copy of one's own message belongs, and what it says. */
export interface OpenedBody {
  /** Chat that a copy of the account's own message belongs to; only set on such copies. */
  destinationJid: string | null;
  message: proto.IMessage;
}

/** An encoded text message, with the quoted message when it answers one. */
export function encodeText(options: {
  text: string;
  quote?: { id: string; participant: string; message: proto.IMessage };
}): Buffer {
  const message: proto.IMessage = {
    messageContextInfo: { messageSecret: randomBytes(32) },
    ...(options.quote
      ? {
          extendedTextMessage: {
            text: options.text,
            contextInfo: {
              stanzaId: options.quote.id,
              participant: options.quote.participant,
              quotedMessage: options.quote.message,
            },
          },
        }
      : { conversation: options.text }),
  };
  return Buffer.from(proto.Message.encode(message).finish());
}

/** The copy of an account's own message for its other devices. */
export function wrapForOwnDevices(body: Buffer, destinationJid: string): Buffer {
  const message = proto.Message.decode(body);
  return Buffer.from(
    proto.Message.encode({
      deviceSentMessage: { destinationJid, message },
      messageContextInfo: message.messageContextInfo,
    }).finish(),
  );
}

/** Adds the random padding that WhatsApp puts under the encryption: 1 to 16 bytes that say how many they are. */
export function pad(body: Buffer): Buffer {
  const length = (randomBytes(1)[0]! % LONGEST_PADDING) + 1;
  return Buffer.concat([body, Buffer.alloc(length, length)]);
}

/** Takes padding off and decodes; throws when the bytes are no message. */
export function openBody(padded: Buffer): OpenedBody {
  const length = padded.at(-1) ?? 0;
  if (length === 0 || length > padded.length) throw new Error('the padding of this message is wrong');
  const message = proto.Message.decode(padded.subarray(0, -length));
  const own = message.deviceSentMessage;
  return own?.message
    ? { destinationJid: own.destinationJid ?? null, message: own.message }
    : { destinationJid: null, message };
}

/** What a message does to the chat that it arrives in. */
export function effectOf(wrapped: proto.IMessage): MessageEffect {
  const message = unwrap(wrapped);
  if (message.reactionMessage?.key?.id) {
    const { key, text } = message.reactionMessage;
    return { kind: 'reaction', target: key.id!, targetFromMe: key.fromMe ?? false, emoji: text ?? '' };
  }
  const protocol = message.protocolMessage;
  if (protocol) {
    const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
    if (protocol.type === REVOKE && protocol.key?.id) return { kind: 'delete', target: protocol.key.id };
    if (protocol.type === MESSAGE_EDIT && protocol.key?.id && protocol.editedMessage) {
      return { kind: 'edit', target: protocol.key.id, text: textOf(unwrap(protocol.editedMessage)) ?? '' };
    }
    return { kind: 'none' };
  }
  const type = Object.keys(message).find((name) => name !== 'messageContextInfo' && isSet(message, name));
  if (!type || type === 'senderKeyDistributionMessage') return { kind: 'none' };
  const text = textOf(message);
  const isText = type === 'conversation' || type === 'extendedTextMessage';
  return {
    kind: 'bubble',
    type: isText ? 'text' : type.replace(/Message$/, ''),
    text,
    replyTo: quoteOf(message),
  };
}

/** The words of a message: its text, or the caption of its media. */
export function textOf(message: proto.IMessage): string | null {
  return (
    message.conversation ||
    message.extendedTextMessage?.text ||
    message.imageMessage?.caption ||
    message.videoMessage?.caption ||
    message.documentMessage?.caption ||
    null
  );
}

function unwrap(message: proto.IMessage): proto.IMessage {
  const inner =
    message.ephemeralMessage?.message ??
    message.viewOnceMessage?.message ??
    message.viewOnceMessageV2?.message ??
    message.documentWithCaptionMessage?.message ??
    message.editedMessage?.message;
  return inner ? unwrap(inner) : message;
}

function quoteOf(message: proto.IMessage): { id: string; text: string | null } | null {
  const context = message.extendedTextMessage?.contextInfo;
  if (!context?.stanzaId) return null;
  return { id: context.stanzaId, text: context.quotedMessage ? textOf(context.quotedMessage) : null };
}

function isSet(message: proto.IMessage, name: string): boolean {
  const value = (message as Record<string, unknown>)[name];
  return value !== null && value !== undefined && value !== '';
}
