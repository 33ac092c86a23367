import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { countMembers, type MemberReceipt } from './count-members.ts';

/** What WhatsApp, or its silence, says about a message by its WhatsApp id. */
export interface StatusUpdate {
  whatsappId: string;
  /** `read_by_us`: the business has read it on its own phone. */
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'read_by_us';
  at: Date;
  /** In a group: the member whose it is. */
  member?: string;
  failure?: { code: string; message: string; retryable: boolean };
}

/**
 * How far a message is. Only ever forward; a failure is passed over by any later sign of life, since a message
 * that was given up for lost may have arrived.
 */
const rankOf = { queued: 0, failed: 1, sent: 2, delivered: 3, read: 4, played: 5 } as const;

/**
 * Moves messages forward, in one statement for all, and answers the updates whose message isn't stored (yet).
 * A step back, or in place, changes nothing and is no event.
 */
export async function applyReceipts(
  tx: Transaction,
  options: { sessionId: string; updates: StatusUpdate[] },
): Promise<StatusUpdate[]> {
  const furthest = new Map<string, StatusUpdate & { status: keyof typeof rankOf }>();
  const readHere: StatusUpdate[] = [];
  const ofMembers: MemberReceipt[] = [];
  for (const update of options.updates) {
    if (update.member !== undefined) {
      ofMembers.push({ ...update, member: update.member });
      continue;
    }
    if (update.status === 'read_by_us') {
      readHere.push(update);
      continue;
    }
    const known = furthest.get(update.whatsappId);
    if (!known || rankOf[update.status] > rankOf[known.status]) {
      furthest.set(update.whatsappId, { ...update, status: update.status });
    }
  }
  const missing = await moveForward(tx, options.sessionId, [...furthest.values()]);
  return [
    ...missing,
    ...(await countMembers(tx, { sessionId: options.sessionId, receipts: ofMembers })),
    ...(await readOnPhone(tx, options.sessionId, readHere)),
  ];
}

async function moveForward(
  tx: Transaction,
  sessionId: string,
  updates: Array<StatusUpdate & { status: keyof typeof rankOf }>,
): Promise<StatusUpdate[]> {
  if (updates.length === 0) return [];
  const rows = await tx.query<{ id: string; whatsapp_id: string; changed: boolean }>(
    `with news as (
       select * from unnest($3::text[], $4::text[], $5::integer[], $6::jsonb[]) as n (whatsapp_id, status, rank, failure)
     ), known as (
       select m.id, m.whatsapp_id from messages m join news n using (whatsapp_id)
       where m.account_id = $1 and m.session_id = $2 and m.direction = 'outbound'
     ), moved as (
       update messages m set status = n.status, failure = n.failure, revision = m.revision + 1, updated_at = now()
       from news n
       where m.account_id = $1 and m.session_id = $2 and m.whatsapp_id = n.whatsapp_id and m.direction = 'outbound'
         and n.rank > array_position(array['queued','failed','sent','delivered','read','played'], m.status) - 1
       returning m.id
     )
     select k.id, k.whatsapp_id, exists (select from moved where moved.id = k.id) as changed from known k`,
    [
      tx.accountId,
      sessionId,
      updates.map(({ whatsappId }) => whatsappId),
      updates.map(({ status }) => status),
      updates.map(({ status }) => rankOf[status]),
      updates.map(({ failure }) => (failure ? JSON.stringify(failure) : null)),
    ],
  );
  const changed = rows.filter((row) => row.changed).map(({ id }) => id);
  await recordEvents(tx, { type: 'message.updated', subjectIds: changed });
  const known = new Set(rows.map((row) => row.whatsapp_id));
  return updates.filter(({ whatsappId }) => !known.has(whatsappId));
}

/** What was read on the phone is read here too, up to that message. */
async function readOnPhone(
  tx: Transaction,
  sessionId: string,
  updates: StatusUpdate[],
): Promise<StatusUpdate[]> {
  if (updates.length === 0) return [];
  const rows = await tx.query<{ id: string | null; whatsapp_id: string }>(
    `with seen as (
       select m.conversation_id, max(m.timestamp) as upto, array_agg(m.whatsapp_id) as ids from messages m
       where m.account_id = $1 and m.session_id = $2 and m.direction = 'inbound' and m.whatsapp_id = any($3)
       group by m.conversation_id
     ), fewer as (
       update conversations c set
         unread_count = (select count(*) from messages u
           where u.account_id = $1 and u.conversation_id = c.id and u.direction = 'inbound' and u.timestamp > s.upto),
         read_up_to = greatest(c.read_up_to, s.upto), revision = c.revision + 1, updated_at = now()
       from seen s
       where c.account_id = $1 and c.id = s.conversation_id and c.unread_count > 0
         and (c.read_up_to is null or c.read_up_to < s.upto)
       returning c.id
     )
     select f.id, unnest(s.ids) as whatsapp_id from seen s left join fewer f on f.id = s.conversation_id`,
    [tx.accountId, sessionId, updates.map(({ whatsappId }) => whatsappId)],
  );
  const conversations = new Set(rows.flatMap((row) => row.id ?? []));
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: [...conversations] });
  const known = new Set(rows.map((row) => row.whatsapp_id));
  return updates.filter(({ whatsappId }) => !known.has(whatsappId));
}
