import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';
import type { RecordState } from './domain-row.ts';

export const DomainSchema = defineEntity({
  name: 'Domain',
  tableName: 'domains',
  properties: {
    accountId: p.uuid().primary(),
    host: p.text(),
    challenge: p.text(),
    txtState: p.text().$type<RecordState>().default('unchecked'),
    cnameState: p.text().$type<RecordState>().default('unchecked'),
    checkedAt: time().nullable(),
    activeSince: time().nullable(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall(),
});
/** The domain that an account claims as its own; once it is active, the account's `host` says so too. */
export class Domain extends DomainSchema.class {}
DomainSchema.setClass(Domain);
