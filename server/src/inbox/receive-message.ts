import { type Party, type ResolvedParty, resolveParties } from '../contacts/resolve-identity.ts';
import type { Transaction } from '../db/database.ts';
import { newId, newIdAt } from '../db/ids.ts';
import type { AccountSeal } from '../db/seal.ts';
import { recordEvents } from '../events/record-event.ts';
import { findConversations, type OpenConversation, openCases } from './open-conversations.ts';
import type { ReceivedFile } from '../media/keep-received.ts';
import { insertReceived, storedReceived } from '../media/keep-received.ts';
import type { MessageRow, StoredAd, StoredMention, StoredQuoted, StoredReaction } from './message-row.ts';
import { type NamedParty, resolveMentions } from './resolve-mentions.ts';

/** A message as WhatsApp handed it over, read but not yet in the inbox. */
export interface ReceivedMessage {
  whatsappId: string;
  /** Written by the business itself, on its own phone. */
  fromMe: boolean;
  /** The address of the group, or null in a direct chat. */
  groupJid: string | null;
  /** The other side of a direct chat; in a group its author, and null when that's the business itself. */
  party: Party | null;
  /** WhatsApp's time, corrected. */
  timestamp: Date;
  content: { type: string } & Record<string, unknown>;
  /** The file that it carries. */
  file?: ReceivedFile | null;
  /** After how many seconds the chat's messages vanish, 0 for never; null where it doesn't say. */
  disappearingSeconds?: number | null;
  /** Whom its text names. */
  mentions?: NamedParty[];
  /** The content is still on the phone; what comes later takes this one's place. */
  isPlaceholder: boolean;
  flags: string[];
  quoted: { whatsappId: string; preview: string; byUs: boolean } | null;
  /** The ad that the customer clicked to write it. */
  ad?: StoredAd | null;
  /** The proto as it came, kept with the message. */
  encoded: Uint8Array | null;
  /** How the phone had it, and its place among those of the same second, of a message from before the pairing. */
  history?: { status: MessageRow['status']; reactions: StoredReaction[]; order: number };
}

/** A message, and where in the inbox it goes. */
export interface Placed extends ReceivedMessage {
  id: string;
  /** Of its file. */
  mediaId: string | null;
  conversation: OpenConversation;
  author: ResolvedParty | null;
  /** It is stored already, from the history of its phone, and now has really come. */
  isStored?: boolean;
}

/** What became of one message: it is new, the content of one that waited, or was there already. */
export interface Received {
  messageId: string;
  became: 'fresh' | 'healed' | 'known';
}

/**
 * Puts messages of one session into the inbox, in their order, all or none: contacts, conversations, cases, unread
 * counts and events. A message that's there already, however it was addressed then, is left alone, and one that was
 * waiting for its content gets it. Answers what became of each, in their order.
 */
export async function receiveMessages(
  tx: Transaction,
  options: { sessionId: string; seal: AccountSeal; messages: ReceivedMessage[] },
): Promise<Received[]> {
  const { sessionId, seal, messages } = options;
  if (messages.length === 0) return [];
  const parties = messages.flatMap(({ party }) => party ?? []);
  const { resolved, changedContacts, mergedConversations } = await resolveParties(tx, parties);
  const people = new Map(parties.map((party, index) => [party, resolved[index]!]));
  const conversationOf = await findConversations(tx, {
    sessionId,
    chats: messages.map(({ groupJid, party }) => chatOf(groupJid, party && people.get(party)!)),
  });
  const placed = messages.map((message) => {
    const person = message.party && people.get(message.party)!;
    return placeMessage(message, { person, conversation: conversationOf(chatOf(message.groupJid, person)) });
  });
  const { fresh, healed, received } = await sortOut(tx, sessionId, placed);
  const quoted = await findQuoted(tx, sessionId, [...fresh, ...healed]);
  const mentions = await resolveMentions(tx, [...fresh, ...healed]);
  await heal(tx, { seal, messages: healed, quoted, mentions });
  await openCases(tx, fresh);
  await insertMessages(tx, { sessionId, seal, messages: fresh, quoted, mentions });
  await insertReceived(tx, {
    sessionId,
    seal,
    files: [...fresh, ...healed].flatMap(({ id, mediaId, file }) =>
      mediaId && file ? { messageId: id, mediaId, file } : [],
    ),
  });
  await updateConversations(tx, fresh);
  await tellEvents(tx, { fresh, healed, changedContacts, mergedConversations });
  return received;
}

