import type { proto } from '@whiskeysockets/baileys';
import type { Baileys } from './baileys.ts';

/**
 * Puts the time after which a chat's messages vanish into one that is sent there, as WhatsApp's own apps do; without it
 * the phone tells its owner that this one will stay. Answers the changed proto, encoded; null when there is nothing to
 * change.
 */
export function setTimer(baileys: Baileys, message: proto.IMessage, seconds: number): Uint8Array | null {
  if (seconds <= 0) return null;
  const inner = baileys.normalizeMessageContent(message) ?? message;
  const content = Object.entries(inner).find(
    ([kind, value]) => kind !== 'messageContextInfo' && value !== null && typeof value === 'object',
  )?.[1] as { contextInfo?: proto.IContextInfo | null } | undefined;
  // Only contents have one; what changes another message stays as it is.
  if (!content || 'key' in content || content.contextInfo?.expiration) return null;
  content.contextInfo = { ...content.contextInfo, expiration: seconds };
  return baileys.proto.Message.encode(message).finish();
}
