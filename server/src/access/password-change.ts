import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Application } from '../application.ts';
import type { AuditOrigin } from '../audit/audit-entry.ts';
import { isUuid } from '../db/ids.ts';
import type { MasterKey } from '../db/master-key.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { resetLetter } from '../mail/letters.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

interface PasswordRow {
  email: string;
  name: string;
  password_hash: string | null;
}

/** Changes a person's own password and ends their other sign-ins. Throws 422 when the present one is wrong. */
export async function changePassword(
  app: Application,
  request: { userId: string; signInId: string; current: string; next: string; origin: AuditOrigin },
): Promise<void> {
  const { userId, signInId, current } = request;
  const former = await demandPassword(app, { userId, password: current, pointer: '/body/currentPassword' });
  await setPassword(app, {
    userId,
    former,
    next: request.next,
    kept: signInId,
    audit: { action: 'password.changed', ...request.origin },
  });
}

/** Throws 422 unless it is the person's password; answers its hash. */
export async function demandPassword(
  app: Application,
  given: { userId: string; password: string; pointer: string },
): Promise<string | null> {
  const { userId } = given;
  // Somebody at an unlocked screen must not try words for long.
  const state = await app.rates.take(`password ${userId}`, LIMITS.rates.signIn.addressAndEmail);
  if (!state.allowed) throw tooMany(state.resetSeconds);
  const row = await findPassword(app, userId);
  if (!row || !(await verifyPassword(row.password_hash, given.password)))
    throw new Problem({
      status: 422,
      code: 'wrong_password',
      detail: 'The present password is another one.',
      errors: [{ pointer: given.pointer, detail: 'is not your password' }],
    });
  await app.rates.giveBack(`password ${userId}`);
  return row.password_hash;
}

/**
 * Sends the link for a new password, if somebody has that address; it is over after an hour, and with the password that
 * it is for. Never waited for by the request, so that nobody learns from the time it takes whether there is anybody.
 */
export async function sendPasswordReset(
  app: Application,
  request: { email: string; baseUrl: string },
): Promise<void> {
  const [user] = await app.database.crossing<{ id: string; email: string; password_hash: string | null }>(
    'find_user_by_email',
    [request.email],
  );
  if (!user || !app.mailer.sends) return;
  // A mailbox can't be flooded by whoever knows its address.
  const state = await app.rates.take(`reset ${user.id}`, LIMITS.rates.resetLetters);
  if (!state.allowed) return;
  const [membership] = await app.database.crossing<{ locale: string }>('find_memberships', [user.id, 1]);
  const token = makeResetToken(app.masterKey, { userId: user.id, passwordHash: user.password_hash });
  await app.mailer.send(
    resetLetter({
      to: user.email,
      locale: membership?.locale ?? 'pt-BR',
      link: `${request.baseUrl}/reset-password#${token}`,
    }),
  );
}

/** Sets a new password by the link's token and ends all sign-ins of the person. Throws 410 for any other text. */
export async function resetPassword(
  app: Application,
  request: { token: string; next: string; origin: AuditOrigin },
): Promise<void> {
  const [userId = '', expires = '', mark = ''] = request.token.split('.');
  const row = isUuid(userId) ? await findPassword(app, userId) : undefined;
  const right = row && markOf(app.masterKey, { userId, expires, passwordHash: row.password_hash });
  const given = Buffer.from(mark, 'base64url');
  const holds = Number.parseInt(expires, 36) * 1000 > Date.now();
  if (!row || !right || given.length !== right.length || !timingSafeEqual(given, right) || !holds)
    throw resetEnded();
  await setPassword(app, {
    userId,
    former: row.password_hash,
    next: request.next,
    kept: null,
    audit: { action: 'password.reset', ...request.origin },
  });
}

/**
 * A token that only we can make, for the password of now: it needs no row, and is over as soon as there is another
 * password.
 */
export function makeResetToken(
  masterKey: MasterKey,
  options: { userId: string; passwordHash: string | null },
): string {
  const ends = Math.floor(Date.now() / 1000) + LIMITS.access.resetSeconds;
  const expires = ends.toString(36);
  const mark = markOf(masterKey, { ...options, expires });
  return `${options.userId}.${expires}.${mark.toString('base64url')}`;
}

function markOf(
  masterKey: MasterKey,
  options: { userId: string; expires: string; passwordHash: string | null },
): Buffer {
  return createHmac('sha256', masterKey.derive('password resets'))
    .update(JSON.stringify([options.userId, options.expires, options.passwordHash]))
    .digest();
}

async function findPassword(app: Application, userId: string): Promise<PasswordRow | undefined> {
  const [row] = await app.database.crossing<PasswordRow>('find_user_password', [userId]);
  return row;
}

async function setPassword(
  app: Application,
  change: { userId: string; former: string | null; next: string; kept: string | null; audit: object },
): Promise<void> {
  const [set] = await app.database.crossing<{ ended: string[] }>('set_password', [
    change.userId,
    change.former,
    await hashPassword(change.next),
    change.kept,
    JSON.stringify(change.audit),
  ]);
  // Two at the same moment: the second finds that its former password is no longer the one.
  if (!set) throw resetEnded();
  for (const credentialId of set.ended) app.events.accessChanged({ credentialId });
}

function resetEnded(): Problem {
  return new Problem({
    status: 410,
    code: 'reset_ended',
    detail: 'This link was used, or is older than an hour. Ask for a new one.',
  });
}

function tooMany(seconds: number): Problem {
  return new Problem({
    status: 429,
    code: 'rate_limited',
    detail: `Too many attempts. Wait ${seconds} seconds.`,
    headers: { 'retry-after': String(seconds) },
  });
}
