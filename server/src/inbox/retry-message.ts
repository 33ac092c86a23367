import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvent } from '../events/record-event.ts';
import { Problem } from '../http/problem.ts';
import { findConversation, findMessage } from './find-conversation.ts';
import type { MessageRow } from './message-row.ts';

/**
 * Queues a message that failed once more, with its bytes and its id, behind what its conversation has waiting. One that
 * is queued already is left as it is. Throws 409 for what can't be helped by it.
 */
export async function retryMessage(
  tx: Transaction,
  options: { caller: Caller; messageId: string },
): Promise<MessageRow> {
  const seen = await findMessage(tx, options);
  const conversationId = seen.conversation_id;
  await findConversation(tx, { caller: options.caller, conversationId, forUpdate: true });
  const [queued] = await tx.query(
    `update messages m set status = 'queued', failure = null, attempts = 0, outbox_position = nextval('outbox_positions'),
       revision = m.revision + 1, updated_at = now()
     from sessions s
     where m.account_id = $1 and m.id = $2 and m.direction = 'outbound' and m.status = 'failed' and m.deleted_at is null
       and m.failure @> '{"retryable": true}' and m.encoded_sealed is not null
       and s.account_id = m.account_id and s.id = m.session_id and s.status <> 'removed'
     returning m.id`,
    [tx.accountId, options.messageId],
  );
  if (queued) await recordEvent(tx, { type: 'message.updated', subjectId: options.messageId });
  const message = await findMessage(tx, options);
  if (message.status === 'queued') return message;
  throw new Problem({
    status: 409,
    code: 'not_retryable',
    detail: 'Only a message that failed, and whose failure is retryable, can be sent again.',
  });
}
