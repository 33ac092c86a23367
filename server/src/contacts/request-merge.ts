import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { decodeIdCursor, pageById } from '../http/cursor.ts';
import { Problem } from '../http/problem.ts';
import type { components } from '../http/contract.gen.ts';
import type { StoredAuthor } from '../inbox/message-row.ts';
import { findContact, readContact } from './find-contact.ts';
import { mergeContacts } from './merge-contacts.ts';
import type { ContactRow } from './present.ts';
import { type ContactMergeRow, presentContactMerge } from './present-merge.ts';
import { undoMerge } from './undo-merge.ts';

type Viewer = Pick<Caller, 'sessionIds'>;

/**
 * A person says that two contacts are one: the first keeps its id. Two that are one already are left as they are. Throws
 * 404 when the caller may not see one of them, and 422 for a contact and itself.
 */
export async function requestMerge(
  tx: Transaction,
  options: { caller: Viewer; survivorId: string; mergedId: string; by: StoredAuthor },
): Promise<ContactRow> {
  const { caller, by } = options;
  if (options.survivorId === options.mergedId)
    throw new Problem({
      status: 422,
      code: 'same_contact',
      detail: 'A contact cannot be merged into itself.',
      errors: [{ pointer: '/body/contactId', detail: 'is the contact itself' }],
    });
  // Locked in one order, whoever survives.
  for (const contactId of [options.survivorId, options.mergedId].toSorted())
    await findContact(tx, { caller, contactId, forUpdate: true });
  const survivor = await findContact(tx, { caller, contactId: options.survivorId });
  const merged = await findContact(tx, { caller, contactId: options.mergedId });
  if (survivor.id === merged.id) return survivor;
  const { conversations } = await mergeContacts(tx, {
    survivor: survivor.id,
    merged: merged.id,
    cause: 'person',
    by,
  });
  await recordEvents(tx, { type: 'contact.updated', subjectIds: [survivor.id] });
  await recordEvents(tx, { type: 'conversation.updated', subjectIds: [...new Set(conversations)] });
  return readContact(tx, survivor.id);
}

/**
 * A person says that who was merged is somebody else. Throws 404 when the caller may not see who has them now, and 409 when
 * the contact is not merged.
 */
export async function requestUnmerge(
  tx: Transaction,
  options: { caller: Viewer; contactId: string; by: StoredAuthor },
): Promise<ContactRow> {
  await findContact(tx, { ...options, forUpdate: true });
  if (!(await undoMerge(tx, options)))
    throw new Problem({
      status: 409,
      code: 'not_merged',
      detail: 'This contact is not merged into another one.',
    });
  return readContact(tx, options.contactId);
}

/** Merges that a contact had a part in, on either side, newest first. */
export async function listMerges(
  tx: Transaction,
  options: { caller: Viewer; contactId: string; limit: number; cursor: string | undefined },
): Promise<{ data: components['schemas']['ContactMerge'][]; nextCursor: string | null }> {
  const { contactId, limit, cursor } = options;
  const contact = await findContact(tx, options);
  const rows = await tx.query<{ row: ContactMergeRow }>(
    `select to_jsonb(g) as row from contact_merge_view g
     where g.account_id = $1 and (g.survivor_id = $2 or g.merged_id = $2) and ($3::uuid is null or g.id < $3)
     order by g.id desc limit $4`,
    [tx.accountId, contact.id, cursor === undefined ? null : decodeIdCursor(cursor, contactId), limit + 1],
  );
  return pageById(
    rows.map(({ row }) => row),
    limit,
    presentContactMerge,
    contactId,
  );
}
