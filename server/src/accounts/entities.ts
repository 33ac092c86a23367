import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, revised, sealed } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  properties: {
    id: p.uuid().primary(),
    parentId: p.uuid().nullable(),
    name: p.text(),
    mode: p.text().$type<'test' | 'live'>(),
    status: p.text().$type<'active' | 'suspended' | 'closing'>().default('active'),
    country: p.text().default('BR'),
    areaCode: p.text().nullable(),
    timeZone: p.text().default('America/Sao_Paulo'),
    locale: p.text().default('pt-BR'),
    limits: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    branding: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    settings: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    host: p.text().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ column: 'id', crossing: ['select'] }),
});
/** One business. An agency is an account with client accounts beneath it. */
export class Account extends AccountSchema.class {}
AccountSchema.setClass(Account);

export const AccountKeySchema = defineEntity({
  name: 'AccountKey',
  tableName: 'account_keys',
  properties: {
    accountId: p.uuid().primary(),
    id: p.smallint().primary(),
    wrapped: sealed(),
    masterKeyId: p.text(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall(),
});
/** The data key of an account, wrapped by the master key. */
export class AccountKey extends AccountKeySchema.class {}
AccountKeySchema.setClass(AccountKey);

export const MemberSchema = defineEntity({
  name: 'Member',
  tableName: 'members',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    userId: p.uuid().nullable(),
    externalId: p.text().nullable(),
    name: p.text(),
    role: p.text().$type<'admin' | 'supervisor' | 'agent'>(),
    status: p.text().$type<'active' | 'removed'>().default('active'),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select'] }),
});
/** A user, or a person known by the host's external id, in one account with one role. */
export class Member extends MemberSchema.class {}
MemberSchema.setClass(Member);
