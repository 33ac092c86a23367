import { parseTypeId, toTypeId } from '../db/ids.ts';
import { rolePermissions } from '../http/contract-tables.gen.ts';
import { notFound, Problem, type ProblemCode, type RefusedSubject } from '../http/problem.ts';
import type { Application } from '../application.ts';
import { actorOf } from '../audit/audit-entry.ts';
import { hasApiKeyForm, isApiKey } from './api-key-secret.ts';
import type { AccountMode, Caller, MemberRole, Permission } from './caller.ts';
import type { TokenClaims } from './tokens.ts';

/** What a request or a socket brings: the bearer credential, and where it came from. */
export interface Credential {
  token: string;
  /** The header MetaHub-Account, or `account` of the socket's hello. */
  account?: string | undefined;
  /** The headers of the same names. */
  origin?: string | undefined;
  secFetchSite?: string | undefined;
  host?: string | undefined;
}

/** The parts of the application that authentication stands on. */
export type Authenticator = Pick<Application, 'database' | 'tokens' | 'apiKeys'>;

/**
 * Works out who a credential is right now: role, sign-in, key and embed session are read each time, so a change
 * acts at once. Throws 401, 403 or 404 problems.
 */
export async function authenticate(app: Authenticator, credential: Credential): Promise<Caller> {
  const actFor = readActingAccount(credential.account);
  if (isApiKey(credential.token)) return authenticateKey(app, credential.token, actFor);
  const claims = await app.tokens.verify(credential.token);
  if (actFor !== null && actFor !== claims.accountId) throw notFound('account');
  const caller =
    claims.kind === 'access' ? await authenticateMember(app, claims) : await authenticateEmbed(app, claims);
  if (caller.origins) checkOrigin(caller, caller.origins, credential);
  return caller;
}

function readActingAccount(account: string | undefined): string | null {
  if (account === undefined) return null;
  const uuid = parseTypeId('acc', account);
  if (uuid === null) throw notFound('account');
  return uuid;
}

async function authenticateKey(app: Authenticator, secret: string, actFor: string | null): Promise<Caller> {
  const key = hasApiKeyForm(secret) ? await app.apiKeys.find(secret, actFor) : null;
  if (!key) throw refusal('unauthenticated', 'There is no such API key.');
  const subject: RefusedSubject = {
    accountId: key.account_id,
    actor: { actor_kind: 'api_key', actor_id: toTypeId('key', key.key_id), actor_name: key.name },
  };
  if (key.revoked_at) throw refusal('token_revoked', 'This API key was revoked.', subject);
  if (key.expires_at && key.expires_at <= new Date())
    throw refusal('token_expired', 'This API key has expired. Create another one.', subject);
  if (key.acts_for === null || key.acts_mode === null) throw notFound('account', subject);
  checkStatus(key.key_status, subject);
  checkStatus(key.acts_status, subject);
  const permissions = new Set(key.scopes as Permission[]);
  return {
    kind: 'api_key',
    accountId: key.acts_for,
    homeAccountId: key.account_id,
    mode: key.acts_mode,
    messagesPerDay: key.acts_daily,
    memberId: null,
    memberName: key.name,
    role: null,
    permissions,
    sessionIds: null,
    ownConversationsOnly: !permissions.has('conversations:read_all'),
    origins: null,
    expiresAt: key.expires_at,
    credentialId: key.key_id,
    userId: null,
  };
}

