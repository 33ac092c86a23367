import { hash, randomBytes } from 'node:crypto';
import type { AccountMode } from './caller.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 43 characters of 62 are 256 bits. */
const SECRET_LENGTH = 43;
const SHOWN_LENGTH = 6;
const FORM = /^mh_(live|test)_[0-9A-Za-z]{43}$/;

/** A new API key: the secret is shown once, its hash is stored, and the prefix tells keys apart. */
export function makeApiKeySecret(mode: AccountMode): { secret: string; prefix: string; hash: Buffer } {
  let body = '';
  while (body.length < SECRET_LENGTH)
    for (const byte of randomBytes(64)) {
      // 248 is the greatest multiple of 62 below 256: beyond it some characters would be likelier.
      if (byte < 248 && body.length < SECRET_LENGTH) body += ALPHABET[byte % 62];
    }
  const secret = `mh_${mode}_${body}`;
  return { secret, prefix: `mh_${mode}_${body.slice(0, SHOWN_LENGTH)}`, hash: hashApiKey(secret) };
}

/** Whether a bearer credential is an API key and not a token. */
export function isApiKey(credential: string): boolean {
  return credential.startsWith('mh_');
}

/** The stored form. A fast hash is enough: the secret is 256 random bits, not a word that people chose. */
export function hashApiKey(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Whether it has the form of a key at all, so that nonsense costs no look-up. */
export function hasApiKeyForm(credential: string): boolean {
  return FORM.test(credential);
}
