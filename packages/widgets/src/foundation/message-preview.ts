import { nothing } from 'lit';
import type { Content, Message } from '../client/contract.ts';
import { durationOf } from '../format/duration.ts';
import { nameMentions } from '../format/name-mentions.ts';
import {
  ban,
  check,
  checkCheck,
  circle,
  circleAlert,
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
  gif: video,
  audio: mic,
  voice: mic,
  document: fileText,
  sticker: image,
  deleted: ban,
};
const TICKS: Record<string, string> = {
  queued: circle,
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

/** What a kind is called by: its type, or more exactly where the contract says more. */
export function kindOf(content: Content): string {
  if ('gif' in content && content.gif) return 'gif';
  if ('live' in content && content.live) return 'live';
  // WhatsApp has announced it and not delivered it: the phone still owes it.
  return 'rawType' in content && content.rawType === 'unavailable' ? 'waiting' : content.type;
}

/** What a message says in one line: its text, or the word for its kind and what is known of it. */
export function lineOf({ content, mentions }: Message, kinds: Record<string, string>): string {
  const said = nameMentions(textOf(content), mentions, kinds['somebody']!);
  if ('text' in content) return said;
  const detail = said || detailOf(content);
  const kind = kinds[kindOf(content)] ?? kinds['unsupported']!;
  return detail ? `${kind} · ${detail}` : kind;
}

function detailOf(content: Content): string {
  if ('media' in content) {
    const { durationMs, fileName } = content.media;
    return content.type === 'document' ? (fileName ?? '') : durationMs ? durationOf(durationMs) : '';
  }
  if ('contacts' in content) return content.contacts[0]?.name ?? '';
  if ('question' in content) return content.question;
  return ('name' in content && content.name) || '';
}

/** The second line of a row: tick or kind, who wrote it, and what. */
export function previewOf(
  message: Message,
  memberId: string | null,
  words: ListWords,
): { drawing: unknown; text: string } {
  const line = lineOf(message, words.kinds);
  const kind = KIND_ICONS[kindOf(message.content)];
  if (message.direction === 'inbound') return { drawing: kind ? icon(kind, 'i14') : nothing, text: line };
  const { status, author } = message;
  const tick = TICKS[status] ? icon(TICKS[status], status === 'queued' ? 'i14 dash' : 'i14') : nothing;
  if (status === 'failed') return { drawing: tick, text: `${words.notSent}: ${line}` };
  const who =
    author.kind === 'phone'
      ? words.fromPhone
      : author.kind === 'member' && author.id === memberId
        ? words.you
        : author.name;
  return { drawing: tick, text: who ? `${who}: ${line}` : line };
}
