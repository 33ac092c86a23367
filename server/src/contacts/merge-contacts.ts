import type { Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { recordEvent, recordWithdrawals } from '../events/record-event.ts';
import type { StoredAuthor } from '../inbox/message-row.ts';
import { mergeConversations } from './merge-conversations.ts';

/** Who says that two contacts are one. */
export type MergeCause = { cause: 'network' } | { cause: 'person'; by: StoredAuthor };

/**
 * Makes one contact of two: identities, names, tags and fields join the survivor's, whose own come first. In each session
 * where both have a conversation, the messages and cases move into the survivor's; the other points to it and is told as
 * withdrawn. In groups an author keeps the id that was merged away, which answers with the survivor: to find all that
 * somebody wrote there would mean to read every message of the account. Every row that moves is remembered, see undoMerge(). Answers the conversations that look different now;
 * `contact.updated` and `conversation.updated` are left to the caller, after its last change.
 */
export async function mergeContacts(
  tx: Transaction,
  contacts: { survivor: string; merged: string } & MergeCause,
): Promise<{ mergeId: string; conversations: string[] }> {
  const { survivor, merged } = contacts;
  const mergeId = newId();
  await tx.query(
    'select from contacts where account_id = $1 and id in ($2, $3) order by id for no key update',
    [tx.accountId, survivor, merged],
  );
  await remember(tx, { mergeId, ...contacts });
  await moveIdentities(tx, { mergeId, survivor, merged });
  await tx.query(
    `update contacts s set name = coalesce(s.name, m.name), profile_name = coalesce(s.profile_name, m.profile_name),
       tags = array(select distinct unnest(s.tags || m.tags) order by 1), fields = m.fields || s.fields,
       revision = s.revision + 1, updated_at = now()
     from contacts m where s.account_id = $1 and s.id = $2 and m.account_id = $1 and m.id = $3`,
    [tx.accountId, survivor, merged],
  );
  await tx.query(
    `update contacts set merged_into = $2, revision = revision + 1, updated_at = now()
     where account_id = $1 and (id = $3 or merged_into = $3)`,
    [tx.accountId, survivor, merged],
  );
  const conversations = await moveConversations(tx, { mergeId, survivor, merged });
  await tx.query(
    `with authored as (
       update messages set author_id = $2
       where account_id = $1 and conversation_id = any ($5) and author_kind = 'contact' and author_id = $3 returning id
     )
     insert into contact_merge_rows (account_id, merge_id, kind, row_id)
     select $1, $4, 'authored', id from authored`,
    [tx.accountId, survivor, merged, mergeId, conversations],
  );
  await recordEvent(tx, { type: 'contact.merged', subjectId: mergeId });
  return { mergeId, conversations };
}

async function remember(
  tx: Transaction,
  merge: { mergeId: string; survivor: string; merged: string } & MergeCause,
): Promise<void> {
  await tx.query(
    `insert into contact_merges (account_id, id, survivor_id, merged_id, cause, made_by, merged, survivor_before)
     select $1, $4, s.id, m.id, $5, $6,
       jsonb_build_object('name', coalesce(m.name, m.profile_name), 'number', (
         select i.value from identities i where i.account_id = $1 and i.contact_id = m.id and i.kind = 'number'
         order by i.is_primary desc, i.verified_at nulls last, i.id limit 1)),
       jsonb_build_object('name', s.name, 'profile_name', s.profile_name, 'tags', to_jsonb(s.tags), 'fields', s.fields)
     from contacts s, contacts m where s.account_id = $1 and s.id = $2 and m.account_id = $1 and m.id = $3`,
    [
      tx.accountId,
      merge.survivor,
      merge.merged,
      merge.mergeId,
      merge.cause,
      merge.cause === 'person' ? JSON.stringify(merge.by) : null,
    ],
  );
}

async function moveIdentities(
  tx: Transaction,
  { mergeId, survivor, merged }: { mergeId: string; survivor: string; merged: string },
): Promise<void> {
  await tx.query(
    `insert into contact_merge_rows (account_id, merge_id, kind, row_id, was)
     select $1, $3, 'identity', id, jsonb_build_object('is_primary', is_primary)
     from identities where account_id = $1 and contact_id = $2`,
    [tx.accountId, merged, mergeId],
  );
  await tx.query(
    `update identities set contact_id = $2, is_primary = is_primary and not exists (
       select from identities o where o.account_id = $1 and o.contact_id = $2 and o.is_primary)
     where account_id = $1 and contact_id = $3`,
    [tx.accountId, survivor, merged],
  );
}

async function moveConversations(
  tx: Transaction,
  { mergeId, survivor, merged }: { mergeId: string; survivor: string; merged: string },
): Promise<string[]> {
  const pairs = await tx.query<{ own: string; other: string | null; holder: string | null }>(
    `select m.id as own, s.id as other, case when k.status <> 'closed' then k.assignee_id end as holder
     from conversations m
     left join conversations s on s.account_id = $1 and s.session_id = m.session_id and s.contact_id = $2
     left join cases k on k.account_id = $1 and k.id = m.case_id
     where m.account_id = $1 and m.contact_id = $3 and m.merged_into is null
     order by m.id for update of m`,
    [tx.accountId, survivor, merged],
  );
  for (const { own, other } of pairs) {
    if (other) {
      await mergeConversations(tx, { mergeId, survivor: other, merged: own });
      continue;
    }
    await tx.query(
      `with moved as (
         update conversations set contact_id = $2, revision = revision + 1, updated_at = now()
         where account_id = $1 and id = $3 returning id
       )
       insert into contact_merge_rows (account_id, merge_id, kind, row_id) select $1, $4, 'conversation', id from moved`,
      [tx.accountId, survivor, own, mergeId],
    );
  }
  await recordWithdrawals(
    tx,
    pairs.filter(({ other }) => other).map(({ own, holder }) => ({ id: own, holder })),
  );
  return pairs.map(({ own, other }) => other ?? own);
}
