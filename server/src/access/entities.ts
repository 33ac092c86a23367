import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, revised, sealed, time, uuids } from '../db/columns.ts';
import { APP_ROLE, crossingPolicies, erasurePolicies, tenantWall } from '../db/walls.ts';

export const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    email: p.text(),
    name: p.text(),
    passwordHash: p.text().nullable(),
    totpSealed: sealed().nullable(),
    totpSince: time().nullable(),
    totpStep: p.bigint().nullable(),
    recoveryHashes: p.array().columnType('bytea[]').defaultRaw(`'{}'`),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: [
    {
      // `members` stands under its own policy, so only members of the account in scope make a user visible.
      name: 'fellow_members',
      command: 'select',
      roles: [APP_ROLE],
      using: 'exists (select 1 from members m where m.user_id = users.id)',
    },
    ...crossingPolicies(['select', 'insert', 'update']),
    ...erasurePolicies(['select', 'delete'], 'true'),
  ],
});
/** A person who signs in, once for all accounts. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);

export const SignInSchema = defineEntity({
  name: 'SignIn',
  tableName: 'sign_ins',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    accountId: p.uuid(),
    refreshHash: sealed(),
    rotatedAt: createdAt(),
    expiresAt: time(),
    revokedAt: time().nullable(),
    revokedReason: p.text().nullable(),
    userAgent: p.text().nullable(),
    address: p.text().nullable(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: [
    ...crossingPolicies(['select', 'insert', 'update', 'delete']),
    ...erasurePolicies(['select', 'delete'], 'true'),
  ],
});
/** One sign-in of a user: a family of refresh tokens. */
export class SignIn extends SignInSchema.class {}
SignInSchema.setClass(SignIn);

export const SigningKeySchema = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_keys',
  properties: {
    id: p.text().primary(),
    publicJwk: p.json<Record<string, unknown>>(),
    privateSealed: sealed(),
    createdAt: createdAt(),
    retiresAt: time(),
  },
  rowLevelSecurity: 'force',
  policies: crossingPolicies(['select', 'insert', 'update', 'delete']),
});
/** A key that signs access and embed tokens, shared by all processes on this database. */
export class SigningKey extends SigningKeySchema.class {}
SigningKeySchema.setClass(SigningKey);

export const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    prefix: p.text(),
    hash: sealed(),
    scopes: p.array().columnType('text[]'),
    expiresAt: time().nullable(),
    revokedAt: time().nullable(),
    lastUsedAt: time().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'update'] }),
});
/** A server's credential; only its hash is kept. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);

export const EmbedSessionSchema = defineEntity({
  name: 'EmbedSession',
  tableName: 'embed_sessions',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    memberId: p.uuid(),
    keyAccountId: p.uuid(),
    keyId: p.uuid(),
    components: p.json<Record<string, unknown>>(),
    permissions: p.array().columnType('text[]'),
    sessionIds: uuids().nullable(),
    origins: p.array().columnType('text[]'),
    expiresAt: time(),
    revokedAt: time().nullable(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'delete'] }),
});
/** A short-lived, scoped right for one browser to use some widgets of one account. */
export class EmbedSession extends EmbedSessionSchema.class {}
EmbedSessionSchema.setClass(EmbedSession);
