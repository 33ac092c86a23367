import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, revised, sealed, time } from '../db/columns.ts';
import { crossingPolicies, tenantWall } from '../db/walls.ts';
import type { SessionSettings } from './settings.ts';

export const GatewaySchema = defineEntity({
  name: 'GatewayProcess',
  tableName: 'gateways',
  properties: {
    id: p.uuid().primary(),
    transport: p.text().$type<'sandbox' | 'live'>(),
    seenAt: createdAt(),
    startedAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: crossingPolicies(['select', 'insert', 'update', 'delete']),
});
/** A process that holds WhatsApp sockets. */
export class GatewayProcess extends GatewaySchema.class {}
GatewaySchema.setClass(GatewayProcess);

export const WhatsappVersionSchema = defineEntity({
  name: 'WhatsappVersion',
  tableName: 'whatsapp_versions',
  properties: {
    transport: p.text().$type<'sandbox' | 'live'>().primary(),
    revision: p.bigint('number').primary(),
    state: p.text().$type<'candidate' | 'trusted' | 'refused'>(),
    failures: p.integer().default(0),
    canarySession: p.uuid().nullable(),
    canaryUntil: time().nullable(),
    notedAt: createdAt(),
    judgedAt: time().nullable(),
  },
  rowLevelSecurity: 'force',
  policies: crossingPolicies(['select', 'insert', 'update', 'delete']),
});
/** A version of WhatsApp Web, and whether WhatsApp takes it from us. */
export class WhatsappVersion extends WhatsappVersionSchema.class {}
WhatsappVersionSchema.setClass(WhatsappVersion);

export type SessionStatus =
  | 'pairing'
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'logged_out'
  | 'failed'
  | 'paused'
  | 'removed';

export const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    number: p.text().nullable(),
    lid: p.text().nullable(),
    profileName: p.text().nullable(),
    transport: p.text().$type<'sandbox' | 'live'>(),
    status: p.text().$type<SessionStatus>().default('pairing'),
    reason: p.json<{ code: string; message: string; action: string }>().nullable(),
    pairingSealed: sealed().nullable(),
    pairingExpiresAt: time().nullable(),
    restrictions: p.json<{ code: string; until: string | null }[]>().defaultRaw(`'[]'`),
    history: p.json<{ progress: number }>().nullable(),
    settings: p.json<Partial<SessionSettings>>().defaultRaw(`'{}'`),
    proxySealed: sealed().nullable(),
    editedRevision: p.integer().default(0),
    connectedAt: time().nullable(),
    lastSeenAt: time().nullable(),
    removedAt: time().nullable(),
    mergedInto: p.uuid().nullable(),
    gatewayId: p.uuid().nullable(),
    leaseUntil: time().nullable(),
    fence: p.bigint('number').defaultRaw('0'),
    handoverFrom: p.uuid().nullable(),
    handoverUntil: time().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'update'] }),
});
/** One WhatsApp number linked to an account. */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);

export const SessionKeySchema = defineEntity({
  name: 'SessionKey',
  tableName: 'session_keys',
  properties: {
    accountId: p.uuid().primary(),
    sessionId: p.uuid().primary(),
    kind: p.text().primary(),
    keyId: p.text().primary().default(''),
    valueSealed: sealed(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update', 'delete'] }),
});
/** One value of a session's Baileys authentication state. */
export class SessionKey extends SessionKeySchema.class {}
SessionKeySchema.setClass(SessionKey);

/** What became of a row of the journal; one that waits, or could not be projected, has none. */
export type JournalOutcome =
  | 'message'
  | 'change'
  | 'duplicate'
  | 'healed'
  | 'waiting_for_phone'
  | 'undecryptable'
  | 'waits_for_message'
  | 'ignored';

export const JournalEntrySchema = defineEntity({
  name: 'JournalEntry',
  tableName: 'journal',
  properties: {
    accountId: p.uuid().primary(),
    sessionId: p.uuid().primary(),
    position: p.bigint('number').primary().autoincrement(false).columnType('bigint'),
    kind: p.text(),
    chat: p.text(),
    author: p.text().default(''),
    fromMe: p.boolean().default(false),
    whatsappId: p.text(),
    attributes: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    plaintextSealed: sealed().nullable(),
    fence: p.bigint('number'),
    receivedAt: createdAt(),
    projectedAt: time().nullable(),
    waitsFor: p.text().nullable(),
    attempts: p.integer().default(0),
    failure: p.text().nullable(),
    deliveries: p.integer().default(1),
    lastReceivedAt: createdAt(),
    asked: p.integer().default(0),
    askedAt: time().nullable(),
    contentKind: p.text().nullable(),
    outcome: p.text().$type<JournalOutcome>().nullable(),
    outcomeReason: p.text().nullable(),
    messageId: p.uuid().nullable(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update', 'delete'] }),
});
/** What WhatsApp handed us, committed before it was acknowledged. */
export class JournalEntry extends JournalEntrySchema.class {}
JournalEntrySchema.setClass(JournalEntry);

export type HealthState = 'good' | 'degraded' | 'bad' | 'unknown';

export const SessionHealthSchema = defineEntity({
  name: 'SessionHealth',
  tableName: 'session_health',
  properties: {
    accountId: p.uuid().primary(),
    sessionId: p.uuid().primary(),
    score: p.smallint().nullable(),
    state: p.text().$type<HealthState>(),
    since: time(),
    causes: p.json<object[]>().defaultRaw(`'[]'`),
    gap: p.json<object>().nullable(),
    judgedAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'update'] }),
});
/** How a session is, as it was last judged. */
export class SessionHealth extends SessionHealthSchema.class {}
SessionHealthSchema.setClass(SessionHealth);

export const SessionHourSchema = defineEntity({
  name: 'SessionHour',
  tableName: 'session_hours',
  properties: {
    accountId: p.uuid().primary(),
    sessionId: p.uuid().primary(),
    hour: time().primary(),
    connectedMs: p.bigint('number').defaultRaw('0'),
    sent: p.bigint('number').defaultRaw('0'),
    failed: p.bigint('number').defaultRaw('0'),
    received: p.bigint('number').defaultRaw('0'),
    undecryptable: p.bigint('number').defaultRaw('0'),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'insert', 'update', 'delete'] }),
});
/** What a session did in one hour. */
export class SessionHour extends SessionHourSchema.class {}
SessionHourSchema.setClass(SessionHour);

export type HistoryType = 'changed' | 'disconnected' | 'gap' | 'silence' | 'alert';

export const SessionHistorySchema = defineEntity({
  name: 'SessionHistoryEntry',
  tableName: 'session_history',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    sessionId: p.uuid(),
    type: p.text().$type<HistoryType>(),
    code: p.text().default(''),
    data: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    beganAt: createdAt(),
    endedAt: time().nullable(),
    revision: p.integer().default(1),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'update', 'delete'] }),
});
/** One entry of how a session was. */
export class SessionHistoryEntry extends SessionHistorySchema.class {}
SessionHistorySchema.setClass(SessionHistoryEntry);
