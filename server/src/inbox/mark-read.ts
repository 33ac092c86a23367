import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvent } from '../events/record-event.ts';
import { notFound } from '../http/problem.ts';
import { findConversation, readConversation } from './find-conversation.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { ConversationRow } from './message-row.ts';

/** What was read just now, for telling WhatsApp. */
export interface MarkedRead {
  conversation: ConversationRow;
  /** The inbound messages that nobody had read before, oldest first; the latest ones when there are many. */
  newlyRead: string[];
}

/**
 * Marks a conversation as read up to one of its messages. Marking further back than it is read already changes nothing.
 * Throws 404 for a conversation the caller may not see, and for a message of another.
 */
export async function markRead(
  tx: Transaction,
  options: { caller: Caller; conversationId: string; upTo: string },
): Promise<MarkedRead> {
  const conversation = await findConversation(tx, { ...options, forUpdate: true });
  const [point] = await tx.query<{ already: boolean }>(
    `select m.timestamp < coalesce(v.read_up_to, '-infinity') as already
     from messages m join conversations v on v.account_id = m.account_id and v.id = m.conversation_id
     where m.account_id = $1 and m.conversation_id = $2 and m.id = $3`,
    [tx.accountId, conversation.id, options.upTo],
  );
  if (!point) throw notFound('message');
  if (point.already) return { conversation, newlyRead: [] };
  const newlyRead = await tx.query<{ id: string }>(
    `select m.id
     from messages m
     join messages last on last.account_id = m.account_id and last.id = $3
     join conversations v on v.account_id = m.account_id and v.id = m.conversation_id
     where m.account_id = $1 and m.conversation_id = $2 and m.direction = 'inbound'
       and m.timestamp >= coalesce(v.read_up_to, '-infinity') and (m.timestamp, m.id) <= (last.timestamp, last.id)
     order by m.timestamp desc, m.id desc
     limit $4`,
    [tx.accountId, conversation.id, options.upTo, INBOX_LIMITS.readReceipts],
  );
  const [changed] = await tx.query(
    `update conversations v
     set unread_count = u.unread, read_up_to = last.timestamp, revision = v.revision + 1, updated_at = now()
     from messages last, lateral (
       select least(v2.unread_count, (
         select count(*) from messages m
         where m.account_id = $1 and m.conversation_id = $2 and m.direction = 'inbound' and not m.from_history
           and (m.timestamp, m.id) > (last.timestamp, last.id)
       ))::integer as unread
       from conversations v2 where v2.account_id = $1 and v2.id = $2
     ) u
     where v.account_id = $1 and v.id = $2 and last.account_id = $1 and last.id = $3
       and (v.unread_count <> u.unread or v.read_up_to is distinct from last.timestamp)
     returning v.id`,
    [tx.accountId, conversation.id, options.upTo],
  );
  if (!changed) return { conversation, newlyRead: [] };
  await recordEvent(tx, { type: 'conversation.updated', subjectId: conversation.id });
  return {
    conversation: await readConversation(tx, conversation.id),
    newlyRead: newlyRead.map(({ id }) => id).toReversed(),
  };
}
