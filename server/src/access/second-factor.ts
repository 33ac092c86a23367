import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Application } from '../application.ts';
import type { AuditOrigin } from '../audit/audit-entry.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { demandPassword } from './password-change.ts';

interface FactorRow {
  email: string;
  sealed: Buffer | null;
  since: Date | null;
  recovery_left: number;
}

const PERIOD_SECONDS = 30;
/** Without letters and digits that are taken for each other. */
const RECOVERY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** How a person's second factor stands. */
export async function readSecondFactor(
  app: Application,
  userId: string,
): Promise<components['schemas']['SecondFactor']> {
  const row = await findFactor(app, userId);
  return {
    enabled: row.since !== null,
    since: row.since?.toISOString() ?? null,
    recoveryCodesLeft: row.since === null ? 0 : row.recovery_left,
  };
}

/** Makes a secret that is asked for once it was confirmed. Throws 409 while one is in use. */
export async function beginSecondFactor(
  app: Application,
  userId: string,
): Promise<components['schemas']['NewSecondFactor']> {
  const row = await findFactor(app, userId);
  const secret = new Secret({ size: 20 });
  const sealed = app.masterKey.sealSecret(placeOf(userId), Buffer.from(secret.base32));
  const [begun] = await app.database.crossing('begin_second_factor', [userId, sealed]);
  if (!begun) throw factorIsOn();
  return { secret: secret.base32, uri: generatorOf(secret, row.email).toString() };
}

/** From now on codes are asked for. Answers the recovery codes, this once. Throws 422 for a wrong code. */
export async function confirmSecondFactor(
  app: Application,
  request: { userId: string; code: string; origin: AuditOrigin },
): Promise<string[]> {
  const { userId, code } = request;
  const row = await findFactor(app, userId);
  if (row.since !== null) throw factorIsOn();
  await countGuess(app, userId);
  const step = row.sealed && stepOf(openSecret(app, userId, row.sealed), code);
  if (step === null) throw wrongCode();
  const codes = Array.from({ length: LIMITS.access.recoveryCodes }, makeRecoveryCode);
  const [enabled] = await app.database.crossing('confirm_second_factor', [
    userId,
    row.sealed,
    step,
    codes.map(hashRecovery),
    JSON.stringify({ action: 'second_factor.enabled', ...request.origin }),
  ]);
  if (!enabled) throw factorIsOn();
  await app.rates.giveBack(guessesOf(userId));
  return codes;
}

/** Codes are asked for no more. Throws 422 when the password is another one. */
export async function removeSecondFactor(
  app: Application,
  request: { userId: string; password: string; origin: AuditOrigin },
): Promise<void> {
  const { userId, password } = request;
  await demandPassword(app, { userId, password, pointer: '/body/password' });
  await app.database.crossing('remove_second_factor', [
    userId,
    JSON.stringify({ action: 'second_factor.disabled', ...request.origin }),
  ]);
}

/**
 * Demands the code of who has a second factor, or one of their recovery codes; each is taken once. Call it after the
 * password was right: guesses are counted by person then, and only who knows the password can use them up. Throws 401
 * `second_factor_required` without a code, and `invalid_credentials` for a wrong one.
 */
export async function demandSecondFactor(
  app: Application,
  request: { userId: string; code: string | null },
): Promise<void> {
  const { userId, code } = request;
  const row = await findFactor(app, userId);
  if (row.since === null || row.sealed === null) return;
  if (code === null)
    throw new Problem({
      status: 401,
      code: 'second_factor_required',
      detail: 'Sign in again with the code of your authenticator app, or a recovery code.',
    });
  await countGuess(app, userId);
  if (!(await takeCode(app, { userId, code, sealed: row.sealed })))
    throw new Problem({
      status: 401,
      code: 'invalid_credentials',
      detail: 'The code is wrong, or was used.',
    });
  await app.rates.giveBack(guessesOf(userId));
}

async function takeCode(
  app: Application,
  given: { userId: string; code: string; sealed: Buffer },
): Promise<boolean> {
  const { userId, code, sealed } = given;
  const isOfApp = /^[0-9]{6}$/.test(code);
  const step = isOfApp ? stepOf(openSecret(app, userId, sealed), code) : null;
  if (isOfApp && step === null) return false;
  const [taken] = isOfApp
    ? await app.database.crossing('take_second_factor', [userId, step])
    : await app.database.crossing('take_recovery_code', [userId, hashRecovery(code)]);
  return taken !== undefined;
}

/** The step that a code is of, the present one or one beside it, since clocks differ; null for any other code. */
function stepOf(secret: Secret, code: string): number | null {
  const delta = generatorOf(secret, '').validate({ token: code, window: 1 });
  return delta === null ? null : Math.floor(Date.now() / 1000 / PERIOD_SECONDS) + delta;
}

function generatorOf(secret: Secret, label: string): TOTP {
  const fixed = { issuer: 'MetaHub', algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS };
  return new TOTP({ ...fixed, label, secret });
}

function openSecret(app: Application, userId: string, sealed: Buffer): Secret {
  return Secret.fromBase32(app.masterKey.openSecret(placeOf(userId), sealed).toString());
}

function placeOf(userId: string): string {
  return `users ${userId} totp`;
}

async function findFactor(app: Application, userId: string): Promise<FactorRow> {
  const [row] = await app.database.crossing<FactorRow>('find_second_factor', [userId]);
  return row!;
}

function guessesOf(userId: string): string {
  return `second factor ${userId}`;
}

async function countGuess(app: Application, userId: string): Promise<void> {
  const state = await app.rates.take(guessesOf(userId), LIMITS.rates.signIn.addressAndEmail);
  if (state.allowed) return;
  throw new Problem({
    status: 429,
    code: 'rate_limited',
    detail: `Too many codes. Wait ${state.resetSeconds} seconds.`,
    headers: { 'retry-after': String(state.resetSeconds) },
  });
}

/** `k3fq-9x2m-7p4c`: 59 bits. */
function makeRecoveryCode(): string {
  const letters = Array.from({ length: 12 }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]);
  return letters.join('').replace(/(.{4})(.{4})/, '$1-$2-');
}

function hashRecovery(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
    .digest();
}

function factorIsOn(): Problem {
  return new Problem({
    status: 409,
    code: 'second_factor_on',
    detail: 'A second factor is in use. Remove it first.',
  });
}

function wrongCode(): Problem {
  return new Problem({
    status: 422,
    code: 'wrong_code',
    detail: 'This is not the code that the app shows now.',
    errors: [{ pointer: '/body/code', detail: 'is another one' }],
  });
}
