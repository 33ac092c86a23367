import type { Message, Quoted } from '../../client/contract.ts';
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
