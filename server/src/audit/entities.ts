import { defineEntity, p } from '@mikro-orm/core';
import { sealed, time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const AuditRecordSchema = defineEntity({
  name: 'AuditRecord',
  tableName: 'audit_entries',
  properties: {
    accountId: p.uuid().primary(),
    seq: p.bigint().primary(),
    id: p.uuid(),
    at: time(),
    action: p.text(),
    outcome: p.text().$type<'done' | 'refused'>(),
    reason: p.text().nullable(),
    count: p.integer().default(1),
    actorKind: p.text(),
    actorId: p.text().nullable(),
    actorName: p.text().default(''),
    actorAccountId: p.uuid().nullable(),
    targetKind: p.text().nullable(),
    targetId: p.text().nullable(),
    targetName: p.text().nullable(),
    address: p.text().nullable(),
    userAgent: p.text().nullable(),
    requestId: p.text().nullable(),
    before: p.json<Record<string, unknown>>().nullable(),
    after: p.json<Record<string, unknown>>().nullable(),
    hash: sealed(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'delete'] }),
});
/** What was done or refused in an account; written by the crossing append_audit alone. */
export class AuditRecord extends AuditRecordSchema.class {}
AuditRecordSchema.setClass(AuditRecord);

export const AuditChainSchema = defineEntity({
  name: 'AuditChain',
  tableName: 'audit_chains',
  properties: {
    accountId: p.uuid().primary(),
    seq: p.bigint().defaultRaw('0'),
    hash: sealed().defaultRaw(`'\\x'`),
    baseSeq: p.bigint().defaultRaw('0'),
    baseHash: sealed().defaultRaw(`'\\x'`),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update'] }),
});
/** Head and beginning of an account's chain of entries. */
export class AuditChain extends AuditChainSchema.class {}
AuditChainSchema.setClass(AuditChain);
