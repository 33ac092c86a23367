import { type Party, type ResolvedParty, resolveParties } from '../contacts/resolve-identity.ts';
import type { Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { jidOfLid, jidOfNumber } from '../sessions/jid.ts';
import { recordEvents } from '../events/record-event.ts';
import { type ChangeableMessage, changeMessage, type MessageChange, storeChanged } from './change-message.ts';
import type { StoredAuthor, StoredPoll } from './message-row.ts';
import { openVote, type SealedVote, secretOf } from './poll-vote.ts';

/** A change as WhatsApp handed it over. */
export interface ReceivedChange {
  /** Made by the business itself, on its own phone. */
  fromMe: boolean;
  /** The address of the group, or null in a direct chat. */
  groupJid: string | null;
  /** The other side of a direct chat; in a group who changes, and null when that's the business itself. */
  party: Party | null;
  change: MessageChange | { kind: 'sealed_vote'; vote: SealedVote };
  target: { whatsappId: string; isOwn: boolean };
  /** When it was made. */
  at: Date;
}

interface Target extends ChangeableMessage {
  whatsapp_id: string;
  direction: 'inbound' | 'outbound';
  author_id: string | null;
  contact_id: string | null;
  group_jid: string | null;
  encoded_sealed: Buffer | null;
  own_number: string | null;
  own_lid: string | null;
}

/** What became of one change: which message it is to, and whether it changed anything; null: that message isn't there. */
export type AppliedChange = { messageId: string; changed: boolean } | null;

/**
 * Applies changes of one session's messages in their order, and answers what became of each; one whose message isn't in
 * the inbox may still find it there later. A message is edited and taken back by who wrote it alone; what changes
 * nothing is no event.
 */
export async function applyChanges(
  tx: Transaction,
  options: { sessionId: string; seal: AccountSeal; changes: ReceivedChange[] },
): Promise<AppliedChange[]> {
  if (options.changes.length === 0) return [];
  const applied = new Map<ReceivedChange, AppliedChange>();
  const answer = (): AppliedChange[] => options.changes.map((change) => applied.get(change) ?? null);
  const known = await findKnown(tx, options);
  // Nobody becomes a contact by changing what isn't there.
  const changes = options.changes.filter(({ target }) => known.has(target.whatsappId));
  if (changes.length === 0) return answer();
  const parties = changes.flatMap(({ party }) => party ?? []);
  const { resolved, changedContacts, mergedConversations } = await resolveParties(tx, parties);
  const people = new Map(parties.map((party, index) => [party, resolved[index]!]));
  const targets = await lockTargets(tx, options.sessionId, [...known]);
  let round = new Set<Target>();
  for (const change of changes) {
    const person = change.party && people.get(change.party)!;
    const target = targets.find((one) => isTargetOf(one, change, person));
    if (!target) continue;
    if (round.has(target)) {
      await storeChanged(tx, round);
      round = new Set();
    }
    const wanted =
      change.change.kind === 'sealed_vote'
        ? readVote(change.change.vote, { target, change, seal: options.seal })
        : change.change;
    const changed =
      wanted !== null &&
      changeMessage(target, { change: wanted, at: change.at, author: authorOf(change, person) });
    if (changed) round.add(target);
    applied.set(change, { messageId: target.id, changed });
  }
  await storeChanged(tx, round);
  await recordEvents(tx, { type: 'contact.updated', subjectIds: changedContacts });
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: mergedConversations });
  return answer();
}

async function findKnown(
  tx: Transaction,
  options: { sessionId: string; changes: ReceivedChange[] },
): Promise<Set<string>> {
  const rows = await tx.query<{ whatsapp_id: string }>(
    `select distinct m.whatsapp_id from messages m
     where m.account_id = $1 and m.session_id = $2 and m.whatsapp_id = any($3)`,
    [tx.accountId, options.sessionId, options.changes.map(({ target }) => target.whatsappId)],
  );
  return new Set(rows.map((row) => row.whatsapp_id));
}

function lockTargets(tx: Transaction, sessionId: string, whatsappIds: string[]): Promise<Target[]> {
  return tx.query<Target>(
    `select m.id, m.whatsapp_id, m.direction, coalesce(w.merged_into, m.author_id) as author_id, m.content, m.earlier,
       m.reactions, m.edited_at, m.deleted_at, m.pending_change, v.contact_id, g.jid as group_jid, m.encoded_sealed,
       s.number as own_number, s.lid as own_lid
     from messages m
     join conversations v on v.account_id = m.account_id and v.id = m.conversation_id
     join sessions s on s.account_id = m.account_id and s.id = m.session_id
     left join groups g on g.account_id = v.account_id and g.id = v.group_id
     left join contacts w on w.account_id = m.account_id and w.id = m.author_id and m.author_kind = 'contact'
     where m.account_id = $1 and m.session_id = $2 and m.whatsapp_id = any($3)
     order by m.id for no key update of m`,
    [tx.accountId, sessionId, whatsappIds],
  );
}

/** Ids of messages are chosen by their authors' phones, so that two authors may have the same. */
function isTargetOf(target: Target, change: ReceivedChange, person: ResolvedParty | null): boolean {
  if (target.whatsapp_id !== change.target.whatsappId) return false;
  if (target.group_jid !== change.groupJid) return false;
  if (!change.groupJid && target.contact_id !== person?.contactId) return false;
  const isOwn = change.fromMe
    ? target.direction === 'outbound'
    : target.direction === 'inbound' && target.author_id === person?.contactId;
  const inGroup = change.groupJid !== null;
  if (change.change.kind === 'reaction' || change.change.kind === 'sealed_vote')
    return inGroup || isOwn === change.target.isOwn;
  return isOwn || (inGroup && change.change.kind === 'delete' && change.change.byAdmin);
}

/** What a vote chose; null for one in what is no poll, or that nobody we know of can have made. */
function readVote(
  vote: SealedVote,
  { target, change, seal }: { target: Target; change: ReceivedChange; seal: AccountSeal },
): MessageChange | null {
  if (target.content.type !== 'poll' || !target.encoded_sealed) return null;
  const secret = secretOf(seal.open('messages', target.id, target.encoded_sealed));
  if (!secret) return null;
  const us = [
    ...(target.own_number ? [jidOfNumber(target.own_number)] : []),
    ...(target.own_lid ? [jidOfLid(target.own_lid)] : []),
  ];
  const { lid, number } = change.party ?? { lid: null, number: null };
  const them = [...(lid ? [jidOfLid(lid)] : []), ...(number ? [jidOfNumber(number)] : [])];
  const chosen = openVote(vote, {
    id: target.whatsapp_id,
    secret,
    options: (target.content as unknown as StoredPoll).options.map(({ text }) => text),
    creators: target.direction === 'outbound' ? us : them,
    voters: change.fromMe ? us : them,
  });
  return chosen && { kind: 'vote', chosen };
}

function authorOf(change: ReceivedChange, person: ResolvedParty | null): StoredAuthor {
  return change.fromMe
    ? { author_kind: 'phone', author_id: null, author_name: '' }
    : { author_kind: 'contact', author_id: person!.contactId, author_name: person!.name };
}
