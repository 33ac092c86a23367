import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { StoredAuthor, StoredPendingChange, StoredPoll, StoredReaction } from './message-row.ts';

/** What is done to a message that's there already. The emoji that's empty takes a reaction back. */
export type MessageChange =
  | { kind: 'reaction'; emoji: string }
  | { kind: 'edit'; text: string }
  | { kind: 'delete'; byAdmin: boolean }
  /** The places of the options of a poll; none takes the vote back. */
  | { kind: 'vote'; chosen: number[] }
  /** What became of a call. */
  | { kind: 'call'; outcome: 'ringing' | 'missed' | 'rejected' | 'auto_rejected' | 'answered' };

/** What of a message can change after it was written. */
export interface ChangeableMessage {
  id: string;
  content: { type: string } & Record<string, unknown>;
  /** What it said before it was edited, oldest first. */
  earlier: Array<{ content: object; until: string }>;
  reactions: StoredReaction[];
  edited_at: Date | null;
  deleted_at: Date | null;
  pending_change: StoredPendingChange | null;
}

/**
 * Changes a message in memory, and answers whether it looks different now. An older change that comes after a newer one
 * of its kind and author changes nothing, and nothing changes what was taken back.
 */
export function changeMessage(
  message: ChangeableMessage,
  change: { change: MessageChange; author: StoredAuthor; at: Date },
): boolean {
  if (message.deleted_at) return false;
  const wanted = change.change;
  if (wanted.kind === 'edit') return edit(message, wanted.text, change.at);
  if (wanted.kind === 'reaction') return react(message, wanted.emoji, change);
  if (wanted.kind === 'vote') return vote(message, wanted.chosen, change);
  if (wanted.kind === 'call') return endCall(message, wanted.outcome);
  message.deleted_at = change.at;
  return true;
}

function edit(message: ChangeableMessage, text: string, at: Date): boolean {
  if (message.edited_at && message.edited_at > at) return false;
  const { content } = message;
  const hasText = content.type === 'text' || content.type === 'unsupported';
  if ((hasText ? content['text'] : content['caption']) === text && content.type !== 'unsupported')
    return false;
  message.earlier.push({ content, until: at.toISOString() });
  message.content = hasText ? { type: 'text', text } : { ...content, caption: text };
  message.edited_at = at;
  return true;
}

/** What was refused or answered by somebody stays so, whatever the caller's phone says of it afterwards. */
function endCall(
  message: ChangeableMessage,
  outcome: Extract<MessageChange, { kind: 'call' }>['outcome'],
): boolean {
  const { content } = message;
  if (content.type !== 'call' || (content['outcome'] !== 'ringing' && content['outcome'] !== 'missed'))
    return false;
  if (content['outcome'] === outcome || outcome === 'ringing') return false;
  message.content = { ...content, outcome };
  return true;
}

/** Everybody has one vote, and the business has one; the newest counts. Who chose what isn't shown. */
function vote(
  message: ChangeableMessage,
  chosen: number[],
  { author, at }: { author: StoredAuthor; at: Date },
): boolean {
  if (message.content.type !== 'poll') return false;
  const { options, voters = {} } = message.content as unknown as StoredPoll;
  const voter = author.author_kind === 'contact' && author.author_id ? author.author_id : 'us';
  const before = voters[voter];
  if (before && new Date(before.at) > at) return false;
  if (!before && Object.keys(voters).length >= INBOX_LIMITS.voters) return false;
  if (before?.chosen.join() === chosen.join() || (!before && chosen.length === 0)) return false;
  const all = { ...voters, [voter]: { chosen, at: at.toISOString() } };
  const votes = Object.values(all).flatMap((one) => one.chosen);
  message.content = {
    ...message.content,
    voters: all,
    options: options.map(({ text }, place) => ({
      text,
      votes: votes.filter((one) => one === place).length,
    })),
  };
  return true;
}

/**
 * Everybody has one reaction, and the business has one, whoever gave it. One that was taken back stays without an emoji,
 * so that an older one that comes later is known to be older.
 */
function react(
  message: ChangeableMessage,
  emoji: string,
  { author, at }: { author: StoredAuthor; at: Date },
): boolean {
  const before = message.reactions.find((one) => isSameSide(one, author));
  if (before && new Date(before.created_at) > at) return false;
  if ((before?.emoji ?? '') === emoji) return false;
  const others = message.reactions.filter((one) => one !== before);
  if (!before && others.length >= INBOX_LIMITS.reactions) return false;
  message.reactions = [...others, { ...author, emoji, created_at: at.toISOString() }];
  return true;
}

/** Whether two reactions are by the same person, or both by the business. */
export function isSameSide(one: StoredAuthor, other: StoredAuthor): boolean {
  if (one.author_kind !== 'contact' || other.author_kind !== 'contact')
    return one.author_kind !== 'contact' && other.author_kind !== 'contact';
  return one.author_id === other.author_id;
}

/** Writes what changed, and tells of it; each message once. */
export async function storeChanged(tx: Transaction, messages: Iterable<ChangeableMessage>): Promise<void> {
  const changed = [...messages];
  if (changed.length === 0) return;
  await tx.query(
    `update messages m set content = u.content, earlier = u.earlier, reactions = u.reactions, edited_at = u.edited_at,
       deleted_at = u.deleted_at, pending_change = u.pending_change, revision = m.revision + 1, updated_at = now()
     from unnest($2::uuid[], $3::jsonb[], $4::jsonb[], $5::jsonb[], $6::timestamptz[], $7::timestamptz[], $8::jsonb[])
       as u (id, content, earlier, reactions, edited_at, deleted_at, pending_change)
     where m.account_id = $1 and m.id = u.id`,
    [
      tx.accountId,
      changed.map(({ id }) => id),
      changed.map(({ content }) => JSON.stringify(content)),
      changed.map(({ earlier }) => JSON.stringify(earlier.slice(-INBOX_LIMITS.earlierTexts))),
      changed.map(({ reactions }) => JSON.stringify(reactions)),
      changed.map((message) => message.edited_at),
      changed.map((message) => message.deleted_at),
      changed.map((message) => message.pending_change && JSON.stringify(message.pending_change)),
    ],
  );
  await recordEvents(tx, { type: 'message.updated', subjectIds: changed.map(({ id }) => id) });
}
