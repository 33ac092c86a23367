-- Row views: what a presenter needs to show one message, conversation, contact or session. Reads select them,
-- and events keep a snapshot of them (`to_jsonb(view)`), so both are shown by the same code.
--
-- `security_invoker`: the reader's own policies hold on every table beneath. No sealed column is ever in a view.
-- Made anew by migrate.ts whenever this file changes: a view holds no data.

create view message_view with (security_invoker = true) as
select
  m.account_id,
  m.id,
  m.conversation_id,
  m.case_id,
  m.session_id,
  m.direction,
  m.author_kind,
  m.author_id,
  m.author_name,
  m.from_history,
  m.content,
  m.quoted,
  m.mentions,
  m.flags,
  m.reactions,
  m.edited_at,
  m.deleted_at,
  m.pending_change,
  m.ad,
  m.status,
  m.receipts,
  m.failure,
  m.whatsapp_id,
  m.timestamp,
  m.send_at,
  m.revision,
  m.created_at,
  m.updated_at
from messages m;

-- A conversation without its last message, as events keep it: the message is told by an event of its own.
-- The number shown for a contact: the primary one, else a verified one, else the oldest.
create view conversation_state_view with (security_invoker = true) as
select
  v.account_id,
  v.id,
  v.session_id,
  v.kind,
  v.contact_id,
  c.name as contact_name,
  c.profile_name as contact_profile_name,
  n.value as contact_number,
  v.group_id,
  g.subject as group_subject,
  v.case_id,
  k.status as case_status,
  k.opened_at as case_opened_at,
  k.assignee_id,
  -- Whose it is: without conversations:read_all a member sees own ones and those of nobody.
  case when k.status <> 'closed' then k.assignee_id end as held_by,
  k.team_id,
  k.waiting_since,
  v.last_message_id,
  v.last_activity_at,
  v.unread_count,
  v.merged_into,
  v.tags,
  v.revision,
  v.created_at,
  v.updated_at
from conversations v
-- Each is found by its primary key: a lateral with a limit leaves the planner no other way, however little it knows
-- of tables that were empty a moment ago.
left join lateral (
  select x.name, x.profile_name from contacts x
  where x.account_id = v.account_id and x.id = v.contact_id
  limit 1
) c on true
left join lateral (
  select i.value
  from identities i
  where i.account_id = v.account_id and i.contact_id = v.contact_id and i.kind = 'number'
  order by i.is_primary desc, i.verified_at nulls last, i.id
  limit 1
) n on true
left join lateral (
  select x.subject from groups x where x.account_id = v.account_id and x.id = v.group_id limit 1
) g on true
left join lateral (
  select x.status, x.opened_at, x.assignee_id, x.team_id, x.waiting_since from cases x
  where x.account_id = v.account_id and x.id = v.case_id
  limit 1
) k on true
-- One that was merged into another is not shown any more.
where v.merged_into is null;

create view conversation_view with (security_invoker = true) as
select v.*, m.row as last_message
from conversation_state_view v
left join lateral (
  select to_jsonb(x) as row from message_view x
  where x.account_id = v.account_id and x.id = v.last_message_id
  limit 1
) m on true;

-- `session_ids` are the sessions in which the contact has a conversation: a caller limited to some sessions
-- sees only contacts of those.
create view contact_view with (security_invoker = true) as
select
  c.account_id,
  c.id,
  c.name,
  c.profile_name,
  c.merged_into,
  i.identities,
  coalesce(s.session_ids, '{}') as session_ids,
  c.tags,
  c.fields,
  c.revision,
  c.created_at,
  c.updated_at
from contacts c
left join lateral (
  select
    jsonb_agg(
      jsonb_build_object(
        'kind', i.kind,
        'value', i.value,
        'verified_at', i.verified_at,
        'is_primary', i.is_primary
      )
      order by i.is_primary desc, i.verified_at nulls last, i.id
    ) as identities
  from identities i
  where i.account_id = c.account_id and i.contact_id = c.id
) i on true
left join lateral (
  select array_agg(distinct v.session_id) as session_ids
  from conversations v
  where v.account_id = c.account_id and v.contact_id = c.id
) s on true;

-- `session_ids` as in contact_view: of the survivor, and of the merged one where that is itself again.
create view contact_merge_view with (security_invoker = true) as
select
  m.account_id,
  m.id,
  m.survivor_id,
  m.merged_id,
  m.cause,
  m.made_by,
  m.undone_by,
  m.merged,
  m.undone_at,
  coalesce(v.conversations, '[]') as conversations,
  coalesce(s.session_ids, '{}') as session_ids,
  m.revision,
  m.created_at,
  m.updated_at
from contact_merges m
left join lateral (
  select jsonb_agg(jsonb_build_object('id', r.row_id, 'into', r.was ->> 'into') order by r.row_id) as conversations
  from contact_merge_rows r
  where r.account_id = m.account_id and r.merge_id = m.id and r.kind = 'conversation' and r.was ? 'into'
) v on true
left join lateral (
  select array_agg(distinct v.session_id) as session_ids
  from conversations v
  where v.account_id = m.account_id and v.contact_id in (m.survivor_id, m.merged_id)
) s on true;

create view session_view with (security_invoker = true) as
select
  s.account_id,
  s.id,
  s.name,
  s.number,
  s.profile_name,
  s.transport,
  s.status,
  s.reason,
  s.pairing_expires_at,
  s.restrictions,
  s.history,
  h.row as health,
  s.settings,
  s.connected_at,
  s.last_seen_at,
  s.removed_at,
  s.merged_into,
  s.revision,
  s.created_at,
  s.updated_at
from sessions s
left join lateral (
  select jsonb_build_object('score', x.score, 'state', x.state, 'since', x.since, 'causes', x.causes, 'gap', x.gap) as row
  from session_health x where x.account_id = s.account_id and x.session_id = s.id
  limit 1
) h on true;

create view session_alert_view with (security_invoker = true) as
select
  a.account_id,
  a.id,
  a.session_id,
  a.code,
  a.data,
  a.began_at,
  a.ended_at,
  a.revision
from session_history a
where a.type = 'alert';

-- What an event says of its subject, see the table events. A message is told as it was when it came to be, but for what
-- was edited or deleted since; a conversation as it is now. Null once there is nothing to be told of any more.
create function event_data(account uuid, type text, subject uuid, kept jsonb) returns jsonb
language sql stable
begin atomic
  select case
    when subject is null then kept
    when type = 'conversation.updated' then (
      select to_jsonb(v) || coalesce(kept, '{}') from conversation_view v
      where v.account_id = account and v.id = subject
    )
    else (
      select to_jsonb(m) || jsonb_build_object('updated_at', m.created_at, 'revision', 1, 'reactions', '[]'::jsonb,
        'receipts', null, 'failure', null, 'pending_change', null) || coalesce(kept, '{}')
      from message_view m
      where m.account_id = account and m.id = subject
    )
  end;
end;
