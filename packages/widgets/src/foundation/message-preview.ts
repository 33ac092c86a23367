import type { Content, Message } from '../client/contract.ts';
import { durationOf } from '../format/duration.ts';
import { nameMentions } from '../format/name-mentions.ts';
import type { ListWords } from '../words/pt-br/list.ts';

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

/** The second line of a row: the sign for its tick or kind, who wrote it, and what. */
export function previewOf(
  message: Message,
  memberId: string | null,
  words: ListWords,
): { sign: string; text: string } {
  const line = lineOf(message, words.kinds);
  const { direction, status, author, content } = message;
  if (direction === 'inbound') return { sign: kindOf(content), text: line };
  if (status === 'failed') return { sign: status, text: `${words.notSent}: ${line}` };
  const who =
    author.kind === 'phone'
      ? words.fromPhone
      : author.kind === 'member' && author.id === memberId
        ? words.you
        : author.name;
  return { sign: status, text: who ? `${who}: ${line}` : line };
}
