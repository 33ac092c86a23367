import { newId, toTypeId } from '../src/db/ids.ts';
import type { TestDatabase } from './harness.ts';

/** The ids (TypeIDs) of one row of each kind that an account was given. */
export interface PlantedRows {
  accountId: string;
  sessionId: string;
  contactId: string;
  conversationId: string;
  messageId: string;
  mediaId: string;
  memberId: string;
  apiKeyId: string;
  embedSessionId: string;
  invitationId: string;
  brandFileId: string;
}

/**
 * Gives an account one row in every table it may have rows in, written by the superuser. `marker` stands in every
 * text of them, so that a leak of any can be seen.
 */
export async function plantRows(db: TestDatabase, account: string, marker = 'planted'): Promise<PlantedRows> {
  const ids = Array.from({ length: 11 }, newId) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const [session, contact, identity, conversation, caseId, message, member, key, embed, group, media] = ids;
  const invitation = newId();
  const run = (text: string, ...values: unknown[]) => db.asOwner(text, [account, ...values]);
  await db.sealing.forAccount(account);
  await run(
    `insert into members (account_id, id, external_id, name, role) values ($1, $2, $3, $3, 'agent')`,
    member,
    marker,
  );
  await run(
    `insert into api_keys (account_id, id, name, prefix, hash, scopes) values ($1, $2, $4, 'mh_test_planted', $3, '{}')`,
    key,
    Buffer.from(key),
    marker,
  );
  await run(
    `insert into embed_sessions (account_id, id, member_id, key_account_id, key_id, components, permissions, origins,
       expires_at) values ($1, $2, $3, $1, $4, '{}', '{}', '{}', now() + interval '1 hour')`,
    embed,
    member,
    key,
  );
  await run(
    `insert into sessions (account_id, id, name, transport, status, number) values ($1, $2, $3, 'sandbox', 'connected', '+5511988887777')`,
    session,
    marker,
  );
  await run(`insert into session_keys values ($1, $2, 'creds', '', '\\x00')`, session);
  await run(
    `insert into journal (account_id, session_id, kind, chat, whatsapp_id, fence, projected_at) values ($1, $2, 'message', 'c', 'w', 1, now())`,
    session,
  );
  const cause = { code: 'disconnected', message: marker, action: 'wait', since: '2026-11-25T14:00:00.000Z' };
  await run(
    `insert into session_health (account_id, session_id, score, state, since, causes) values ($1, $2, 40, 'degraded', now(), $3)`,
    session,
    JSON.stringify([cause]),
  );
  await run(`insert into session_hours (account_id, session_id, hour) values ($1, $2, now())`, session);
  await run(
    `insert into session_history (account_id, id, session_id, type, code, data) values ($1, $2, $2, 'alert', 'disconnected', $3)`,
    session,
    JSON.stringify({ message: marker, action: 'wait' }),
  );
  await run(`insert into contacts (account_id, id, name) values ($1, $2, $3)`, contact, marker);
  await run(
    `insert into identities (account_id, id, contact_id, kind, value, is_primary, verified_at)
     values ($1, $2, $3, 'number', '+5511977776666', true, now())`,
    identity,
    contact,
  );
  await run(
    `insert into contact_merges (account_id, id, survivor_id, merged_id, cause, merged, survivor_before)
     values ($1, $2, $2, $2, 'network', $3, '{}')`,
    contact,
    JSON.stringify({ name: marker, number: null }),
  );
  await run(
    `insert into contact_merge_rows (account_id, merge_id, kind, row_id) values ($1, $2, 'identity', $3)`,
    contact,
    identity,
  );
  await run(
    `insert into groups (account_id, id, session_id, jid, subject) values ($1, $2, $3, 'g@g.us', $4)`,
    group,
    session,
    marker,
  );
  await run(
    `insert into conversations (account_id, id, session_id, kind, contact_id, chat_identity_id)
     values ($1, $2, $3, 'direct', $4, $5)`,
    conversation,
    session,
    contact,
    identity,
  );
  await run(`insert into cases (account_id, id, conversation_id) values ($1, $2, $3)`, caseId, conversation);
  await run(
    `insert into messages (account_id, id, conversation_id, case_id, session_id, direction, author_kind, author_id,
       author_name, content, status, whatsapp_id, timestamp)
     values ($1, $2, $3, $4, $5, 'inbound', 'contact', $6, $7, $8, 'received', 'w', now())`,
    message,
    conversation,
    caseId,
    session,
    contact,
    marker,
    JSON.stringify({ type: 'text', text: marker }),
  );
  await run(
    `insert into media (account_id, id, kind, state, message_id, session_id, mime_type, file_name, size, sha256)
     values ($1, $2, 'document', 'stored', $3, $4, 'application/pdf', $5, 1, $6)`,
    media,
    message,
    session,
    marker,
    Buffer.alloc(32, marker),
  );
  await run(
    `insert into brand_files (account_id, id, kind, mime_type, bytes, width, height)
     values ($1, $2, 'logo', 'image/svg+xml', $3, 1, 1)`,
    media,
    Buffer.from(marker),
  );
  await run(`insert into domains (account_id, host, challenge) values ($1, $2, $2)`, marker);
  await run(
    `insert into member_receipts (account_id, message_id, member, level) values ($1, $2, $3, 1)`,
    message,
    marker,
  );
  await run(
    `insert into message_changes (account_id, id, message_id, conversation_id, session_id, kind, value, author_kind,
       status, whatsapp_id, outbox_position)
     values ($1, $2, $2, $3, $4, 'edit', $5, 'member', 'sent', 'w', 1)`,
    message,
    conversation,
    session,
    marker,
  );
  await run(
    `update conversations set case_id = $3, last_message_id = $4, unread_count = 1 where account_id = $1 and id = $2`,
    conversation,
    caseId,
    message,
  );
  await run(
    `insert into events (account_id, type, data, session_id, conversation_id)
     select $1, 'message.received', to_jsonb(v), v.session_id, v.conversation_id from message_view v
     where v.account_id = $1 and v.id = $2`,
    message,
  );
  await run(
    `insert into idempotency_records (account_id, operation, key, body_hash) values ($1, 'o', $2, '\\x00')`,
    marker,
  );
  await run(
    `insert into invitations (account_id, id, email, role, token_hash, invited_by, expires_at)
     values ($1, $2, 'planted@example.com', 'agent', $4, $3, now() + interval '1 day')`,
    invitation,
    marker,
    Buffer.from(invitation),
  );
  await run(`insert into account_days (account_id, day, messages) values ($1, current_date, 1)`);
  await run(`insert into erasures (account_id) values ($1)`);
  await run(
    `insert into erasure_receipts (account_id, id, erased_account_id, name, requested_at, rows, files, users)
     values ($1, $2, $2, $3, now(), '{}', 0, 0)`,
    newId(),
    marker,
  );
  await db.asOwner(`select append_audit($1, $2)`, [
    account,
    JSON.stringify([{ action: 'api_key.created', actor_kind: 'system', actor_name: marker }]),
  ]);
  return {
    accountId: toTypeId('acc', account),
    sessionId: toTypeId('ses', session),
    contactId: toTypeId('ctc', contact),
    conversationId: toTypeId('conv', conversation),
    messageId: toTypeId('msg', message),
    mediaId: toTypeId('med', media),
    memberId: toTypeId('mem', member),
    apiKeyId: toTypeId('key', key),
    embedSessionId: toTypeId('ems', embed),
    invitationId: toTypeId('inv', invitation),
    brandFileId: toTypeId('brf', media),
  };
}

/** Every tenant table and its rows of one account as text, to see that nothing changed. */
export async function accountContents(db: TestDatabase, account: string): Promise<Record<string, string[]>> {
  const tables = await db.asOwner<{ name: string }>(
    `select t.relname as name from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'account_id'
     where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' order by 1`,
  );
  const contents: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await db.asOwner<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t where account_id = $1 order by 1`,
      [account],
    );
    contents[name] = rows.map((one) => one.row);
  }
  return contents;
}
