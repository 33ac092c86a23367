import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvent, recordEvents } from '../events/record-event.ts';
import { demandRevision } from '../http/revisions.ts';
import { findContact, readContact } from './find-contact.ts';
import type { ContactRow } from './present.ts';

/**
 * Gives a contact the name that people of the account call it by; null takes it away, and the profile name shows again.
 * Its conversations show the new name, so they change too. Throws 412 unless `ifMatch` names the contact's revision.
 */
export async function renameContact(
  tx: Transaction,
  options: {
    caller: Pick<Caller, 'sessionIds'>;
    contactId: string;
    name: string | null;
    ifMatch: string | null;
  },
): Promise<ContactRow> {
  const contact = await findContact(tx, { ...options, forUpdate: true });
  demandRevision(options.ifMatch, contact.revision);
  if (contact.name === options.name) return contact;
  await tx.query(
    `update contacts set name = $3, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, contact.id, options.name],
  );
  const conversations = await tx.query<{ id: string }>(
    `update conversations v set revision = v.revision + 1, updated_at = now()
     from (
       select id from conversations
       where account_id = $1 and contact_id = $2 and merged_into is null
       order by id for no key update
     ) locked
     where v.account_id = $1 and v.id = locked.id
     returning v.id`,
    [tx.accountId, contact.id],
  );
  await recordEvent(tx, { type: 'contact.updated', subjectId: contact.id });
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: conversations.map(({ id }) => id) });
  return readContact(tx, contact.id);
}
