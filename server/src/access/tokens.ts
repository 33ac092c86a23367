import { generateKeyPairSync } from 'node:crypto';
import { type CryptoKey, errors, exportJWK, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import { type MasterKey, SealError } from '../db/master-key.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';

const ISSUER = 'metahub';

/** What a token says of itself; what it is worth is read from the database at each request. */
export type TokenClaims =
  | { kind: 'access'; userId: string; accountId: string; signInId: string; expiresAt: Date }
  | { kind: 'embed'; accountId: string; embedSessionId: string; expiresAt: Date };

export interface IssuedToken {
  token: string;
  expiresAt: Date;
}

/** Signs and checks access and embed tokens: JWT with EdDSA (Ed25519), two signing keys alive around a change. */
export interface TokenIssuer {
  issueAccess(claims: { userId: string; accountId: string; signInId: string }): Promise<IssuedToken>;
  /** `until` is the end of the embed session, which no token of it outlives. */
  issueEmbed(claims: { accountId: string; embedSessionId: string; until: Date }): Promise<IssuedToken>;
  /** Throws a 401: `token_expired`, or `unauthenticated` for anything that we did not sign. */
  verify(token: string): Promise<TokenClaims>;
}

interface SigningKeyPair {
  id: string;
  createdAt: Date;
  publicKey: CryptoKey;
  /** Null when another master key sealed it: then it only verifies. */
  privateKey: CryptoKey | null;
}

interface SigningKeyRow {
  id: string;
  public_jwk: JWK;
  private_sealed: Buffer;
  created_at: Date;
  retires_at: Date;
}

/** Opens the signing keys of the database, making the first one. They survive restarts and serve all processes. */
export async function openTokenIssuer(options: {
  database: Database;
  masterKey: MasterKey;
  log: Logger;
  now?: () => Date;
}): Promise<TokenIssuer> {
  const { database, masterKey, log } = options;
  const now = options.now ?? (() => new Date());
  const access = LIMITS.access;
  let keys = new Map<string, SigningKeyPair>();
  let loadedAt = 0;
  const verified = new Map<string, TokenClaims>();

  async function load(): Promise<void> {
    const rows = await database.crossing<SigningKeyRow>('list_signing_keys');
    const loaded = new Map<string, SigningKeyPair>();
    for (const row of rows) {
      const publicKey = (await importJWK(row.public_jwk, 'EdDSA')) as CryptoKey;
      let privateKey: CryptoKey | null = null;
      try {
        const jwk = JSON.parse(
          masterKey.openSecret(`signing_keys ${row.id}`, row.private_sealed).toString(),
        ) as JWK;
        privateKey = (await importJWK(jwk, 'EdDSA')) as CryptoKey;
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        log.warn({ keyId: row.id }, 'A signing key was sealed under another master key; it only verifies.');
      }
      loaded.set(row.id, { id: row.id, createdAt: row.created_at, publicKey, privateKey });
    }
    keys = loaded;
    loadedAt = Date.now();
  }

  function newestUsable(): SigningKeyPair | undefined {
    const oldest = now().getTime() - access.signingKeySeconds * 1000;
    return [...keys.values()].findLast((key) => key.privateKey && key.createdAt.getTime() > oldest);
  }

  async function add(): Promise<void> {
    const id = `k${newId().replaceAll('-', '').slice(0, 20)}`;
    const pair = generateKeyPairSync('ed25519');
    const publicJwk = await exportJWK(pair.publicKey);
    const privateJwk = Buffer.from(JSON.stringify(await exportJWK(pair.privateKey)));
    const time = now().getTime();
    const life = (access.signingKeySeconds + access.signingKeyOverlapSeconds) * 1000;
    // Another process may be at the same point: the one that comes second adds none and uses the first's.
    const usable = [...keys.values()].findLast((key) => key.privateKey);
    const younger = Math.max(time - access.signingKeySeconds * 1000, (usable ? 0 : time) - 60_000);
    await database.crossing('add_signing_key', [
      id,
      JSON.stringify(publicJwk),
      masterKey.sealSecret(`signing_keys ${id}`, privateJwk),
      new Date(time + life),
      new Date(younger),
    ]);
    await load();
  }

  async function signingKey(): Promise<SigningKeyPair & { privateKey: CryptoKey }> {
    let key = newestUsable();
    if (!key) {
      await load();
      key = newestUsable();
    }
    if (!key) {
      await add();
      key = newestUsable();
    }
    if (!key?.privateKey) throw new SealError('No signing key can be opened with this master key.');
    return { ...key, privateKey: key.privateKey };
  }

  async function verificationKey(id: string | undefined): Promise<CryptoKey> {
    const known = id === undefined ? undefined : keys.get(id);
    if (known) return known.publicKey;
    // Another process may have begun to sign with a key that is younger than what we read.
    if (id !== undefined && Date.now() - loadedAt > 5_000) {
      await load();
      const found = keys.get(id);
      if (found) return found.publicKey;
    }
    throw new errors.JWKSNoMatchingKey();
  }

  async function sign(
    claims: Record<string, string>,
    audience: string,
    expiresAt: Date,
  ): Promise<IssuedToken> {
    const key = await signingKey();
    const issuedAt = Math.floor(now().getTime() / 1000);
    const ends = Math.floor(expiresAt.getTime() / 1000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: key.id, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(ends)
      .sign(key.privateKey);
    return { token, expiresAt: new Date(ends * 1000) };
  }

  const inSeconds = (seconds: number): Date => new Date(now().getTime() + seconds * 1000);

  async function check(token: string): Promise<TokenClaims> {
    try {
      const { payload } = await jwtVerify(token, (header) => verificationKey(header.kid), {
        algorithms: ['EdDSA'],
        issuer: ISSUER,
        audience: ['access', 'embed'],
        currentDate: now(),
        requiredClaims: ['exp', 'account'],
      });
      return readClaims(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new Problem({
          status: 401,
          code: 'token_expired',
          detail: 'The token has expired. Get a new one.',
        });
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw forged();
      throw error;
    }
  }

  await load();
  await signingKey();
  return {
    issueAccess: ({ userId, accountId, signInId }) =>
      sign(
        { sub: toTypeId('usr', userId), account: accountId, user: userId, signIn: signInId },
        'access',
        inSeconds(access.accessTokenSeconds),
      ),
    issueEmbed: ({ accountId, embedSessionId, until }) => {
      const full = inSeconds(access.embedTokenSeconds);
      return sign({ account: accountId, embedSession: embedSessionId }, 'embed', full < until ? full : until);
    },
    async verify(token) {
      const known = verified.get(token);
      if (known && known.expiresAt > now()) return known;
      const claims = await check(token);
      verified.set(token, claims);
      if (verified.size > access.verifiedTokens) verified.delete(verified.keys().next().value!);
      return claims;
    },
  };
}

function readClaims(payload: Record<string, unknown>): TokenClaims {
  const text = (name: string): string => {
    const value = payload[name];
    if (typeof value !== 'string') throw forged();
    return value;
  };
  const expiresAt = new Date(Number(payload.exp) * 1000);
  const accountId = text('account');
  if (payload.aud === 'access')
    return { kind: 'access', userId: text('user'), accountId, signInId: text('signIn'), expiresAt };
  return { kind: 'embed', accountId, embedSessionId: text('embedSession'), expiresAt };
}

function forged(): Problem {
  return new Problem({
    status: 401,
    code: 'unauthenticated',
    detail: 'The credential is not one that this server gave out.',
    headers: { 'www-authenticate': 'Bearer' },
  });
}
