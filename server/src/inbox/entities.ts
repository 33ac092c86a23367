import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, revised, sealed, time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const ConversationSchema = defineEntity({
  name: 'Conversation',
  tableName: 'conversations',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    sessionId: p.uuid(),
    kind: p.text().$type<'direct' | 'group'>(),
    contactId: p.uuid().nullable(),
    groupId: p.uuid().nullable(),
    chatIdentityId: p.uuid().nullable(),
    caseId: p.uuid().nullable(),
    lastMessageId: p.uuid().nullable(),
    lastActivityAt: createdAt(),
    unreadCount: p.integer().default(0),
    readUpTo: time().nullable(),
    disappearingSeconds: p.integer().default(0),
    mergedInto: p.uuid().nullable(),
    tags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update'] }),
});
/** One session and one contact or group; it never ends. */
export class Conversation extends ConversationSchema.class {}
ConversationSchema.setClass(Conversation);

export const CaseSchema = defineEntity({
  name: 'Case',
  tableName: 'cases',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    conversationId: p.uuid(),
    status: p.text().$type<'open' | 'snoozed' | 'closed'>().default('open'),
    assigneeId: p.uuid().nullable(),
    teamId: p.uuid().nullable(),
    waitingSince: time().nullable(),
    snoozedUntil: time().nullable(),
    openedAt: createdAt(),
    closedAt: time().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update'] }),
});
/** One stretch of a conversation, from opening to close. */
export class Case extends CaseSchema.class {}
CaseSchema.setClass(Case);

export const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    conversationId: p.uuid(),
    caseId: p.uuid().nullable(),
    sessionId: p.uuid(),
    direction: p.text().$type<'inbound' | 'outbound'>(),
    authorKind: p.text(),
    authorId: p.uuid().nullable(),
    authorName: p.text().default(''),
    authorIdentityId: p.uuid().nullable(),
    fromHistory: p.boolean().default(false),
    content: p.json<Record<string, unknown>>(),
    quoted: p.json<Record<string, unknown>>().nullable(),
    mentions: p.json<unknown[]>().defaultRaw(`'[]'`),
    flags: p.array().columnType('text[]').defaultRaw(`'{}'`),
    reactions: p.json<unknown[]>().defaultRaw(`'[]'`),
    earlier: p.json<unknown[]>().defaultRaw(`'[]'`),
    editedAt: time().nullable(),
    deletedAt: time().nullable(),
    pendingChange: p.json<Record<string, unknown>>().nullable(),
    ad: p.json<Record<string, unknown>>().nullable(),
    status: p.text(),
    receipts: p.json<Record<string, unknown>>().nullable(),
    failure: p.json<Record<string, unknown>>().nullable(),
    whatsappId: p.text(),
    timestamp: time(),
    sendAt: time().nullable(),
    encodedSealed: sealed().nullable(),
    outboxPosition: p.bigint('number').nullable(),
    attempts: p.integer().default(0),
    handedOverAt: time().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update'] }),
});
/** A message either way. What we send is also its own outbox entry. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);

export const MessageChangeSchema = defineEntity({
  name: 'MessageChange',
  tableName: 'message_changes',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    messageId: p.uuid(),
    conversationId: p.uuid(),
    sessionId: p.uuid(),
    kind: p.text().$type<'edit' | 'delete' | 'reaction'>(),
    value: p.text().default(''),
    authorKind: p.text(),
    authorId: p.uuid().nullable(),
    authorName: p.text().default(''),
    status: p.text().$type<'queued' | 'sent' | 'failed'>().default('queued'),
    failure: p.json<Record<string, unknown>>().nullable(),
    whatsappId: p.text(),
    outboxPosition: p.bigint('number'),
    attempts: p.integer().default(0),
    handedOverAt: time().nullable(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select'] }),
});
/** An edit, a deletion or a reaction that we ask for: its own outbox entry. */
export class MessageChange extends MessageChangeSchema.class {}
MessageChangeSchema.setClass(MessageChange);

export const MemberReceiptSchema = defineEntity({
  name: 'MemberReceipt',
  tableName: 'member_receipts',
  properties: {
    accountId: p.uuid().primary(),
    messageId: p.uuid().primary(),
    member: p.text().primary(),
    level: p.smallint(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall(),
});
/** How far a message of ours in a group has come with one member. */
export class MemberReceipt extends MemberReceiptSchema.class {}
MemberReceiptSchema.setClass(MemberReceipt);
