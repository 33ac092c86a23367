import type { EncodedMessage } from './encode-text.ts';
import { finishMessage } from './encode-text.ts';
import { type OutboundContent, type OutboundFile, encodeInContext } from './encode-content.ts';
import { bytesField, bytesOf, numberField, numberOf, type ProtoField, readFields } from './proto-fields.ts';

/** Field numbers from WAProto.proto in Baileys 7.0.0-rc14; the test beside this file reads the result with its decoder. */
const ENVELOPES = { ephemeral: 40, documentWithCaption: 53 } as const;
const ENVELOPED = 1;
const BESIDE_THE_CONTENT = new Set([2 /* sender key */, 35 /* messageContextInfo */]);
const CONTEXT_OF = { poll: 5, others: 17 } as const;
const POLLS = new Set([49, 60, 64]);
const CONTEXT = { mentioned: 15, score: 21, isForwarded: 22 } as const;
const MEDIA_KEY = { image: 8, video: 6, audio: 7, voice: 7, document: 7, sticker: 4 } as const;

/** How often a message was passed on may be written down up to here; WhatsApp's own clients stop there, too. */
const HIGHEST_SCORE = 127;

/** What is passed on: its proto as it is kept, and whether the business wrote it. */
export interface Forwarded {
  encoded: Buffer | null;
  isOwn: boolean;
}

/**
 * Makes the proto of a message that is passed on, with a secret of its own and the id it will be sent under. What others
 * wrote is marked as forwarded, once more each time; what the business wrote itself only if it was forwarded before, as
 * WhatsApp's own apps do. A file keeps its address and keys where `keepsFile` says that they still hold; else it is uploaded
 * when it is sent.
 */
export function encodeForward(
  original: Forwarded,
  content: OutboundContent,
  options: { keepsFile: boolean },
): EncodedMessage & { score: number } {
  const found = original.encoded && contentOf(original.encoded);
  const { context, score } = contextOf(found, original.isOwn);
  const file = 'mimeType' in content && options.keepsFile ? content : null;
  const kept = file && found && hasKey(found, file) ? keepFile(found, context) : null;
  return { ...(kept ?? encodeInContext(content, context)), score };
}

interface Content {
  field: number;
  fields: ProtoField[];
  /** The field that a document with a caption is wrapped in. */
  envelope: number | null;
}

function contentOf(encoded: Buffer): Content | null {
  let message = encoded;
  let envelope: number | null = null;
  for (const number of [ENVELOPES.ephemeral, ENVELOPES.documentWithCaption]) {
    const inner = bytesOf(message, number).at(-1);
    const enveloped = inner && bytesOf(inner, ENVELOPED).at(-1);
    if (!enveloped) continue;
    message = enveloped;
    if (number === ENVELOPES.documentWithCaption) envelope = number;
  }
  const content = readFields(message).find(({ number, bytes }) => bytes && !BESIDE_THE_CONTENT.has(number));
  return content?.bytes ? { field: content.number, fields: readFields(content.bytes), envelope } : null;
}

function contextFieldOf(field: number): number {
  return POLLS.has(field) ? CONTEXT_OF.poll : CONTEXT_OF.others;
}

/** Whom the text names stays, since the text has only their hidden ids; whom it answered does not. */
function contextOf(content: Content | null, isOwn: boolean): { context: Buffer | null; score: number } {
  const context = content?.fields.findLast(({ number }) => number === contextFieldOf(content.field))?.bytes;
  const fields = context ? readFields(context) : [];
  const before = fields.findLast(({ number }) => number === CONTEXT.score);
  const score = Math.min(HIGHEST_SCORE, (before ? numberOf(before) : 0) + (isOwn ? 0 : 1));
  const parts = fields.filter(({ number }) => number === CONTEXT.mentioned).map(({ raw }) => raw);
  if (score > 0) parts.push(numberField(CONTEXT.score, score), numberField(CONTEXT.isForwarded, 1));
  return { context: parts.length > 0 ? Buffer.concat(parts) : null, score };
}

function hasKey({ fields }: Content, { type }: OutboundFile): boolean {
  return fields.some(({ number, bytes }) => number === MEDIA_KEY[type] && bytes !== null && bytes.length > 0);
}

function keepFile({ field, fields, envelope }: Content, context: Buffer | null): EncodedMessage {
  const kept = fields.filter(({ number }) => number !== CONTEXT_OF.others).map(({ raw }) => raw);
  const parts = context ? [...kept, bytesField(CONTEXT_OF.others, context)] : kept;
  const message = bytesField(field, Buffer.concat(parts));
  return finishMessage(envelope === null ? message : bytesField(envelope, bytesField(ENVELOPED, message)));
}
