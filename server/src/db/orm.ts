import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { ApiKey, EmbedSession, SignIn, SigningKey, User } from '../access/entities.ts';
import { Account, AccountDay, AccountKey, Erasure, ErasureReceipt, Member } from '../accounts/entities.ts';
import { AuditChain, AuditRecord } from '../audit/entities.ts';
import { BrandFile } from '../branding/entities.ts';
import { Contact, ContactMerge, ContactMergeRow, Group, Identity } from '../contacts/entities.ts';
import { Domain } from '../domains/entities.ts';
import { EventRecord } from '../events/entities.ts';
import { IdempotencyRecord } from '../http/entities.ts';
import { Case, Conversation, MemberReceipt, Message, MessageChange } from '../inbox/entities.ts';
import { Invitation } from '../members/entities.ts';
import { MediaFile } from '../media/entities.ts';
import {
  GatewayProcess,
  JournalEntry,
  Session,
  SessionHealth,
  SessionHistoryEntry,
  SessionHour,
  SessionKey,
  WhatsappVersion,
} from '../sessions/entities.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { Migration0001 } from './migration-0001.ts';

/** Every table that is mapped. schema.sql has the keys and indexes; the entities have the policies. */
export const entities = [
  Account,
  AccountDay,
  AccountKey,
  ApiKey,
  AuditChain,
  AuditRecord,
  BrandFile,
  Case,
  Contact,
  ContactMerge,
  ContactMergeRow,
  Conversation,
  Domain,
  EmbedSession,
  Erasure,
  ErasureReceipt,
  EventRecord,
  GatewayProcess,
  Group,
  IdempotencyRecord,
  Identity,
  Invitation,
  JournalEntry,
  MediaFile,
  Member,
  MemberReceipt,
  Message,
  MessageChange,
  Session,
  SessionHealth,
  SessionHistoryEntry,
  SessionHour,
  SessionKey,
  SignIn,
  SigningKey,
  User,
  WhatsappVersion,
];

/** The mapper on one login. It opens no connection before its first query. */
export function createOrm(connection: ConnectionOptions): MikroORM {
  return new MikroORM({
    entities,
    host: connection.host,
    port: connection.port ?? 5432,
    user: connection.user,
    password: connection.password,
    dbName: connection.database,
    driverOptions: connection.ssl === undefined ? {} : { ssl: connection.ssl },
    pool: { min: 0, max: 2 },
    extensions: [Migrator],
    migrations: {
      migrationsList: [{ name: '0001', class: Migration0001 }],
      tableName: 'migrations',
      snapshot: false,
    },
    discovery: { warnWhenNoEntities: false },
    logger: () => undefined,
  });
}
