import type { ResolvedParty } from '../contacts/resolve-identity.ts';
import type { Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';

/** A conversation that something is about to be put into. */
export interface OpenConversation {
  id: string;
  /** The identity it was first known by; null in groups. */
  chatIdentityId: string | null;
  /** The case that's open now, or null; openCases() opens one. */
  caseId: string | null;
}

type Chat = { groupJid: string } | ResolvedParty;

/**
 * Finds or makes the conversations of a session with these people and groups, and locks them until the transaction
 * ends, in one order for all writers. The answer finds each one again.
 */
export async function findConversations(
  tx: Transaction,
  options: { sessionId: string; chats: Chat[] },
): Promise<(chat: Chat) => OpenConversation> {
  const people = new Map<string, ResolvedParty>();
  const jids = new Set<string>();
  for (const chat of options.chats) {
    if ('groupJid' in chat) jids.add(chat.groupJid);
    else if (!people.has(chat.contactId)) people.set(chat.contactId, chat);
  }
  const groups = await findGroups(tx, options.sessionId, [...jids]);
  let known = await lockConversations(tx, options.sessionId, [...people.keys()], [...groups.values()]);
  const newPeople = [...people.values()].filter(({ contactId }) => !known.has(contactId));
  const newGroups = [...groups.values()].filter((id) => !known.has(id));
  if (newPeople.length + newGroups.length > 0) {
    await makeConversations(tx, options.sessionId, newPeople, newGroups);
    // Somebody who writes to the same person at this moment may have made it: then theirs is found.
    known = await lockConversations(tx, options.sessionId, [...people.keys()], [...groups.values()]);
  }
  return (chat) => {
    const key = 'groupJid' in chat ? groups.get(chat.groupJid) : chat.contactId;
    const found = key === undefined ? undefined : known.get(key);
    if (!found) throw new Error('A conversation that was just made is not there.');
    return found;
  };
}

/** Opens a case in each conversation that gets a message and has none open; fills in their ids. */
export async function openCases(
  tx: Transaction,
  messages: Array<{ conversation: OpenConversation; timestamp: Date }>,
): Promise<void> {
  const missing = new Map<OpenConversation, Date>();
  for (const { conversation, timestamp } of messages) {
    if (conversation.caseId === null && !missing.has(conversation)) missing.set(conversation, timestamp);
  }
  if (missing.size === 0) return;
  for (const conversation of missing.keys()) conversation.caseId = newId();
  const cases = [...missing].map(([conversation, openedAt]) => ({ ...conversation, openedAt }));
  await tx.query(
    `insert into cases (account_id, id, conversation_id, opened_at)
     select $1, u.id, u.conversation_id, u.opened_at
     from unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) as u (id, conversation_id, opened_at)`,
    [
      tx.accountId,
      cases.map(({ caseId }) => caseId),
      cases.map(({ id }) => id),
      cases.map(({ openedAt }) => openedAt),
    ],
  );
  await tx.query(
    `update conversations c set case_id = u.case_id from unnest($2::uuid[], $3::uuid[]) as u (id, case_id)
     where c.account_id = $1 and c.id = u.id`,
    [tx.accountId, cases.map(({ id }) => id), cases.map(({ caseId }) => caseId)],
  );
}

async function findGroups(tx: Transaction, sessionId: string, jids: string[]): Promise<Map<string, string>> {
  if (jids.length === 0) return new Map();
  await tx.query(
    `insert into groups (account_id, id, session_id, jid)
     select $1, u.id, $2, u.jid from unnest($3::uuid[], $4::text[]) as u (id, jid)
     on conflict (account_id, session_id, jid) do nothing`,
    [tx.accountId, sessionId, jids.map(() => newId()), jids],
  );
  const rows = await tx.query<{ id: string; jid: string }>(
    'select id, jid from groups where account_id = $1 and session_id = $2 and jid = any($3)',
    [tx.accountId, sessionId, jids],
  );
  return new Map(rows.map(({ id, jid }) => [jid, id]));
}

/** By contact or group. */
async function lockConversations(
  tx: Transaction,
  sessionId: string,
  contactIds: string[],
  groupIds: string[],
): Promise<Map<string, OpenConversation>> {
  const rows = await tx.query<{
    id: string;
    contact_id: string | null;
    group_id: string | null;
    chat_identity_id: string | null;
    case_id: string | null;
    case_status: string | null;
  }>(
    `select c.id, c.contact_id, c.group_id, c.chat_identity_id, c.case_id, k.status as case_status
     from conversations c left join cases k on k.account_id = c.account_id and k.id = c.case_id
     where c.account_id = $1 and c.session_id = $2 and (c.contact_id = any($3) or c.group_id = any($4))
       and c.merged_into is null
     order by c.id for update of c`,
    [tx.accountId, sessionId, contactIds, groupIds],
  );
  return new Map(
    rows.map((row) => [
      (row.contact_id ?? row.group_id)!,
      {
        id: row.id,
        chatIdentityId: row.chat_identity_id,
        caseId: row.case_status === null || row.case_status === 'closed' ? null : row.case_id,
      },
    ]),
  );
}

async function makeConversations(
  tx: Transaction,
  sessionId: string,
  people: ResolvedParty[],
  groupIds: string[],
): Promise<void> {
  await tx.query(
    `insert into conversations (account_id, id, session_id, kind, contact_id, group_id, chat_identity_id)
     select $1, u.id, $2, case when u.group_id is null then 'direct' else 'group' end, u.contact_id, u.group_id,
       u.identity_id
     from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[]) as u (id, contact_id, group_id, identity_id)
     on conflict do nothing`,
    [
      tx.accountId,
      sessionId,
      [...people, ...groupIds].map(() => newId()),
      [...people.map(({ contactId }) => contactId), ...groupIds.map(() => null)],
      [...people.map(() => null), ...groupIds],
      [...people.map(({ identityId }) => identityId), ...groupIds.map(() => null)],
    ],
  );
}
