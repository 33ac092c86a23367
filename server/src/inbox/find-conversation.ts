import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { notFound } from '../http/problem.ts';
import type { ConversationRow, MessageRow } from './message-row.ts';
import { addVisibility, Conditions } from './visible.ts';

/**
 * A conversation that the caller may see; of one that was merged, the one it was merged into. Throws 404 for an
 * unknown one, one of another account and one that the caller may not see alike.
 */
export async function findConversation(
  tx: Transaction,
  options: { caller: Caller; conversationId: string; forUpdate?: boolean },
): Promise<ConversationRow> {
  const conditions = new Conditions([tx.accountId, options.conversationId]);
  conditions.add('asked.account_id = $1 and asked.id = $2');
  addVisibility(conditions, options.caller);
  const [found] = await tx.query<{ id: string }>(
    `select v.id
     from conversations asked
     join conversations v on v.account_id = asked.account_id and v.id = coalesce(asked.merged_into, asked.id)
     left join cases k on k.account_id = v.account_id and k.id = v.case_id
     where ${conditions.toString()}
     ${options.forUpdate ? 'for no key update of v' : ''}`,
    conditions.values,
  );
  if (!found) throw notFound('conversation');
  return readConversation(tx, found.id);
}

/** The row of a conversation of the account in scope that is known to exist. */
export async function readConversation(tx: Transaction, conversationId: string): Promise<ConversationRow> {
  const [answer] = await tx.query<{ row: ConversationRow }>(
    'select to_jsonb(v) as row from conversation_view v where v.account_id = $1 and v.id = $2',
    [tx.accountId, conversationId],
  );
  if (!answer) throw notFound('conversation');
  return answer.row;
}

/** A message in a conversation that the caller may see. Throws 404 otherwise. */
export async function findMessage(
  tx: Transaction,
  options: { caller: Caller; messageId: string },
): Promise<MessageRow> {
  const conditions = new Conditions([tx.accountId, options.messageId]);
  conditions.add('m.account_id = $1 and m.id = $2');
  addVisibility(conditions, options.caller);
  const [answer] = await tx.query<{ row: MessageRow }>(
    `select to_jsonb(m) as row
     from message_view m
     join conversations v on v.account_id = m.account_id and v.id = m.conversation_id
     left join cases k on k.account_id = v.account_id and k.id = v.case_id
     where ${conditions.toString()}`,
    conditions.values,
  );
  if (!answer) throw notFound('message');
  return answer.row;
}
