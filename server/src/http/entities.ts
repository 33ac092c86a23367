import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, sealed } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const IdempotencyRecordSchema = defineEntity({
  name: 'IdempotencyRecord',
  tableName: 'idempotency_records',
  properties: {
    accountId: p.uuid().primary(),
    operation: p.text().primary(),
    key: p.text().primary(),
    bodyHash: sealed(),
    resourceId: p.uuid().nullable(),
    status: p.smallint().nullable(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update', 'delete'] }),
});
/** What a repeated request with the same Idempotency-Key is answered from, for 24 hours. */
export class IdempotencyRecord extends IdempotencyRecordSchema.class {}
IdempotencyRecordSchema.setClass(IdempotencyRecord);
