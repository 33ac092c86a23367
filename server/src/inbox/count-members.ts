import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import type { StatusUpdate } from './apply-receipts.ts';

/** What one member of a group has of a message. */
export type MemberReceipt = StatusUpdate & { member: string };

/**
 * Notes how far messages have come with members of groups, and counts them: the message is delivered, or read, once it
 * is with everybody. Only ever forward. Answers the receipts whose message isn't stored (yet).
 */
export async function countMembers(
  tx: Transaction,
  options: { sessionId: string; receipts: MemberReceipt[] },
): Promise<MemberReceipt[]> {
  const { sessionId, receipts } = options;
  if (receipts.length === 0) return [];
  const rows = await tx.query<{ id: string; whatsapp_id: string; changed: boolean }>(
    `with news as (
       select n.whatsapp_id, n.member, max(n.level) as level
       from unnest($3::text[], $4::text[], $5::smallint[]) as n (whatsapp_id, member, level)
       group by n.whatsapp_id, n.member
     ), known as (
       select m.id, m.whatsapp_id, m.receipts from messages m
       where m.account_id = $1 and m.session_id = $2 and m.direction = 'outbound'
         and m.whatsapp_id in (select whatsapp_id from news)
     ), stored as (
       insert into member_receipts as r (account_id, message_id, member, level)
       select $1, k.id, n.member, n.level from known k join news n using (whatsapp_id)
       where k.receipts is not null
       order by k.id, n.member
       on conflict (account_id, message_id, member) do update set level = excluded.level
         where r.level < excluded.level
       returning r.message_id
     )
     select k.id, k.whatsapp_id, exists (select from stored where stored.message_id = k.id) as changed from known k`,
    [
      tx.accountId,
      sessionId,
      receipts.map(({ whatsappId }) => whatsappId),
      receipts.map(({ member }) => member),
      receipts.map(({ status }) => (status === 'delivered' ? 1 : 2)),
    ],
  );
  await recount(
    tx,
    rows.filter(({ changed }) => changed).map(({ id }) => id),
  );
  const known = new Set(rows.map((row) => row.whatsapp_id));
  return receipts.filter(({ whatsappId }) => !known.has(whatsappId));
}

async function recount(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update messages m set
       receipts = jsonb_build_object('delivered', c.delivered, 'read', c.read, 'of', c.everybody),
       status = case
         when c.read >= c.everybody and m.status <> 'played' then 'read'
         when c.delivered >= c.everybody and m.status in ('queued', 'failed', 'sent') then 'delivered'
         else m.status end,
       failure = case when c.delivered >= c.everybody then null else m.failure end,
       revision = m.revision + 1, updated_at = now()
     from (
       select o.id, count(*) as delivered, count(*) filter (where r.level = 2) as read,
         greatest((o.receipts ->> 'of')::bigint, count(*)) as everybody
       from messages o join member_receipts r on r.account_id = o.account_id and r.message_id = o.id
       where o.account_id = $1 and o.id = any($2)
       group by o.id, o.receipts
     ) c
     where m.account_id = $1 and m.id = c.id`,
    [tx.accountId, ids],
  );
  await recordEvents(tx, { type: 'message.updated', subjectIds: ids });
}
