-- The erasure of deleted accounts. Each function runs as metahub_eraser, which sees and deletes only rows of accounts
-- whose time to be erased has come (accounts_to_erase), whatever it is asked for. Which tables there are, it reads from
-- the catalogue, so that none is forgotten. Applied anew whenever this file changes, as that role; the app may only
-- execute what is named in crossings.ts.

-- Tables that hold rows of accounts.
create function tenant_tables()
returns table (name text)
language sql stable set search_path = public, pg_temp as $$
  select t.relname::text from pg_class t
  join pg_attribute a on a.attrelid = t.oid and a.attname = 'account_id' and not a.attisdropped
  where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
    and t.relname not in ('sign_ins', 'erasures')
  order by 1
$$;

-- Erases up to `batch` rows of an account that is due: of one table to which no other has rows that point. When only
-- tables are left that point to each other, it erases all of the rest in one statement, the account with it, writes the
-- receipt and answers true. Ask again until it does.
create function erase_account(account uuid, batch integer)
returns table (finished boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  due accounts;
  progress erasures;
  target text;
  pointed boolean;
  any_rows boolean;
  erased bigint;
  counts jsonb;
  people integer;
  chain audit_chains;
  deletes text;
  sums text;
begin
  select * into due from accounts a where a.id = account and a.id in (select accounts_to_erase()) for update;
  if not found then
    raise exception 'this account is not to be erased now' using errcode = '42501';
  end if;
  insert into erasures (account_id) values (account) on conflict do nothing;
  select * into strict progress from erasures e where e.account_id = account for update;

  -- Where its audit ended is read for the receipt at the end.
  for target in select name from tenant_tables() where name <> 'audit_chains' loop
    execute format('select exists (select from %I where account_id = $1)', target) into any_rows using account;
    continue when not any_rows;
    pointed := false;
    declare
      pointing text;
    begin
      for pointing in
        select distinct c.conrelid::regclass::text from pg_constraint c
        where c.contype = 'f' and c.confrelid = target::regclass
      loop
        if pointing = target then
          pointed := true;
        else
          execute format('select exists (select from %I where account_id = $1)', pointing) into pointed using account;
        end if;
        exit when pointed;
      end loop;
    end;
    continue when pointed;
    execute format(
      'with gone as (delete from %1$I where ctid = any (array(select ctid from %1$I where account_id = $1 limit $2)) returning 1)
       select count(*) from gone', target)
      into erased using account, batch;
    update erasures e
      set rows = jsonb_set(e.rows, array[target], to_jsonb(coalesce((e.rows ->> target)::bigint, 0) + erased))
      where e.account_id = account;
    return query select false;
    return;
  end loop;

  select * into chain from audit_chains c where c.account_id = account;
  select string_agg(format('%1$I as (delete from %1$I where account_id = $1 returning 1)', name), ', '),
         string_agg(format('%1$L, (select count(*) from %1$I)', name), ', ')
    into deletes, sums from tenant_tables();
  execute format(
    'with people as (delete from users u where u.id in (select members_of_no_other($1)) returning 1),
          signed as (delete from sign_ins s where s.account_id = $1 or s.user_id in (select members_of_no_other($1)) returning 1),
          %s, done as (delete from erasures e where e.account_id = $1 returning 1),
          account as (delete from accounts a where a.id = $1 returning 1)
     select jsonb_build_object(%s, ''sign_ins'', (select count(*) from signed)), (select count(*) from people)',
    deletes, sums)
    into counts, people using account;
  select jsonb_object_agg(t.name, t.total) into counts from (
    select k.key as name, sum(k.value::bigint) as total
    from (select * from jsonb_each_text(counts) union all select * from jsonb_each_text(progress.rows)) k
    group by k.key having sum(k.value::bigint) > 0) t;
  insert into erasure_receipts
    (account_id, id, erased_account_id, name, requested_at, rows, files, users, audit_seq, audit_hash)
  values (due.parent_id, uuidv7(), account, due.name, coalesce(due.closing_since, now()), coalesce(counts, '{}'),
          progress.files, people, chain.seq, chain.hash);
  perform append_audit(due.parent_id, jsonb_build_array(jsonb_build_object(
    'action', 'account.erased', 'actor_kind', 'system', 'actor_name', 'erasure',
    'target_kind', 'account', 'target_id', type_id('acc', account), 'target_name', due.name)));
  return query select true;
end $$;
