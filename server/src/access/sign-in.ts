import { createHash } from 'node:crypto';
import type { Application } from '../application.ts';
import type { AuditOrigin } from '../audit/audit-entry.ts';
import { newId, toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import type { AccountMode, MemberRole } from './caller.ts';
import { verifyPassword } from './passwords.ts';
import { demandSecondFactor } from './second-factor.ts';
import { makeRefreshToken, readRefreshToken } from './refresh-token.ts';

type SignInBody = components['schemas']['SignIn'];

/** What a sign-in, a refresh and a switch answer, and the refresh token to set as the cookie. */
export interface SignedIn {
  body: SignInBody;
  refreshToken: string | null;
}

interface MembershipRow {
  email: string;
  user_name: string;
  account_id: string;
  account_name: string;
  parent_id: string | null;
  mode: AccountMode;
  status: 'active' | 'suspended' | 'closing';
  status_reason: string | null;
  member_id: string;
  role: MemberRole;
}

/**
 * Signs a person in. Failed attempts are counted by address, and by address and e-mail, never by e-mail alone:
 * nobody can lock somebody else out. A wrong e-mail and a wrong password look and take the same.
 */
export async function signIn(
  app: Application,
  request: {
    email: string;
    password: string;
    code: string | null;
    accountId: string | null;
    origin: AuditOrigin;
  },
): Promise<SignedIn> {
  const attempts = attemptsOf({ email: request.email, address: request.origin.address ?? '' });
  await countAttempt(app, attempts);
  const [user] = await app.database.crossing<{ id: string; password_hash: string | null }>(
    'find_user_by_email',
    [request.email],
  );
  if (!(await verifyPassword(user?.password_hash ?? null, request.password)) || !user) {
    // Not waited for: an e-mail that nobody has must be answered as fast.
    if (user) void tellRefusedSignIn(app, { userId: user.id, ...request });
    throw new Problem({ status: 401, code: 'invalid_credentials', detail: 'E-mail or password is wrong.' });
  }
  await demandSecondFactor(app, { userId: user.id, code: request.code });
  for (const [key] of attempts) await app.rates.giveBack(key);
  return openSignIn(app, { userId: user.id, accountId: request.accountId, origin: request.origin });
}

/** Begins a sign-in of a person who has proved who they are, in that account or their first one that is active. */
export async function openSignIn(
  app: Application,
  request: { userId: string; accountId: string | null; origin: AuditOrigin },
): Promise<SignedIn> {
  const memberships = await findMemberships(app, request.userId);
  const chosen = request.accountId
    ? memberships.find((membership) => membership.account_id === request.accountId)
    : (memberships.find((membership) => membership.status === 'active') ?? memberships[0]);
  if (!chosen)
    throw new Problem({
      status: 403,
      code: 'forbidden',
      detail: request.accountId
        ? 'You are not a member of this account.'
        : 'You are not a member of any account.',
    });
  if (chosen.status !== 'active') throw explainStatus(chosen);
  const refresh = makeRefreshToken(app.masterKey, newId());
  await app.database.crossing('start_sign_in', [
    refresh.signInId,
    request.userId,
    chosen.account_id,
    refresh.hash,
    signInEnds(),
    request.origin.user_agent ?? null,
    request.origin.address ?? null,
    JSON.stringify({ action: 'sign_in.created', ...request.origin }),
  ]);
  const body = await answerSignIn(app, {
    userId: request.userId,
    signInId: refresh.signInId,
    chosen,
    memberships,
  });
  return { body, refreshToken: refresh.token };
}

/** Exchanges a refresh token for the next one and a new access token. Throws 401; a reused one ends the sign-in. */
export async function refreshSignIn(
  app: Application,
  token: string | undefined,
  origin: AuditOrigin,
): Promise<SignedIn> {
  const presented = token === undefined ? null : readRefreshToken(app.masterKey, token);
  if (!presented) throw signedOut('There is no sign-in to refresh. Sign in.');
  const next = makeRefreshToken(app.masterKey, presented.signInId);
  const [row] = await app.database.crossing<{
    outcome: 'rotated' | 'reused';
    person: string;
    account: string;
  }>('rotate_sign_in', [
    presented.signInId,
    presented.hash,
    next.hash,
    signInEnds(),
    JSON.stringify({ action: 'sign_in.reused', outcome: 'refused', reason: 'token_revoked', ...origin }),
  ]);
  if (!row) throw signedOut('The sign-in has ended. Sign in again.');
  if (row.outcome === 'reused') {
    app.log.warn({ signInId: presented.signInId }, 'A refresh token was used twice; the sign-in was ended.');
    app.events.accessChanged({ credentialId: presented.signInId });
    throw new Problem({
      status: 401,
      code: 'token_revoked',
      detail: 'This refresh token was used before, so somebody else may hold a copy. The sign-in was ended.',
    });
  }
  const memberships = await findMemberships(app, row.person);
  const chosen = memberships.find((membership) => membership.account_id === row.account) ?? memberships[0];
  if (!chosen) throw signedOut('You are not a member of any account any more.');
  const body = await answerSignIn(app, {
    userId: row.person,
    signInId: presented.signInId,
    chosen,
    memberships,
  });
  return { body, refreshToken: next.token };
}

/** An access token for another account of the same person; null when they are not a member of it. */
export async function switchAccount(
  app: Application,
  request: { userId: string; signInId: string; accountId: string; origin: AuditOrigin },
): Promise<SignInBody | null> {
  const memberships = await findMemberships(app, request.userId);
  const chosen = memberships.find((membership) => membership.account_id === request.accountId);
  if (!chosen) return null;
  await app.database.crossing('switch_sign_in', [
    request.signInId,
    request.accountId,
    JSON.stringify({ action: 'sign_in.switched', ...request.origin }),
  ]);
  return answerSignIn(app, { userId: request.userId, signInId: request.signInId, chosen, memberships });
}

/** Ends a sign-in: its refresh token, its access tokens and its sockets. */
export async function endSignIn(app: Application, signInId: string, origin: AuditOrigin): Promise<void> {
  const entry = { action: 'sign_in.ended', ...origin };
  await app.database.crossing('revoke_sign_in', [signInId, JSON.stringify(entry)]);
  app.events.accessChanged({ credentialId: signInId });
}

/** Tells the account asked for, or else the person's first one, that somebody could not sign in. */
async function tellRefusedSignIn(
  app: Application,
  attempt: { userId: string; accountId: string | null; origin: AuditOrigin },
): Promise<void> {
  try {
    const memberships = await findMemberships(app, attempt.userId);
    const membership = attempt.accountId
      ? memberships.find((one) => one.account_id === attempt.accountId)
      : memberships[0];
    if (!membership) return;
    app.audit.refused(membership.account_id, {
      action: 'sign_in.refused',
      reason: 'invalid_credentials',
      // Whoever it was, it is not known to be that person.
      actor_kind: 'anonymous',
      target_kind: 'member',
      target_id: toTypeId('mem', membership.member_id),
      target_name: membership.user_name,
      ...attempt.origin,
    });
  } catch (error) {
    app.log.warn({ err: error }, 'The audit could not be told of a refused sign-in.');
  }
}

/** What failed attempts are counted by. Those that succeed count for nothing, however many there are. */
function attemptsOf(request: { email: string; address: string }): [string, number][] {
  const email = createHash('sha256').update(request.email.toLowerCase()).digest('base64url').slice(0, 16);
  const { addressAndEmail, address } = LIMITS.rates.signIn;
  return [
    [`sign-in ${request.address} ${email}`, addressAndEmail],
    [`sign-in ${request.address}`, address],
  ];
}

/** Counts the attempt before it is looked at, so that many at the same moment are counted too. */
async function countAttempt(app: Application, attempts: [string, number][]): Promise<void> {
  for (const [key, limit] of attempts) {
    const state = await app.rates.take(key, limit);
    if (state.allowed) continue;
    throw new Problem({
      status: 429,
      code: 'rate_limited',
      detail: `Too many failed attempts to sign in. Wait ${state.resetSeconds} seconds.`,
      headers: { 'retry-after': String(state.resetSeconds) },
    });
  }
}

function findMemberships(app: Application, userId: string): Promise<MembershipRow[]> {
  return app.database.crossing<MembershipRow>('find_memberships', [userId, LIMITS.access.memberships]);
}

async function answerSignIn(
  app: Application,
  signedIn: { userId: string; signInId: string; chosen: MembershipRow; memberships: MembershipRow[] },
): Promise<SignInBody> {
  const { userId, signInId, chosen, memberships } = signedIn;
  const { token, expiresAt } = await app.tokens.issueAccess({
    userId,
    accountId: chosen.account_id,
    signInId,
  });
  return {
    accessToken: token,
    expiresAt: expiresAt.toISOString(),
    accountId: toTypeId('acc', chosen.account_id),
    user: { id: toTypeId('usr', userId), email: chosen.email, name: chosen.user_name },
    members: memberships.map((row) => ({
      id: toTypeId('mem', row.member_id),
      role: row.role,
      account: {
        id: toTypeId('acc', row.account_id),
        name: row.account_name,
        parentId: row.parent_id === null ? null : toTypeId('acc', row.parent_id),
        mode: row.mode,
        status: row.status,
      },
    })),
  };
}

function signInEnds(): Date {
  return new Date(Date.now() + LIMITS.access.signInSeconds * 1000);
}

/** Said to who gave the right password: why they can't come in, in the words of who suspended the account. */
function explainStatus(membership: MembershipRow): Problem {
  const { account_name: name, status, status_reason: reason } = membership;
  return new Problem({
    status: 403,
    code: 'account_suspended',
    detail:
      status === 'closing'
        ? `${name} is being closed. Ask whoever runs it for you.`
        : `${name} is suspended${reason ? `: ${reason}` : '. Ask whoever runs it for you.'}`,
  });
}

function signedOut(detail: string): Problem {
  return new Problem({ status: 401, code: 'unauthenticated', detail });
}
