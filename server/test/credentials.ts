import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, SignJWT } from 'jose';
import { provisionApiKey } from '../src/accounts/provision-account.ts';
import { makeApiKeySecret } from '../src/access/api-key-secret.ts';
import { openTokenIssuer } from '../src/access/tokens.ts';
import { newId } from '../src/db/ids.ts';
import { createLog } from '../src/log.ts';
import type { CallOptions, SeededAccount, SeededAgency, TestServer } from './servers.ts';

/** A credential that must open nothing, and what it is answered. */
export interface BadCredential {
  call: CallOptions;
  status: 401 | 403;
  code: string;
  /** What a socket is told when it says hello with it. */
  bye: string;
}

export const PORTAL = 'https://portal.example';

/**
 * Every way in which a credential of a client account can be worth nothing: forged, of another audience, expired, taken
 * back, or used from elsewhere. `account` is the one whose data it is after; `suspended` another one.
 */
export async function badCredentials(
  server: TestServer,
  options: { agency: SeededAgency; account: SeededAccount; suspended: SeededAccount },
): Promise<Record<string, BadCredential>> {
  const { agency, account, suspended } = options;
  const bad: Record<string, BadCredential> = {};
  const say = (
    name: string,
    token: string,
    [status, code, bye]: [401 | 403, string, string],
    headers: Record<string, string> = {},
  ): void => {
    bad[name] = { call: { token, headers }, status, code, bye };
  };
  const FORGED: [401, string, string] = [401, 'unauthenticated', 'unauthenticated'];
  const REVOKED: [401, string, string] = [401, 'token_revoked', 'revoked'];
  const EXPIRED: [401, string, string] = [401, 'token_expired', 'token_expired'];

  const access = await server.signIn(account.members.admin);
  const embed = await server.embed({ agency, account, externalId: 'forged', role: 'admin' });
  const own = { origin: PORTAL };
  for (const [kind, token, headers] of [
    ['access token', access, {}],
    ['embed token', embed.token, own],
  ] as const)
    for (const [how, forged] of Object.entries(await forgeries(server, token)))
      say(`${kind}, ${how}`, forged, FORGED, headers);

  const { database, masterKey } = server.running.app;
  const log = createLog({ level: 'silent' });
  const past = await openTokenIssuer({
    database,
    masterKey,
    log,
    now: () => new Date(Date.now() - 3_600_000),
  });
  const claims = decodeJwt(access) as { user: string; signIn: string };
  const old = await past.issueAccess({ userId: claims.user, accountId: account.id, signInId: claims.signIn });
  say('access token, expired', old.token, EXPIRED);
  const oldEmbed = await past.issueEmbed({
    accountId: account.id,
    embedSessionId: (decodeJwt(embed.token) as { embedSession: string }).embedSession,
    until: new Date(),
  });
  say('embed token, expired', oldEmbed.token, EXPIRED, own);

  const out = await server.signIn(account.members.supervisor);
  await server.call('POST', '/auth/sign-out', { token: out });
  say('access token, signed out', out, REVOKED);
  const removed = await server.signIn(account.members.agent);
  await server.db.asOwner(`update members set status = 'removed' where id = $1`, [
    account.members.agent.memberId,
  ]);
  say('access token, of who was removed', removed, REVOKED);

  const ended = await server.embed({ agency, account, externalId: 'ended' });
  await server.call('DELETE', `/embed-sessions/${ended.id}`, {
    token: agency.apiKey,
    account: account.typeId,
  });
  say('embed token, of a session that was revoked', ended.token, REVOKED, own);
  const minting = await provisionApiKey(database, { accountId: account.id, name: 'Mints', mode: 'test' });
  const orphan = await server.embed({
    agency: { ...agency, apiKey: minting.secret },
    account,
    externalId: 'orphan',
  });
  await server.db.asOwner('update api_keys set revoked_at = now() where id = $1', [minting.id]);
  say('embed token, whose key was revoked', orphan.token, REVOKED, own);
  say('API key, revoked', minting.secret, REVOKED);

  const ELSEWHERE: [403, string, string] = [403, 'origin_not_allowed', 'origin_not_allowed'];
  say('embed token, from another origin', embed.token, ELSEWHERE, { origin: 'https://outro.example' });
  say('embed token, from an origin that begins alike', embed.token, ELSEWHERE, {
    origin: `${PORTAL}.evil.example`,
  });
  say('embed token, from a page without an origin', embed.token, ELSEWHERE, { origin: 'null' });
  say('embed token, from no page at all', embed.token, ELSEWHERE);

  const late = await provisionApiKey(database, { accountId: account.id, name: 'Late', mode: 'test' });
  await server.db.asOwner(`update api_keys set expires_at = now() - interval '1 second' where id = $1`, [
    late.id,
  ]);
  say('API key, expired', late.secret, EXPIRED);
  say('API key, invented', makeApiKeySecret('test').secret, FORGED);
  say('API key, of the other mode', account.apiKey.replace('mh_test_', 'mh_live_'), FORGED);
  say('API key, cut', account.apiKey.slice(0, -1), FORGED);
  say('API key, its hash', `mh_test_${'a'.repeat(43)}`, FORGED);

  const SUSPENDED: [403, string, string] = [403, 'account_suspended', 'account_suspended'];
  const waiting = await server.signIn(suspended.members.admin);
  await server.db.asOwner(`update accounts set status = 'suspended' where id = $1`, [suspended.id]);
  say('access token, of a suspended account', waiting, SUSPENDED);
  say('API key, of a suspended account', suspended.apiKey, SUSPENDED);
  return bad;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of ours as others would make it: each differs from the good one in one thing that matters. */
async function forgeries(server: TestServer, good: string): Promise<Record<string, string>> {
  const [head, body, signature] = good.split('.') as [string, string, string];
  const claims = decodeJwt(good);
  const { kid } = decodeProtectedHeader(good) as { kid: string };
  const other = generateKeyPairSync('ed25519').privateKey;
  const signed = (key: Parameters<SignJWT['sign']>[0], payload: JWTPayload, header = { alg: 'EdDSA', kid }) =>
    new SignJWT(payload).setProtectedHeader(header).sign(key);
  const ours = await signingKey(server, kid);
  const publicKey = Buffer.from(JSON.stringify(await publicJwk(server, kid)));
  const { exp: _exp, ...endless } = claims;
  const { iss: _iss, ...nobodys } = claims;
  return {
    'alg none': `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
    'alg none with its signature': `${encode({ alg: 'none', kid })}.${body}.${signature}`,
    'HMAC with the public key': await signed(publicKey, claims, { alg: 'HS256', kid }),
    'signed by another key': await signed(other, claims),
    'signed by a key that nobody has': await signed(other, claims, { alg: 'EdDSA', kid: 'k-nobody' }),
    altered: `${head}.${encode({ ...claims, account: newId() })}.${signature}`,
    'of another audience': await signed(ours, { ...claims, aud: 'media' }),
    'of the other kind of audience': await signed(ours, {
      ...claims,
      aud: claims.aud === 'embed' ? 'access' : 'embed',
    }),
    'of another issuer': await signed(ours, { ...claims, iss: 'somebody' }),
    'of no issuer': await signed(ours, nobodys),
    'without an end': await signed(ours, endless),
    cut: good.slice(0, -6),
  };
}

async function publicJwk(server: TestServer, kid: string): Promise<object> {
  const [row] = await server.db.asOwner<{ public_jwk: object }>(
    'select public_jwk from signing_keys where id = $1',
    [kid],
  );
  return row!.public_jwk;
}

/** The server's own key, to sign what the server itself never would. */
async function signingKey(server: TestServer, kid: string): Promise<Parameters<SignJWT['sign']>[0]> {
  const [row] = await server.db.asOwner<{ private_sealed: Buffer }>(
    'select private_sealed from signing_keys where id = $1',
    [kid],
  );
  const jwk = server.running.app.masterKey.openSecret(`signing_keys ${kid}`, row!.private_sealed).toString();
  return importJWK(JSON.parse(jwk), 'EdDSA');
}
