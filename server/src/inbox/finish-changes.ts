import type { Transaction } from '../db/database.ts';
import type { SendFailure } from '../sessions/send-failures.ts';
import { type ChangeableMessage, changeMessage, type MessageChange, storeChanged } from './change-message.ts';
import type { StoredAuthor } from './message-row.ts';

interface QueuedChange extends StoredAuthor {
  id: string;
  message_id: string;
  kind: Exclude<MessageChange['kind'], 'vote' | 'call'>;
  value: string;
  created_at: Date;
}

/**
 * Ends changes that were asked for: WhatsApp has them and they take effect, or they have failed and their messages stay
 * as they were. One that has ended already is left alone.
 */
export async function finishChanges(
  tx: Transaction,
  options: { ids: string[]; failure: SendFailure | null },
): Promise<void> {
  const { failure } = options;
  const ended = await tx.query<QueuedChange>(
    `update message_changes set status = $3, failure = $4, updated_at = now()
     where account_id = $1 and id = any($2) and status = 'queued'
     returning id, message_id, kind, value, created_at, author_kind, author_id, author_name`,
    [tx.accountId, options.ids, failure ? 'failed' : 'sent', failure && JSON.stringify(failure)],
  );
  if (ended.length === 0) return;
  const messages = await tx.query<ChangeableMessage>(
    `select m.id, m.content, m.earlier, m.reactions, m.edited_at, m.deleted_at, m.pending_change from messages m
     where m.account_id = $1 and m.id = any($2) order by m.id for no key update`,
    [tx.accountId, ended.map((change) => change.message_id)],
  );
  for (const change of ended.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    const message = messages.find(({ id }) => id === change.message_id)!;
    if (!failure)
      changeMessage(message, { change: changeOf(change), author: authorOf(change), at: change.created_at });
    if (message.pending_change?.id !== change.id) continue;
    message.pending_change = failure ? { ...message.pending_change, status: 'failed', failure } : null;
  }
  await storeChanged(tx, messages);
}

/** Ends whatever a session has in its outbox of changes: they will not be sent any more. */
export async function failChanges(
  tx: Transaction,
  options: { sessionId: string; failure: SendFailure },
): Promise<void> {
  const waiting = await tx.query<{ id: string }>(
    `select id from message_changes where account_id = $1 and session_id = $2 and status = 'queued'`,
    [tx.accountId, options.sessionId],
  );
  await finishChanges(tx, { ids: waiting.map(({ id }) => id), failure: options.failure });
}

function changeOf({ kind, value }: QueuedChange): MessageChange {
  if (kind === 'edit') return { kind, text: value };
  return kind === 'reaction' ? { kind, emoji: value } : { kind, byAdmin: false };
}

function authorOf({ author_kind, author_id, author_name }: QueuedChange): StoredAuthor {
  return { author_kind, author_id, author_name };
}
