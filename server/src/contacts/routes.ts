import { fromTypeId, fromTypeIdField, toTypeId } from '../db/ids.ts';
import type { Operations } from '../http/operation.ts';
import { etagOf } from '../http/revisions.ts';
import { LIMITS } from '../limits.ts';
import { authorOf } from '../inbox/send-message.ts';
import { createContact } from './create-contact.ts';
import { findContact, listContacts } from './find-contact.ts';
import { type ContactRow, presentContact } from './present.ts';
import { renameContact } from './rename-contact.ts';
import { listMerges, requestMerge, requestUnmerge } from './request-merge.ts';

/** The operations on contacts. */
export const contactOperations: Pick<
  Operations,
  | 'listContacts'
  | 'createContact'
  | 'getContact'
  | 'updateContact'
  | 'mergeContacts'
  | 'unmergeContact'
  | 'listContactMerges'
> = {
  async listContacts({ caller, query, inAccount }) {
    const { rows, nextCursor } = await inAccount((tx) =>
      listContacts(tx, {
        caller,
        q: query.q,
        limit: query.limit ?? LIMITS.page.default,
        cursor: query.cursor,
      }),
    );
    return { status: 200, body: { data: rows.map(presentContact), nextCursor } };
  },

  async createContact({ app, audit, caller, body }) {
    const { contact, isNew } = await createContact(app, {
      caller,
      audit,
      number: body.number,
      name: body.name ?? null,
    });
    return {
      status: isNew ? 201 : 200,
      headers: headersOf(contact, contact.id),
      body: presentContact(contact),
    };
  },

  async getContact({ caller, params, inAccount }) {
    const contactId = fromTypeId('ctc', params.contactId);
    const contact = await inAccount((tx) => findContact(tx, { caller, contactId }));
    return { status: 200, headers: headersOf(contact, contactId), body: presentContact(contact) };
  },

  async updateContact({ audit, caller, params, body, ifMatch, inAccount }) {
    const contactId = fromTypeId('ctc', params.contactId);
    const { name } = body;
    if (name === undefined) audit?.nothingDone();
    else audit?.change({ after: { changed: ['name'] } });
    const contact = await inAccount((tx) =>
      name === undefined
        ? findContact(tx, { caller, contactId })
        : renameContact(tx, { caller, contactId, name, ifMatch }),
    );
    return { status: 200, headers: headersOf(contact, contactId), body: presentContact(contact) };
  },

  async mergeContacts({ audit, caller, params, body, inAccount }) {
    const survivorId = fromTypeId('ctc', params.contactId);
    const mergedId = fromTypeIdField('ctc', body.contactId, '/body/contactId');
    audit?.change({ after: { mergedContactId: body.contactId } });
    const contact = await inAccount((tx) =>
      requestMerge(tx, { caller, survivorId, mergedId, by: authorOf(caller) }),
    );
    return { status: 200, headers: headersOf(contact, survivorId), body: presentContact(contact) };
  },

  async unmergeContact({ caller, params, inAccount }) {
    const contactId = fromTypeId('ctc', params.contactId);
    const contact = await inAccount((tx) => requestUnmerge(tx, { caller, contactId, by: authorOf(caller) }));
    return { status: 200, headers: headersOf(contact, contactId), body: presentContact(contact) };
  },

  async listContactMerges({ caller, params, query, inAccount }) {
    const contactId = fromTypeId('ctc', params.contactId);
    const body = await inAccount((tx) =>
      listMerges(tx, { caller, contactId, limit: query.limit ?? LIMITS.page.default, cursor: query.cursor }),
    );
    return { status: 200, body };
  },
};

function headersOf(contact: ContactRow, askedFor: string): Record<string, string> {
  return {
    etag: etagOf(contact.revision),
    ...(contact.id === askedFor ? {} : { 'metahub-merged-from': toTypeId('ctc', askedFor) }),
  };
}