/** Gives a message its ids, in its conversation. */
export function placeMessage(
  message: ReceivedMessage,
  place: { person: ResolvedParty | null; conversation: OpenConversation },
): Placed {
  const mediaId = message.file ? newId() : null;
  const content = message.file
    ? { ...message.content, media: storedReceived(mediaId!, message.file) }
    : message.content;
  return {
    ...message,
    id: message.history ? newIdAt(message.timestamp, message.history.order) : newId(),
    mediaId,
    content,
    conversation: place.conversation,
    author: message.fromMe ? null : place.person,
  };
}

/** The chat of a message as conversations are found by it. */
export function chatOf(
  groupJid: string | null,
  person: ResolvedParty | null,
): { groupJid: string } | ResolvedParty {
  if (groupJid) return { groupJid };
  if (!person) throw new TypeError('A direct message has another side.');
  return person;
}

/**
 * Which messages are new, and which are the content of one that's there as a placeholder. One that is there from the
 * history of the phone, and comes now, is new: nobody has been told of it.
 */
export async function sortOut(
  tx: Transaction,
  sessionId: string,
  placed: Placed[],
): Promise<{ fresh: Placed[]; healed: Placed[]; received: Received[] }> {
  const rows = await tx.query<{ id: string; key: string; is_placeholder: boolean; from_history: boolean }>(
    `select m.id, m.from_history, m.conversation_id || ' ' || m.direction || ' ' || coalesce(m.author_identity_id::text, '') || ' ' ||
       m.whatsapp_id as key, m.content ->> 'type' = 'unsupported' and m.content ->> 'rawType' in ('unavailable', 'undecryptable')
         as is_placeholder
     from messages m where m.account_id = $1 and m.session_id = $2 and m.whatsapp_id = any($3)`,
    [tx.accountId, sessionId, placed.map(({ whatsappId }) => whatsappId)],
  );
  const known = new Map<
    string,
    { id: string; is_placeholder: boolean; from_history?: boolean; place?: number }
  >(rows.map((row) => [row.key, row]));
  const fresh: Placed[] = [];
  const healed: Placed[] = [];
  const received: Received[] = [];
  for (const message of placed) {
    const key = `${message.conversation.id} ${directionOf(message)} ${authorIdentityOf(message) ?? ''} ${message.whatsappId}`;
    const row = known.get(key);
    if (!row) {
      known.set(key, { id: message.id, is_placeholder: message.isPlaceholder, place: fresh.length });
      fresh.push(message);
      received.push({ messageId: message.id, became: 'fresh' });
      continue;
    }
    if (row.from_history && !message.history) {
      row.from_history = false;
      fresh.push({ ...message, id: row.id, mediaId: null, isStored: true });
      received.push({ messageId: row.id, became: 'fresh' });
      continue;
    }
    const heals = row.is_placeholder && !message.isPlaceholder;
    // One that came without content in this same batch, and with it as the next copy, never shows as waiting.
    if (heals && row.place !== undefined) fresh[row.place] = { ...message, id: row.id };
    else if (heals) healed.push({ ...message, id: row.id });
    if (heals) row.is_placeholder = false;
    received.push({ messageId: row.id, became: heals ? 'healed' : 'known' });
  }
  return { fresh, healed, received };
}

function directionOf(message: ReceivedMessage): 'inbound' | 'outbound' {
  return message.fromMe ? 'outbound' : 'inbound';
}

/** The author in a message's natural key: in a direct chat the identity that the conversation was first known by. */
function authorIdentityOf(message: Placed): string | null {
  if (message.fromMe) return null;
  return message.conversation.chatIdentityId ?? message.author?.identityId ?? null;
}

/** Gives messages that waited the content that has come; their place in the thread stays. */
async function heal(
  tx: Transaction,
  options: {
    seal: AccountSeal;
    messages: Placed[];
    quoted: Map<string, StoredQuoted>;
    mentions: Map<string, StoredMention[]>;
  },
): Promise<void> {
  const { messages, quoted, mentions } = options;
  if (messages.length === 0) return;
  await tx.query(
    `update messages m set content = u.content, encoded_sealed = u.encoded, quoted = u.quoted, mentions = u.mentions, ad = u.ad,
       flags = array(select jsonb_array_elements_text(u.flags)), revision = m.revision + 1, updated_at = now()
     from unnest($2::uuid[], $3::jsonb[], $4::bytea[], $5::jsonb[], $6::jsonb[], $7::jsonb[], $8::jsonb[])
       as u (id, content, encoded, flags, quoted, mentions, ad)
     where m.account_id = $1 and m.id = u.id`,
    [
      tx.accountId,
      messages.map(({ id }) => id),
      messages.map(({ content }) => JSON.stringify(content)),
      messages.map((message) => sealEncoded(options.seal, message)),
      messages.map(({ flags }) => JSON.stringify(flags)),
      messages.map(({ id }) => (quoted.has(id) ? JSON.stringify(quoted.get(id)) : null)),
      messages.map(({ id }) => JSON.stringify(mentions.get(id) ?? [])),
      messages.map(({ ad }) => (ad ? JSON.stringify(ad) : null)),
    ],
  );
}

