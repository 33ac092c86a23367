import type { Author, Message } from '../../client/contract.ts';
import type { Clock } from '../../format/times.ts';
import type { ContentWords } from '../../words/pt-br/content.ts';
import type { ThreadWords } from '../../words/pt-br/thread.ts';
import type { MediaDesk } from './media-desk.ts';
import type { ThreadRow } from './thread-rows.ts';

/** Who is who in a conversation. */
export interface People {
  words: ThreadWords;
  contents: { words: ContentWords };
  /** What the contact, or the group, is called here. */
  contactName: string;
  isGroup: boolean;
  memberName: string;
  memberId: string;
}

/** What rows are drawn from besides their items. */
export interface MessageContext extends People {
  kinds: Record<string, string>;
  clock: Clock;
  desk: MediaDesk;
  activeKey: string | null;
  setSize: number;
  offline: boolean;
  authorOf(message: Message): string;
  nameOf(author: Author): string;
  onRetry(row: ThreadRow): void;
  onDiscard(row: ThreadRow): void;
  onQuote(messageId: string): void;
  onOpen(messageId: string): void;
  /** Null where nobody may answer. */
  onReply: ((message: Message) => void) | null;
  /** Opens the menu of a message beside the element that asked for it. */
  onMore: (message: Message, opener: HTMLElement) => void;
  /** A failed message that was sent anew keeps its words, without the button. */
  retried: Set<string>;
}

/** What somebody is called in the thread. */
export function nameOfAuthor(author: Author, people: People): string {
  const { words } = people;
  if (author.kind === 'contact') {
    return author.name || (people.isGroup ? people.contents.words.someone : people.contactName);
  }
  if (author.kind === 'phone') return words.fromPhone;
  return author.name || words.authors[author.kind] || words.you;
}

/** As `nameOfAuthor`, but the person who looks is `you`: for what speaks of somebody rather than signs. */
export function callOf(author: Author, people: People): string {
  const isMe = author.kind === 'member' && author.id === people.memberId;
  return isMe ? people.words.you : nameOfAuthor(author, people);
}

/** Who wrote an item, in the words of the thread. */
export function authorOf({ item }: ThreadRow, people: People): string {
  if ('unsent' in item) return people.memberName || people.words.you;
  return nameOfAuthor(item.message.author, people);
}
