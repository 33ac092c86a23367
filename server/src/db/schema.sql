-- The tables of MetaHub, first version. Applied once by migration 0001, as the owner.
--
-- Every tenant table's primary key, unique keys and foreign keys start with account_id: foreign keys do not
-- see row-level security, so a key that could match another account's row would be a hole in the wall.
-- Columns named *_sealed hold `v1 | key id | nonce | ciphertext` (AES-256-GCM), see seal.ts.
-- Ids are UUIDv7; the API shows them as TypeIDs.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

-- What a person types and what is stored, made comparable: small letters, no accents. Immutable, so that it can
-- be indexed: the dictionary is named, and never changes under us.
create function fold_text(value text) returns text
language sql immutable strict parallel safe
return lower(public.unaccent('public.unaccent'::regdictionary, value));

-- An id as the API shows it (db/ids.ts): the prefix, and 128 bits in Crockford's base 32.
create function type_id(prefix text, id uuid) returns text
language sql immutable strict parallel safe
return prefix || '_' || (
  select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
                           1 + substring(b'00' || ('x' || replace(id::text, '-', ''))::bit(128) from 1 + 5 * place for 5)::integer,
                           1), '' order by place)
  from generate_series(0, 25) as place);

-- Accounts, people, keys ------------------------------------------------------------------------------------

create table accounts (
  id uuid primary key,
  parent_id uuid references accounts (id),
  name text not null,
  mode text not null check (mode in ('test', 'live')),
  status text not null default 'active' check (status in ('active', 'suspended', 'closing')),
  -- Why it is suspended, for its people to read.
  status_reason text,
  -- When one that is closing was asked to be erased, and when it will be.
  closing_since timestamptz,
  closes_at timestamptz,
  country text not null default 'BR',
  area_code text,
  time_zone text not null default 'America/Sao_Paulo',
  locale text not null default 'pt-BR',
  limits jsonb not null default '{}',
  branding jsonb not null default '{}',
  -- How the account works, see accounts/settings.ts; what is left out is the default.
  settings jsonb not null default '{}',
  host text unique,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index accounts_parent on accounts (parent_id, id);
create index accounts_closing on accounts (closes_at) where status = 'closing';

-- Messages accepted on a day of the account's time zone; kept for accounts that have a limit.
create table account_days (
  account_id uuid not null references accounts (id),
  day date not null,
  messages integer not null default 0,
  primary key (account_id, day)
);

-- How far the erasure of a deleted account has come, so that it goes on after a crash.
create table erasures (
  account_id uuid primary key references accounts (id),
  rows jsonb not null default '{}',
  files integer not null default 0
);

-- What was erased of an agency's client; in the agency's account, since the client's is no more.
create table erasure_receipts (
  account_id uuid not null references accounts (id),
  id uuid not null,
  erased_account_id uuid not null,
  name text not null,
  requested_at timestamptz not null,
  erased_at timestamptz not null default now(),
  rows jsonb not null,
  files integer not null,
  users integer not null,
  audit_seq bigint,
  audit_hash bytea,
  primary key (account_id, id)
);

-- One data key per account, wrapped by the master key: erasing the row shreds what it sealed, backups included.
create table account_keys (
  account_id uuid not null references accounts (id),
  id smallint not null,
  wrapped bytea not null,
  master_key_id text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);

-- The pictures of an account's branding. Small, and open to everybody who knows the id.
create table brand_files (
  account_id uuid not null references accounts (id),
  id uuid not null,
  kind text not null check (kind in ('logo', 'logo_dark', 'favicon')),
  mime_type text not null,
  bytes bytea not null,
  -- The same in pixels, where `bytes` is a drawing: mail programs show no SVG.
  png bytea,
  width integer not null,
  height integer not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, kind)
);
create index brand_files_id on brand_files (id);