export async function findQuoted(
  tx: Transaction,
  sessionId: string,
  fresh: Placed[],
): Promise<Map<string, StoredQuoted>> {
  const quoting = fresh.filter(({ quoted }) => quoted !== null);
  if (quoting.length === 0) return new Map();
  const rows = await tx.query<StoredQuoted & { whatsapp_id: string; conversation_id: string }>(
    `select m.whatsapp_id, m.conversation_id, m.id as message_id, m.author_kind, m.author_id, m.author_name
     from messages m where m.account_id = $1 and m.session_id = $2 and m.whatsapp_id = any($3)`,
    [tx.accountId, sessionId, quoting.map(({ quoted }) => quoted!.whatsappId)],
  );
  // What it answers may have come with it.
  const siblings = fresh.map((one) => ({
    whatsapp_id: one.whatsappId,
    conversation_id: one.conversation.id,
    message_id: one.id,
    author_kind: one.fromMe ? ('phone' as const) : ('contact' as const),
    author_id: one.author?.contactId ?? null,
    author_name: one.author?.name ?? '',
    preview: '',
  }));
  const candidates = [...rows, ...siblings];
  const answers = new Map<string, StoredQuoted>();
  for (const { id, quoted, conversation, author } of quoting) {
    const row = candidates.find(
      (one) => one.whatsapp_id === quoted!.whatsappId && one.conversation_id === conversation.id,
    );
    answers.set(id, {
      message_id: row?.message_id ?? null,
      author_kind: row?.author_kind ?? (quoted!.byUs ? 'phone' : 'contact'),
      author_id: row?.author_id ?? (quoted!.byUs ? null : (author?.contactId ?? null)),
      author_name: row?.author_name ?? (quoted!.byUs ? '' : (author?.name ?? '')),
      preview: quoted!.preview,
    });
  }
  return answers;
}

/** Stores messages that are new; those from a history belong to no case. */
export async function insertMessages(
  tx: Transaction,
  options: {
    sessionId: string;
    seal: AccountSeal;
    messages: Placed[];
    quoted: Map<string, StoredQuoted>;
    mentions: Map<string, StoredMention[]>;
  },
): Promise<void> {
  const { quoted, seal } = options;
  await wakeStored(
    tx,
    options.messages.filter(({ isStored }) => isStored),
  );
  const messages = options.messages.filter(({ isStored }) => !isStored);
  if (messages.length === 0) return;
  await tx.query(
    `insert into messages (account_id, id, conversation_id, case_id, session_id, direction, author_kind, author_id,
       author_name, author_identity_id, content, quoted, mentions, flags, status, whatsapp_id, timestamp, encoded_sealed,
       from_history, reactions, ad)
     select $1, u.id, u.conversation_id, u.case_id, $2, u.direction, u.author_kind, u.author_id, u.author_name,
       u.author_identity_id, u.content, u.quoted, u.mentions, array(select jsonb_array_elements_text(u.flags)),
       u.status, u.whatsapp_id, u.timestamp, u.encoded, u.from_history, u.reactions, u.ad
     from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::text[], $10::uuid[],
       $11::jsonb[], $12::jsonb[], $13::jsonb[], $14::text[], $15::timestamptz[], $16::bytea[], $17::jsonb[],
       $18::text[], $19::boolean[], $20::jsonb[], $21::jsonb[])
       as u (id, conversation_id, case_id, direction, author_kind, author_id, author_name, author_identity_id, content,
         quoted, flags, whatsapp_id, timestamp, encoded, mentions, status, from_history, reactions, ad)`,
    [
      tx.accountId,
      options.sessionId,
      messages.map(({ id }) => id),
      messages.map(({ conversation }) => conversation.id),
      messages.map(({ conversation, history }) => (history ? null : conversation.caseId)),
      messages.map(directionOf),
      messages.map(({ fromMe }) => (fromMe ? 'phone' : 'contact')),
      messages.map(({ author }) => author?.contactId ?? null),
      messages.map(({ author }) => author?.name ?? ''),
      messages.map(authorIdentityOf),
      messages.map(({ content }) => JSON.stringify(content)),
      messages.map(({ id }) => (quoted.has(id) ? JSON.stringify(quoted.get(id)) : null)),
      messages.map(({ flags }) => JSON.stringify(flags)),
      messages.map(({ whatsappId }) => whatsappId),
      messages.map(({ timestamp }) => timestamp),
      messages.map((message) => sealEncoded(seal, message)),
      messages.map(({ id }) => JSON.stringify(options.mentions.get(id) ?? [])),
      messages.map(({ fromMe, history }) => history?.status ?? (fromMe ? 'sent' : 'received')),
      messages.map(({ history }) => history !== undefined),
      messages.map(({ history }) => JSON.stringify(history?.reactions ?? [])),
      messages.map(({ ad }) => (ad ? JSON.stringify(ad) : null)),
    ],
  );
}

