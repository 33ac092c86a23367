import type { Transaction } from '../db/database.ts';

interface Pair {
  mergeId: string;
  survivor: string;
  merged: string;
}

/**
 * Moves cases and messages of one conversation into another of the same session, and points the one to the other. What
 * moves is written down for the merge of their contacts.
 */
export async function mergeConversations(tx: Transaction, pair: Pair): Promise<void> {
  await tx.query(
    'select from conversations where account_id = $1 and id in ($2, $3) order by id for update',
    [tx.accountId, pair.survivor, pair.merged],
  );
  await remember(tx, pair);
  await moveCases(tx, pair);
  await moveMessages(tx, pair);
  const values = [tx.accountId, pair.survivor, pair.merged];
  await tx.query(
    `update conversations s set
       last_message_id = (select m.id from messages m where m.account_id = $1 and m.conversation_id = $2
         order by m.timestamp desc, m.id desc limit 1),
       last_activity_at = greatest(s.last_activity_at, o.last_activity_at),
       unread_count = s.unread_count + o.unread_count,
       case_id = coalesce((select k.id from cases k where k.account_id = $1 and k.conversation_id = $2
         and k.status <> 'closed'), s.case_id, o.case_id),
       tags = array(select distinct unnest(s.tags || o.tags) order by 1),
       revision = s.revision + 1, updated_at = now()
     from conversations o where s.account_id = $1 and s.id = $2 and o.account_id = $1 and o.id = $3`,
    values,
  );
  await tx.query(
    `update conversations set merged_into = $2, unread_count = 0, last_message_id = null, case_id = null,
       revision = revision + 1, updated_at = now()
     where account_id = $1 and (id = $3 or merged_into = $3)`,
    values,
  );
}

async function remember(tx: Transaction, { mergeId, survivor, merged }: Pair): Promise<void> {
  await tx.query(
    `insert into contact_merge_rows (account_id, merge_id, kind, row_id, was)
     select $1::uuid, $4::uuid, 'conversation', m.id, jsonb_build_object('into', s.id, 'unread_count', m.unread_count,
       'case_id', m.case_id, 'last_activity_at', m.last_activity_at, 'survivor_tags', to_jsonb(s.tags),
       'survivor_case_id', s.case_id)
     from conversations m, conversations s
     where m.account_id = $1 and m.id = $3 and s.account_id = $1 and s.id = $2
     union all
     select $1::uuid, $4::uuid, 'conversation', e.id, jsonb_build_object('merged_into', e.merged_into)
     from conversations e where e.account_id = $1 and e.merged_into = $3`,
    [tx.accountId, survivor, merged, mergeId],
  );
}

/** Two open cases become the survivor's; whoever waits longer in one of them waits. */
async function moveCases(tx: Transaction, { mergeId, survivor, merged }: Pair): Promise<void> {
  await tx.query(
    `insert into contact_merge_rows (account_id, merge_id, kind, row_id, was)
     select $1, $4, 'case', k.id, jsonb_build_object('conversation_id', k.conversation_id, 'status', k.status,
       'closed_at', k.closed_at, 'waiting_since', k.waiting_since)
     from cases k
     where k.account_id = $1 and (k.conversation_id = $3 or (k.conversation_id = $2 and k.status <> 'closed'))`,
    [tx.accountId, survivor, merged, mergeId],
  );
  const values = [tx.accountId, survivor, merged];
  await tx.query(
    `update cases s set waiting_since = least(s.waiting_since, m.waiting_since), revision = s.revision + 1,
       updated_at = now()
     from cases m where s.account_id = $1 and s.conversation_id = $2 and s.status <> 'closed'
       and m.account_id = $1 and m.conversation_id = $3 and m.status <> 'closed'`,
    values,
  );
  await tx.query(
    `update cases set conversation_id = $2,
       status = case when status <> 'closed' and o.open then 'closed' else status end,
       closed_at = case when status <> 'closed' and o.open then now() else closed_at end,
       waiting_since = case when o.open then null else waiting_since end,
       revision = revision + 1, updated_at = now()
     from (select exists (select from cases k
       where k.account_id = $1 and k.conversation_id = $2 and k.status <> 'closed') as open) o
     where account_id = $1 and conversation_id = $3`,
    values,
  );
}

/** A copy that both have (one addressed by number, one by LID) stays behind. */
async function moveMessages(tx: Transaction, { mergeId, survivor, merged }: Pair): Promise<void> {
  await tx.query(
    `with moving as (
       select m.id, m.author_identity_id from messages m
       where m.account_id = $1 and m.conversation_id = $3
         and not exists (select from messages o where o.account_id = $1 and o.conversation_id = $2
           and o.direction = m.direction and o.whatsapp_id = m.whatsapp_id)
     ), remembered as (
       insert into contact_merge_rows (account_id, merge_id, kind, row_id, was)
       select $1, $4, 'message', id,
         jsonb_build_object('conversation_id', $3::uuid, 'author_identity_id', author_identity_id)
       from moving
     )
     update messages m set conversation_id = $2,
       author_identity_id = case when m.direction = 'inbound' then s.chat_identity_id else m.author_identity_id end,
       revision = m.revision + 1, updated_at = now()
     from conversations s, moving
     where s.account_id = $1 and s.id = $2 and m.account_id = $1 and m.id = moving.id`,
    [tx.accountId, survivor, merged, mergeId],
  );
  await tx.query(
    'update message_changes set conversation_id = $2 where account_id = $1 and conversation_id = $3',
    [tx.accountId, survivor, merged],
  );
}