-- The domain that an account claims. Several may claim the same one; whoever proves it gets accounts.host, which is
-- unique.
create table domains (
  account_id uuid primary key references accounts (id),
  host text not null,
  challenge text not null,
  txt_state text not null default 'unchecked'
    check (txt_state in ('unchecked', 'missing', 'wrong', 'unreachable', 'found')),
  cname_state text not null default 'unchecked'
    check (cname_state in ('unchecked', 'missing', 'wrong', 'unreachable', 'found')),
  checked_at timestamptz,
  active_since timestamptz,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key,
  email text not null,
  name text not null,
  password_hash text,
  -- The second factor: its secret, since when it is asked for, the step of the last code that was taken, and what is left
  -- of the recovery codes, hashed.
  totp_sealed bytea,
  totp_since timestamptz,
  totp_step bigint,
  recovery_hashes bytea[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

create table members (
  account_id uuid not null references accounts (id),
  id uuid not null,
  user_id uuid references users (id),
  external_id text,
  name text not null,
  role text not null check (role in ('admin', 'supervisor', 'agent')),
  status text not null default 'active' check (status in ('active', 'removed')),
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, user_id),
  unique (account_id, external_id),
  check ((user_id is null) <> (external_id is null))
);
create index members_user on members (user_id);

-- Somebody who was asked to become a member. Only the hash of the link's token is kept.
create table invitations (
  account_id uuid not null references accounts (id),
  id uuid not null,
  email text not null,
  role text not null check (role in ('admin', 'supervisor', 'agent')),
  token_hash bytea not null,
  invited_by text not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create index invitations_token on invitations (token_hash);
create unique index invitations_waiting on invitations (account_id, lower(email))
  where accepted_at is null and revoked_at is null;

-- A sign-in is one refresh-token family. A refresh token names its sign-in, so one that is no longer the current
-- one is recognised as reused, however old it is.
create table sign_ins (
  id uuid primary key,
  user_id uuid not null references users (id),
  -- The account that the last access token acted in.
  account_id uuid not null references accounts (id),
  refresh_hash bytea not null,
  rotated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  user_agent text,
  address text,
  created_at timestamptz not null default now()
);
create index sign_ins_user on sign_ins (user_id);

-- Keys that sign access and embed tokens, shared by all processes; the private half is sealed by the master key.
create table signing_keys (
  id text primary key,
  public_jwk jsonb not null,
  private_sealed bytea not null,
  created_at timestamptz not null default now(),
  retires_at timestamptz not null
);

create table api_keys (
  account_id uuid not null references accounts (id),
  id uuid not null,
  name text not null,
  prefix text not null,
  hash bytea not null,
  scopes text[] not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, hash)
);
create index api_keys_hash on api_keys (hash);

create table embed_sessions (
  account_id uuid not null references accounts (id),
  id uuid not null,
  member_id uuid not null,
  -- The key that minted it, possibly of the parent agency; checked by authentication, not by a foreign key.
  key_account_id uuid not null,
  key_id uuid not null,
  components jsonb not null,
  permissions text[] not null,
  session_ids uuid[],
  origins text[] not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, member_id) references members (account_id, id)
);

-- WhatsApp sessions -----------------------------------------------------------------------------------------

create table gateways (
  id uuid primary key,
  transport text not null check (transport in ('sandbox', 'live')),
  seen_at timestamptz not null default now(),
  started_at timestamptz not null default now()
);

-- Versions of WhatsApp Web that were current once, by their last part. A candidate is tried by one session first.
create table whatsapp_versions (
  transport text not null check (transport in ('sandbox', 'live')),
  revision bigint not null,
  state text not null check (state in ('candidate', 'trusted', 'refused')),
  -- Ends in a row that speak against it.
  failures integer not null default 0,
  canary_session uuid,
  canary_until timestamptz,
  noted_at timestamptz not null default now(),
  judged_at timestamptz,
  primary key (transport, revision)
);

