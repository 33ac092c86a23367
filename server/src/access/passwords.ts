import { hash, verify } from '@node-rs/argon2';

/** Made once from a word that nobody has: what an unknown e-mail is checked against, so that it takes as long. */
const NOBODY = hash('there is no such person');

/** The stored form of a password: argon2id, as a PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'));
}

/** Whether the password is the one of the hash; takes as long when there is no hash. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? (await NOBODY), password.normalize('NFC'));
  return right && stored !== null;
}
