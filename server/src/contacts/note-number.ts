import type { Transaction } from '../db/database.ts';
import { newId } from '../db/ids.ts';
import { recordEvent, recordEvents } from '../events/record-event.ts';
import { resolveParties } from './resolve-identity.ts';

/**
 * Makes sure that a number which the network has confirmed has a contact. What the network told of it may show that two
 * contacts are one, which are then merged.
 */
export async function noteConfirmedNumber(
  tx: Transaction,
  found: { number: string; lid: string | null },
): Promise<void> {
  const { changedContacts, mergedConversations } = await resolveParties(tx, [
    { number: found.number, lid: found.lid, profileName: null },
  ]);
  await recordEvents(tx, { type: 'contact.updated', subjectIds: changedContacts });
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: mergedConversations });
}

/**
 * Makes sure that a number has a contact although nobody could ask the network about it: as it was given and not
 * verified. Who sends to it first asks then.
 */
export async function noteUnconfirmedNumber(tx: Transaction, number: string): Promise<void> {
  const contactId = newId();
  const identityId = newId();
  // The contact is kept only if the identity is new: somebody may note the same number at this moment.
  await tx.query('savepoint noted');
  await tx.query('insert into contacts (account_id, id) values ($1, $2)', [tx.accountId, contactId]);
  const made = await tx.query(
    `insert into identities (account_id, id, contact_id, kind, value, is_primary)
     values ($1, $2, $3, 'number', $4, true)
     on conflict (account_id, kind, value) do nothing returning id`,
    [tx.accountId, identityId, contactId, number],
  );
  if (made.length === 0) await tx.query('rollback to savepoint noted');
  else await recordEvent(tx, { type: 'contact.updated', subjectId: contactId });
}