create table sessions (
  account_id uuid not null references accounts (id),
  id uuid not null,
  name text not null,
  number text,
  -- Our own hidden id, as digits: votes and mentions may name us by it.
  lid text,
  profile_name text,
  transport text not null check (transport in ('sandbox', 'live')),
  status text not null default 'pairing' check (status in
    ('pairing', 'connecting', 'connected', 'disconnected', 'logged_out', 'failed', 'paused', 'removed')),
  reason jsonb,
  pairing_sealed bytea,
  pairing_expires_at timestamptz,
  restrictions jsonb not null default '[]',
  history jsonb,
  -- How a person wants it to work; what is left out is as in sessions/settings.ts.
  settings jsonb not null default '{}',
  -- The proxy as it is used, with user and password.
  proxy_sealed bytea,
  -- The revision at which name or settings were last changed: an edit made from an older one is a conflict.
  edited_revision integer not null default 0,
  connected_at timestamptz,
  last_seen_at timestamptz,
  removed_at timestamptz,
  -- Pairing a number whose session was removed revives that one; the row that asked for the pairing points to it.
  merged_into uuid,
  -- Ownership: one gateway holds a session while its lease runs; every takeover raises the fence, and every
  -- write of Signal state or journal checks it, so a stalled owner that wakes up cannot write.
  gateway_id uuid,
  lease_until timestamptz,
  fence bigint not null default 0,
  -- The gateway that was asked to hand the session over, and until when it leaves it to another one.
  handover_from uuid,
  handover_until timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, merged_into) references sessions (account_id, id)
);
create unique index sessions_number on sessions (account_id, number) where status <> 'removed' and number is not null;
create index sessions_claim on sessions (transport, lease_until) where status not in ('removed', 'paused');

-- Baileys' authentication state: credentials (kind 'creds') and Signal keys, one sealed value each.
create table session_keys (
  account_id uuid not null,
  session_id uuid not null,
  kind text not null,
  key_id text not null default '',
  value_sealed bytea not null,
  primary key (account_id, session_id, kind, key_id),
  foreign key (account_id, session_id) references sessions (account_id, id) on delete cascade
);

-- What WhatsApp handed us, committed before it is acknowledged. chat, author and whatsapp_id are as the stanza
-- said them; the projector resolves them to identities. kind: 'message' (decrypted), 'receipt', 'ack'.
create table journal (
  account_id uuid not null,
  session_id uuid not null,
  position bigint generated always as identity,
  kind text not null,
  chat text not null,
  author text not null default '',
  from_me boolean not null default false,
  whatsapp_id text not null,
  attributes jsonb not null default '{}',
  plaintext_sealed bytea,
  fence bigint not null,
  received_at timestamptz not null default now(),
  projected_at timestamptz,
  -- A change of a message that isn't in the inbox: the id of that message. It is applied when the message comes.
  waits_for text,
  attempts integer not null default 0,
  failure text,
  -- How often WhatsApp handed it over, and when last.
  deliveries integer not null default 1,
  last_received_at timestamptz not null default now(),
  -- How often the phone was asked for a content that didn't come with it, and when last.
  asked integer not null default 0,
  asked_at timestamptz,
  -- What became of it, for people who look into the journal; null until it is projected.
  content_kind text,
  outcome text check (outcome in
    ('message', 'change', 'duplicate', 'healed', 'waiting_for_phone', 'undecryptable', 'waits_for_message', 'ignored')),
  outcome_reason text,
  message_id uuid,
  primary key (account_id, session_id, position),
  foreign key (account_id, session_id) references sessions (account_id, id) on delete cascade
);
create unique index journal_message on journal (account_id, session_id, whatsapp_id, chat, author, from_me)
  where kind in ('message', 'history');
create index journal_unprojected on journal (account_id, session_id, position) where projected_at is null;
-- What somebody looks for in the journal, and what may still get its content.
create index journal_unusual on journal (account_id, session_id, outcome, position)
  where outcome in ('duplicate', 'healed', 'waiting_for_phone', 'undecryptable', 'waits_for_message', 'ignored');
create index journal_waiting on journal (account_id, session_id, waits_for) where waits_for is not null;
create index journal_retention on journal (projected_at)
  where projected_at is not null and (plaintext_sealed is not null or kind <> 'message');

