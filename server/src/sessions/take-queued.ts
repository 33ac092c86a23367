import type { Transaction } from '../db/database.ts';
import { OUTBOUND_CHANGE, type OutboundChange } from './encode-change.ts';

/** What is to be sent next, and to whom. */
export interface QueuedRow {
  id: string;
  whatsapp_id: string;
  conversation_id: string;
  /** Null for a change, whose proto is made of it. */
  encoded_sealed: Buffer | null;
  change: OutboundChange | null;
  attempts: number;
  group_jid: string | null;
  number_id: string | null;
  number: string | null;
  number_verified: boolean;
  lid: string | null;
  disappearing_seconds: number;
  /** Whether somebody who wrote within the last day gets it; false where nothing is paced. */
  is_reply: boolean;
}

/** Whether somebody who wrote within the last day gets the message `m`. */
const IS_REPLY = `exists (select from messages i where i.account_id = m.account_id
  and i.conversation_id = m.conversation_id and i.direction = 'inbound' and i.timestamp > now() - interval '1 day')`;

/**
 * Takes the next messages and changes of a session's outbox, in order, and counts the attempt. Without those in flight and
 * those of conversations that are closed for now; with pacing, while it is not open, none but replies and what was typed.
 */
export function takeQueued(
  tx: Transaction,
  options: {
    sessionId: string;
    most: number;
    inFlight: string[];
    closedConversations: string[];
    pacing: { isOpen: boolean; pacesReplies: boolean; typed: string[] } | null;
  },
): Promise<QueuedRow[]> {
  const { pacing } = options;
  return tx.query<QueuedRow>(
    `with next as (
     (select m.id, m.outbox_position from messages m
      where m.account_id = $1 and m.session_id = $2 and m.status = 'queued' and m.direction = 'outbound'
        and m.outbox_position is not null
        and not (m.id = any($3)) and not (m.conversation_id = any($4))
        and ($6 or m.id = any($7) or ($8 and ${IS_REPLY}))
      order by m.outbox_position limit $5)
     union all
     (select x.id, x.outbox_position from message_changes x
      where x.account_id = $1 and x.session_id = $2 and x.status = 'queued'
        and not (x.id = any($3)) and not (x.conversation_id = any($4))
      order by x.outbox_position limit $5)
     order by outbox_position limit $5
   ), taken as (
     update messages m set attempts = m.attempts + 1, handed_over_at = now()
     from next where m.account_id = $1 and m.id = next.id
     returning m.id, m.whatsapp_id, m.conversation_id, m.encoded_sealed, m.attempts, m.outbox_position,
       null::uuid as message_id
   ), taken_changes as (
     update message_changes x set attempts = x.attempts + 1, handed_over_at = now()
     from next where x.account_id = $1 and x.id = next.id
     returning x.id, x.whatsapp_id, x.conversation_id, null::bytea, x.attempts, x.outbox_position, x.message_id
   )
   select t.id, t.whatsapp_id, t.conversation_id, t.encoded_sealed, t.attempts, g.jid as group_jid,
          n.id as number_id, n.value as number, n.verified_at is not null as number_verified, l.value as lid,
          c.disappearing_seconds, z.change, $9 and exists (
            select from messages i where i.account_id = $1 and i.conversation_id = t.conversation_id
              and i.direction = 'inbound' and i.timestamp > now() - interval '1 day') as is_reply
   from (select * from taken union all select * from taken_changes) t
   join conversations c on c.account_id = $1 and c.id = t.conversation_id
   left join groups g on g.account_id = $1 and g.id = c.group_id
   left join lateral (
     select ${OUTBOUND_CHANGE} as change
     from message_changes x
     join messages o on o.account_id = x.account_id and o.id = x.message_id
     left join identities a on a.account_id = o.account_id and a.id = o.author_identity_id
     where t.message_id is not null and x.account_id = $1 and x.id = t.id limit 1
   ) z on true
   left join lateral (
     select i.id, i.value, i.verified_at from identities i
     where i.account_id = $1 and i.contact_id = c.contact_id and i.kind = 'number'
     order by i.is_primary desc, i.verified_at nulls last, i.id limit 1
   ) n on true
   left join lateral (
     select i.value from identities i
     where i.account_id = $1 and i.contact_id = c.contact_id and i.kind = 'lid'
     order by i.id limit 1
   ) l on true
   order by t.outbox_position`,
    [
      tx.accountId,
      options.sessionId,
      options.inFlight,
      options.closedConversations,
      options.most,
      pacing?.isOpen ?? true,
      pacing?.typed ?? [],
      pacing?.pacesReplies === false,
      pacing !== null,
    ],
  );
}
