import type { proto } from '@whiskeysockets/baileys';
import type { Baileys } from './baileys.ts';
import type { Self } from './inbound-ledger.ts';
import { isSameUser } from './jid.ts';
import { sessionLimits } from './limits.ts';

/** What a proto says, in the contract's words. */
export interface ReadContent {
  content: { type: 'text'; text: string } | { type: 'unsupported'; rawType: string };
  flags: string[];
  quoted: { whatsappId: string; preview: string; byUs: boolean } | null;
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
  'messageContextInfo',
  'encEventResponseMessage',
  'encCommentMessage',
  'deviceSentMessage',
]);

/**
 * Reads a decrypted proto. Null for what must not be shown as a message. What we can't show yet is `unsupported`
 * with WhatsApp's name for it, and never empty.
 */
export function readContent(baileys: Baileys, message: proto.IMessage, self: Self): ReadContent | null {
  const inner = baileys.normalizeMessageContent(message) ?? message;
  const kinds = Object.keys(inner).filter((kind) => inner[kind as keyof proto.IMessage] != null);
  const kind = kinds.find((name) => !notMessages.has(name));
  if (!kind) return null;
  const context = (inner[kind as 'extendedTextMessage'] as { contextInfo?: proto.IContextInfo } | null)
    ?.contextInfo;
  const text = inner.conversation || inner.extendedTextMessage?.text;
  const isText = kind === 'conversation' || kind === 'extendedTextMessage';
  return {
    content:
      isText && text
        ? { type: 'text', text: clean(text, sessionLimits.textLength) }
        : { type: 'unsupported', rawType: isText ? 'emptyText' : kind.slice(0, 60) },
    flags: readFlags(message, context),
    quoted: readQuoted(baileys, context, self),
  };
}

function readFlags(message: proto.IMessage, context: proto.IContextInfo | null | undefined): string[] {
  const flags: string[] = [];
  if (context?.isForwarded) flags.push((context.forwardingScore ?? 0) > 3 ? 'forwarded_often' : 'forwarded');
  if (message.viewOnceMessage || message.viewOnceMessageV2 || message.viewOnceMessageV2Extension)
    flags.push('view_once');
  if (message.ephemeralMessage || (context?.expiration ?? 0) > 0) flags.push('disappearing');
  return flags;
}

function readQuoted(
  baileys: Baileys,
  context: proto.IContextInfo | null | undefined,
  self: Self,
): ReadContent['quoted'] {
  if (!context?.stanzaId) return null;
  const quoted = context.quotedMessage ? (baileys.normalizeMessageContent(context.quotedMessage) ?? {}) : {};
  const text = quoted.conversation || quoted.extendedTextMessage?.text || '';
  const author = context.participant ?? undefined;
  return {
    whatsappId: context.stanzaId.slice(0, 128),
    preview: clean(text, 300),
    byUs: isSameUser(author, self.id) || isSameUser(author, self.lid),
  };
}

/** PostgreSQL stores no NUL, and half a surrogate pair is no text. */
export function clean(text: string, length: number): string {
  const short = text.replaceAll('\u0000', '').slice(0, length);
  return short.isWellFormed() ? short : short.toWellFormed();
}
