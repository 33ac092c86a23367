import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isUuid } from '../db/ids.ts';
import type { MasterKey } from '../db/master-key.ts';

const PURPOSE = 'refresh tokens';

/** A refresh token that we gave out once; whether it is still the current one, the database knows. */
export interface RefreshToken {
  signInId: string;
  /** What is stored of it. */
  hash: Buffer;
}

/**
 * A refresh token names its sign-in and carries a mark that only we can make. So one that is no longer current
 * is known to be a copy, however old it is, while an invented one can't end anybody's sign-in.
 */
export function makeRefreshToken(masterKey: MasterKey, signInId: string): RefreshToken & { token: string } {
  const body = `${signInId}.${randomBytes(32).toString('base64url')}`;
  const token = `${body}.${markOf(masterKey.derive(PURPOSE), body).toString('base64url')}`;
  return { token, signInId, hash: hashOf(token) };
}

/** Reads a token that `makeRefreshToken` made; null for anything else. */
export function readRefreshToken(masterKey: MasterKey, token: string): RefreshToken | null {
  const [signInId = '', secret = '', mark = ''] = token.split('.');
  if (!isUuid(signInId)) return null;
  const given = Buffer.from(mark, 'base64url');
  // Marks of a former master key are ours too, so that a rotation signs nobody out.
  const right = masterKey
    .deriveAll(PURPOSE)
    .map((key) => markOf(key, `${signInId}.${secret}`))
    .find((one) => given.length === one.length && timingSafeEqual(given, one));
  if (!right) return null;
  return { signInId, hash: hashOf(`${signInId}.${secret}.${right.toString('base64url')}`) };
}

function markOf(key: Buffer, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
