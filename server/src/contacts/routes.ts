import { fromTypeId, toTypeId } from '../db/ids.ts';
import type { Operations } from '../http/operation.ts';
import { etagOf } from '../http/revisions.ts';
import { findContact, listContacts } from './find-contact.ts';
import { type ContactRow, presentContact } from './present.ts';
import { renameContact } from './rename-contact.ts';

/** The operations on contacts. */
export const contactOperations: Pick<Operations, 'listContacts' | 'getContact' | 'updateContact'> = {
  async listContacts({ caller, query, inAccount }) {
    const { rows, nextCursor } = await inAccount((tx) =>
      listContacts(tx, { caller, q: query.q, limit: query.limit ?? 50, cursor: query.cursor }),
    );
    return { status: 200, body: { data: rows.map(presentContact), nextCursor } };
  },

  async getContact({ caller, params, inAccount }) {
    const contactId = fromTypeId('ctc', params.contactId);
    const contact = await inAccount((tx) => findContact(tx, { caller, contactId }));
    return { status: 200, headers: headersOf(contact, contactId), body: presentContact(contact) };
  },

  async updateContact({ caller, params, body, ifMatch, inAccount }) {
    const contactId = fromTypeId('ctc', params.contactId);
    const { name } = body;
    const contact = await inAccount((tx) =>
      name === undefined
        ? findContact(tx, { caller, contactId })
        : renameContact(tx, { caller, contactId, name, ifMatch }),
    );
    return { status: 200, headers: headersOf(contact, contactId), body: presentContact(contact) };
  },
};

function headersOf(contact: ContactRow, askedFor: string): Record<string, string> {
  return {
    etag: etagOf(contact.revision),
    ...(contact.id === askedFor ? {} : { 'metahub-merged-from': toTypeId('ctc', askedFor) }),
  };
}