async function authenticateMember(
  app: Authenticator,
  claims: Extract<TokenClaims, { kind: 'access' }>,
): Promise<Caller> {
  const [member] = await app.database.crossing<{
    member_id: string;
    member_name: string;
    role: MemberRole;
    mode: AccountMode;
    status: string;
    daily: number | null;
  }>('find_member_caller', [claims.signInId, claims.userId, claims.accountId]);
  if (!member)
    throw refusal('token_revoked', 'The sign-in has ended, or you are no longer a member. Sign in again.');
  checkStatus(member.status, {
    accountId: claims.accountId,
    actor: {
      actor_kind: 'user',
      actor_id: toTypeId('mem', member.member_id),
      actor_name: member.member_name,
    },
  });
  const permissions = new Set<Permission>(rolePermissions[member.role]);
  return {
    kind: 'user',
    accountId: claims.accountId,
    homeAccountId: claims.accountId,
    mode: member.mode,
    messagesPerDay: member.daily,
    memberId: member.member_id,
    memberName: member.member_name,
    role: member.role,
    permissions,
    sessionIds: null,
    ownConversationsOnly: !permissions.has('conversations:read_all'),
    origins: null,
    expiresAt: claims.expiresAt,
    credentialId: claims.signInId,
    userId: claims.userId,
  };
}

async function authenticateEmbed(
  app: Authenticator,
  claims: Extract<TokenClaims, { kind: 'embed' }>,
): Promise<Caller> {
  const [embed] = await app.database.crossing<{
    member_id: string;
    member_name: string;
    role: MemberRole;
    permissions: Permission[];
    session_ids: string[] | null;
    origins: string[];
    mode: AccountMode;
    status: string;
    daily: number | null;
  }>('find_embed_caller', [claims.accountId, claims.embedSessionId]);
  if (!embed) throw refusal('token_revoked', 'The embed session has ended. Mint a new one.');
  checkStatus(embed.status, {
    accountId: claims.accountId,
    actor: {
      actor_kind: 'embed',
      actor_id: toTypeId('mem', embed.member_id),
      actor_name: embed.member_name,
    },
  });
  // The role of today may allow less than the one that the session was minted for.
  const allowed = new Set<Permission>(rolePermissions[embed.role]);
  const permissions = new Set(embed.permissions.filter((permission) => allowed.has(permission)));
  return {
    kind: 'embed',
    accountId: claims.accountId,
    homeAccountId: claims.accountId,
    mode: embed.mode,
    messagesPerDay: embed.daily,
    memberId: embed.member_id,
    memberName: embed.member_name,
    role: embed.role,
    permissions,
    sessionIds: embed.session_ids,
    ownConversationsOnly: !permissions.has('conversations:read_all'),
    origins: embed.origins,
    expiresAt: claims.expiresAt,
    credentialId: claims.embedSessionId,
    userId: null,
  };
}

function checkStatus(status: string | null, subject: RefusedSubject): void {
  if (status !== 'active')
    throw new Problem({
      status: 403,
      code: 'account_suspended',
      detail: status === 'closing' ? 'This account is being closed.' : 'This account is suspended.',
      subject,
    });
}

/**
 * The origins of a token are checked on the request itself, since a preflight carries none. A same-origin GET
 * sends no Origin; there the browser's own `Sec-Fetch-Site: same-origin` with a listed host counts.
 */
function checkOrigin(caller: Caller, origins: readonly string[], from: Credential): void {
  if (from.origin !== undefined) {
    if (origins.includes(from.origin)) return;
  } else if (from.secFetchSite === 'same-origin' && from.host !== undefined) {
    if (origins.some((origin) => URL.parse(origin)?.host === from.host)) return;
  }
  const came =
    from.origin === undefined
      ? `no Origin (Sec-Fetch-Site: ${from.secFetchSite ?? 'none sent'})`
      : `the origin ${from.origin.slice(0, 255)}`;
  throw new Problem({
    status: 403,
    code: 'origin_not_allowed',
    detail: `The token is not for where this request came from: it came with ${came}.`,
    subject: { accountId: caller.accountId, actor: actorOf(caller) },
  });
}

function refusal(
  code: Extract<ProblemCode, 'unauthenticated' | 'token_revoked' | 'token_expired'>,
  detail: string,
  subject?: RefusedSubject,
): Problem {
  return new Problem({ status: 401, code, detail, headers: { 'www-authenticate': 'Bearer' }, subject });
}
