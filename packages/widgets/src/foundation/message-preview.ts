import { nothing } from 'lit';
import type { Content, Message } from '../client/contract.ts';
import {
  ban,
  check,
  checkCheck,
  circleAlert,
  circleDashed,
  fileText,
  image,
  mic,
  video,
} from '../icons/list.gen.ts';
import { icon } from '../icons/icon.ts';
import type { ListWords } from '../words/pt-br/list.ts';

const KIND_ICONS: Record<string, string> = {
  image,
  video,
  audio: mic,
  voice: mic,
  document: fileText,
  deleted: ban,
};
const TICKS: Record<string, string> = {
  queued: circleDashed,
  sent: check,
  delivered: checkCheck,
  read: checkCheck,
  played: checkCheck,
  failed: circleAlert,
};

/** The words of a message, where it has any: its text or its caption. */
export function textOf(content: Content): string {
  if ('text' in content) return content.text;
  return 'caption' in content ? (content.caption ?? '') : '';
}

/** What a message says in one line: its text or caption, or the word for its kind. */
export function lineOf(message: Message, kinds: Record<string, string>): string {
  const { content } = message;
  return textOf(content) || kinds[content.type] || kinds['unsupported']!;
}

/** The second line of a row: tick or kind, who wrote it, and what. */
export function previewOf(
  message: Message,
  memberId: string | null,
  words: ListWords,
): { drawing: unknown; text: string } {
  const line = lineOf(message, words.kinds);
  const kind = KIND_ICONS[message.content.type];
  if (message.direction === 'inbound') return { drawing: kind ? icon(kind, 'i14') : nothing, text: line };
  const { status, author } = message;
  const tick = TICKS[status] ? icon(TICKS[status], 'i14') : nothing;
  if (status === 'failed') return { drawing: tick, text: `${words.notSent}: ${line}` };
  const who =
    author.kind === 'phone'
      ? words.fromPhone
      : author.kind === 'member' && author.id === memberId
        ? words.you
        : author.name;
  return { drawing: tick, text: who ? `${who}: ${line}` : line };
}
