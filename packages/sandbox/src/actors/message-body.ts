import { randomBytes } from 'node:crypto';
import { proto } from '../baileys.ts';

const LONGEST_PADDING = 16;

/** A message's content after decryption: where a copy of one's own message belongs, and what it says. */
export interface OpenedBody {
  /** Chat that a copy of the account's own message belongs to; only set on such copies. */
  destinationJid: string | null;
  message: proto.IMessage;
}

/** A message as bytes, with the secret that poll votes and the like are encrypted with. */
export function encodeMessage(message: proto.IMessage): Buffer {
  const messageContextInfo = { messageSecret: randomBytes(32), ...message.messageContextInfo };
  return Buffer.from(proto.Message.encode({ ...message, messageContextInfo }).finish());
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
