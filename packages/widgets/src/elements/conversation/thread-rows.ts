import type { ThreadItem } from '../../controllers/thread.ts';
import { dayKeyOf, type Clock } from '../../format/times.ts';
import { kindOf, textOf } from '../../foundation/message-preview.ts';
import { isPicture, mediaBox } from './media-box.ts';

/** Bubbles of one author within this time join into a run. */
const RUN_MS = 5 * 60_000;
/** Time zones differ by multiples of this, so all times within one such stretch are of the same day. */
const SAME_DAY_MS = 15 * 60_000;

/** A row of the thread: an item, and what it shares with its neighbours. */
export interface ThreadRow {
  key: string;
  item: ThreadItem;
  /** First of its day: the day stands above it. */
  day: boolean;
  /** Where the unread messages begin. */
  newest: number;
  /** Joined to the bubble above, to the one below. */
  joined: boolean;
  continued: boolean;
  /** The newest run of ours: its state is written in words. */
  stateInWords: boolean;
}

/** When an item was written. */
export function timeOfItem(item: ThreadItem): string {
  return 'message' in item ? item.message.timestamp : item.unsent.createdAt;
}

/** Lays items out as rows: days, runs, the line of new messages. */
export function threadRows(
  items: ThreadItem[],
  clock: Clock,
  newFrom: { messageId: string; count: number } | null,
): ThreadRow[] {
  const dayOf = dayReader(clock);
  let lastOwn = items.length - 1;
  while (lastOwn >= 0 && isInbound(items[lastOwn]!)) lastOwn--;
  const rows = items.map((item, at): ThreadRow => {
    const previous = items[at - 1];
    const day = !previous || dayOf(previous) !== dayOf(item);
    const newest = newFrom && 'message' in item && item.message.id === newFrom.messageId ? newFrom.count : 0;
    const joined = !day && !newest && joins(previous, item);
    return { key: item.key, item, day, newest, joined, continued: false, stateInWords: at === lastOwn };
  });
  for (let at = 1; at < rows.length; at++) rows[at - 1]!.continued = rows[at]!.joined;
  return rows;
}

function dayReader(clock: Clock): (item: ThreadItem) => string {
  const known = new Map<number, string>();
  return (item) => {
    const at = Date.parse(timeOfItem(item));
    const stretch = Math.floor(at / SAME_DAY_MS);
    let key = known.get(stretch);
    if (!key) known.set(stretch, (key = dayKeyOf(at, clock)));
    return key;
  };
}

function isInbound(item: ThreadItem): boolean {
  return 'message' in item && item.message.direction === 'inbound';
}

function joins(one: ThreadItem, other: ThreadItem): boolean {
  if (voiceOf(one) !== voiceOf(other) || standsAlone(one) || standsAlone(other)) return false;
  return Date.parse(timeOfItem(other)) - Date.parse(timeOfItem(one)) < RUN_MS;
}

/** Equal for items written by the same hand. A text sent here joins what this member sent before. */
function voiceOf(item: ThreadItem): string {
  if ('unsent' in item) return 'out:unsent';
  const { direction, author } = item.message;
  return `${direction}:${author.kind}:${author.id ?? author.name ?? ''}`;
}

/** What needs its own line of state beneath it. */
function standsAlone(item: ThreadItem): boolean {
  if ('unsent' in item) {
    const { state, attachment } = item.unsent;
    return state === 'failed' || (attachment !== null && attachment.mediaId === null);
  }
  const { status, content, pendingChange } = item.message;
  return status === 'failed' || content.type === 'notice' || Boolean(pendingChange);
}

/** A height for a row that was never drawn, from what it says. `width` is that of the panel. */
export function guessHeight(row: ThreadRow, width: number): number {
  const text = textOfItem(row.item);
  const perLine = Math.min(560, width * 0.78) / 7.1;
  let lines = 0;
  if (text) for (const line of text.split('\n')) lines += Math.max(1, Math.ceil(line.length / perLine));
  return (
    lines * 20 +
    15 +
    heightOfKind(row.item, width) +
    (row.continued ? 2 : 32) +
    (row.day ? 36 : 0) +
    (row.newest ? 36 : 0) +
    (quoteOf(row.item) ? 46 : 0)
  );
}

/** Pixels of what is not text. */
function heightOfKind(item: ThreadItem, width: number): number {
  const content = 'message' in item ? item.message.content : null;
  const attachment = 'unsent' in item ? item.unsent.attachment : null;
  const type = content?.type ?? attachment?.type ?? 'text';
  const measures = content && 'media' in content ? content.media : (attachment ?? {});
  if (isPicture(type)) return mediaBox(type, measures, width).height - 4;
  if (!content) return type === 'text' ? 0 : 40;
  switch (content.type) {
    case 'text':
      return (content.link ? 76 : 0) + (content.choices?.options.length ?? 0) * 36;
    case 'poll':
      return 60 + content.options.length * 38;
    case 'contacts':
      return Math.min(3, content.contacts.length) * 52;
    case 'call':
      return 36;
    case 'location':
      return 60;
    case 'deleted':
      return 20;
    case 'unsupported':
      return kindOf(content) === 'waiting' ? 60 : 40;
    case 'notice':
      return -8;
    default:
      return 40;
  }
}

function quoteOf(item: ThreadItem): unknown {
  return 'message' in item ? item.message.quoted : item.unsent.quoted;
}

/** The words of an item, where it has any. */
export function textOfItem(item: ThreadItem): string {
  return 'unsent' in item ? item.unsent.text : textOf(item.message.content);
}