/** What was there from a history belongs to the case that its coming opened. */
async function wakeStored(tx: Transaction, messages: Placed[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `update messages m set from_history = false, case_id = u.case_id, revision = m.revision + 1, updated_at = now()
     from unnest($2::uuid[], $3::uuid[]) as u (id, case_id) where m.account_id = $1 and m.id = u.id`,
    [tx.accountId, messages.map(({ id }) => id), messages.map(({ conversation }) => conversation.caseId)],
  );
}

function sealEncoded(seal: AccountSeal, message: Placed): Buffer | null {
  return message.encoded && seal.seal('messages', message.id, message.encoded);
}

/** The last message, the unread count and who waits, of each conversation that got messages. */
async function updateConversations(tx: Transaction, fresh: Placed[]): Promise<void> {
  const groups = Map.groupBy(fresh, ({ conversation }) => conversation.id);
  if (groups.size === 0) return;
  const rows = [...groups.values()].map((messages) => {
    const answered = messages.findLastIndex(({ fromMe }) => fromMe);
    const unanswered = messages.slice(answered + 1);
    const newest = messages.reduce((last, next) => (next.timestamp >= last.timestamp ? next : last));
    return { conversation: messages[0]!.conversation, newest, answered: answered >= 0, unanswered };
  });
  const ids = rows.map(({ conversation }) => conversation.id);
  await tx.query(
    `update conversations c set
       last_message_id = case when m.id is null or (m.timestamp, m.id) < (u.timestamp, u.message_id)
         then u.message_id else c.last_message_id end,
       last_activity_at = greatest(c.last_activity_at, u.timestamp),
       unread_count = case when u.answered then u.unread else c.unread_count + u.unread end,
       disappearing_seconds = coalesce(u.disappearing, c.disappearing_seconds),
       revision = c.revision + 1, updated_at = now()
     from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::boolean[], $6::integer[], $7::integer[])
       as u (id, message_id, timestamp, answered, unread, disappearing)
     join conversations p on p.account_id = $1 and p.id = u.id
     left join messages m on m.account_id = $1 and m.id = p.last_message_id
     where c.account_id = $1 and c.id = u.id`,
    [
      tx.accountId,
      ids,
      rows.map(({ newest }) => newest.id),
      rows.map(({ newest }) => newest.timestamp),
      rows.map(({ answered }) => answered),
      rows.map(({ unanswered }) => unanswered.length),
      rows.map(({ newest }) => newest.disappearingSeconds ?? null),
    ],
  );
  await tx.query(
    `update cases k set
       waiting_since = case when u.waiting_since is null then null when u.answered then u.waiting_since
         else coalesce(k.waiting_since, u.waiting_since) end,
       status = case when u.waiting_since is not null then 'open' else k.status end,
       snoozed_until = case when u.waiting_since is not null then null else k.snoozed_until end,
       revision = k.revision + 1, updated_at = now()
     from unnest($2::uuid[], $3::timestamptz[], $4::boolean[]) as u (id, waiting_since, answered)
     where k.account_id = $1 and k.id = u.id`,
    [
      tx.accountId,
      rows.map(({ conversation }) => conversation.caseId),
      rows.map(({ unanswered }) => unanswered[0]?.timestamp ?? null),
      rows.map(({ answered }) => answered),
    ],
  );
}

async function tellEvents(
  tx: Transaction,
  happened: { fresh: Placed[]; healed: Placed[]; changedContacts: string[]; mergedConversations: string[] },
): Promise<void> {
  const { fresh, healed } = happened;
  await recordEvents(tx, { type: 'contact.updated', subjectIds: happened.changedContacts });
  // Stretches of the same kind keep the messages' order and take one statement each.
  for (let from = 0; from < fresh.length; ) {
    let to = from;
    while (to < fresh.length && fresh[to]!.fromMe === fresh[from]!.fromMe) to += 1;
    const type = fresh[from]!.fromMe ? 'message.sent' : 'message.received';
    await recordEvents(tx, { type, subjectIds: fresh.slice(from, to).map(({ id }) => id) });
    from = to;
  }
  await recordEvents(tx, { type: 'message.updated', subjectIds: healed.map(({ id }) => id) });
  const conversations = new Set([
    ...happened.mergedConversations,
    ...[...fresh, ...healed].map(({ conversation }) => conversation.id),
  ]);
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: [...conversations] });
}
