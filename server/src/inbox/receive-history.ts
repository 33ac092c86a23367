import { type Party, type ResolvedParty, resolveParties } from '../contacts/resolve-identity.ts';
import type { Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { recordEvents } from '../events/record-event.ts';
import { insertReceived } from '../media/keep-received.ts';
import type { MessageRow, StoredReaction } from './message-row.ts';
import { findConversations, type OpenConversation } from './open-conversations.ts';
import {
  chatOf,
  findQuoted,
  insertMessages,
  type Placed,
  placeMessage,
  type ReceivedMessage,
  sortOut,
} from './receive-message.ts';
import { resolveMentions } from './resolve-mentions.ts';

/** A message as the phone had it before it was paired. */
export interface HistoryMessage extends Omit<ReceivedMessage, 'history'> {
  status: MessageRow['status'];
  /** Its place among those of the same second. */
  order: number;
  /** Who reacted: null is the business. */
  reactions: { emoji: string; party: Party | null; at: Date }[];
}

/** A chat of that time. */
export interface HistoryChat {
  groupJid: string | null;
  /** The other side of a direct chat. */
  party: Party | null;
  /** What the owner of the phone calls it. */
  name: string | null;
  /** Oldest first. */
  messages: HistoryMessage[];
}

/**
 * Puts chats of a phone's history into the inbox, all or none. Nothing is triggered: no case, no unread count, no event of
 * a message; `conversation.updated` says which threads have more to read. What is there already, from whatever side it
 * came, is left alone. Of each chat only the latest `messagesPerChat` are kept. Answers how many messages are new.
 */
export async function receiveHistory(
  tx: Transaction,
  options: { sessionId: string; seal: AccountSeal; chats: HistoryChat[]; messagesPerChat: number },
): Promise<number> {
  const { sessionId, seal } = options;
  const chats = options.chats.filter(({ messages }) => messages.length > 0);
  if (chats.length === 0) return 0;
  const people = await resolvePeople(tx, chats);
  const personOf = (party: Party | null): ResolvedParty | null => party && people.get(party)!;
  const conversationOf = await findConversations(tx, {
    sessionId,
    chats: chats.map(({ groupJid, party }) => chatOf(groupJid, personOf(party))),
  });
  const inChats = chats.map((chat) => ({
    chat,
    conversation: conversationOf(chatOf(chat.groupJid, personOf(chat.party))),
  }));
  const placed = inChats.flatMap(({ chat, conversation }) =>
    chat.messages.map((message) =>
      placeMessage(
        {
          ...message,
          history: {
            status: message.status,
            reactions: reactionsOf(message, personOf),
            order: message.order,
          },
        },
        { person: personOf(message.party), conversation },
      ),
    ),
  );
  const { fresh } = await sortOut(tx, sessionId, placed);
  const kept = await takeLatest(tx, fresh, options.messagesPerChat);
  await nameChats(tx, inChats, personOf);
  if (kept.length === 0) return 0;
  await insertMessages(tx, {
    sessionId,
    seal,
    messages: kept,
    quoted: await findQuoted(tx, sessionId, kept),
    mentions: await resolveMentions(tx, kept),
  });
  await insertReceived(tx, {
    sessionId,
    seal,
    files: kept.flatMap(({ id, mediaId, file }) => (mediaId && file ? { messageId: id, mediaId, file } : [])),
  });
  const changed = [...new Set(kept.map(({ conversation }) => conversation.id))];
  await updateConversations(tx, changed);
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: changed });
  return kept.length;
}

/** Profile names that the phone knows, for people who are here and have none. */
export async function receiveProfileNames(
  tx: Transaction,
  names: { lid: string | null; number: string | null; name: string }[],
): Promise<void> {
  await tx.query(
    `update contacts c set profile_name = u.name, revision = c.revision + 1, updated_at = now()
     from unnest($2::text[], $3::text[], $4::text[]) as u (kind, value, name)
     join identities i on i.account_id = $1 and i.kind = u.kind and i.value = u.value
     where c.account_id = $1 and c.id = i.contact_id and c.profile_name is null`,
    [
      tx.accountId,
      names.map(({ lid }) => (lid ? 'lid' : 'number')),
      names.map(({ lid, number }) => lid ?? number),
      names.map(({ name }) => name),
    ],
  );
}

