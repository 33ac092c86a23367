import type { Transaction } from '../db/database.ts';

/**
 * Makes one contact of two: identities, names, tags and fields join the survivor's, whose own come first. In each
 * session where both have a conversation, the messages and cases move into the survivor's, and the other points to
 * it. Answers the conversations that look different now.
 */
export async function mergeContacts(
  tx: Transaction,
  contacts: { survivor: string; merged: string },
): Promise<{ conversations: string[] }> {
  const { survivor, merged } = contacts;
  const values = [tx.accountId, survivor, merged];
  await tx.query(
    `update identities set contact_id = $2, is_primary = is_primary and not exists (
       select from identities o where o.account_id = $1 and o.contact_id = $2 and o.is_primary)
     where account_id = $1 and contact_id = $3`,
    values,
  );
  await tx.query(
    `update contacts s set name = coalesce(s.name, m.name), profile_name = coalesce(s.profile_name, m.profile_name),
       tags = array(select distinct unnest(s.tags || m.tags) order by 1), fields = m.fields || s.fields,
       revision = s.revision + 1, updated_at = now()
     from contacts m where s.account_id = $1 and s.id = $2 and m.account_id = $1 and m.id = $3`,
    values,
  );
  await tx.query(
    `update contacts set merged_into = $2, revision = revision + 1, updated_at = now()
     where account_id = $1 and (id = $3 or merged_into = $3)`,
    values,
  );
  const pairs = await tx.query<{ own: string; other: string | null }>(
    `select m.id as own, s.id as other from conversations m
     left join conversations s on s.account_id = $1 and s.session_id = m.session_id and s.contact_id = $2
     where m.account_id = $1 and m.contact_id = $3 and m.merged_into is null
     order by m.id for update of m`,
    values,
  );
  for (const { own, other } of pairs) {
    if (other) await mergeConversations(tx, { survivor: other, merged: own });
    else {
      await tx.query(
        `update conversations set contact_id = $2, revision = revision + 1, updated_at = now()
         where account_id = $1 and id = $3`,
        [tx.accountId, survivor, own],
      );
    }
  }
  await tx.query(
    `update messages set author_id = $2 where account_id = $1 and author_kind = 'contact' and author_id = $3`,
    values,
  );
  return { conversations: pairs.map(({ own, other }) => other ?? own) };
}

async function mergeConversations(
  tx: Transaction,
  conversations: { survivor: string; merged: string },
): Promise<void> {
  const values = [tx.accountId, conversations.survivor, conversations.merged];
  await tx.query(
    'select from conversations where account_id = $1 and id in ($2, $3) order by id for update',
    values,
  );
  // Two open cases become the survivor's; whoever waits longer in one of them waits.
  await tx.query(
    `update cases s set waiting_since = least(s.waiting_since, m.waiting_since), revision = s.revision + 1, updated_at = now()
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
  // A copy that both have (one addressed by number, one by LID) stays behind.
  await tx.query(
    `update messages m set conversation_id = $2,
       author_identity_id = case when m.direction = 'inbound' then s.chat_identity_id else m.author_identity_id end,
       revision = m.revision + 1, updated_at = now()
     from conversations s
     where s.account_id = $1 and s.id = $2 and m.account_id = $1 and m.conversation_id = $3
       and not exists (select from messages o where o.account_id = $1 and o.conversation_id = $2
         and o.direction = m.direction and o.whatsapp_id = m.whatsapp_id)`,
    values,
  );
  await tx.query(
    `update conversations s set
       last_message_id = (select m.id from messages m where m.account_id = $1 and m.conversation_id = $2
         order by m.timestamp desc, m.id desc limit 1),
       last_activity_at = greatest(s.last_activity_at, o.last_activity_at),
       unread_count = s.unread_count + o.unread_count,
       case_id = coalesce((select k.id from cases k where k.account_id = $1 and k.conversation_id = $2
         and k.status <> 'closed'), s.case_id),
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
