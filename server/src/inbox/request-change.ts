import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { recordEvent } from '../events/record-event.ts';
import { Problem } from '../http/problem.ts';
import { newWhatsappId } from '../sessions/encode-text.ts';
import { sendFailure } from '../sessions/send-failures.ts';
import { findConversation, findMessage } from './find-conversation.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { MessageRow, StoredAuthor, StoredPendingChange } from './message-row.ts';

/** What a person asks to be done to a message; the reaction without an emoji is taken back. */
export type WantedChange =
  | { kind: 'edit'; text: string }
  | { kind: 'delete' }
  | { kind: 'reaction'; emoji: string };

type Asked = Pick<
  MessageRow,
  'id' | 'conversation_id' | 'session_id' | 'direction' | 'status' | 'content' | 'reactions' | 'failure'
> & {
  timestamp: Date;
  deleted_at: Date | null;
  handed_over_at: Date | null;
  pending_change: StoredPendingChange | null;
  session_status: string;
};

/**
 * Takes a change to be sent: stored in the outbox behind what the conversation has there already. It takes effect once
 * WhatsApp has it, see finish-changes.ts. What is so already, or asked for already, is left as it is. Throws the
 * problems of `editMessage`, `deleteMessage` and `setReaction`.
 */
export async function requestChange(
  tx: Transaction,
  options: { caller: Caller; messageId: string; author: StoredAuthor; wanted: WantedChange },
): Promise<MessageRow> {
  const { caller, messageId, wanted } = options;
  const seen = await findMessage(tx, { caller, messageId });
  // Within a conversation the outbox follows the order of the commits.
  await findConversation(tx, { caller, conversationId: seen.conversation_id, forUpdate: true });
  const message = await lockMessage(tx, messageId);
  if (!isDone(message, wanted)) {
    refuse(message, wanted);
    if (wanted.kind === 'delete' && !isWithWhatsapp(message)) await cancel(tx, message);
    else await enqueue(tx, { message, author: options.author, wanted });
    await recordEvent(tx, { type: 'message.updated', subjectId: messageId });
  }
  return findMessage(tx, { caller, messageId });
}

async function lockMessage(tx: Transaction, messageId: string): Promise<Asked> {
  const [row] = await tx.query<Asked>(
    `select m.id, m.conversation_id, m.session_id, m.direction, m.status, m.content, m.reactions, m.failure, m.timestamp,
       m.deleted_at, m.handed_over_at, m.pending_change, s.status as session_status
     from messages m join sessions s on s.account_id = m.account_id and s.id = m.session_id
     where m.account_id = $1 and m.id = $2 for no key update of m`,
    [tx.accountId, messageId],
  );
  return row!;
}

const EDITABLE = ['text', 'image', 'video'];

/** Whether the message is, or is about to be, as it's asked to be. */
function isDone(message: Asked, wanted: WantedChange): boolean {
  const { pending_change: pending } = message;
  const asked = pending?.status === 'queued' ? pending : null;
  if (wanted.kind === 'delete') return message.deleted_at !== null || asked?.kind === 'delete';
  if (message.deleted_at) return false;
  if (wanted.kind === 'edit')
    return asked
      ? asked.kind === 'edit' && asked.text === wanted.text
      : (message.content['text'] ?? message.content['caption']) === wanted.text;
  const given = message.reactions.find(({ author_kind: kind }) => kind !== 'contact')?.emoji ?? '';
  return asked ? asked.kind === 'reaction' && (asked.emoji ?? '') === wanted.emoji : given === wanted.emoji;
}

function refuse(message: Asked, wanted: WantedChange): void {
  if (message.deleted_at)
    throw conflict('message_deleted', 'The message was deleted. Nothing of it can be changed.');
  if (wanted.kind !== 'reaction' && message.direction === 'inbound')
    throw conflict('not_the_author', 'Only what the business wrote can be changed.');
  if (wanted.kind === 'edit' && !EDITABLE.includes(message.content.type))
    throw conflict('not_editable', 'Only text, and what stands below a picture or a video, can be edited.');
  if (wanted.kind === 'delete' && !isWithWhatsapp(message)) return;
  if (wanted.kind !== 'delete' && (message.status === 'queued' || message.status === 'failed'))
    throw conflict(
      'message_not_sent',
      'WhatsApp does not have this message yet. Wait until it is sent, or delete it.',
    );
  if (message.session_status === 'removed')
    throw conflict(
      'session_removed',
      'The session was removed. Link the number again to change its messages.',
    );
  const age = Date.now() - message.timestamp.getTime();
  if (wanted.kind === 'edit' && age > INBOX_LIMITS.editMs)
    throw conflict('too_late', 'WhatsApp lets a message be edited for 15 minutes.');
  if (wanted.kind === 'delete' && age > INBOX_LIMITS.deleteMs)
    throw conflict('too_late', 'WhatsApp lets a message be deleted for everyone for 60 hours.');
}

/** Whether WhatsApp has it, or may have: one that it did not acknowledge may have arrived all the same. */
function isWithWhatsapp(message: Asked): boolean {
  if (message.status === 'failed') return message.failure?.code === 'no_acknowledgement';
  return message.status !== 'queued' || message.handed_over_at !== null;
}

async function cancel(tx: Transaction, message: Asked): Promise<void> {
  await tx.query(
    `update messages set deleted_at = now(), status = 'failed', failure = coalesce(failure, $3), pending_change = null,
       revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, message.id, JSON.stringify(sendFailure('cancelled'))],
  );
}

async function enqueue(
  tx: Transaction,
  options: { message: Asked; author: StoredAuthor; wanted: WantedChange },
): Promise<void> {
  const { message, author, wanted } = options;
  const pending: StoredPendingChange = {
    id: newId(),
    kind: wanted.kind,
    status: 'queued',
    text: wanted.kind === 'edit' ? wanted.text : null,
    emoji: wanted.kind === 'reaction' ? wanted.emoji || null : null,
    failure: null,
  };
  await tx.query(
    `insert into message_changes (account_id, id, message_id, conversation_id, session_id, kind, value, author_kind,
       author_id, author_name, whatsapp_id, outbox_position, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nextval('outbox_positions'),
       date_trunc('milliseconds', clock_timestamp()))`,
    [
      tx.accountId,
      pending.id,
      message.id,
      message.conversation_id,
      message.session_id,
      wanted.kind,
      pending.text ?? pending.emoji ?? '',
      author.author_kind,
      author.author_id,
      author.author_name,
      newWhatsappId(),
    ],
  );
  await tx.query(
    `update messages set pending_change = $3, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, message.id, JSON.stringify(pending)],
  );
}

function conflict(
  code:
    | 'message_deleted'
    | 'not_the_author'
    | 'not_editable'
    | 'message_not_sent'
    | 'session_removed'
    | 'too_late',
  detail: string,
): Problem {
  return new Problem({ status: 409, code, detail });
}
