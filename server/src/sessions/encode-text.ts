import { drawRandom } from '../db/draw-random.ts';
import { bytesField } from './proto-fields.ts';
import { jidOfLid, jidOfNumber } from './jid.ts';

/** What the proto of an answer says of the message it answers. */
export interface QuotedProto {
  whatsappId: string;
  fromMe: boolean;
  /** Its author's LID (digits) and number (E.164); for one of ours, the session's. The LID is preferred. */
  lid: string | null;
  number: string | null;
  /** Its own proto, where it is kept; without it the answer carries its text. */
  encoded: Uint8Array | null;
  text: string;
}

export interface EncodedMessage {
  /** The id it is sent under, made once. */
  whatsappId: string;
  /** The proto `Message`, made once: every attempt sends these bytes. */
  encoded: Uint8Array;
}

/**
 * Field numbers of WhatsApp's protos, from WAProto.proto in Baileys 7.0.0-rc14 (Message, ExtendedTextMessage,
 * ContextInfo, MessageContextInfo). Written by hand because the API's path must not load Baileys; the test beside this
 * file reads the result with Baileys' own decoder.
 */
const FIELDS = {
  message: { extendedText: 6, contextInfo: 35 },
  extendedText: { text: 1, contextInfo: 17 },
  contextInfo: { stanzaId: 1, participant: 2, quotedMessage: 3 },
  messageContextInfo: { messageSecret: 3 },
} as const;

const SECRET_BYTES = 32;
/** Ids of web clients begin with 3EB0. */
const ID_PREFIX = '3EB0';
const ID_BYTES = 9;

/** An id to send something under. */
export function newWhatsappId(): string {
  return `${ID_PREFIX}${drawRandom(ID_BYTES).toString('hex').toUpperCase()}`;
}

/** Makes the proto of a text, with a message secret of its own, and the id it will be sent under. */
export function encodeText(message: {
  text: string;
  quoted?: QuotedProto;
  /** The encoded ContextInfo of one that quotes nothing. */
  context?: Buffer;
}): EncodedMessage {
  const parts = [bytesField(FIELDS.extendedText.text, Buffer.from(message.text))];
  const context = message.quoted ? encodeQuoted(message.quoted) : message.context;
  if (context) parts.push(bytesField(FIELDS.extendedText.contextInfo, context));
  return finishMessage(bytesField(FIELDS.message.extendedText, Buffer.concat(parts)));
}

/** Gives the proto of a content its message secret, and the id that it will be sent under. */
export function finishMessage(content: Buffer): EncodedMessage {
  const secret = drawRandom(SECRET_BYTES);
  return {
    whatsappId: newWhatsappId(),
    encoded: Buffer.concat([
      content,
      bytesField(FIELDS.message.contextInfo, bytesField(FIELDS.messageContextInfo.messageSecret, secret)),
    ]),
  };
}

/** The ContextInfo of an answer. */
export function encodeQuoted(quoted: QuotedProto): Buffer {
  const author = quoted.lid ? jidOfLid(quoted.lid) : quoted.number ? jidOfNumber(quoted.number) : null;
  const proto =
    quoted.encoded ??
    bytesField(FIELDS.message.extendedText, bytesField(FIELDS.extendedText.text, Buffer.from(quoted.text)));
  return Buffer.concat([
    bytesField(FIELDS.contextInfo.stanzaId, Buffer.from(quoted.whatsappId)),
    ...(author ? [bytesField(FIELDS.contextInfo.participant, Buffer.from(author))] : []),
    bytesField(FIELDS.contextInfo.quotedMessage, proto),
  ]);
}
