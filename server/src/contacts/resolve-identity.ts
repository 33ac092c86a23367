import type { Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { recordEvents } from '../events/record-event.ts';
import { mergeContacts } from './merge-contacts.ts';

/** Somebody as the network names them: at least one of `lid` (digits) and `number` (E.164). */
export interface Party {
  lid: string | null;
  number: string | null;
  /** What they call themselves; null when it wasn't said. */
  profileName: string | null;
}

/** The contact behind a party. */
export interface ResolvedParty {
  contactId: string;
  /** What to call them: the name given by people, else their own, else their number. */
  name: string;
  /** The identity that a conversation that is new now is known by: the LID, where there is one. */
  identityId: string;
}

/** Somebody else has made one of the identities at this moment: run the transaction again. */
export class IdentityRaceError extends Error {
  override readonly name = 'IdentityRaceError';
  readonly code = 'identity_race';
}

interface Known {
  id: string;
  kind: 'lid' | 'number';
  value: string;
  contactId: string;
  verified: boolean;
}

interface KnownContact {
  id: string;
  name: string | null;
  profileName: string | null;
}

/** What the transaction has to write: contacts and identities that are new, and what changed of known ones. */
interface Changes {
  contacts: KnownContact[];
  identities: Array<{
    id: string;
    contactId: string;
    kind: 'lid' | 'number';
    value: string;
  }>;
  verified: Set<string>;
  profileNames: Map<string, string>;
  /** Numbers that have another owner by now: identity and contact. */
  moved: Map<string, string>;
  /** The number that each contact is known by from now on: contact and identity. */
  primaries: Map<string, string>;
  /** Contacts that look different afterwards. */
  changed: Set<string>;
}

/**
 * Finds or makes the contact of each party, in a few statements for all. The LID comes first, since it's what a
 * person keeps: a number that becomes known later joins it, and two contacts that turn out to be one are merged,
 * the one with the number surviving. Who comes with another number has changed it, and is known by that from then on.
 * A number that comes with another LID than its contact has was given to somebody else, and goes to them: nobody gets
 * to see what another wrote. A name given by people is never touched by what somebody calls themselves.
 */
export async function resolveParties(
  tx: Transaction,
  parties: Party[],
): Promise<{ resolved: ResolvedParty[]; changedContacts: string[]; mergedConversations: string[] }> {
  const { identities, contacts } = await readKnown(tx, parties);
  const changes: Changes = {
    contacts: [],
    identities: [],
    verified: new Set(),
    profileNames: new Map(),
    moved: new Map(),
    primaries: new Map(),
    changed: new Set(),
  };
  const mergedConversations: string[] = [];
  const lidsOf = (contactId: string): Known[] =>
    [...identities.values()].filter((one) => one.kind === 'lid' && one.contactId === contactId);
  for (const party of parties) {
    const byLid = party.lid ? identities.get(`lid ${party.lid}`) : undefined;
    const byNumber = party.number ? identities.get(`number ${party.number}`) : undefined;
    let contactId = byLid?.contactId ?? byNumber?.contactId;
    if (party.lid && byNumber && byNumber.contactId !== byLid?.contactId) {
      const hasAnotherOwner = lidsOf(byNumber.contactId).length > 0;
      if (hasAnotherOwner) {
        contactId = byLid?.contactId ?? newContact(contacts, changes);
        changes.changed.add(byNumber.contactId);
        byNumber.contactId = contactId;
        changes.moved.set(byNumber.id, contactId);
        changes.primaries.set(contactId, byNumber.id);
        changes.changed.add(contactId);
      } else if (byLid && !(await wereSeparated(tx, byNumber.contactId, byLid.contactId))) {
        // Both are stored already: a party that was made in this batch has all its identities.
        await writeChanges(tx, changes);
        const merge = { survivor: byNumber.contactId, merged: byLid.contactId };
        const merged = await mergeContacts(tx, { ...merge, cause: 'network' });
        mergedConversations.push(...merged.conversations);
        changes.changed.add(merge.survivor);
        const [survivor, gone] = [contacts.get(merge.survivor), contacts.get(merge.merged)];
        if (survivor && gone) {
          survivor.name ??= gone.name;
          survivor.profileName ??= gone.profileName;
        }
        for (const identity of identities.values()) {
          if (identity.contactId === merge.merged) identity.contactId = merge.survivor;
        }
        contactId = merge.survivor;
      }
    }
    contactId ??= newContact(contacts, changes);
    for (const [kind, value] of [
      ['lid', party.lid],
      ['number', party.number],
    ] as const) {
      if (!value) continue;
      const known = identities.get(`${kind} ${value}`);
      if (known && !known.verified) {
        known.verified = true;
        changes.verified.add(known.id);
        changes.changed.add(contactId);
      }
      if (known) continue;
      const id = newId();
      identities.set(`${kind} ${value}`, { id, kind, value, contactId, verified: true });
      changes.identities.push({ id, contactId, kind, value });
      if (kind === 'number') changes.primaries.set(contactId, id);
      changes.changed.add(contactId);
    }
    const contact = contacts.get(contactId)!;
    if (party.profileName && contact.profileName !== party.profileName) {
      contact.profileName = party.profileName;
      changes.profileNames.set(contactId, party.profileName);
      changes.changed.add(contactId);
    }
  }
  await writeChanges(tx, changes);
  const resolved = parties.map((party) => {
    const identity = identities.get(party.lid ? `lid ${party.lid}` : `number ${party.number}`)!;
    const contact = contacts.get(identity.contactId)!;
    return {
      contactId: contact.id,
      name: contact.name ?? contact.profileName ?? party.number ?? '',
      identityId: identity.id,
    };
  });
  return { resolved, changedContacts: [...changes.changed], mergedConversations };
}

/**
 * Writes down what the network said of a number that was given by a person: its own spelling of it, that it
 * exists, and the LID behind it. If another contact is known by that already, the two are one.
 */
export async function moveIdentity(
  tx: Transaction,
  options: { identityId: string; number: string; lid: string | null },
): Promise<void> {
  const [own] = await tx.query<{ contact_id: string; value: string }>(
    'select contact_id, value from identities where account_id = $1 and id = $2 for update',
    [tx.accountId, options.identityId],
  );
  if (!own) return;
  const conversations: string[] = [];
  if (own.value !== options.number) {
    const [other] = await tx.query<{ contact_id: string }>(
      `select contact_id from identities where account_id = $1 and kind = 'number' and value = $2`,
      [tx.accountId, options.number],
    );
    if (other && other.contact_id !== own.contact_id) {
      const merged = await mergeContacts(tx, {
        survivor: other.contact_id,
        merged: own.contact_id,
        cause: 'network',
      });
      conversations.push(...merged.conversations);
    } else if (!other) {
      await tx.query(
        'update identities set value = $3, verified_at = now() where account_id = $1 and id = $2',
        [tx.accountId, options.identityId, options.number],
      );
    }
  }
  const party = { lid: options.lid, number: options.number, profileName: null };
  const { resolved, mergedConversations } = await resolveParties(tx, [party]);
  conversations.push(...mergedConversations);
  await recordEvents(tx, { type: 'contact.updated', subjectIds: [resolved[0]!.contactId] });
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: [...new Set(conversations)] });
}

