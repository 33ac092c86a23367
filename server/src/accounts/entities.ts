import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, revised, sealed, time } from '../db/columns.ts';
import { erasurePolicies, tenantWall } from '../db/walls.ts';

export const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  properties: {
    id: p.uuid().primary(),
    parentId: p.uuid().nullable(),
    name: p.text(),
    mode: p.text().$type<'test' | 'live'>(),
    status: p.text().$type<'active' | 'suspended' | 'closing'>().default('active'),
    statusReason: p.text().nullable(),
    closingSince: time().nullable(),
    closesAt: time().nullable(),
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

export const AccountDaySchema = defineEntity({
  name: 'AccountDay',
  tableName: 'account_days',
  properties: {
    accountId: p.uuid().primary(),
    day: p.date().primary(),
    messages: p.integer().default(0),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall(),
});
/** How many messages were accepted on a day, of an account that has a limit. */
export class AccountDay extends AccountDaySchema.class {}
AccountDaySchema.setClass(AccountDay);

export const ErasureSchema = defineEntity({
  name: 'Erasure',
  tableName: 'erasures',
  properties: {
    accountId: p.uuid().primary(),
    rows: p.json<Record<string, number>>().defaultRaw(`'{}'`),
    files: p.integer().default(0),
  },
  rowLevelSecurity: 'force',
  policies: [...tenantWall(), ...erasurePolicies(['insert'], 'account_id in (select accounts_to_erase())')],
});
/** How far the erasure of an account has come. */
export class Erasure extends ErasureSchema.class {}
ErasureSchema.setClass(Erasure);

export const ErasureReceiptSchema = defineEntity({
  name: 'ErasureReceipt',
  tableName: 'erasure_receipts',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    erasedAccountId: p.uuid(),
    name: p.text(),
    requestedAt: time(),
    erasedAt: createdAt(),
    rows: p.json<Record<string, number>>(),
    files: p.integer(),
    users: p.integer(),
    auditSeq: p.bigint().nullable(),
    auditHash: sealed().nullable(),
  },
  rowLevelSecurity: 'force',
  policies: [...tenantWall(), ...erasurePolicies(['insert'], 'true')],
});
/** What was erased of a client of this account. */
export class ErasureReceipt extends ErasureReceiptSchema.class {}
ErasureReceiptSchema.setClass(ErasureReceipt);

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
  policies: tenantWall({ crossing: ['select'] }),
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
