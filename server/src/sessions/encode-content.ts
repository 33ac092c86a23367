import { thumbnailBytes } from '../media/draw-thumbnail.ts';
import {
  type EncodedMessage,
  encodeQuoted,
  encodeText,
  finishMessage,
  type QuotedProto,
} from './encode-text.ts';
import { bytesField, doubleField, numberField } from './proto-fields.ts';
import { writeVcard } from './vcard.ts';

/** A file that is to be sent, as far as it is known before its upload to WhatsApp. */
export interface OutboundFile {
  type: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
  mimeType: string;
  fileName: string | null;
  caption?: string;
  size: number;
  width?: number;
  height?: number;
  durationMs?: number;
  /** The small picture that stands in for it, in a data URL. */
  thumbnail?: string | null;
  /** Of a voice note: 64 bars from 0 to 100. */
  waveform?: Buffer | null;
  /** A video that plays by itself, over and over. */
  gif?: boolean;
}

/** What can be sent, as its proto needs it. */
export type OutboundContent =
  | { type: 'text'; text: string }
  | OutboundFile
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contacts'; contacts: { name: string; numbers: { number: string; label?: string }[] }[] }
  | { type: 'poll'; question: string; options: string[]; selectable: number };

/**
 * Field numbers from WAProto.proto in Baileys 7.0.0-rc14; the test beside this file reads the result with Baileys' own
 * decoder. `message` is the field of the proto Message.
 */
const FILES = {
  image: { message: 3, mime: 2, caption: 3, size: 5, height: 6, width: 7, thumbnail: 16, context: 17 },
  video: { message: 9, mime: 2, size: 4, seconds: 5, caption: 7, gif: 8, height: 9, width: 10, context: 17 },
  audio: { message: 8, mime: 2, size: 4, seconds: 5, context: 17 },
  voice: { message: 8, mime: 2, size: 4, seconds: 5, isVoice: 6, waveform: 19, context: 17 },
  document: { message: 7, mime: 2, title: 3, size: 5, name: 8, context: 17, caption: 20 },
  sticker: { message: 26, mime: 5, height: 6, width: 7, size: 9, context: 17 },
} as const satisfies Record<OutboundFile['type'], Record<string, number>>;
const DOCUMENT_WITH_CAPTION = { message: 53, inner: 1 } as const;
const LOCATION = { message: 5, latitude: 1, longitude: 2, name: 3, address: 4, context: 17 } as const;
const CONTACT = { message: 4, name: 1, vcard: 16, context: 17 } as const;
const CONTACTS = { message: 13, name: 1, contacts: 2, context: 17 } as const;
const POLL = { message: 64, name: 2, options: 3, selectable: 4, context: 5, optionName: 1 } as const;

/**
 * Makes the proto of what is sent, with a message secret of its own, and the id it will be sent under. That of a file
 * lacks its address and keys, which it gets at its one upload, see send-file.ts.
 */
export function encodeContent(content: OutboundContent, quoted: QuotedProto | null): EncodedMessage {
  return encodeInContext(content, quoted ? encodeQuoted(quoted) : null);
}

/** The same, with what is said around it: an encoded ContextInfo. */
export function encodeInContext(content: OutboundContent, context: Buffer | null): EncodedMessage {
  const inContext = (field: number): Buffer[] => (context ? [bytesField(field, context)] : []);
  switch (content.type) {
    case 'text':
      return encodeText({ text: content.text, ...(context ? { context } : {}) });
    case 'location':
      return finish(LOCATION.message, [
        doubleField(LOCATION.latitude, content.latitude),
        doubleField(LOCATION.longitude, content.longitude),
        ...text(LOCATION.name, content.name),
        ...text(LOCATION.address, content.address),
        ...inContext(LOCATION.context),
      ]);
    case 'contacts': {
      const cards = content.contacts.map((card) => [
        bytesField(CONTACT.name, card.name),
        bytesField(CONTACT.vcard, writeVcard(card)),
      ]);
      if (cards.length === 1) return finish(CONTACT.message, [...cards[0]!, ...inContext(CONTACT.context)]);
      return finish(CONTACTS.message, [
        bytesField(
          CONTACTS.name,
          content.contacts
            .map(({ name }) => name)
            .join(', ')
            .slice(0, 100)
            .toWellFormed(),
        ),
        ...cards.map((card) => bytesField(CONTACTS.contacts, Buffer.concat(card))),
        ...inContext(CONTACTS.context),
      ]);
    }
    case 'poll':
      return finish(POLL.message, [
        bytesField(POLL.name, content.question),
        ...content.options.map((option) => bytesField(POLL.options, bytesField(POLL.optionName, option))),
        numberField(POLL.selectable, content.selectable),
        ...inContext(POLL.context),
      ]);
    default:
      return encodeFile(content, context);
  }
}

function encodeFile(file: OutboundFile, context: Buffer | null): EncodedMessage {
  const fields: Record<string, number> = FILES[file.type];
  const thumbnail = thumbnailBytes(file.thumbnail ?? null);
  const parts = [
    bytesField(fields['mime']!, file.mimeType),
    numberField(fields['size']!, file.size),
    ...text(fields['caption'], file.caption),
    ...text(fields['name'], file.fileName ?? undefined),
    ...text(fields['title'], file.fileName ?? undefined),
    ...whole(fields['width'], file.width),
    ...whole(fields['height'], file.height),
    ...whole(
      fields['seconds'],
      file.durationMs === undefined ? undefined : Math.ceil(file.durationMs / 1_000),
    ),
    ...whole(fields['isVoice'], 1),
    ...(file.waveform && fields['waveform'] ? [bytesField(fields['waveform'], file.waveform)] : []),
    ...whole(fields['gif'], file.gif ? 1 : undefined),
    ...(thumbnail && fields['thumbnail'] ? [bytesField(fields['thumbnail'], thumbnail)] : []),
    ...(context ? [bytesField(fields['context']!, context)] : []),
  ];
  const message = bytesField(fields['message']!, Buffer.concat(parts));
  if (file.type !== 'document' || !file.caption) return finishMessage(message);
  return finish(DOCUMENT_WITH_CAPTION.message, [bytesField(DOCUMENT_WITH_CAPTION.inner, message)]);
}

function finish(field: number, parts: Buffer[]): EncodedMessage {
  return finishMessage(bytesField(field, Buffer.concat(parts)));
}

function text(field: number | undefined, value: string | undefined): Buffer[] {
  return field === undefined || !value ? [] : [bytesField(field, value)];
}

function whole(field: number | undefined, value: number | undefined): Buffer[] {
  return field === undefined || value === undefined ? [] : [numberField(field, value)];
}