-- How a session is, as it was last judged; one row for each that was ever connected.
create table session_health (
  account_id uuid not null,
  session_id uuid not null,
  score smallint check (score between 0 and 100),
  state text not null check (state in ('good', 'degraded', 'bad', 'unknown')),
  since timestamptz not null,
  causes jsonb not null default '[]',
  -- The check after the last reconnect.
  gap jsonb,
  judged_at timestamptz not null default now(),
  primary key (account_id, session_id),
  foreign key (account_id, session_id) references sessions (account_id, id) on delete cascade
);

-- What it did in each hour.
create table session_hours (
  account_id uuid not null,
  session_id uuid not null,
  hour timestamptz not null,
  connected_ms bigint not null default 0,
  sent bigint not null default 0,
  failed bigint not null default 0,
  received bigint not null default 0,
  undecryptable bigint not null default 0,
  primary key (account_id, session_id, hour),
  foreign key (account_id, session_id) references sessions (account_id, id) on delete cascade
);
create index session_hours_retention on session_hours (hour);

-- How it was: changes of the score, disconnections, gaps, silences and alerts. `ended_at` is null while it goes on;
-- what has no duration ends as it begins. `code` is the reason, or what was noticed.
create table session_history (
  account_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  type text not null check (type in ('changed', 'disconnected', 'gap', 'silence', 'alert')),
  code text not null default '',
  data jsonb not null default '{}',
  began_at timestamptz not null default now(),
  ended_at timestamptz,
  revision integer not null default 1,
  primary key (account_id, id),
  foreign key (account_id, session_id) references sessions (account_id, id) on delete cascade
);
create index session_history_list on session_history (account_id, session_id, began_at, id);
-- One alert for each cause, one disconnection and one silence at a time, whoever notices it.
create unique index session_history_open on session_history (account_id, session_id, type, code)
  where ended_at is null;
create index session_history_retention on session_history (ended_at) where ended_at is not null;

-- Contacts and the inbox ------------------------------------------------------------------------------------

create table contacts (
  account_id uuid not null references accounts (id),
  id uuid not null,
  name text,
  profile_name text,
  merged_into uuid,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  -- All its names, as search compares them.
  search_text text generated always as (fold_text(coalesce(name, '') || ' ' || coalesce(profile_name, ''))) stored,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, merged_into) references contacts (account_id, id)
);
create index contacts_search on contacts using gin (account_id, search_text gin_trgm_ops);

-- A name the network knows somebody by. `value` is E.164 with + for a number, the digits for a LID.
create table identities (
  account_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('number', 'lid', 'username')),
  value text not null,
  is_primary boolean not null default false,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, kind, value),
  foreign key (account_id, contact_id) references contacts (account_id, id)
);
create index identities_contact on identities (account_id, contact_id);
create index identities_search on identities using gin (account_id, value gin_trgm_ops) where kind = 'number';

create table groups (
  account_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  jid text not null,
  subject text not null default '',
  search_text text generated always as (fold_text(subject)) stored,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, session_id, jid),
  foreign key (account_id, session_id) references sessions (account_id, id)
);
create index groups_search on groups using gin (account_id, search_text gin_trgm_ops);

-- A conversation joins one session and one contact or group, and never ends. chat_identity_id is the identity
-- it was first known by: it stays, and is the chat in the natural key of its messages, so that a copy
-- addressed by LID and one addressed by number are the same message.
create table conversations (
  account_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in ('direct', 'group')),
  contact_id uuid,
  group_id uuid,
  chat_identity_id uuid,
  -- The latest case, open or closed; null before the first. A message that finds it closed opens a new one.
  case_id uuid,
  -- No foreign key: messages stay, and the check would be made with every message.
  last_message_id uuid,
  last_activity_at timestamptz not null default now(),
  unread_count integer not null default 0,
  read_up_to timestamptz,
  -- After how many seconds the chat's messages vanish on WhatsApp; 0: never. What we send says the same.
  disappearing_seconds integer not null default 0,
  -- Two conversations turn out to be with one contact when a LID's number becomes known: the messages move to one,
  -- and the other points to it and is not shown any more.
  merged_into uuid,
  tags text[] not null default '{}',
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, merged_into) references conversations (account_id, id),
  check ((kind = 'direct' and contact_id is not null and group_id is null)
      or (kind = 'group' and group_id is not null and contact_id is null)),
  foreign key (account_id, session_id) references sessions (account_id, id),
  foreign key (account_id, contact_id) references contacts (account_id, id),
  foreign key (account_id, group_id) references groups (account_id, id),
  foreign key (account_id, chat_identity_id) references identities (account_id, id)
);
create index conversations_activity on conversations (account_id, last_activity_at desc, id desc);
-- One conversation per session and contact or group; the person comes first, for all conversations of a contact.
-- Every message moves its conversation, so each index here is paid for with each message.
create unique index conversations_contact on conversations (account_id, contact_id, session_id)
  where contact_id is not null;
