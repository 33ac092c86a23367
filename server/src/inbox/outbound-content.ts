import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { fromTypeIdField } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { notFound, Problem } from '../http/problem.ts';
import { findMedia } from '../media/find-media.ts';
import { MEDIA_LIMITS } from '../media/limits.ts';
import { type MediaRow, type StoredMedia, storedMediaOf } from '../media/media-row.ts';
import { essenceOf } from '../media/tell-type.ts';
import type { OutboundContent, OutboundFile } from '../sessions/encode-content.ts';

type ContentInput = components['schemas']['ContentInput'];
type MediaInput = components['schemas']['MediaInput'];

/** What is sent, as the message keeps it and as its proto is made. */
export interface PreparedContent {
  stored: object;
  proto: OutboundContent;
}

/** Which types WhatsApp's apps show as which kind; a document may be anything. */
const TYPES: Record<Exclude<MediaInput['type'], 'document'>, readonly string[]> = {
  image: ['image/jpeg', 'image/png', 'image/webp'],
  video: ['video/mp4', 'video/3gpp'],
  audio: ['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/ogg'],
  voice: ['audio/ogg'],
  sticker: ['image/webp'],
};

/** Makes of a request's content what is stored and sent; only a file is looked up. Throws 400, 404 and 422 problems. */
export async function prepareContent(
  input: ContentInput,
  options: { caller: Caller; inAccount: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T> },
): Promise<PreparedContent> {
  switch (input.type) {
    case 'text':
    case 'location':
    case 'contacts':
      return { stored: input, proto: input };
    case 'poll': {
      const selectable = input.selectable ?? 1;
      const texts = input.options.map((option) => option.trim());
      const twin = texts.findIndex((text, index) => texts.indexOf(text) !== index);
      if (twin >= 0) throw invalid(`/body/content/options/${twin}`, 'is there already');
      if (selectable > input.options.length)
        throw invalid('/body/content/selectable', 'is more than there are options');
      const options = input.options.map((text) => ({ text, votes: 0 }));
      return {
        stored: { type: 'poll', question: input.question, options, selectable },
        proto: { type: 'poll', question: input.question, options: input.options, selectable },
      };
    }
    default:
      return prepareFile(input, options);
  }
}

async function prepareFile(
  input: MediaInput,
  { caller, inAccount }: Parameters<typeof prepareContent>[1],
): Promise<PreparedContent> {
  const { type, caption } = input;
  if (caption && (type === 'audio' || type === 'voice' || type === 'sticker'))
    throw invalid('/body/content/caption', `is not shown with a ${type}: send it as a text of its own`);
  const mediaId = fromTypeIdField('med', input.mediaId, '/body/content/mediaId');
  const row = await inAccount((tx) => findMedia(tx, { caller, mediaId }));
  checkFile(row, type);
  const media: StoredMedia = storedMediaOf(row);
  const { id: _id, state: _state, ...facts } = media;
  const proto: OutboundFile = { ...facts, type, waveform: row.waveform, ...(caption ? { caption } : {}) };
  return { stored: { type, media, ...(caption ? { caption } : {}) }, proto };
}

function checkFile(row: MediaRow, type: MediaInput['type']): void {
  if (row.state !== 'stored') {
    if (row.state === 'pending') throw unsuitable(row, 'is still on its way here');
    throw notFound('media');
  }
  const most = MEDIA_LIMITS.kindBytes[type];
  if (row.size > most)
    throw unsuitable(row, `has ${row.size} bytes; as ${type} it may have ${most}: send it as a document`);
  if (type === 'document') return;
  if (!TYPES[type].includes(essenceOf(row.mime_type)))
    throw unsuitable(row, `is ${row.mime_type}; as ${type} goes ${TYPES[type].join(', ')}`);
  if (type === 'voice' && !row.mime_type.includes('opus'))
    throw unsuitable(row, 'is not Opus, which is what a voice note has inside');
}

function unsuitable(row: MediaRow, why: string): Problem {
  return new Problem({
    status: 422,
    code: 'media_unsuitable',
    detail: `The file ${why}.`,
    errors: [{ pointer: '/body/content/mediaId', detail: `is ${row.mime_type}, ${row.state}` }],
  });
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'The content cannot be sent like this.',
    errors: [{ pointer, detail }],
  });
}