function newContact(contacts: Map<string, KnownContact>, changes: Changes): string {
  const contact = { id: newId(), name: null, profileName: null };
  contacts.set(contact.id, contact);
  changes.contacts.push(contact);
  changes.changed.add(contact.id);
  return contact.id;
}

async function readKnown(
  tx: Transaction,
  parties: Party[],
): Promise<{ identities: Map<string, Known>; contacts: Map<string, KnownContact> }> {
  const rows = await tx.query<{
    id: string;
    kind: 'lid' | 'number';
    value: string;
    verified: boolean;
    contact_id: string;
    name: string | null;
    profile_name: string | null;
  }>(
    `select i.id, i.kind, i.value, i.verified_at is not null as verified, c.id as contact_id, c.name, c.profile_name
     from identities i join contacts c on c.account_id = i.account_id and c.id = i.contact_id
     where i.account_id = $1 and ((i.kind = 'lid' and i.value = any($2)) or (i.kind = 'number' and i.value = any($3))
       or (i.kind = 'lid' and i.contact_id in (
         select n.contact_id from identities n
         where n.account_id = $1 and n.kind = 'number' and n.value = any($3))))`,
    [tx.accountId, parties.flatMap(({ lid }) => lid ?? []), parties.flatMap(({ number }) => number ?? [])],
  );
  const identities = new Map<string, Known>();
  const contacts = new Map<string, KnownContact>();
  for (const row of rows) {
    const { id, kind, value, verified } = row;
    identities.set(`${kind} ${value}`, { id, kind, value, verified, contactId: row.contact_id });
    contacts.set(row.contact_id, { id: row.contact_id, name: row.name, profileName: row.profile_name });
  }
  return { identities, contacts };
}