create unique index conversations_group on conversations (account_id, group_id, session_id)
  where group_id is not null;

create table cases (
  account_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  status text not null default 'open' check (status in ('open', 'snoozed', 'closed')),
  assignee_id uuid,
  team_id uuid,
  waiting_since timestamptz,
  snoozed_until timestamptz,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, conversation_id) references conversations (account_id, id),
  foreign key (account_id, assignee_id) references members (account_id, id)
);
create unique index cases_open on cases (account_id, conversation_id) where status <> 'closed';
create index cases_waiting on cases (account_id, waiting_since, id) where waiting_since is not null;
create index cases_assignee on cases (account_id, assignee_id, conversation_id) where status <> 'closed';
alter table conversations add foreign key (account_id, case_id) references cases (account_id, id);

-- Two contacts that turned out to be one. What the survivor was before, and every row that came from the other, is kept,
-- so that it can be undone. Who was separated again is not joined by the network any more, only by a person.
create table contact_merges (
  account_id uuid not null,
  id uuid not null,
  survivor_id uuid not null,
  merged_id uuid not null,
  -- The network said so, or a person did.
  cause text not null check (cause in ('network', 'person')),
  -- Author of the merge, and of its undoing: {author_kind, author_id, author_name}; null for the network.
  made_by jsonb,
  undone_by jsonb,
  -- What the merged one was called, and its number: {name, number}.
  merged jsonb not null,
  -- Name, profile name, tags and fields of the survivor before.
  survivor_before jsonb not null,
  undone_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, survivor_id) references contacts (account_id, id),
  foreign key (account_id, merged_id) references contacts (account_id, id)
);
create index contact_merges_merged on contact_merges (account_id, merged_id, id);
create index contact_merges_survivor on contact_merges (account_id, survivor_id, id);
create table contact_merge_rows (
  account_id uuid not null,
  merge_id uuid not null,
  -- `authored`: a message of which the author changed.
  kind text not null check (kind in ('identity', 'conversation', 'case', 'message', 'authored')),
  row_id uuid not null,
  -- What the merge changed of the row, as it was.
  was jsonb not null default '{}',
  primary key (account_id, merge_id, kind, row_id),
  foreign key (account_id, merge_id) references contact_merges (account_id, id)
);