async function resolvePeople(tx: Transaction, chats: HistoryChat[]): Promise<Map<Party, ResolvedParty>> {
  const parties = new Set(
    chats.flatMap(({ party, messages }) => [
      ...(party ? [party] : []),
      ...messages.flatMap((message) => [
        ...(message.party ? [message.party] : []),
        ...message.reactions.flatMap((reaction) => reaction.party ?? []),
      ]),
    ]),
  );
  const list = [...parties];
  const { resolved, mergedConversations } = await resolveParties(tx, list);
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: mergedConversations });
  return new Map(list.map((party, place) => [party, resolved[place]!]));
}

function reactionsOf(
  { reactions }: HistoryMessage,
  personOf: (party: Party | null) => ResolvedParty | null,
): StoredReaction[] {
  return reactions.map(({ emoji, party, at }) => {
    const person = personOf(party);
    return {
      emoji,
      author_kind: person ? ('contact' as const) : ('phone' as const),
      author_id: person?.contactId ?? null,
      author_name: person?.name ?? '',
      created_at: at.toISOString(),
    };
  });
}

/** The latest of each chat that there is room for, beside what came before. */
async function takeLatest(tx: Transaction, fresh: Placed[], most: number): Promise<Placed[]> {
  const byChat = Map.groupBy(fresh, ({ conversation }) => conversation.id);
  const counts = await tx.query<{ id: string; count: number }>(
    `select u.id, (select count(*)::integer from messages m
       where m.account_id = $1 and m.conversation_id = u.id and m.from_history) as count
     from unnest($2::uuid[]) as u (id)`,
    [tx.accountId, [...byChat.keys()]],
  );
  const known = new Map(counts.map(({ id, count }) => [id, count]));
  return [...byChat].flatMap(([id, messages]) => {
    const room = Math.max(0, most - (known.get(id) ?? 0));
    return room === 0 ? [] : messages.slice(-room);
  });
}

/** A group gets its subject, a person without a name the one that the phone's owner gave. */
async function nameChats(
  tx: Transaction,
  inChats: { chat: HistoryChat; conversation: OpenConversation }[],
  personOf: (party: Party | null) => ResolvedParty | null,
): Promise<void> {
  const named = inChats.filter(({ chat }) => chat.name);
  const groups = named.filter(({ chat }) => chat.groupJid);
  if (groups.length > 0)
    await tx.query(
      `update groups g set subject = u.name, revision = g.revision + 1, updated_at = now()
       from unnest($2::uuid[], $3::text[]) as u (conversation_id, name)
       join conversations v on v.account_id = $1 and v.id = u.conversation_id
       where g.account_id = $1 and g.id = v.group_id and g.subject = ''`,
      [tx.accountId, groups.map(({ conversation }) => conversation.id), groups.map(({ chat }) => chat.name)],
    );
  const people = named.filter(({ chat }) => !chat.groupJid);
  if (people.length > 0)
    await tx.query(
      `update contacts c set name = u.name, revision = c.revision + 1, updated_at = now()
       from unnest($2::uuid[], $3::text[]) as u (id, name)
       where c.account_id = $1 and c.id = u.id and c.name is null`,
      [
        tx.accountId,
        people.map(({ chat }) => personOf(chat.party)!.contactId),
        people.map(({ chat }) => chat.name),
      ],
    );
}

/** One that was made for its history stands where its last message puts it, and not at the top. */
async function updateConversations(tx: Transaction, ids: string[]): Promise<void> {
  await tx.query(
    `update conversations c set last_message_id = m.id,
       last_activity_at = case when c.last_message_id is null then m.timestamp
         else greatest(c.last_activity_at, m.timestamp) end,
       revision = c.revision + 1, updated_at = now()
     from unnest($2::uuid[]) as u (id)
     cross join lateral (
       select x.id, x.timestamp from messages x where x.account_id = $1 and x.conversation_id = u.id
       order by x.timestamp desc, x.id desc limit 1
     ) m
     where c.account_id = $1 and c.id = u.id`,
    [tx.accountId, ids],
  );
}
