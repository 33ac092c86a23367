import { defineEntity, p } from '@mikro-orm/core';
import { time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const EventSchema = defineEntity({
  name: 'EventRecord',
  tableName: 'events',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    type: p.text(),
    subjectId: p.uuid().nullable(),
    data: p.json<Record<string, unknown>>().nullable(),
    sessionId: p.uuid().nullable(),
    conversationId: p.uuid().nullable(),
    assigneeId: p.uuid().nullable(),
    transactionId: p.text().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    position: p.bigint('number').autoincrement(false),
    seq: p.bigint('number').nullable(),
    createdAt: time().defaultRaw('clock_timestamp()'),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update', 'delete'] }),
});
/** A fact that happened, numbered per account by the relay after its writer's commit. */
export class EventRecord extends EventSchema.class {}
EventSchema.setClass(EventRecord);
