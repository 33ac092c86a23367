import type { Transaction } from '../db/database.ts';
import { recordEvent, recordEvents } from '../events/record-event.ts';
import type { StoredAuthor } from '../inbox/message-row.ts';

interface Merge {
  id: string;
  merged_id: string;
  /** Who has its rows by now: the survivor, or who that one was merged into. */
  holder_id: string;
}

/**
 * Takes a contact out of the one it was merged into: every row that came from it goes back, and what the survivor got from
 * it (name, tags, fields) is taken away again unless it was changed since. What was written after the merge stays with the
 * survivor, since nobody can tell whose it is. Answers false when the contact is not merged.
 */
export async function undoMerge(
  tx: Transaction,
  options: { contactId: string; by: StoredAuthor },
): Promise<boolean> {
  const merge = await lockMerge(tx, options.contactId);
  if (!merge) return false;
  await returnIdentities(tx, merge);
  await returnNames(tx, merge);
  const conversations = await returnConversations(tx, merge);
  await tx.query(
    `update messages m set author_id = $3 from contact_merge_rows r
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'authored'
       and m.account_id = $1 and m.id = r.row_id and m.author_id = $4`,
    [tx.accountId, merge.id, merge.merged_id, merge.holder_id],
  );
  await tx.query(
    `update contact_merges set undone_at = now(), undone_by = $3, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, merge.id, JSON.stringify(options.by)],
  );
  await recordEvent(tx, { type: 'contact.unmerged', subjectId: merge.id });
  await recordEvents(tx, { type: 'contact.updated', subjectIds: [merge.holder_id, merge.merged_id] });
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: conversations });
  return true;
}

async function lockMerge(tx: Transaction, contactId: string): Promise<Merge | undefined> {
  const [merge] = await tx.query<Merge>(
    `select g.id, g.merged_id, c.merged_into as holder_id
     from contacts c join contact_merges g on g.account_id = c.account_id and g.merged_id = c.id and g.undone_at is null
     where c.account_id = $1 and c.id = $2 and c.merged_into is not null
     order by g.id desc limit 1`,
    [tx.accountId, contactId],
  );
  if (!merge) return undefined;
  const locked = await tx.query<{ id: string; merged_into: string | null }>(
    'select id, merged_into from contacts where account_id = $1 and id in ($2, $3) order by id for no key update',
    [tx.accountId, merge.merged_id, merge.holder_id],
  );
  // Somebody undid it, or merged the survivor, at this moment.
  return locked.find(({ id }) => id === contactId)?.merged_into === merge.holder_id ? merge : undefined;
}

async function returnIdentities(tx: Transaction, merge: Merge): Promise<void> {
  await tx.query(
    `update identities i set contact_id = $3, is_primary = coalesce((r.was ->> 'is_primary')::boolean, false)
     from contact_merge_rows r
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'identity'
       and i.account_id = $1 and i.id = r.row_id and i.contact_id = $4`,
    [tx.accountId, merge.id, merge.merged_id, merge.holder_id],
  );
  await tx.query(
    `update identities set is_primary = true
     where account_id = $1 and id = (
       select i.id from identities i where i.account_id = $1 and i.contact_id = $2 and i.kind = 'number'
         and not exists (select from identities o where o.account_id = $1 and o.contact_id = $2 and o.is_primary)
       order by i.verified_at nulls last, i.id limit 1)`,
    [tx.accountId, merge.holder_id],
  );
}

async function returnNames(tx: Transaction, merge: Merge): Promise<void> {
  await tx.query(
    `update contacts h set
       name = case when g.survivor_before ->> 'name' is null and h.name = m.name then null else h.name end,
       profile_name = case when g.survivor_before ->> 'profile_name' is null and h.profile_name = m.profile_name
         then null else h.profile_name end,
       tags = array(select t from unnest(h.tags) t
         where t <> all (m.tags) or g.survivor_before -> 'tags' ? t order by 1),
       fields = coalesce((select jsonb_object_agg(f.key, f.value) from jsonb_each(h.fields) f
         where g.survivor_before -> 'fields' ? f.key or m.fields -> f.key is distinct from f.value), '{}'),
       revision = h.revision + 1, updated_at = now()
     from contacts m, contact_merges g
     where h.account_id = $1 and h.id = $4 and m.account_id = $1 and m.id = $3 and g.account_id = $1 and g.id = $2`,
    [tx.accountId, merge.id, merge.merged_id, merge.holder_id],
  );
  // Who had been merged into it before comes along.
  await tx.query(
    `update contacts c set merged_into = case when c.id = $2 then null else $2 end, revision = c.revision + 1,
       updated_at = now()
     where c.account_id = $1 and c.merged_into = $3 and (c.id = $2 or exists (
       select from contact_merges g where g.account_id = $1 and g.survivor_id = $2 and g.merged_id = c.id
         and g.undone_at is null))`,
    [tx.accountId, merge.merged_id, merge.holder_id],
  );
}

/** Answers the conversations that look different now. */
async function returnConversations(tx: Transaction, merge: Merge): Promise<string[]> {
  const rows = await tx.query<{ id: string; holder: string | null }>(
    `select r.row_id as id, c.merged_into as holder
     from contact_merge_rows r join conversations c on c.account_id = r.account_id and c.id = r.row_id
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'conversation' and not r.was ? 'merged_into'`,
    [tx.accountId, merge.id],
  );
  const concerned = rows.flatMap(({ id, holder }) => [id, ...(holder ? [holder] : [])]);
  await tx.query('select from conversations where account_id = $1 and id = any ($2) order by id for update', [
    tx.accountId,
    concerned,
  ]);
  for (const { id, holder } of rows) {
    if (holder) await separate(tx, { mergeId: merge.id, own: id, holder });
    else
      await tx.query(
        `update conversations set contact_id = $3, revision = revision + 1, updated_at = now()
         where account_id = $1 and id = $2 and contact_id = $4`,
        [tx.accountId, id, merge.merged_id, merge.holder_id],
      );
  }
  await tx.query(
    `update conversations c set merged_into = (r.was ->> 'merged_into')::uuid from contact_merge_rows r
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'conversation' and r.was ? 'merged_into'
       and c.account_id = $1 and c.id = r.row_id and c.merged_into is not null`,
    [tx.accountId, merge.id],
  );
  return concerned;
}

/** Takes the messages and cases of one conversation out of the one that has them. */
async function separate(
  tx: Transaction,
  { mergeId, own, holder }: { mergeId: string; own: string; holder: string },
): Promise<void> {
  await tx.query(
    `update messages m set conversation_id = $3, author_identity_id = (r.was ->> 'author_identity_id')::uuid,
       revision = m.revision + 1, updated_at = now()
     from contact_merge_rows r
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'message' and r.was ->> 'conversation_id' = $3::uuid::text
       and m.account_id = $1 and m.id = r.row_id and m.conversation_id = $4`,
    [tx.accountId, mergeId, own, holder],
  );
  await tx.query(
    `update message_changes g set conversation_id = $2 from messages m
     where m.account_id = $1 and m.conversation_id = $2 and g.account_id = $1 and g.message_id = m.id
       and g.conversation_id = $3`,
    [tx.accountId, own, holder],
  );
  // The case that was closed for the merge opens again; one that a person closed since stays closed.
  await tx.query(
    `update cases k set conversation_id = $3, status = coalesce(s.status, k.status),
       closed_at = case when s.status is null then k.closed_at end,
       waiting_since = case when s.status is null then k.waiting_since else (r.was ->> 'waiting_since')::timestamptz end,
       revision = k.revision + 1, updated_at = now()
     from contact_merge_rows r
     join contact_merges g on g.account_id = r.account_id and g.id = r.merge_id
     join cases c on c.account_id = r.account_id and c.id = r.row_id
     left join lateral (
       select r.was ->> 'status' as status where r.was ->> 'status' <> 'closed' and c.closed_at = g.created_at
     ) s on true
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'case' and r.was ->> 'conversation_id' = $3::uuid::text
       and k.account_id = $1 and k.id = r.row_id and k.conversation_id = $4`,
    [tx.accountId, mergeId, own, holder],
  );
  // Whoever waited there does not wait here.
  await tx.query(
    `update cases k set waiting_since = (r.was ->> 'waiting_since')::timestamptz, revision = k.revision + 1,
       updated_at = now()
     from contact_merge_rows r
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'case' and r.was ->> 'conversation_id' = $4::uuid::text
       and k.account_id = $1 and k.id = r.row_id and k.status <> 'closed' and k.waiting_since in (
         select (o.was ->> 'waiting_since')::timestamptz from contact_merge_rows o
         where o.account_id = $1 and o.merge_id = $2 and o.kind = 'case' and o.was ->> 'conversation_id' = $3::uuid::text)`,
    [tx.accountId, mergeId, own, holder],
  );
  await tx.query(
    `update conversations c set merged_into = null, unread_count = least((r.was ->> 'unread_count')::integer, h.unread_count),
       case_id = coalesce(
         (select k.id from cases k where k.account_id = $1 and k.conversation_id = $3 and k.status <> 'closed'),
         (select k.id from cases k where k.account_id = $1 and k.conversation_id = $3 order by k.opened_at desc limit 1)),
       last_activity_at = (r.was ->> 'last_activity_at')::timestamptz,
       last_message_id = (select m.id from messages m where m.account_id = $1 and m.conversation_id = $3
         order by m.timestamp desc, m.id desc limit 1),
       revision = c.revision + 1, updated_at = now()
     from contact_merge_rows r, conversations h
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'conversation' and r.row_id = $3
       and h.account_id = $1 and h.id = $4 and c.account_id = $1 and c.id = $3`,
    [tx.accountId, mergeId, own, holder],
  );
  await tx.query(
    `update conversations h set unread_count = h.unread_count - o.unread_count,
       case_id = coalesce(
         (select k.id from cases k where k.account_id = $1 and k.conversation_id = $4 and k.status <> 'closed'),
         (select k.id from cases k where k.account_id = $1 and k.conversation_id = $4 order by k.opened_at desc limit 1)),
       last_message_id = (select m.id from messages m where m.account_id = $1 and m.conversation_id = $4
         order by m.timestamp desc, m.id desc limit 1),
       tags = array(select t from unnest(h.tags) t where t <> all (o.tags) or r.was -> 'survivor_tags' ? t order by 1),
       revision = h.revision + 1, updated_at = now()
     from conversations o, contact_merge_rows r
     where r.account_id = $1 and r.merge_id = $2 and r.kind = 'conversation' and r.row_id = $3
       and o.account_id = $1 and o.id = $3 and h.account_id = $1 and h.id = $4`,
    [tx.accountId, mergeId, own, holder],
  );
}