-- The message row of something we send is also its outbox entry: the session's owner drains `queued` rows.
create table messages (
  account_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  case_id uuid,
  session_id uuid not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  author_kind text not null check (author_kind in
    ('contact', 'member', 'phone', 'api', 'flow', 'campaign', 'assistant', 'integration')),
  author_id uuid,
  author_name text not null default '',
  author_identity_id uuid,
  from_history boolean not null default false,
  content jsonb not null,
  quoted jsonb,
  mentions jsonb not null default '[]',
  flags text[] not null default '{}',
  -- One for each person and one for the business; those without an emoji were taken back.
  reactions jsonb not null default '[]',
  -- What it said before it was edited, oldest first.
  earlier jsonb not null default '[]',
  edited_at timestamptz,
  deleted_at timestamptz,
  -- The latest change that was asked for and has not come into effect: it waits to be sent, or has failed.
  pending_change jsonb,
  -- The ad that the customer clicked to write it.
  ad jsonb,
  status text not null check (status in
    ('received', 'queued', 'sent', 'delivered', 'read', 'played', 'failed')),
  receipts jsonb,
  failure jsonb,
  whatsapp_id text not null,
  timestamp timestamptz not null,
  send_at timestamptz,
  -- The encoded proto, made once: a retry and a phone that asks again get the same bytes under the same id.
  encoded_sealed bytea,
  -- Order of acceptance within the outbox; a session's queue is drained by it. Null until a scheduled one is released.
  outbox_position bigint,
  attempts integer not null default 0,
  handed_over_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  -- The conversation's session, and one of its cases: the conversation is the key that holds them together. Not checked:
  -- whoever writes a message has locked its conversation already, conversations are never deleted, and the check costs
  -- as much as an index.
  foreign key (account_id, conversation_id) references conversations (account_id, id) not enforced,
  foreign key (account_id, author_identity_id) references identities (account_id, id)
);
-- A conversation stands for exactly one chat identity, so it is the chat of the natural key. The WhatsApp id comes
-- early, so that receipts and retry requests find their message by (account_id, session_id, whatsapp_id).
create unique index messages_natural on messages
  (account_id, session_id, whatsapp_id, conversation_id, direction, author_identity_id) nulls not distinct;
create index messages_thread on messages (account_id, conversation_id, timestamp, id);
create index messages_outbox on messages (account_id, session_id, outbox_position)
  where status = 'queued' and direction = 'outbound';
create index messages_scheduled on messages (account_id, session_id, send_at)
  where status = 'queued' and direction = 'outbound' and outbox_position is null;
-- Sealed bytes can't be compressed: don't try.
alter table messages alter column encoded_sealed set storage external;
create sequence outbox_positions;

-- An edit, a deletion or a reaction that we ask for. Like a message, the row is its own outbox entry, in one order with
-- the messages; it takes effect on its message once WhatsApp has it. Its proto is made of nothing but this row and its
-- message, so that every attempt sends the same.
create table message_changes (
  account_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in ('edit', 'delete', 'reaction')),
  -- The new text of an edit; the emoji of a reaction, empty to take it back.
  value text not null default '',
  author_kind text not null,
  author_id uuid,
  author_name text not null default '',
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  failure jsonb,
  whatsapp_id text not null,
  outbox_position bigint not null,
  attempts integer not null default 0,
  handed_over_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, message_id) references messages (account_id, id)
);
create index message_changes_outbox on message_changes (account_id, session_id, outbox_position)
  where status = 'queued';
create index message_changes_message on message_changes (account_id, message_id);
create index message_changes_whatsapp on message_changes (account_id, session_id, whatsapp_id);

-- How far a message of ours in a group has come with each member: 1 delivered, 2 read. `member` is the address that
-- the receipt named, without device.
create table member_receipts (
  account_id uuid not null,
  message_id uuid not null,
  member text not null,
  level smallint not null check (level in (1, 2)),
  primary key (account_id, message_id, member),
  foreign key (account_id, message_id) references messages (account_id, id)
);

-- Files of messages. A row is one file of one received message, or one upload that may be sent; the bytes are kept
-- once per account and content, under their SHA-256. What a message shows of its file stands in its content.
create table media (
  account_id uuid not null references accounts (id),
  id uuid not null,
  kind text not null check (kind in ('image', 'video', 'audio', 'voice', 'document', 'sticker')),
  state text not null check (state in ('pending', 'stored', 'expired', 'failed')),
  -- The message it came with; null for an upload, which belongs to who made it.
  message_id uuid,
  session_id uuid,
  uploader_id uuid,
  -- When an upload was first sent with a message; one that never is goes after a while.
  used_at timestamptz,
  mime_type text not null,
  file_name text,
  size bigint not null,
  width integer,
  height integer,
  duration_ms integer,
  thumbnail text,
  -- Of an upload that can go as a voice note: the bars that the customer's phone draws.
  waveform bytea,
  -- Of the bytes as they are kept.
  sha256 bytea,
  -- Where WhatsApp keeps it and the key that opens it; forgotten once it is here, or cannot come any more.
  source_sealed bytea,
  attempts integer not null default 0,
  -- While somebody fetches it, when another may take over.
  next_attempt_at timestamptz,
  failure text,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  check (state <> 'stored' or sha256 is not null),
  check (state <> 'pending' or (source_sealed is not null and session_id is not null and message_id is not null)),
  foreign key (account_id, message_id) references messages (account_id, id),
  foreign key (account_id, session_id) references sessions (account_id, id)
);
create index media_pending on media (next_attempt_at) where state = 'pending';
create index media_unused on media (created_at) where message_id is null and used_at is null;
create index media_bytes on media (account_id, sha256) where sha256 is not null;
create index media_message on media (account_id, message_id) where message_id is not null;

