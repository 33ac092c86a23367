-- What each role may do with each table; the policies beside the entities say with which rows.
-- Applied by migrate.ts after policies, views and crossings, with all former grants revoked.
-- metahub_app: the program. metahub_crossing: the functions of crossings.sql, exactly what they need.

-- Machinery -------------------------------------------------------------------------------------------------
grant usage on schema public to metahub_app, metahub_crossing;
grant select, insert, update on idempotency_records to metahub_app;
grant select, insert, update, delete on idempotency_records to metahub_crossing;

-- Accounts and access ---------------------------------------------------------------------------------------
grant select, insert, update on accounts to metahub_app;
grant select on accounts to metahub_crossing;
grant select, insert, update, delete on brand_files, domains to metahub_app;
grant select on brand_files to metahub_crossing;
grant select, insert, update on account_days, erasures to metahub_app;
grant select on erasure_receipts to metahub_app;
grant select, insert, update on account_keys to metahub_app;
grant select, insert, update on members to metahub_app;
grant select on members to metahub_crossing;
grant select, insert, update on invitations to metahub_app;
grant select on invitations to metahub_crossing;
grant select (id, email, name, created_at, updated_at) on users to metahub_app;
grant select, insert, update on users to metahub_crossing;
grant select, insert, update, delete on sign_ins to metahub_crossing;
grant select, insert, delete, update (private_sealed) on signing_keys to metahub_crossing;
grant select (account_id, master_key_id) on account_keys to metahub_crossing;
grant select, insert, update on api_keys to metahub_app;
grant select, update on api_keys to metahub_crossing;
grant select, insert, update on embed_sessions to metahub_app;
grant select, delete on embed_sessions to metahub_crossing;

-- Audit -----------------------------------------------------------------------------------------------------
grant select on audit_entries, audit_chains to metahub_app;
grant select, insert, delete on audit_entries to metahub_crossing;
grant select, insert, update on audit_chains to metahub_crossing;

-- WhatsApp sessions -----------------------------------------------------------------------------------------
grant select, insert, update on sessions to metahub_app;
grant select, insert, update, delete on session_keys to metahub_app;
grant select, update on journal to metahub_app;
grant select, insert, update on session_health, session_history to metahub_app;
grant select on session_hours to metahub_app;
grant select, update on session_health to metahub_crossing;
grant select, insert, update, delete on session_hours to metahub_crossing;
grant select, update, delete on session_history to metahub_crossing;
grant select, insert, update, delete on gateways, whatsapp_versions to metahub_crossing;
grant select, update on sessions to metahub_crossing;
grant select, insert, update, delete on session_keys to metahub_crossing;
grant select, insert, update, delete on journal to metahub_crossing;

-- Contacts and inbox ----------------------------------------------------------------------------------------
grant select, insert, update on contacts, identities, groups, conversations, cases, messages to metahub_app;
grant select, insert, update on contact_merges to metahub_app;
grant select, insert on contact_merge_rows to metahub_app;
grant usage on sequence outbox_positions to metahub_app, metahub_crossing;
grant select, insert, update on contacts, identities, conversations, cases, messages to metahub_crossing;
grant select, insert, update on message_changes, member_receipts to metahub_app;
grant select on groups, message_changes to metahub_crossing;
grant select on message_view, conversation_state_view, conversation_view, contact_view, contact_merge_view,
  session_view, session_alert_view
  to metahub_app, metahub_crossing;

-- Media -----------------------------------------------------------------------------------------------------
grant select, insert, update, delete on media to metahub_app;
grant select, update on media to metahub_crossing;

-- Events ----------------------------------------------------------------------------------------------------
grant select, insert on events to metahub_app;
grant select, insert, update, delete on events to metahub_crossing;

-- Erasure: the rows of whatever has an account, when the policies say that it is time ---------------------------
grant usage on schema public to metahub_eraser;
do $$ declare line text; begin
  for line in
    select format('grant select, delete on %s to metahub_eraser', t.oid::regclass)
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'account_id'
    where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
  loop execute line; end loop;
end $$;
grant select, update, delete on accounts to metahub_eraser;
grant select, delete on users to metahub_eraser;
grant insert, update on erasures to metahub_eraser;
grant insert on erasure_receipts to metahub_eraser;
grant execute on function accounts_to_erase(), members_of_no_other(uuid), append_audit(uuid, jsonb) to metahub_eraser;
