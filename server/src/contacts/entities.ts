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
