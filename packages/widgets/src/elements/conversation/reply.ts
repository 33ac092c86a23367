import type { Message, Quoted } from '../../client/contract.ts';
import type { Outgoing } from '../../controllers/outbox.ts';
import { lineOf } from '../../foundation/message-preview.ts';
import { initialText } from '../../format/initial-text.ts';

/** Characters of a quoted text that are kept beside the reply. */
const LONGEST_PREVIEW = 200;

/** What a reply to a message says of it, before the API does. */
export function quotedOf(message: Message, kinds: Record<string, string>): Quoted {
  return {
    messageId: message.id,
    author: message.author,
    preview: initialText(lineOf(message, kinds), LONGEST_PREVIEW),
  };
}

/** A failed message once more, under a key of its own. Null for kinds that are not sent from here. */
export function outgoingAgain({ content, quoted }: Message): Outgoing | null {
  if (content.type === 'text') return { text: content.text, quoted };
  if (!('media' in content)) return null;
  const { id, fileName, mimeType, size, width, height } = content.media;
  const measures = width && height ? { width, height } : {};
  const file = { type: content.type, name: fileName ?? '', mimeType, size, mediaId: id, progress: 1 };
  return { text: content.caption ?? '', quoted, attachment: { ...file, ...measures } };
}
