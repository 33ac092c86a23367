import type { proto } from '@whiskeysockets/baileys';
import type { ReceivedChange } from '../inbox/apply-changes.ts';
import { cutText } from '../inbox/cut-text.ts';
import type { Baileys } from './baileys.ts';
import { sessionLimits } from './limits.ts';

/** What a proto changes of another message, and which one. */
export interface ReadChange {
  change: ReceivedChange['change'];
  target: {
    whatsappId: string;
    /** Whether who changes it says that it's their own; with reactions and votes only, since the rest must be. */
    isOwn: boolean;
  };
  /** When it was made, by the clock of the phone; null where the phone doesn't say. */
  saidAtMs: number | null;
}

/** The stanza's `edit` when the admin of a group takes back what somebody else wrote; WhatsApp checks that it's one. */
const ADMIN_REVOKE = '8';

/** Reads a decrypted proto that changes another message; null for all others. */
export function readChange(
  baileys: Baileys,
  message: proto.IMessage,
  attributes: Record<string, string>,
): ReadChange | null {
  const inner = baileys.normalizeMessageContent(message) ?? message;
  const { reactionMessage: reaction, protocolMessage: protocol, pollUpdateMessage: poll } = inner;
  if (reaction?.key?.id) {
    const emoji = cutText(reaction.text ?? '', sessionLimits.emojiLength);
    return {
      change: { kind: 'reaction', emoji },
      target: targetOf(reaction.key),
      saidAtMs: millisecondsOf(reaction.senderTimestampMs),
    };
  }
  if (poll?.pollCreationMessageKey?.id && poll.vote) {
    const vote = {
      payload: Buffer.from(poll.vote.encPayload ?? []),
      nonce: Buffer.from(poll.vote.encIv ?? []),
    };
    return {
      change: { kind: 'sealed_vote', vote },
      target: targetOf(poll.pollCreationMessageKey),
      saidAtMs: millisecondsOf(poll.senderTimestampMs),
    };
  }
  if (!protocol?.key?.id) return null;
  const { REVOKE, MESSAGE_EDIT } = baileys.proto.Message.ProtocolMessage.Type;
  const common = { target: targetOf(protocol.key), saidAtMs: millisecondsOf(protocol.timestampMs) };
  if (protocol.type === REVOKE) {
    return { ...common, change: { kind: 'delete', byAdmin: attributes['edit'] === ADMIN_REVOKE } };
  }
  const text = protocol.type === MESSAGE_EDIT ? textOf(baileys, protocol.editedMessage) : null;
  return text === null ? null : { ...common, change: { kind: 'edit', text } };
}

function targetOf(key: proto.IMessageKey): ReadChange['target'] {
  return { whatsappId: (key.id ?? '').slice(0, 128), isOwn: key.fromMe ?? false };
}

/** The words of an edited message: its text, or the caption of its file. */
function textOf(baileys: Baileys, edited: proto.IMessage | null | undefined): string | null {
  const inner = edited && (baileys.normalizeMessageContent(edited) ?? edited);
  if (!inner) return null;
  const text =
    inner.conversation ||
    inner.extendedTextMessage?.text ||
    inner.imageMessage?.caption ||
    inner.videoMessage?.caption ||
    inner.documentMessage?.caption;
  return text ? cutText(text, sessionLimits.textLength) : null;
}

function millisecondsOf(value: number | { toNumber(): number } | null | undefined): number | null {
  const time = typeof value === 'object' ? value?.toNumber() : value;
  return time || null;
}
