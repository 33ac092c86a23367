import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, revised, time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const ContactSchema = defineEntity({
  name: 'Contact',
  tableName: 'contacts',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text().nullable(),
    profileName: p.text().nullable(),
    mergedInto: p.uuid().nullable(),
    tags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    fields: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update'] }),
});
/** Somebody the account talks with. */
export class Contact extends ContactSchema.class {}
ContactSchema.setClass(Contact);

export const IdentitySchema = defineEntity({
  name: 'Identity',
  tableName: 'identities',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    contactId: p.uuid(),
    kind: p.text().$type<'number' | 'lid' | 'username'>(),
    value: p.text(),
    isPrimary: p.boolean().default(false),
    verifiedAt: time().nullable(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update'] }),
});
/** A name the network knows somebody by. */
export class Identity extends IdentitySchema.class {}
IdentitySchema.setClass(Identity);

export const ContactMergeSchema = defineEntity({
  name: 'ContactMerge',
  tableName: 'contact_merges',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    survivorId: p.uuid(),
    mergedId: p.uuid(),
    cause: p.text().$type<'network' | 'person'>(),
    madeBy: p.json<Record<string, unknown>>().nullable(),
    undoneBy: p.json<Record<string, unknown>>().nullable(),
    merged: p.json<Record<string, unknown>>(),
    survivorBefore: p.json<Record<string, unknown>>(),
    undoneAt: time().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall(),
});
/** Two contacts that turned out to be one. */
export class ContactMerge extends ContactMergeSchema.class {}
ContactMergeSchema.setClass(ContactMerge);

export const ContactMergeRowSchema = defineEntity({
  name: 'ContactMergeRow',
  tableName: 'contact_merge_rows',
  properties: {
    accountId: p.uuid().primary(),
    mergeId: p.uuid().primary(),
    kind: p.text().primary().$type<'identity' | 'conversation' | 'case' | 'message' | 'authored'>(),
    rowId: p.uuid().primary(),
    was: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall(),
});
/** A row that came to the survivor from who was merged into it. */
export class ContactMergeRow extends ContactMergeRowSchema.class {}
ContactMergeRowSchema.setClass(ContactMergeRow);

export const GroupSchema = defineEntity({
  name: 'Group',
  tableName: 'groups',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    sessionId: p.uuid(),
    jid: p.text(),
    subject: p.text().default(''),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select'] }),
});
/** A WhatsApp group that a session is in. */
export class Group extends GroupSchema.class {}
GroupSchema.setClass(Group);
