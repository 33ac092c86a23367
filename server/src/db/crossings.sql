-- Everything that may look over the walls between accounts, and nothing else in the product may. Each function
-- runs as metahub_crossing, which has only the grants of grants.sql and the policies named crossing_* beside the
-- entities; the app may only execute them. Applied anew whenever this file changes, as that role (so a function
-- made here belongs to it). Keep each one narrow, name it in crossings.ts, and set its search_path.

-- Access: credentials are found before an account is known ---------------------------------------------------

-- Looks many keys up at once, in the order given. `accounts` has the account to act for, or null for the key's
-- own: it is answered only when it is the key's account or a client of it.
create function find_api_keys(hashes bytea[], accounts uuid[])
returns table (place integer, account_id uuid, key_id uuid, name text, scopes text[], expires_at timestamptz,
               revoked_at timestamptz, key_status text, acts_for uuid, acts_mode text, acts_status text,
               acts_daily integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select w.place::integer, k.account_id, k.id, k.name, k.scopes, k.expires_at, k.revoked_at, own.status,
         target.id, target.mode, target.status, (target.limits ->> 'messagesPerDay')::integer
  from unnest(hashes, accounts) with ordinality as w (hash, account, place)
  join api_keys k on k.hash = w.hash
  join accounts own on own.id = k.account_id
  left join accounts target on target.id = coalesce(w.account, k.account_id)
    and (target.id = k.account_id or target.parent_id = k.account_id)
$$;

create function touch_api_keys(account_ids uuid[], ids uuid[], times timestamptz[])
returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  update api_keys k set last_used_at = greatest(k.last_used_at, u.time)
  from unnest(account_ids, ids, times) as u (account_id, id, time)
  where k.account_id = u.account_id and k.id = u.id
$$;

-- What an access token's claims are worth right now: the member's role, and whether the sign-in still stands.
create function find_member_caller(sign_in uuid, person uuid, account uuid)
returns table (member_id uuid, member_name text, role text, mode text, status text, daily integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.name, m.role, a.mode, a.status, (a.limits ->> 'messagesPerDay')::integer
  from sign_ins s
  join members m on m.account_id = account and m.user_id = s.user_id and m.status = 'active'
  join accounts a on a.id = m.account_id
  where s.id = sign_in and s.user_id = person and s.revoked_at is null and s.expires_at > now()
$$;

-- The same for an embed token: the embed session, its member, and whether the key that minted it still stands.
create function find_embed_caller(account uuid, embed_session uuid)
returns table (member_id uuid, member_name text, role text, permissions text[], session_ids uuid[],
               origins text[], components jsonb, mode text, status text, daily integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.name, m.role, e.permissions, e.session_ids, e.origins, e.components, a.mode, a.status,
         (a.limits ->> 'messagesPerDay')::integer
  from embed_sessions e
  join members m on m.account_id = e.account_id and m.id = e.member_id and m.status = 'active'
  join accounts a on a.id = e.account_id
  join api_keys k on k.account_id = e.key_account_id and k.id = e.key_id
  join accounts minting on minting.id = k.account_id and minting.status = 'active'
  where e.account_id = account and e.id = embed_session
    and e.revoked_at is null and e.expires_at > now()
    and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

create function find_client_account(agency uuid, client uuid)
returns setof accounts
language sql stable security definer set search_path = public, pg_temp as $$
  select * from accounts where id = client and parent_id = agency
$$;

create function list_client_accounts(agency uuid, after uuid, wanted integer)
returns setof accounts
language sql stable security definer set search_path = public, pg_temp as $$
  select * from accounts where parent_id = agency and (after is null or id > after) order by id limit wanted
$$;

-- Accounts with data keys that another master key than this one wraps.
create function former_key_accounts(current_key text, most integer)
returns table (account_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct k.account_id from account_keys k where k.master_key_id <> current_key order by 1 limit most
$$;

-- Puts the same private key, sealed anew, in the place of the one that was read.
create function reseal_signing_key(key text, former bytea, sealed bytea)
returns table (id text)
language sql volatile security definer set search_path = public, pg_temp as $$
  update signing_keys k set private_sealed = sealed where k.id = key and k.private_sealed = former returning k.id
$$;

-- The account whose own domain this is, as canonicalHost writes it.
create function find_host_account(wanted text)
returns setof accounts
language sql stable security definer set search_path = public, pg_temp as $$
  select * from accounts where host = wanted and status <> 'closing'
$$;

create function find_brand_file(file uuid)
returns table (mime_type text, bytes bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.mime_type, f.bytes from brand_files f where f.id = file
$$;

-- What accounts use, in the order of their ids. A day begins at midnight in the account's time zone; the ids of messages
-- tell when they were made.
create function account_usage(accounts uuid[])
returns table (account_id uuid, sessions integer, connected integer, need_attention integer, members integer,
               messages_today integer, media_bytes bigint, last_activity_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, s.total, s.connected, s.attention, m.total, t.total, f.bytes, v.latest
  from public.accounts a
  cross join lateral (
    select count(*)::integer as total,
           (count(*) filter (where x.status = 'connected'))::integer as connected,
           (count(*) filter (where x.status in ('logged_out', 'failed')))::integer as attention
    from sessions x where x.account_id = a.id and x.status <> 'removed') s
  cross join lateral (
    select count(*)::integer as total from members x where x.account_id = a.id and x.status = 'active') m
  cross join lateral (
    select count(*)::integer as total from messages x
    where x.account_id = a.id and x.direction = 'outbound' and x.author_kind <> 'phone' and not x.from_history
      and x.id >= (lpad(to_hex((extract(epoch from date_trunc('day', now(), a.time_zone)) * 1000)::bigint), 12, '0')
                   || repeat('0', 20))::uuid) t
  cross join lateral (
    select coalesce(sum(y.size), 0)::bigint as bytes
    from (select distinct on (x.sha256) x.size from media x
          where x.account_id = a.id and x.state = 'stored' order by x.sha256) y) f
  cross join lateral (
    select max(x.last_activity_at) as latest from conversations x where x.account_id = a.id) v
  where a.id = any (accounts)
  order by a.id
$$;

-- Accounts whose time to be erased has come.
create function accounts_to_erase()
returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from accounts where status = 'closing' and closes_at <= now() and parent_id is not null
$$;

-- People who are members of this account and were of no other.
create function members_of_no_other(account uuid)
returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select m.user_id from members m
  where m.account_id = account and m.user_id is not null
    and not exists (select from members o where o.user_id = m.user_id and o.account_id <> account)
$$;

create function find_user_by_email(address text)
returns table (id uuid, name text, email text, password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.name, u.email, u.password_hash from users u where lower(u.email) = lower(address)
$$;

create function find_memberships(person uuid, most integer)
returns table (email text, user_name text, account_id uuid, account_name text, parent_id uuid, mode text,
               status text, status_reason text, locale text, member_id uuid, role text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.email, u.name, a.id, a.name, a.parent_id, a.mode, a.status, a.status_reason, a.locale, m.id, m.role
  from users u
  join members m on m.user_id = u.id and m.status = 'active'
  join accounts a on a.id = m.account_id
  where u.id = person
  order by a.name collate "und-x-icu", a.id
  limit most
$$;

-- Makes a user, or answers the one that has this address already.
create function create_user(id uuid, address text, name text, password_hash text)
returns table (user_id uuid, created boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  insert into users as u (id, email, name, password_hash) values ($1, $2, $3, $4)
  on conflict (lower(email)) do nothing;
  return query select u.id, u.id = $1 from users u where lower(u.email) = lower(address);
end $$;

-- `audit` says in each of these what the audit of the account is told, but for who it is.
create function start_sign_in(id uuid, person uuid, account uuid, refresh bytea, expires timestamptz, agent text,
                              address text, audit jsonb)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  insert into sign_ins (id, user_id, account_id, refresh_hash, expires_at, user_agent, address)
  values ($1, $2, $3, $4, $5, $6, $7);
  perform audit_person(person, account, audit);
end $$;

-- Exchanges a refresh token for the next. One that was exchanged before is a copy in the wrong hands, or its
-- owner's after the thief's: either way the family ends. outcome: rotated, reused, or no row.
create function rotate_sign_in(sign_in uuid, presented bytea, next bytea, expires timestamptz, audit jsonb)
returns table (outcome text, person uuid, account uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  return query
    update sign_ins s set refresh_hash = next, rotated_at = now(), expires_at = expires
    where s.id = sign_in and s.refresh_hash = presented and s.revoked_at is null and s.expires_at > now()
    returning 'rotated', s.user_id, s.account_id;
  if found then return; end if;
  return query
    update sign_ins s set revoked_at = now(), revoked_reason = 'refresh_token_reused'
    where s.id = sign_in and s.revoked_at is null and s.expires_at > now()
    returning 'reused', s.user_id, s.account_id;
  if not found then return; end if;
  perform audit_person(s.user_id, s.account_id, audit) from sign_ins s where s.id = sign_in;
end $$;

create function switch_sign_in(sign_in uuid, account uuid, audit jsonb)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update sign_ins s set account_id = account
  where s.id = sign_in and exists (
    select from members m where m.account_id = account and m.user_id = s.user_id and m.status = 'active');
  if not found then return; end if;
  perform audit_person(s.user_id, account, audit) from sign_ins s where s.id = sign_in;
end $$;

create function revoke_sign_in(sign_in uuid, audit jsonb)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update sign_ins set revoked_at = now(), revoked_reason = 'signed_out'
  where id = sign_in and revoked_at is null;
  if not found then return; end if;
  perform audit_person(s.user_id, s.account_id, audit) from sign_ins s where s.id = sign_in;
end $$;

-- The invitation that a link's token is for, while it can be accepted; and whether its address signs in already.
create function find_invitation(token bytea)
returns table (account_id uuid, id uuid, email text, role text, invited_by text, account_name text, user_id uuid,
               password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.account_id, i.id, i.email, i.role, i.invited_by, a.name, u.id, u.password_hash
  from invitations i
  join accounts a on a.id = i.account_id and a.status = 'active'
  left join users u on lower(u.email) = lower(i.email)
  where i.token_hash = token and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
$$;

create function find_user_password(person uuid)
returns table (email text, name text, password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.email, u.name, u.password_hash from users u where u.id = person
$$;

-- Sets a password where the one before is still `former`, ends the person's sign-ins but `kept`, and tells the audit of
-- each account. Answers the sign-ins that were ended; no row where the password was another already.
create function set_password(person uuid, former text, new_hash text, kept uuid, audit jsonb)
returns table (ended uuid[])
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update users u set password_hash = new_hash, updated_at = now()
  where u.id = person and u.password_hash is not distinct from former;
  if not found then return; end if;
  perform audit_person(person, m.account_id, audit)
  from members m where m.user_id = person and m.status = 'active' order by m.account_id;
  return query
    with gone as (
      update sign_ins s set revoked_at = now(), revoked_reason = 'password_changed'
      where s.user_id = person and s.revoked_at is null and s.id is distinct from kept returning s.id)
    select coalesce(array_agg(gone.id), '{}') from gone;
end $$;

create function find_second_factor(person uuid)
returns table (email text, sealed bytea, since timestamptz, recovery_left integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.email, u.totp_sealed, u.totp_since, cardinality(u.recovery_hashes) from users u where u.id = person
$$;

-- No row while one is in use.
create function begin_second_factor(person uuid, sealed bytea)
returns table (begun boolean)
language sql volatile security definer set search_path = public, pg_temp as $$
  update users u set totp_sealed = sealed, totp_step = null where u.id = person and u.totp_since is null returning true
$$;

-- No row where another secret was begun meanwhile, or one was confirmed already.
create function confirm_second_factor(person uuid, confirmed bytea, step bigint, recovery bytea[], audit jsonb)
returns table (enabled boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update users u set totp_since = now(), totp_step = step, recovery_hashes = recovery, updated_at = now()
  where u.id = person and u.totp_since is null and u.totp_sealed = confirmed;
  if not found then return; end if;
  perform audit_person(person, m.account_id, audit)
  from members m where m.user_id = person and m.status = 'active' order by m.account_id;
  return query select true;
end $$;

-- Takes a code's step, once: a code that was seen is worth nothing.
create function take_second_factor(person uuid, step bigint)
returns table (taken boolean)
language sql volatile security definer set search_path = public, pg_temp as $$
  update users u set totp_step = step where u.id = person and (u.totp_step is null or u.totp_step < step) returning true
$$;

create function take_recovery_code(person uuid, code bytea)
returns table (taken boolean)
language sql volatile security definer set search_path = public, pg_temp as $$
  update users u set recovery_hashes = array_remove(u.recovery_hashes, code)
  where u.id = person and code = any (u.recovery_hashes) returning true
$$;

create function remove_second_factor(person uuid, audit jsonb)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update users u set totp_sealed = null, totp_since = null, totp_step = null, recovery_hashes = '{}', updated_at = now()
  where u.id = person and u.totp_since is not null;
  if not found then return; end if;
  perform audit_person(person, m.account_id, audit)
  from members m where m.user_id = person and m.status = 'active' order by m.account_id;
end $$;

create function list_sign_ins(person uuid, most integer)
returns table (id uuid, address text, user_agent text, created_at timestamptz, rotated_at timestamptz,
               expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.address, s.user_agent, s.created_at, s.rotated_at, s.expires_at from sign_ins s
  where s.user_id = person and s.revoked_at is null and s.expires_at > now()
  order by s.rotated_at desc limit most
$$;

-- Ends sign-ins of a person: that one, or all but `kept`. Answers which.
create function end_sign_ins(person uuid, only_one uuid, kept uuid, audit jsonb)
returns table (id uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  ended sign_ins;
begin
  for ended in
    update sign_ins s set revoked_at = now(), revoked_reason = 'signed_out'
    where s.user_id = person and s.revoked_at is null
      and (s.id = only_one or (only_one is null and s.id is distinct from kept))
    returning s.*
  loop
    perform audit_person(person, ended.account_id, audit);
    return query select ended.id;
  end loop;
end $$;

create function list_signing_keys()
returns setof signing_keys
language sql stable security definer set search_path = public, pg_temp as $$
  select * from signing_keys where retires_at > now() order by created_at
$$;

-- Adds a key unless another process has just added one that is `younger` than this.
create function add_signing_key(id text, public_jwk jsonb, private_sealed bytea, retires timestamptz, younger timestamptz)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(4201002);
  delete from signing_keys k where k.retires_at < now();
  insert into signing_keys (id, public_jwk, private_sealed, retires_at)
  select $1, $2, $3, $4
  where not exists (select from signing_keys k where k.created_at > younger);
end $$;

-- Retention: what is forgotten when it should be, in bounded batches; each answers how many it forgot ----------

-- The newest event of an account stays: its number is where the relay goes on.
create function retain_events(older_than timestamptz, batch integer)
returns table (forgotten integer)
language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from events d using (
      select e.ctid as place from events e
      where e.created_at < older_than and e.seq is not null
        and exists (select from events newer where newer.account_id = e.account_id and newer.seq > e.seq)
      order by e.created_at limit batch for update skip locked) old
    where d.ctid = old.place
    returning 1)
  select count(*)::integer from gone
$$;

-- A message's row stays without its text, as the key that recognises a second delivery; receipts go altogether.
create function retain_journal(older_than timestamptz, batch integer)
returns table (forgotten integer)
language sql volatile security definer set search_path = public, pg_temp as $$
  with old as (
    select account_id, session_id, position, kind from journal
    where projected_at < older_than and (plaintext_sealed is not null or kind <> 'message')
    order by projected_at limit batch for update skip locked),
  blanked as (
    update journal j set plaintext_sealed = null from old o
    where o.kind = 'message'
      and (j.account_id, j.session_id, j.position) = (o.account_id, o.session_id, o.position)
    returning 1),
  gone as (
    delete from journal j using old o
    where o.kind <> 'message'
      and (j.account_id, j.session_id, j.position) = (o.account_id, o.session_id, o.position)
    returning 1)
  select ((select count(*) from blanked) + (select count(*) from gone))::integer
$$;

-- What is over of how sessions were; what goes on stays.
create function retain_session_history(older_than timestamptz, batch integer)
returns table (forgotten integer)
language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from session_history h using (
      select o.ctid as place from session_history o
      where o.ended_at < older_than order by o.ended_at limit batch for update skip locked) old
    where h.ctid = old.place
    returning 1),
  hours_gone as (
    delete from session_hours h using (
      select o.ctid as place from session_hours o where o.hour < older_than order by o.hour limit batch
      for update skip locked) old
    where h.ctid = old.place
    returning 1)
  select ((select count(*) from gone) + (select count(*) from hours_gone))::integer
$$;

create function retain_idempotency_records(older_than timestamptz, batch integer)
returns table (forgotten integer)
language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from idempotency_records where (account_id, operation, key) in (
      select account_id, operation, key from idempotency_records where created_at < older_than
      order by created_at limit batch for update skip locked)
    returning 1)
  select count(*)::integer from gone
$$;

-- Sign-ins and embed sessions that have ended; they are kept a while so that reuse is still recognised.
create function retain_access(older_than timestamptz, batch integer)
returns table (forgotten integer)
language sql volatile security definer set search_path = public, pg_temp as $$
  with sign_ins_gone as (
    delete from sign_ins where id in (
      select id from sign_ins where expires_at < older_than or revoked_at < older_than limit batch)
    returning 1),
  embed_sessions_gone as (
    delete from embed_sessions where (account_id, id) in (
      select account_id, id from embed_sessions where expires_at < older_than limit batch)
    returning 1)
  select ((select count(*) from sign_ins_gone) + (select count(*) from embed_sessions_gone))::integer
$$;

-- Audit: the only hand that writes the chain; nothing changes or removes an entry but the retention -------------

-- Appends entries to the chain of an account, in the caller's transaction when there is one, which must be that
-- account's. Position, time and hash are given here.
create function append_audit(account uuid, entries jsonb)
returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  scope text := current_setting('app.account_id', true);
  chain audit_chains;
  entry audit_entries;
begin
  if scope <> '' and scope::uuid <> account then
    raise exception 'this transaction is of another account' using errcode = '42501';
  end if;
  insert into audit_chains (account_id) values (account) on conflict do nothing;
  select * into strict chain from audit_chains c where c.account_id = account for update;
  for entry in select * from jsonb_populate_recordset(null::audit_entries, entries) loop
    if entry.action = 'audit.retained' then
      raise exception 'only the retention may say so' using errcode = '42501';
    end if;
    chain := audit_append(chain, entry);
  end loop;
end $$;

-- One entry more on a chain that is locked; answers the chain as it is since.
create function audit_append(chain audit_chains, entry audit_entries)
returns audit_chains
language plpgsql volatile set search_path = public, pg_temp as $$
begin
  entry.account_id := chain.account_id;
  entry.seq := chain.seq + 1;
  entry.id := uuidv7();
  entry.at := clock_timestamp();
  entry.outcome := coalesce(entry.outcome, 'done');
  entry.count := coalesce(entry.count, 1);
  entry.actor_name := coalesce(entry.actor_name, '');
  entry.hash := audit_hash(chain.hash, entry);
  insert into audit_entries select entry.*;
  chain.seq := entry.seq;
  chain.hash := entry.hash;
  update audit_chains c set seq = chain.seq, hash = chain.hash where c.account_id = chain.account_id;
  return chain;
end $$;

-- Tells the audit of an account what a person did, who may be one of its members no more.
create function audit_person(person uuid, account uuid, entry jsonb)
returns void
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  member record;
begin
  select type_id('mem', m.id) as id, m.name into member
  from members m where m.account_id = account and m.user_id = person;
  perform append_audit(account, jsonb_build_array(entry || jsonb_build_object(
    'actor_kind', 'user', 'actor_id', member.id, 'actor_name', member.name)));
end $$;

-- Tells of an API key that came from an address, if that was not told yet. A key that comes from very many, as from a
-- cloud's functions, is told of a hundred times a day at most.
create function note_key_use(account uuid, entry jsonb)
returns table (noted boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if exists (select from audit_entries e where e.account_id = account and e.actor_id = entry ->> 'actor_id'
               and e.action = 'api_key.used' and e.address = entry ->> 'address')
    or (select count(*) from audit_entries e where e.account_id = account and e.actor_id = entry ->> 'actor_id'
          and e.action = 'api_key.used' and e.at > now() - interval '1 day') >= 100
  then
    return query select false;
  else
    perform append_audit(account, jsonb_build_array(entry));
    return query select true;
  end if;
end $$;

-- Removes entries older than that, the newest of an account never, for up to `batch` accounts whose oldest entry is a
-- day older still: so an account's audit tells of its retention once a day at most. The chain goes on from the last
-- that was removed, and an entry says which that was.
create function retain_audit(older_than timestamptz, batch integer)
returns table (forgotten integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  chain audit_chains;
  last audit_entries;
  entry audit_entries;
  total integer := 0;
begin
  for chain in
    select c.* from audit_chains c
    join audit_entries oldest on oldest.account_id = c.account_id and oldest.seq = c.base_seq + 1
    where oldest.at < older_than - interval '1 day' and c.seq > c.base_seq + 1
    limit batch for update of c skip locked
  loop
    select * into last from audit_entries e
    where e.account_id = chain.account_id and e.at < older_than and e.seq < chain.seq order by e.seq desc limit 1;
    continue when not found;
    delete from audit_entries e where e.account_id = chain.account_id and e.seq <= last.seq;
    update audit_chains c set base_seq = last.seq, base_hash = last.hash where c.account_id = chain.account_id;
    entry := null;
    entry.action := 'audit.retained';
    entry.actor_kind := 'system';
    entry.actor_name := 'retention';
    entry.after := jsonb_build_object('upTo', last.seq, 'hash', encode(last.hash, 'hex'));
    chain := audit_append(chain, entry);
    total := total + 1;
  end loop;
  return query select total;
end $$;

-- WhatsApp sessions and the journal ---------------------------------------------------------------------------

-- Every write of an owner holds this lock shared, and a takeover holds it alone, so that no write that began
-- under an old fence can commit after the new owner has read the keys.

-- The inbound commit: the keys that decrypting changed, what was decrypted, and the check that the writer still
-- owns the session, all or nothing. A null key value deletes the key. Raises MH001 when the fence is lost.
-- A message that came before is not journalled again, only counted; one that came without content then gets it.
create function commit_inbound(
  account uuid, session uuid, gateway uuid, held_fence bigint,
  kinds text[], key_ids text[], key_values bytea[],
  chats text[], authors text[], own boolean[], whatsapp_ids text[], stanzas jsonb[], plaintexts bytea[],
  entry_kinds text[])
returns table (journalled integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  added integer := 0;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(session::text, 4201003));
  perform from sessions s
    where s.account_id = account and s.id = session and s.gateway_id = gateway and s.fence = held_fence;
  if not found then
    raise exception 'another gateway owns this session' using errcode = 'MH001';
  end if;
  if cardinality(kinds) > 0 then
    insert into session_keys as k (account_id, session_id, kind, key_id, value_sealed)
    select account, session, u.kind, u.key_id, u.value
    from unnest(kinds, key_ids, key_values) as u (kind, key_id, value)
    where u.value is not null
    on conflict (account_id, session_id, kind, key_id) do update set value_sealed = excluded.value_sealed;
    if array_position(key_values, null) is not null then
      delete from session_keys k
      using unnest(kinds, key_ids, key_values) as u (kind, key_id, value)
      where k.account_id = account and k.session_id = session and k.kind = u.kind and k.key_id = u.key_id
        and u.value is null;
    end if;
  end if;
  if cardinality(whatsapp_ids) > 0 then
    insert into journal as j
      (account_id, session_id, kind, chat, author, from_me, whatsapp_id, attributes, plaintext_sealed, fence, deliveries)
    select account, session, u.kind, u.chat, u.author, u.own, u.whatsapp_id, u.stanza, u.plaintext, held_fence, u.times
    from (
      -- The same message twice in one batch is one row, with its content if either copy has it. What the phone was
      -- asked for is no delivery.
      select distinct on (m.chat, m.author, m.own, m.whatsapp_id) m.*,
        count(*) filter (where not m.stanza ? 'fromPhone')
          over (partition by m.chat, m.author, m.own, m.whatsapp_id) as times
      from unnest(chats, authors, own, whatsapp_ids, stanzas, plaintexts, entry_kinds) with ordinality
        as m (chat, author, own, whatsapp_id, stanza, plaintext, kind, place)
      order by m.chat, m.author, m.own, m.whatsapp_id, m.plaintext is null, m.place
    ) u
    order by u.place
    on conflict (account_id, session_id, chat, author, from_me, whatsapp_id) where kind in ('message', 'history')
    do update set
      deliveries = j.deliveries + excluded.deliveries,
      last_received_at = case when excluded.deliveries > 0 then now() else j.last_received_at end,
      (plaintext_sealed, attributes, projected_at, attempts, failure, outcome) = (
        select
          case when c.heals then excluded.plaintext_sealed else j.plaintext_sealed end,
          case when c.heals then excluded.attributes else j.attributes end,
          case when c.heals then null else j.projected_at end,
          case when c.heals then 0 else j.attempts end,
          case when c.heals then null else j.failure end,
          case when c.heals then null else j.outcome end
        from (select j.plaintext_sealed is null and j.attributes ?| array['unavailable', 'undecryptable']
          and excluded.plaintext_sealed is not null as heals) c
      );
    get diagnostics added = row_count;
  end if;
  return query select added;
end $$;

create function read_session_keys(account uuid, session uuid, wanted_kind text, key_ids text[])
returns table (key_id text, value_sealed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.key_id, k.value_sealed from session_keys k
  where k.account_id = account and k.session_id = session and k.kind = wanted_kind and k.key_id = any(key_ids)
$$;

-- What the journal has of a message, for one that WhatsApp delivers again; it is counted as delivered once more.
create function recall_journal(account uuid, session uuid, chat text, author text, own boolean, whatsapp_id text)
returns table (plaintext_sealed bytea)
language sql volatile security definer set search_path = public, pg_temp as $$
  update journal j set deliveries = j.deliveries + 1, last_received_at = now()
  where j.account_id = $1 and j.session_id = $2 and j.kind in ('message', 'history')
    and j.chat = $3 and j.author = $4 and j.from_me = $5 and j.whatsapp_id = $6
    and (j.plaintext_sealed is not null or not j.attributes ?| array['unavailable', 'undecryptable'])
  returning j.plaintext_sealed
$$;

-- Takes sessions that nobody owns now. With `chosen`, that session alone.
create function claim_sessions(gateway uuid, network text, wanted integer, lease_ms integer, chosen uuid)
returns table (account_id uuid, session_id uuid, fence bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  candidate record;
begin
  for candidate in
    select s.account_id, s.id from sessions s
    where s.transport = network and s.status in ('pairing', 'connecting', 'connected', 'disconnected')
      and (s.lease_until is null or s.lease_until < clock_timestamp())
      and (chosen is null or s.id = chosen)
      and (s.handover_from is distinct from gateway or s.handover_until < clock_timestamp()
        or not exists (select from gateways g where g.transport = network and g.id <> gateway
          and g.seen_at > clock_timestamp() - lease_ms * interval '1 millisecond'))
    order by s.lease_until nulls first
    limit wanted
    for update skip locked
  loop
    perform pg_advisory_xact_lock(hashtextextended(candidate.id::text, 4201003));
    return query
      update sessions s set gateway_id = gateway, fence = s.fence + 1, handover_from = null,
        lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
      where s.account_id = candidate.account_id and s.id = candidate.id
      returning s.account_id, s.id, s.fence;
  end loop;
end $$;

-- Lengthens the leases that are still held, and says what became of each: its status, the revision at which a person
-- last changed it, and whether it is to be handed over. A session that isn't in the answer is owned by somebody else.
-- It also says that this gateway is alive.
create function renew_leases(
  gateway uuid, network text, session_ids uuid[], fences bigint[], heard timestamptz[], lease_ms integer)
returns table (session_id uuid, status text, edited_revision integer, leaving boolean)
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into gateways (id, transport) values (gateway, network)
  on conflict (id) do update set seen_at = now();
  delete from gateways where seen_at < now() - interval '1 day';
  update sessions s set lease_until = clock_timestamp() + lease_ms * interval '1 millisecond',
    last_seen_at = greatest(s.last_seen_at, u.heard)
  from unnest(session_ids, fences, heard) as u (id, fence, heard)
  where s.id = u.id and s.fence = u.fence and s.gateway_id = gateway
  returning s.id, s.status, s.edited_revision,
    s.handover_from is not distinct from gateway and s.handover_until > clock_timestamp()
$$;

create function release_leases(gateway uuid, session_ids uuid[], fences bigint[], leaving boolean)
returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  update sessions s set lease_until = null from unnest(session_ids, fences) as u (id, fence)
  where s.id = u.id and s.fence = u.fence and s.gateway_id = gateway;
  delete from gateways g where leaving and g.id = gateway;
$$;

-- Asks the owner of a session to let it go, and to leave it to another gateway for a while, if there is one.
create function hand_over_session(account uuid, session uuid, patience_ms integer)
returns table (owner uuid)
language sql volatile security definer set search_path = public, pg_temp as $$
  update sessions s set handover_from = s.gateway_id,
    handover_until = clock_timestamp() + patience_ms * interval '1 millisecond'
  where s.account_id = account and s.id = session and s.lease_until > clock_timestamp()
  returning s.gateway_id
$$;

-- Whether a session that an owner lost was removed, or taken over.
create function session_removed(account uuid, session uuid)
returns table (removed boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.status = 'removed' from sessions s where s.account_id = account and s.id = session
$$;

-- The versions of WhatsApp Web that this installation knows, newest first.
create function list_whatsapp_versions(network text)
returns table (revision bigint, state text)
language sql stable security definer set search_path = public, pg_temp as $$
  select v.revision, v.state from whatsapp_versions v where v.transport = network order by v.revision desc limit 50
$$;

-- A version that is current now: a candidate, unless it's known already. The oldest are forgotten.
create function note_whatsapp_version(network text, seen bigint)
returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into whatsapp_versions (transport, revision, state) values (network, seen, 'candidate') on conflict do nothing;
  delete from whatsapp_versions v where v.transport = network and v.revision < (
    select min(n.revision) from (select k.revision from whatsapp_versions k where k.transport = network
      order by k.revision desc limit 50) n)
$$;

-- Gives the newest candidate to a session to try, if it's newer than what is trusted and nobody tries it now.
create function take_whatsapp_candidate(network text, session uuid, lease_ms integer)
returns table (revision bigint)
language sql volatile security definer set search_path = public, pg_temp as $$
  update whatsapp_versions v set canary_session = session,
    canary_until = clock_timestamp() + lease_ms * interval '1 millisecond'
  where v.transport = network and v.revision = (
    select c.revision from whatsapp_versions c
    where c.transport = network and c.state = 'candidate'
      and not exists (select from whatsapp_versions t where t.transport = network and t.state = 'trusted'
        and t.revision > c.revision)
    order by c.revision desc limit 1)
    and v.state = 'candidate' and (v.canary_until is null or v.canary_until < clock_timestamp())
  returning v.revision
$$;

-- What a connection with a version has shown: `trusted`, `refused`, or `failed`, which refuses it after some in a row.
create function judge_whatsapp_version(network text, judged bigint, verdict text, failures_allowed integer)
returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into whatsapp_versions as v (transport, revision, state, failures, judged_at)
  values (network, judged, case verdict when 'refused' then 'refused' else 'trusted' end,
    case verdict when 'trusted' then 0 else 1 end, now())
  on conflict (transport, revision) do update set
    state = case
      when verdict <> 'failed' then verdict
      when v.failures + 1 >= failures_allowed and v.judged_at > now() - interval '1 hour' then 'refused'
      else v.state end,
    failures = case
      when verdict = 'trusted' then 0
      when v.judged_at > now() - interval '1 hour' then v.failures + 1
      else 1 end,
    canary_session = null, canary_until = null, judged_at = now()
$$;

-- Whether any gateway of that network is alive.
create function gateway_alive(network text, within_ms integer)
returns table (alive boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from gateways g
    where g.transport = network and g.seen_at > clock_timestamp() - within_ms * interval '1 millisecond')
$$;

-- Of the sessions a gateway owns, those whose outbox holds something.
create function waiting_outboxes(account_ids uuid[], session_ids uuid[])
returns table (session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.session_id from unnest(account_ids, session_ids) as u (account_id, session_id)
  where exists (select from messages m where m.account_id = u.account_id and m.session_id = u.session_id
    and m.status = 'queued' and m.direction = 'outbound' and m.outbox_position is not null)
  or exists (select from message_changes c where c.account_id = u.account_id and c.session_id = u.session_id
    and c.status = 'queued')
$$;

-- Scheduled messages of these sessions whose time has come.
create function due_messages(account_ids uuid[], session_ids uuid[], wanted integer)
returns table (account_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.account_id, m.id from unnest(account_ids, session_ids) as u (account_id, session_id)
  join messages m on m.account_id = u.account_id and m.session_id = u.session_id
  where m.status = 'queued' and m.direction = 'outbound' and m.outbox_position is null and m.send_at <= now()
  order by m.send_at limit wanted
$$;

-- Messages that have waited too long for their session to connect, oldest first.
create function overdue_outbox(network text, accepted_before timestamptz, wanted integer)
returns table (account_id uuid, session_id uuid, whatsapp_id text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.account_id, m.session_id, m.whatsapp_id from sessions s
  join messages m on m.account_id = s.account_id and m.session_id = s.id
    and m.status = 'queued' and m.direction = 'outbound'
  where s.transport = network and coalesce(m.send_at, m.created_at) < accepted_before
  order by m.outbox_position limit wanted
$$;

-- The same for edits, deletions and reactions.
create function overdue_changes(network text, accepted_before timestamptz, wanted integer)
returns table (account_id uuid, session_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.account_id, c.session_id, c.id from sessions s
  join message_changes c on c.account_id = s.account_id and c.session_id = s.id and c.status = 'queued'
  where s.transport = network and c.created_at < accepted_before
  order by c.outbox_position limit wanted
$$;

-- What sessions did since it was last told, added to this hour.
create function add_to_hours(
  account_ids uuid[], session_ids uuid[], connected bigint[], sent bigint[], failed bigint[], received bigint[],
  undecryptable bigint[])
returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into session_hours as h
    (account_id, session_id, hour, connected_ms, sent, failed, received, undecryptable)
  select u.account_id, u.session_id, date_trunc('hour', now()), u.connected, u.sent, u.failed, u.received, u.undecryptable
  from unnest($1, $2, $3, $4, $5, $6, $7)
    as u (account_id, session_id, connected, sent, failed, received, undecryptable)
  join sessions s on s.account_id = u.account_id and s.id = u.session_id
  order by u.account_id, u.session_id
  on conflict (account_id, session_id, hour) do update set
    connected_ms = h.connected_ms + excluded.connected_ms, sent = h.sent + excluded.sent,
    failed = h.failed + excluded.failed, received = h.received + excluded.received,
    undecryptable = h.undecryptable + excluded.undecryptable
$$;

-- The sessions whose health this gateway looks at: its own, and those that nobody holds and that changed since they
-- were judged, or should be connected. What was never connected has no health.
create function sessions_to_judge(gateway uuid, network text, judged_before timestamptz, wanted integer)
returns table (account_id uuid, session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.account_id, s.id from sessions s
  left join session_health h on h.account_id = s.account_id and h.session_id = s.id
  where s.transport = network and s.connected_at is not null
    and (s.status not in ('pairing', 'paused', 'removed') or h.judged_at < s.updated_at)
    and (s.gateway_id = gateway and s.lease_until > now()
      or (s.lease_until is null or s.lease_until < now())
        and (h.session_id is null or h.judged_at < s.updated_at
          or s.status in ('connecting', 'connected', 'disconnected') and h.judged_at < judged_before))
  order by h.judged_at nulls first limit wanted
$$;

-- Sessions that nobody holds, and whose health is as it was.
create function mark_judged(account_ids uuid[], session_ids uuid[])
returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  update session_health h set judged_at = now() from unnest($1, $2) as u (account_id, session_id)
  where h.account_id = u.account_id and h.session_id = u.session_id
$$;

-- What the health of sessions is made of. Counts stop at `most`.
create function session_facts(
  account_ids uuid[], session_ids uuid[], patience_ms integer, most integer)
returns table (
  account_id uuid, session_id uuid, status text, reason jsonb, locale text, restrictions jsonb, connected_at timestamptz,
  lease_until timestamptz, health jsonb, ongoing jsonb, drops_hour integer, drops_day integer, replaced_hour integer,
  replaced_since timestamptz, queued integer, oldest_queued timestamptz, unconfirmed integer,
  oldest_unconfirmed timestamptz, waiting_for_phone integer, oldest_waiting timestamptz, undecryptable integer,
  oldest_undecryptable timestamptz, behind integer, oldest_behind timestamptz, connected_ms_day bigint, down_ms_day bigint,
  sent_day bigint, failed_day bigint, received_day bigint, undecryptable_day bigint, sent_lately bigint,
  failed_lately bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.account_id, s.id, s.status, s.reason, a.locale, s.restrictions, s.connected_at, s.lease_until,
    (select to_jsonb(h) from session_health h where h.account_id = s.account_id and h.session_id = s.id),
    (select coalesce(jsonb_agg(to_jsonb(o)), '[]') from session_history o
      where o.account_id = s.account_id and o.session_id = s.id and o.ended_at is null and o.type <> 'gap'),
    d.drops_hour, d.drops_day, d.replaced_hour, d.replaced_since,
    q.queued, q.oldest_queued, q.unconfirmed, q.oldest_unconfirmed,
    j.waiting, j.oldest_waiting, j.broken, j.oldest_broken, b.behind, b.oldest_behind,
    t.connected_ms, l.down_ms, t.sent, t.failed, t.received, t.undecryptable,
    t.sent_lately, t.failed_lately
  from unnest(account_ids, session_ids) as u (account_id, session_id)
  join sessions s on s.account_id = u.account_id and s.id = u.session_id
  join accounts a on a.id = s.account_id
  -- A connection that we ended ourselves, to stop or to hand over, did not break.
  cross join lateral (
    select count(*) filter (where x.began_at > now() - interval '1 hour' and x.data ->> 'reason' not in ('transport_unavailable', 'paused_by_person'))::integer
        as drops_hour,
      count(*) filter (where x.data ->> 'reason' not in ('transport_unavailable', 'paused_by_person'))::integer as drops_day,
      count(*) filter (where x.began_at > now() - interval '1 hour' and x.data ->> 'reason' = 'connection_replaced')::integer
        as replaced_hour,
      min(x.began_at) filter (where x.began_at > now() - interval '1 hour' and x.data ->> 'reason' = 'connection_replaced')
        as replaced_since
    from session_history x
    where x.account_id = s.account_id and x.session_id = s.id and x.type = 'disconnected'
      and x.began_at > now() - interval '1 day'
  ) d
  cross join lateral (
    select count(*)::integer as queued, min(x.created_at) as oldest_queued,
      count(x.handed_over_at)::integer as unconfirmed, min(x.handed_over_at) as oldest_unconfirmed
    from (
      select m.created_at, case when m.handed_over_at >= s.connected_at then m.handed_over_at end as handed_over_at
      from messages m
      where m.account_id = s.account_id and m.session_id = s.id and m.status = 'queued' and m.direction = 'outbound'
        and m.outbox_position is not null
      order by m.outbox_position limit most
    ) x
  ) q
  cross join lateral (
    select count(*) filter (where x.outcome = 'waiting_for_phone')::integer as waiting,
      min(x.received_at) filter (where x.outcome = 'waiting_for_phone') as oldest_waiting,
      count(*) filter (where x.outcome = 'undecryptable')::integer as broken,
      min(x.received_at) filter (where x.outcome = 'undecryptable') as oldest_broken
    from (
      select n.outcome, n.received_at from journal n
      where n.account_id = s.account_id and n.session_id = s.id and n.outcome in ('waiting_for_phone', 'undecryptable')
        and n.received_at > now() - interval '1 day'
      limit most
    ) x
  ) j
  cross join lateral (
    select count(*)::integer as behind, min(x.received_at) as oldest_behind
    from (
      select n.received_at from journal n
      where n.account_id = s.account_id and n.session_id = s.id and n.projected_at is null
        and (n.plaintext_sealed is not null or not n.attributes ? 'undecryptable'
          or n.received_at < now() - patience_ms * interval '1 millisecond')
      order by n.position limit most
    ) x
  ) b
  cross join lateral (
    select coalesce(sum(x.connected_ms), 0)::bigint as connected_ms, coalesce(sum(x.sent), 0)::bigint as sent,
      coalesce(sum(x.failed), 0)::bigint as failed, coalesce(sum(x.received), 0)::bigint as received,
      coalesce(sum(x.undecryptable), 0)::bigint as undecryptable,
      coalesce(sum(x.sent) filter (where x.hour > now() - interval '2 hours'), 0)::bigint as sent_lately,
      coalesce(sum(x.failed) filter (where x.hour > now() - interval '2 hours'), 0)::bigint as failed_lately
    from session_hours x
    where x.account_id = s.account_id and x.session_id = s.id and x.hour > now() - interval '1 day'
  ) t
  cross join lateral (
    select coalesce(sum(extract(epoch from coalesce(x.ended_at, now()) - greatest(x.began_at, now() - interval '1 day'))
      * 1000), 0)::bigint as down_ms
    from session_history x
    where x.account_id = s.account_id and x.session_id = s.id and x.type = 'disconnected'
      and coalesce(x.ended_at, now()) > now() - interval '1 day'
  ) l
$$;

-- Of the sessions a gateway holds a connection of, those with messages whose content the phone wasn't asked for since
-- it stands, or for long.
create function awaiting_sessions(
  account_ids uuid[], session_ids uuid[], connected timestamptz[], ask_for_ms double precision, again_ms double precision,
  never text[])
returns table (session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.session_id from unnest(account_ids, session_ids, connected) as u (account_id, session_id, connected)
  where exists (select from journal j
    where j.account_id = u.account_id and j.session_id = u.session_id
      and j.outcome in ('waiting_for_phone', 'undecryptable')
      and j.received_at > now() - ask_for_ms * interval '1 millisecond'
      and coalesce(j.attributes ->> 'unavailable', '') <> all (never)
      and (j.asked_at is null or j.asked_at < u.connected or j.asked_at < now() - again_ms * interval '1 millisecond'))
$$;

-- Sessions with journal rows that are not projected yet and not set aside.
create function unprojected_sessions(network text, attempts_allowed integer, patience_ms integer, wanted integer)
returns table (account_id uuid, session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct j.account_id, j.session_id from journal j
  join sessions s on s.account_id = j.account_id and s.id = j.session_id and s.transport = network
  where j.projected_at is null and j.attempts < attempts_allowed and j.kind <> 'history'
    and (j.plaintext_sealed is not null or not j.attributes ? 'undecryptable'
      or j.received_at < now() - patience_ms * interval '1 millisecond')
  limit wanted
$$;

-- Sessions that have pieces of their phone's history to import.
create function waiting_histories(network text, attempts_allowed integer, wanted integer)
returns table (account_id uuid, session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct j.account_id, j.session_id from journal j
  join sessions s on s.account_id = j.account_id and s.id = j.session_id and s.transport = network
  where j.projected_at is null and j.attempts < attempts_allowed and j.kind = 'history'
  limit wanted
$$;

-- For health: how much waits to be projected, since when, and how much was set aside.
create function journal_backlog(attempts_allowed integer)
returns table (waiting bigint, waiting_since timestamptz, set_aside bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where j.attempts < attempts_allowed),
         min(j.received_at) filter (where j.attempts < attempts_allowed),
         count(*) filter (where j.attempts >= attempts_allowed)
  from journal j where j.projected_at is null and j.kind <> 'history'
$$;

-- Inbox: accepting and searching ------------------------------------------------------------------------------

drop type if exists outbound_request, outbound_item cascade;

-- One request of POST /send-message, its content encoded and sealed by the caller.
create type outbound_request as (
  ordinal integer,
  account_id uuid,
  -- Whose key it is.
  operation text,
  -- The key of Idempotency-Key with the SHA-256 of the body, or null.
  key text,
  body_hash bytea,
  message_id uuid,
  -- Exactly one of these three.
  conversation_id uuid,
  contact_id uuid,
  number text,
  session_id uuid,
  -- The conversation in which the quoted message stands, if one is quoted.
  quoted_in uuid,
  -- What the caller is limited to: these sessions, and conversations of this member or of nobody; null: all.
  only_sessions uuid[],
  only_member uuid,
  author_kind text,
  author_id uuid,
  author_name text,
  content jsonb,
  flags text[],
  mentions jsonb,
  quoted jsonb,
  whatsapp_id text,
  -- Base64.
  encoded_sealed text,
  -- Not before then; null: now.
  send_at timestamptz,
  require_connected boolean,
  -- Accept a number that the network has not confirmed yet.
  allow_unverified boolean
);

-- The same once it is known where it goes, with why it is not accepted, if it isn't.
create type outbound_item as (
  ordinal integer,
  account_id uuid,
  operation text,
  key text,
  body_hash bytea,
  message_id uuid,
  session_id uuid,
  session_status text,
  contact_id uuid,
  conversation_id uuid,
  number text,
  author_kind text,
  author_id uuid,
  author_name text,
  content jsonb,
  flags text[],
  mentions jsonb,
  quoted jsonb,
  whatsapp_id text,
  encoded_sealed text,
  send_at timestamptz,
  outcome text,
  -- What the key made when it was used before.
  resource_id uuid
);

-- Accepts a batch of outbound messages of any accounts in one commit: idempotency records, conversations, cases,
-- messages (queued: each row is its own outbox entry) and events. Answers one row for each request:
--   accepted               stored, at `accepted_ms` (milliseconds since 1970), in that conversation and case
--   replayed               the same key and body came before; `message` is the row view of what it made, as it is now
--   key_reused             the same key came with another body
--   in_progress            the same key belongs to an operation that has not ended
--   number_unknown         no verified identity has this number: ask the network, then come again
--   conversation_not_found, contact_not_found, session_not_found (unknown, of another account, or not the caller's)
--   session_required, session_mismatch, session_removed, session_not_connected, quoted_elsewhere
--   groups_off             the conversation is a group's, and the account has turned groups off
-- Waits for a concurrent twin at most `lock_wait_ms` (then error 55P03). Locks are taken in one order by all writers:
-- idempotency records, conversations, cases; each sorted.
-- Rows are looked up one by one in laterals with a limit, so that however little the planner knows of a table that
-- was empty a moment ago, it can only go by the primary key; and planned once, since planning this anew with each
-- call costs more than a small batch does. Each statement costs its start for every batch: what most batches do is
-- done by few, and what few batches need stands in statements of its own.
create function accept_outbound(requests jsonb, lock_wait_ms integer)
returns table (
  ordinal integer, outcome text, session_id uuid, session_status text, conversation_id uuid, case_id uuid,
  accepted_ms double precision, message jsonb
)
language plpgsql security definer
set search_path = public, pg_temp set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  items outbound_item[];
  setting text;
  keyed integer;
  wanted integer;
  refused integer;
  recorded integer;
  is_first_contact boolean;
  is_answer boolean;
  has_files boolean;
  accepted_at timestamptz;
  found record;
begin
  setting := set_config('lock_timeout', lock_wait_ms::text, true);

  -- Where each one goes.
  select
    array_agg(x.item),
    count(*) filter (where (x.item).outcome is null),
    count(*) filter (where (x.item).outcome is not null),
    count(*) filter (where (x.item).outcome is null and (x.item).key is not null),
    bool_or((x.item).outcome is null and (x.item).conversation_id is null),
    bool_or((x.item).author_kind = 'member' and (x.item).send_at is null),
    bool_or((x.item).content ? 'media')
  into items, wanted, refused, keyed, is_first_contact, is_answer, has_files
  from (
    select (
      q.ordinal, q.account_id, q.operation, q.key, q.body_hash, q.message_id, p.session_id, p.session_status,
      coalesce(v.contact_id, c.id), t.id, q.number, q.author_kind, q.author_id, q.author_name, q.content, q.flags,
      q.mentions, q.quoted, q.whatsapp_id, q.encoded_sealed, q.send_at,
      case
        when q.conversation_id is not null and (
          v.id is null
          or v.session_id <> all (q.only_sessions)
          or held.assignee_id <> q.only_member
        ) then 'conversation_not_found'
        when q.contact_id is not null and c.id is null then 'contact_not_found'
        when p.session_id is null and w.session_id is null then 'session_required'
        when p.session_id is null or p.session_id <> all (q.only_sessions) then 'session_not_found'
        when v.session_id <> w.named then 'session_mismatch'
        when a.groups = 'false' then 'groups_off'
        when p.session_status = 'removed' then 'session_removed'
        when q.require_connected and p.session_status <> 'connected' then 'session_not_connected'
        when q.number is not null and (i.id is null or (i.verified_at is null and not q.allow_unverified))
          then 'number_unknown'
        when held.assignee_id <> q.only_member then 'conversation_not_found'
        when q.quoted_in is not null and q.quoted_in is distinct from t.id then 'quoted_elsewhere'
      end,
      null
    )::outbound_item as item
    from jsonb_populate_recordset(null::outbound_request, requests) q
    left join lateral (
      select x.id, x.session_id, x.contact_id, x.group_id, x.case_id
      from conversations asked
      join conversations x on x.account_id = asked.account_id and x.id = coalesce(asked.merged_into, asked.id)
      where asked.account_id = q.account_id and asked.id = q.conversation_id
      limit 1
    ) v on true
    left join lateral (
      select x.settings -> 'groups' as groups from accounts x where v.group_id is not null and x.id = q.account_id limit 1
    ) a on true
    left join lateral (
      select x.id, x.contact_id, x.verified_at from identities x
      where x.account_id = q.account_id and x.kind = 'number' and x.value = q.number
      limit 1
    ) i on true
    left join lateral (
      select coalesce(x.merged_into, x.id) as id from contacts x
      where x.account_id = q.account_id and x.id = coalesce(q.contact_id, i.contact_id)
      limit 1
    ) c on true
    left join lateral (
      select coalesce(x.merged_into, x.id) as id from sessions x
      where x.account_id = q.account_id and x.id = q.session_id
      limit 1
    ) n on true
    -- The only conversation that the contact has, where no session is named.
    left join lateral (
      select any_value(x.id) as id, any_value(x.case_id) as case_id, any_value(x.session_id) as session_id,
        any_value(y.status) as status
      from conversations x
      join sessions y on y.account_id = x.account_id and y.id = x.session_id and y.status <> 'removed'
      where q.conversation_id is null and q.session_id is null
        and x.account_id = q.account_id and x.contact_id = c.id and x.merged_into is null
        and (q.only_sessions is null or x.session_id = any (q.only_sessions))
      having count(*) = 1
    ) own on true
    -- The session: named, or the conversation's, or the only one that the contact has a conversation in, or the only
    -- one there is.
    left join lateral (
      select coalesce(n.id, q.session_id) as named, coalesce(
        v.session_id,
        n.id,
        q.session_id,
        own.session_id,
        (
          select any_value(y.id) from sessions y
          where q.conversation_id is null and y.account_id = q.account_id and y.status <> 'removed'
            and (q.only_sessions is null or y.id = any (q.only_sessions))
          having count(*) = 1
        )
      ) as session_id
    ) w on true
    left join lateral (
      select x.id, x.status from sessions x
      where own.id is null and x.account_id = q.account_id and x.id = w.session_id
      limit 1
    ) s on true
    left join lateral (
      select coalesce(own.session_id, s.id) as session_id, coalesce(own.status, s.status) as session_status
    ) p on true
    left join lateral (
      select v.id, v.case_id where v.id is not null
      union all
      select own.id, own.case_id where own.id is not null
      union all
      (
        select x.id, x.case_id from conversations x
        where v.id is null and own.id is null and x.account_id = q.account_id and x.session_id = s.id
          and x.contact_id = c.id and x.merged_into is null
        limit 1
      )
    ) t on true
    left join lateral (
      select x.assignee_id from cases x
      where q.only_member is not null and x.account_id = q.account_id and x.id = t.case_id and x.status <> 'closed'
      limit 1
    ) held on true
    offset 0
  ) x;

  -- The record commits with its effect. Whoever holds the same key at this moment is waited for here.
  recorded := keyed;
  if keyed > 0 then
    insert into idempotency_records (account_id, operation, key, body_hash, resource_id, status)
    select t.account_id, t.operation, t.key, t.body_hash, t.message_id, 202
    from unnest(items) t
    where t.outcome is null and t.key is not null
    order by t.account_id, t.operation, t.key, t.ordinal
    on conflict do nothing;
    get diagnostics recorded = row_count;
  end if;

  -- A key that was used before decides, whatever has changed since.
  if recorded < keyed or refused > 0 then
    for found in
      select t.place, r.resource_id, case
          when r.body_hash <> t.body_hash then 'key_reused'
          when r.resource_id is null then 'in_progress'
          else 'replayed'
        end as outcome
      from unnest(items) with ordinality t (
        ordinal, account_id, operation, key, body_hash, message_id, session_id, session_status, contact_id,
        conversation_id, number, author_kind, author_id, author_name, content, flags, mentions, quoted, whatsapp_id,
        encoded_sealed, send_at, outcome, resource_id, place
      )
      cross join lateral (
        select x.body_hash, x.resource_id from idempotency_records x
        where x.account_id = t.account_id and x.operation = t.operation and x.key = t.key
        limit 1
      ) r
      where t.key is not null and r.resource_id is distinct from t.message_id
    loop
      items[found.place].outcome := found.outcome;
      items[found.place].resource_id := found.resource_id;
    end loop;

    return query
      select t.ordinal, t.outcome, t.session_id, t.session_status, null::uuid, null::uuid, null::float8, m.data
      from unnest(items) t
      left join lateral (
        select to_jsonb(x) as data from message_view x
        where t.outcome = 'replayed' and x.account_id = t.account_id and x.id = t.resource_id
        limit 1
      ) m on true
      where t.outcome is not null;
    get diagnostics refused = row_count;
    wanted := cardinality(items) - refused;
  end if;

  -- First words to a contact from this session make their conversation.
  if wanted > 0 and is_first_contact then
    insert into conversations (account_id, id, session_id, kind, contact_id, chat_identity_id)
    select distinct on (t.account_id, t.session_id, t.contact_id)
      t.account_id, uuidv7(), t.session_id, 'direct', t.contact_id, (
        select i.id from identities i
        where i.account_id = t.account_id and i.contact_id = t.contact_id
        order by (i.value = t.number) desc nulls last, i.is_primary desc, i.verified_at nulls last, i.id
        limit 1
      )
    from unnest(items) t
    where t.outcome is null and t.conversation_id is null
    order by t.account_id, t.session_id, t.contact_id, t.ordinal
    on conflict do nothing;

    for found in
      select t.place, v.id
      from unnest(items) with ordinality t (
        ordinal, account_id, operation, key, body_hash, message_id, session_id, session_status, contact_id,
        conversation_id, number, author_kind, author_id, author_name, content, flags, mentions, quoted, whatsapp_id,
        encoded_sealed, send_at, outcome, resource_id, place
      )
      cross join lateral (
        select x.id from conversations x
        where x.account_id = t.account_id and x.session_id = t.session_id and x.contact_id = t.contact_id
        limit 1
      ) v
      where t.outcome is null and t.conversation_id is null
    loop
      items[found.place].conversation_id := found.id;
    end loop;
  end if;

  if wanted = 0 then return; end if;

  -- Changing them locks them, in one order; a scheduled message becomes the latest when it is released.
  update conversations v
  set last_message_id = coalesce(n.message_id, v.last_message_id),
    last_activity_at = case when n.message_id is null then v.last_activity_at
      else greatest(v.last_activity_at, date_trunc('milliseconds', clock_timestamp())) end,
    revision = v.revision + 1, updated_at = clock_timestamp()
  from (
    select distinct on (t.account_id, t.conversation_id)
      t.account_id, t.conversation_id, case when t.send_at is null then t.message_id end as message_id
    from unnest(items) t
    where t.outcome is null
    order by t.account_id, t.conversation_id, (t.send_at is null) desc, t.ordinal desc
  ) n
  where v.account_id = n.account_id and v.id = n.conversation_id;

  -- An answer by a person ends the waiting.
  if is_answer then
    for found in
      select distinct k.account_id, k.id
      from unnest(items) t
      cross join lateral (
        select x.account_id, x.id from cases x
        where x.account_id = t.account_id and x.conversation_id = t.conversation_id and x.status <> 'closed'
          and x.waiting_since is not null
        limit 1
      ) k
      where t.outcome is null and t.author_kind = 'member' and t.send_at is null
      order by k.account_id, k.id
    loop
      update cases k set waiting_since = null, revision = k.revision + 1, updated_at = now()
      where k.account_id = found.account_id and k.id = found.id;
    end loop;
  end if;

  -- After the locks: within a conversation, time and outbox position follow the order of the commits.
  accepted_at := date_trunc('milliseconds', clock_timestamp());

  -- An upload that was sent is kept as long as its message.
  if has_files then
    update media f set used_at = accepted_at
    from unnest(items) t
    where t.outcome is null and t.content ? 'media' and f.account_id = t.account_id
      and f.id = (t.content -> 'media' ->> 'id')::uuid and f.used_at is null;
  end if;

  for attempt in 1..2 loop
    return query
      -- A statement of its own reads after the locks: what it sees now stays true until the commit.
      with source as materialized (
        select t.*, k.id as case_id, k.assignee_id
        from unnest(items) t
        cross join lateral (
          select x.id, x.assignee_id from cases x
          where x.account_id = t.account_id and x.conversation_id = t.conversation_id and x.status <> 'closed'
          limit 1
        ) k
        where t.outcome is null
      ), stored as (
        insert into messages (
          account_id, id, conversation_id, case_id, session_id, direction, author_kind, author_id, author_name,
          content, flags, mentions, quoted, status, whatsapp_id, timestamp, send_at, encoded_sealed, outbox_position,
          created_at, updated_at
        )
        select
          t.account_id, t.message_id, t.conversation_id, t.case_id, t.session_id, 'outbound', t.author_kind,
          t.author_id, t.author_name, t.content, t.flags, t.mentions, t.quoted, 'queued', t.whatsapp_id,
          coalesce(t.send_at, accepted_at), t.send_at, decode(t.encoded_sealed, 'base64'),
          case when t.send_at is null then nextval('outbox_positions') end, accepted_at, accepted_at
        from source t
        order by t.ordinal
      ), told as (
        insert into events (account_id, type, subject_id, data, session_id, conversation_id, assignee_id)
        select e.account_id, e.type, e.subject_id, e.data, e.session_id, e.conversation_id, e.assignee_id
        from (
          select t.account_id, 'message.sent' as type, t.message_id as subject_id, '{"status": "queued"}'::jsonb as data,
            t.session_id, t.conversation_id, t.assignee_id, 1 as rank, t.ordinal
          from source t
          union all
          select d.account_id, 'conversation.updated', d.conversation_id, null, d.session_id, d.conversation_id,
            d.assignee_id, 2, 0
          from (select distinct t.account_id, t.session_id, t.conversation_id, t.assignee_id from source t) d
        ) e
        order by e.rank, e.ordinal
      )
      select t.ordinal, 'accepted', t.session_id, null::text, t.conversation_id, t.case_id,
        (extract(epoch from accepted_at) * 1000)::float8, null::jsonb
      from source t;
    get diagnostics recorded = row_count;
    wanted := wanted - recorded;
    if wanted = 0 then return; end if;

    -- A conversation without an open case gets one, and its messages are stored after that.
    items := array(
      select t from unnest(items) t
      where t.outcome is null
        and not exists (select from messages m where m.account_id = t.account_id and m.id = t.message_id)
    );
    with opened as (
      insert into cases (account_id, id, conversation_id)
      select n.account_id, uuidv7(), n.conversation_id
      from (select distinct t.account_id, t.conversation_id from unnest(items) t) n
      returning account_id, id, conversation_id
    )
    update conversations v set case_id = o.id
    from opened o
    where v.account_id = o.account_id and v.id = o.conversation_id;
  end loop;
  raise exception 'messages found no case';
end
$$;

-- Contacts and groups of the account in scope (`app.account_id`, never an argument) whose names hold every
-- pattern or whose number holds the digits; null digits: names only. `patterns` are folded LIKE patterns, the
-- longest first. A crossing only because LIKE isn't leakproof, so under a policy it can't use an index.
create function search_contact_ids(patterns text[], digits text)
returns table (id uuid)
language sql stable rows 50 security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select c.id from contacts c
  where c.account_id = nullif(current_setting('app.account_id', true), '')::uuid
    and c.search_text like patterns[1] and c.search_text like all (patterns)
  union
  select i.contact_id from identities i
  where i.account_id = nullif(current_setting('app.account_id', true), '')::uuid
    and i.kind = 'number' and i.value like '%' || digits || '%'
$$;

create function search_group_ids(patterns text[])
returns table (id uuid)
language sql stable rows 10 security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select g.id from groups g
  where g.account_id = nullif(current_setting('app.account_id', true), '')::uuid
    and g.search_text like patterns[1] and g.search_text like all (patterns)
$$;

-- Media ----------------------------------------------------------------------------------------------------------

-- Uploads that nobody has sent.
create function unused_uploads(older_than timestamptz, batch integer)
returns table (account_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.account_id, f.id from media f
  where f.message_id is null and f.used_at is null and f.created_at < older_than
  order by f.created_at limit batch
$$;

-- Files that wait to be fetched from one network's media host. Whoever takes one has it for `lease_ms`, and longer
-- by saying so; when it says nothing more, another takes it.
create function claim_media(network text, wanted integer, lease_ms integer)
returns table (account_id uuid, id uuid)
language sql volatile security definer set search_path = public, pg_temp as $$
  update media m set attempts = m.attempts + 1,
    next_attempt_at = clock_timestamp() + lease_ms * interval '1 millisecond'
  from (
    select p.account_id, p.id from media p
    join sessions s on s.account_id = p.account_id and s.id = p.session_id and s.transport = network
    where p.state = 'pending' and p.next_attempt_at <= clock_timestamp()
    order by p.next_attempt_at limit wanted
    for update of p skip locked
  ) due
  where m.account_id = due.account_id and m.id = due.id
  returning m.account_id, m.id
$$;

-- Events: numbering -------------------------------------------------------------------------------------------

-- Gives committed events their number, gap-free per account, in the order of their writers' positions. Only
-- events of transactions older than every running one are taken: no event with an earlier position can still
-- appear among them for the same row, since whoever waits for a row's lock is still running. Called by the one
-- relay that holds the advisory lock.
-- Answers the events of accounts that somebody listens to, in no particular order. Every row also says how many
-- were numbered altogether, and whether others still wait, because older transactions run or the batch was full;
-- without such events, one row of nulls says so.
create function number_events(max_count integer, listened uuid[])
returns table (
  numbered integer, more boolean, account_id uuid, seq bigint, id uuid, type text, data jsonb, session_id uuid,
  conversation_id uuid, assignee_id uuid, created_at timestamptz
)
language sql security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  with waiting as materialized (
    select e.account_id, e.position, e.ctid as place,
      e.transaction_id < (select pg_snapshot_xmin(pg_current_snapshot())) as is_ready
    from events e
    where e.seq is null
    order by e.position
    limit max_count + 1
  ), ready as materialized (
    select w.account_id, w.position, w.place from waiting w where w.is_ready order by w.position limit max_count
  ), heads as materialized (
    select a.account_id, coalesce((
      select e.seq from events e
      where e.account_id = a.account_id and e.seq is not null
      order by e.seq desc limit 1
    ), 0) as seq
    from (select distinct r.account_id from ready r) a
  ), places as materialized (
    select r.place, h.seq + row_number() over (partition by r.account_id order by r.position) as seq
    from ready r join heads h on h.account_id = r.account_id
  ), done as (
    -- Nobody else changes an event before it is numbered, so where it was seen it still is.
    update events e set seq = p.seq from places p where e.ctid = p.place
    returning e.account_id, e.seq, e.id, e.type,
      case when e.account_id = any (listened) then event_data(e.account_id, e.type, e.subject_id, e.data) end as data,
      e.session_id, e.conversation_id, e.assignee_id, e.created_at
  ), facts as (
    select (select count(*)::integer from ready) as numbered,
      (select count(*) from waiting) > (select count(*) from ready) as more
  )
  select f.numbered, f.more, d.*
  from facts f left join done d on d.account_id = any (listened)
$$;

-- The number of the newest event of each of these accounts: what a process that missed a signal compares with.
create function event_heads(account_ids uuid[])
returns table (account_id uuid, seq bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, coalesce((
    select e.seq from events e
    where e.account_id = a.id and e.seq is not null
    order by e.seq desc limit 1
  ), 0)
  from unnest(account_ids) a (id)
$$;