async function writeChanges(tx: Transaction, changes: Changes): Promise<void> {
  const { contacts, identities, verified, profileNames } = changes;
  if (contacts.length > 0) {
    await tx.query(
      `insert into contacts (account_id, id, profile_name)
       select $1, u.id, u.profile_name from unnest($2::uuid[], $3::text[]) as u (id, profile_name)`,
      [tx.accountId, contacts.map(({ id }) => id), contacts.map(({ profileName }) => profileName)],
    );
    for (const { id } of contacts) profileNames.delete(id);
  }
  if (identities.length > 0) {
    const made = await tx.query<{ id: string }>(
      `insert into identities (account_id, id, contact_id, kind, value, verified_at)
       select $1, u.id, u.contact_id, u.kind, u.value, now()
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as u (id, contact_id, kind, value)
       order by u.kind, u.value
       on conflict (account_id, kind, value) do nothing returning id`,
      [
        tx.accountId,
        identities.map(({ id }) => id),
        identities.map(({ contactId }) => contactId),
        identities.map(({ kind }) => kind),
        identities.map(({ value }) => value),
      ],
    );
    if (made.length < identities.length) throw new IdentityRaceError('An identity was made meanwhile.');
  }
  if (verified.size > 0) {
    await tx.query('update identities set verified_at = now() where account_id = $1 and id = any($2)', [
      tx.accountId,
      [...verified],
    ]);
  }
  await moveNumbers(tx, changes);
  const known = new Set(contacts.map(({ id }) => id));
  const changed = [...changes.changed].filter((id) => !known.has(id)).toSorted();
  if (changed.length > 0) {
    await tx.query(
      `update contacts c set profile_name = coalesce(u.profile_name, c.profile_name), revision = revision + 1,
         updated_at = now()
       from unnest($2::uuid[], $3::text[]) as u (id, profile_name) where c.account_id = $1 and c.id = u.id`,
      [tx.accountId, changed, changed.map((id) => profileNames.get(id) ?? null)],
    );
  }
  changes.contacts = [];
  changes.identities = [];
  changes.verified = new Set();
  changes.profileNames = new Map();
  changes.moved = new Map();
  changes.primaries = new Map();
}

async function moveNumbers(tx: Transaction, { moved, primaries }: Changes): Promise<void> {
  if (moved.size > 0) {
    await tx.query(
      `update identities i set contact_id = u.contact_id from unnest($2::uuid[], $3::uuid[]) u (id, contact_id)
       where i.account_id = $1 and i.id = u.id`,
      [tx.accountId, [...moved.keys()], [...moved.values()]],
    );
  }
  if (primaries.size > 0) {
    await tx.query(
      `update identities i set is_primary = i.id = u.id from unnest($2::uuid[], $3::uuid[]) u (contact_id, id)
       where i.account_id = $1 and i.contact_id = u.contact_id and i.kind = 'number'
         and i.is_primary <> (i.id = u.id)`,
      [tx.accountId, [...primaries.keys()], [...primaries.values()]],
    );
  }
}

/** Whether a person took one of the two out of the other. */
async function wereSeparated(tx: Transaction, one: string, other: string): Promise<boolean> {
  const rows = await tx.query(
    `select from contact_merges
     where account_id = $1 and undone_at is not null
       and ((survivor_id = $2 and merged_id = $3) or (survivor_id = $3 and merged_id = $2))
     limit 1`,
    [tx.accountId, one, other],
  );
  return rows.length > 0;
}
