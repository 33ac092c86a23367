import type { Attachment } from './outbox.ts';

const MIB = 1024 * 1024;
/** Bytes that the API takes of a file. */
export const LARGEST_FILE = 100 * MIB;
/** What WhatsApp shows as more than a document, and up to how many bytes. */
const SHOWN: { type: Attachment['type']; kinds: RegExp; most: number }[] = [
  { type: 'image', kinds: /^image\/(jpeg|png)$/, most: 16 * MIB },
  { type: 'video', kinds: /^video\/(mp4|3gpp)$/, most: 64 * MIB },
  { type: 'audio', kinds: /^audio\/(mpeg|mp4|aac|ogg|amr)$/, most: 16 * MIB },
];

/** How a file is sent: as what WhatsApp can show, else as a document, which may be anything. */
export function attachmentTypeOf({ mimeType, size }: { mimeType: string; size: number }): Attachment['type'] {
  const plain = mimeType.split(';')[0]!.trim().toLowerCase();
  return SHOWN.find(({ kinds, most }) => kinds.test(plain) && size <= most)?.type ?? 'document';
}
