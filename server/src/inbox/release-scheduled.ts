import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';

/**
 * Lets scheduled messages whose time has come into the outbox, behind what is there, and makes them the latest of their
 * conversations. One that was cancelled or released meanwhile is left alone.
 */
export async function releaseScheduled(tx: Transaction, messageIds: string[]): Promise<void> {
  await tx.query(
    `select v.id from conversations v
     where v.account_id = $1 and v.id in (
       select m.conversation_id from messages m where m.account_id = $1 and m.id = any($2))
     order by v.id for no key update`,
    [tx.accountId, messageIds],
  );
  const released = await tx.query<{ id: string; conversation_id: string }>(
    `update messages m set outbox_position = p.position, timestamp = p.at, revision = m.revision + 1, updated_at = now()
     from (
       select o.id, nextval('outbox_positions') as position, date_trunc('milliseconds', clock_timestamp()) as at
       from (
         select q.id from messages q
         where q.account_id = $1 and q.id = any($2) and q.status = 'queued' and q.outbox_position is null
         order by q.send_at, q.id for no key update
       ) o
     ) p
     where m.account_id = $1 and m.id = p.id
     returning m.id, m.conversation_id`,
    [tx.accountId, messageIds],
  );
  const ids = released.map(({ id }) => id);
  await tx.query(
    `update conversations v set last_message_id = n.id, last_activity_at = greatest(v.last_activity_at, n.timestamp),
       revision = v.revision + 1, updated_at = now()
     from (
       select distinct on (m.conversation_id) m.conversation_id, m.id, m.timestamp from messages m
       where m.account_id = $1 and m.id = any($2)
       order by m.conversation_id, m.outbox_position desc
     ) n
     where v.account_id = $1 and v.id = n.conversation_id`,
    [tx.accountId, ids],
  );
  // An answer by a person ends the waiting.
  await tx.query(
    `update cases k set waiting_since = null, revision = k.revision + 1, updated_at = now()
     from messages m join conversations v on v.account_id = m.account_id and v.id = m.conversation_id
     where m.account_id = $1 and m.id = any($2) and m.author_kind = 'member'
       and k.account_id = v.account_id and k.id = v.case_id and k.waiting_since is not null`,
    [tx.accountId, ids],
  );
  await recordEvents(tx, { type: 'message.updated', subjectIds: ids });
  const conversations = new Set(released.map((row) => row.conversation_id));
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: [...conversations] });
}
