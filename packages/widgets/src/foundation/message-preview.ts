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
  phone,
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
  call: phone,
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

/** What of any kind a line is made from. */
interface Told {
  type: string;
  gif?: boolean;
  live?: boolean;
  rawType?: string;
  name?: string;
  question?: string;
  contacts?: { name: string }[];
  outcome?: string;
  video?: boolean;
  media?: { durationMs?: number; fileName: string | null };
}

/** What a kind is called by: its type, or more exactly where the contract says more. */
export function kindOf({ type, gif, live, rawType, outcome }: Told): string {
  // WhatsApp has announced it and not delivered it: the phone still owes it.
  if (outcome === 'missed') return 'missed_call';
  return gif
    ? 'gif'
    : live
      ? 'live'
      : rawType === 'unavailable' || rawType === 'undecryptable'
        ? 'waiting'
        : type;
}

/** What a message says in one line: its text, or the word for its kind and what is known of it. */
export function lineOf({ content, mentions }: Message, kinds: Record<string, string>): string {
  const said = nameMentions(textOf(content), mentions, kinds['somebody']!);
  if ('text' in content) return said;
  const { type, media, name, question, contacts }: Told = content;
  const length = media?.durationMs;
  const file = type === 'document' && media?.fileName;
  const detail = said || file || (length && durationOf(length)) || question || name || contacts?.[0]?.name;
  const kind = kinds[kindOf(content)] ?? kinds['unsupported']!;
  return detail ? `${kind} · ${detail}` : kind;
}

/** The second line of a row: tick or kind, who wrote it, and what. */
export function previewOf(
  message: Message,
  memberId: string | null,
  words: ListWords,
): { drawing: unknown; text: string } {
  const line = lineOf(message, words.kinds);
  const kind = KIND_ICONS[kindOf(message.content)] ?? KIND_ICONS[message.content.type];
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