-- Events ----------------------------------------------------------------------------------------------------

-- With `subject_id` an event is small: what it says is read from the subject when it is told, with `data` put over it
-- (event_data in views.sql). Without, `data` is a snapshot of the subject's row view at the moment of writing.
-- `seq` is null until the relay numbers the event, after its writer's commit, and its key from then on. There is no
-- other key: this table takes several rows for each message, each written twice, and each index is paid for.
create table events (
  account_id uuid not null,
  id uuid not null default uuidv7(),
  type text not null,
  subject_id uuid,
  data jsonb,
  session_id uuid,
  conversation_id uuid,
  assignee_id uuid,
  transaction_id xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  seq bigint,
  created_at timestamptz not null default clock_timestamp()
);
-- Snapshots of two kilobytes are common, and compressing each would cost more than it saves.
alter table events set (toast_tuple_target = 8160);
create unique index events_seq on events (account_id, seq) where seq is not null;
create index events_unnumbered on events (position) where seq is null;
create index events_age on events using brin (created_at) with (pages_per_range = 16);

create table idempotency_records (
  account_id uuid not null,
  operation text not null,
  key text not null,
  body_hash bytea not null,
  resource_id uuid,
  status smallint,
  created_at timestamptz not null default now(),
  primary key (account_id, operation, key)
);
create index idempotency_age on idempotency_records using brin (created_at) with (pages_per_range = 16);

-- Audit -----------------------------------------------------------------------------------------------------

-- Who did what, one chain per account: each entry's hash covers the one before it. Only append_audit (crossings.sql)
-- writes here; the app may read. No secret, no message text and no customer's name ever stands in an entry.
create table audit_entries (
  account_id uuid not null references accounts (id),
  seq bigint not null,
  id uuid not null,
  at timestamptz not null,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  reason text,
  count integer not null default 1,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'embed', 'system', 'anonymous')),
  -- The member or the API key, as the API shows ids; the account of an agency's key.
  actor_id text,
  actor_name text not null default '',
  actor_account_id uuid,
  target_kind text,
  target_id text,
  target_name text,
  address text,
  user_agent text,
  request_id text,
  before jsonb,
  after jsonb,
  hash bytea not null,
  primary key (account_id, seq)
);
create index audit_entries_action on audit_entries (account_id, action, seq);
create index audit_entries_actor on audit_entries (account_id, actor_id, seq);
create index audit_entries_target on audit_entries (account_id, target_id, seq);

-- The head of an account's chain, and where it begins since older entries were removed by the retention.
create table audit_chains (
  account_id uuid primary key references accounts (id),
  seq bigint not null default 0,
  hash bytea not null default '\x',
  base_seq bigint not null default 0,
  base_hash bytea not null default '\x'
);

-- The hash of an entry that follows one with the hash `previous`.
create function audit_hash(previous bytea, e audit_entries) returns bytea
language sql immutable parallel safe
return sha256(previous || convert_to(jsonb_build_array(
  (e).account_id, (e).seq, (e).id, (extract(epoch from (e).at) * 1000000)::bigint, (e).action, (e).outcome, (e).reason,
  (e).count, (e).actor_kind, (e).actor_id, (e).actor_name, (e).actor_account_id, (e).target_kind, (e).target_id,
  (e).target_name, (e).address, (e).user_agent, (e).request_id, (e).before, (e).after)::text, 'UTF8'));
