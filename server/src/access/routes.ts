import type { Application } from '../application.ts';
import { originOf } from '../audit/audit-entry.ts';
import { readAccount, readMember } from '../accounts/routes.ts';
import { presentAccount, presentMember } from '../accounts/present.ts';
import { fromTypeId, fromTypeIdField, toTypeId } from '../db/ids.ts';
import { decodeIdCursor, pageById } from '../http/cursor.ts';
import type { Call, Operations } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { authenticate } from './authenticate.ts';
import type { Caller, Permission } from './caller.ts';
import {
  createApiKey,
  listApiKeys,
  presentApiKey,
  readApiKey,
  revokeApiKey,
  rotateApiKey,
} from './api-keys.ts';
import type { EmbedComponents } from './embed-grant.ts';
import { mintEmbedSession, renewEmbedToken, revokeEmbedSessions } from './embed-session.ts';
import { acceptInvitation, findInvitation } from '../members/invitations.ts';
import { linkBase } from '../members/routes.ts';
import { endSignIns, listSignIns } from './active-sign-ins.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  readSecondFactor,
  removeSecondFactor,
} from './second-factor.ts';
import { changePassword, resetPassword, sendPasswordReset } from './password-change.ts';
import { readRefreshToken } from './refresh-token.ts';
import { endSignIn, refreshSignIn, signIn, switchAccount } from './sign-in.ts';

const REFRESH_COOKIE = 'mh_refresh';

/** Signing in, who the caller is, API keys and embed sessions. */
export const accessOperations: Pick<
  Operations,
  | 'signIn'
  | 'refreshAccess'
  | 'switchAccount'
  | 'signOut'
  | 'listSignIns'
  | 'endSignIn'
  | 'endOtherSignIns'
  | 'changePassword'
  | 'getSecondFactor'
  | 'beginSecondFactor'
  | 'confirmSecondFactor'
  | 'removeSecondFactor'
  | 'requestPasswordReset'
  | 'resetPassword'
  | 'readInvitation'
  | 'acceptInvitation'
  | 'getMe'
  | 'listApiKeys'
  | 'createApiKey'
  | 'revokeApiKey'
  | 'rotateApiKey'
  | 'createEmbedSession'
  | 'revokeEmbedSessionsByExternalId'
  | 'revokeEmbedSession'
  | 'createEmbedToken'
> = {
  async signIn({ body, app, request, reply }) {
    const signedIn = await signIn(app, {
      email: body.email,
      password: body.password,
      code: body.code ?? null,
      accountId:
        body.accountId === undefined ? null : fromTypeIdField('acc', body.accountId, '/body/accountId'),
      origin: originOf(request),
    });
    setRefreshCookie({ app, request, reply }, signedIn.refreshToken);
    return { status: 200, body: signedIn.body };
  },

  async refreshAccess({ app, request, reply }) {
    try {
      const signedIn = await refreshSignIn(app, request.cookies[REFRESH_COOKIE], originOf(request));
      setRefreshCookie({ app, request, reply }, signedIn.refreshToken);
      return { status: 200, body: signedIn.body };
    } catch (error) {
      if (error instanceof Problem && error.status === 401) setRefreshCookie({ app, request, reply }, null);
      throw error;
    }
  },

  async switchAccount({ body, caller, app, audit, request }) {
    const accountId = fromTypeIdField('acc', body.accountId, '/body/accountId');
    const signedIn = await switchAccount(app, {
      userId: caller.userId!,
      signInId: caller.credentialId,
      accountId,
      origin: originOf(request),
    });
    // The account that was switched to is told, in the same statement.
    audit?.nothingDone();
    if (!signedIn) throw notFound('account');
    return { status: 200, body: signedIn };
  },

  async signOut({ app, request, reply }) {
    await endSignIn(app, await signInOf(app, request), originOf(request));
    setRefreshCookie({ app, request, reply }, null);
    return { status: 204 };
  },

  async listSignIns({ caller, app }) {
    const data = await listSignIns(app, { userId: caller.userId!, current: caller.credentialId });
    return { status: 200, body: { data } };
  },

  async endSignIn({ params, caller, app, audit, request }) {
    const only = fromTypeId('sgn', params.signInId);
    // The audit of the account where that sign-in was is told, in the same statement.
    audit?.nothingDone();
    const ended = await endSignIns(app, { userId: caller.userId!, only }, originOf(request));
    if (ended === 0) throw notFound('sign-in');
    return { status: 204 };
  },

  async endOtherSignIns({ caller, app, audit, request }) {
    audit?.nothingDone();
    await endSignIns(app, { userId: caller.userId!, kept: caller.credentialId }, originOf(request));
    return { status: 204 };
  },

  async changePassword({ body, caller, app, audit, request }) {
    audit?.nothingDone();
    await changePassword(app, {
      userId: caller.userId!,
      signInId: caller.credentialId,
      current: body.currentPassword,
      next: body.newPassword,
      origin: originOf(request),
    });
    return { status: 204 };
  },

  async getSecondFactor({ caller, app }) {
    return { status: 200, body: await readSecondFactor(app, caller.userId!) };
  },

  async beginSecondFactor({ caller, app }) {
    return { status: 201, body: await beginSecondFactor(app, caller.userId!) };
  },

  async confirmSecondFactor({ body, caller, app, audit, request }) {
    // The audits of all accounts of the person are told, in the same statement.
    audit?.nothingDone();
    const recoveryCodes = await confirmSecondFactor(app, {
      userId: caller.userId!,
      code: body.code,
      origin: originOf(request),
    });
    return { status: 200, body: { recoveryCodes } };
  },

  async removeSecondFactor({ body, caller, app, audit, request }) {
    audit?.nothingDone();
    await removeSecondFactor(app, {
      userId: caller.userId!,
      password: body.password,
      origin: originOf(request),
    });
    return { status: 204 };
  },

  async requestPasswordReset({ body, app, request }) {
    void sendPasswordReset(app, { email: body.email, baseUrl: linkBase(app.config, request) }).catch(
      (error: unknown) => app.log.error({ err: error }, 'The link for a new password could not be sent.'),
    );
    return { status: 204 };
  },

  async resetPassword({ body, app, request }) {
    await resetPassword(app, { token: body.token, next: body.password, origin: originOf(request) });
    return { status: 204 };
  },

  async readInvitation({ body, app }) {
    const found = await findInvitation(app, body.token);
    return {
      status: 200,
      body: {
        email: found.email,
        role: found.role,
        accountName: found.account_name,
        invitedBy: found.invited_by,
        hasSignIn: found.user_id !== null,
      },
    };
  },

  async acceptInvitation({ body, app, request, reply }) {
    const signedIn = await acceptInvitation(app, {
      token: body.token,
      name: body.name ?? null,
      password: body.password,
      code: body.code ?? null,
      origin: originOf(request),
    });
    setRefreshCookie({ app, request, reply }, signedIn.refreshToken);
    return { status: 200, body: signedIn.body };
  },

  async getMe(call) {
    return { status: 200, body: await describeCaller(call) };
  },

  async listApiKeys({ query, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const before = query.cursor === undefined ? null : decodeIdCursor(query.cursor);
    const rows = await inAccount((tx) => listApiKeys(tx, { before, limit: limit + 1 }));
    return { status: 200, body: pageById(rows, limit, presentApiKey) };
  },

  async createApiKey({ body, caller, audit, inAccount }) {
    const { row, secret } = await inAccount(async (tx) => {
      const made = await createApiKey(tx, {
        name: body.name,
        scopes: body.scopes,
        expiresAt: readExpiry(body.expiresAt),
        mode: caller.mode,
        allowed: caller.permissions,
      });
      audit?.target('api_key', toTypeId('key', made.row.id), body.name).change({
        after: { scopes: made.row.scopes, expiresAt: made.row.expires_at },
      });
      return made;
    });
    return { status: 201, body: { apiKey: presentApiKey(row), secret } };
  },

  async revokeApiKey({ params, app, audit, inAccount }) {
    const id = fromTypeId('key', params.apiKeyId);
    await inAccount(async (tx) => {
      const revoked = await revokeApiKey(tx, id);
      if (!revoked) throw notFound('API key');
      audit?.target('api_key', params.apiKeyId, revoked.name);
      if (!revoked.now) audit?.nothingDone();
    });
    // The key's own sockets, and those of embed sessions that it minted, in whichever account.
    app.events.accessChanged({});
    return { status: 204 };
  },

  async rotateApiKey({ params, body, app, caller, audit, inAccount }) {
    const id = fromTypeId('key', params.apiKeyId);
    const { row, secret } = await inAccount(async (tx) => {
      const rotated = await rotateApiKey(tx, {
        id,
        overlapHours: body.overlapHours,
        mode: caller.mode,
        allowed: caller.permissions,
      });
      if (!rotated) throw notFound('API key');
      audit?.target('api_key', undefined, rotated.row.name).change({
        after: { newKeyId: toTypeId('key', rotated.row.id), formerEndsAt: rotated.formerEndsAt },
      });
      return rotated;
    });
    app.events.accessChanged({});
    return { status: 201, body: { apiKey: presentApiKey(row), secret } };
  },

  async createEmbedSession(call) {
    const { body } = call;
    const { id, token, expiresAt } = await mintEmbedSession(call, {
      member: body.member,
      components: body.components,
      sessionIds: body.sessionIds ?? null,
      origins: body.origins,
    });
    return {
      status: 201,
      body: { id: toTypeId('ems', id), token, expiresAt: expiresAt.toISOString() },
    };
  },

  async createEmbedToken({ params, caller, app }) {
    const id = fromTypeId('ems', params.embedSessionId);
    const { token, expiresAt } = await renewEmbedToken(app, caller.accountId, id);
    return { status: 201, body: { token, expiresAt: expiresAt.toISOString() } };
  },

  async revokeEmbedSession(call) {
    const id = fromTypeId('ems', call.params.embedSessionId);
    if ((await revokeEmbedSessions(call, { id })) === 0) throw notFound('embed session');
    return { status: 204 };
  },

  async revokeEmbedSessionsByExternalId(call) {
    await revokeEmbedSessions(call, { externalId: call.query.externalId });
    return { status: 204 };
  },
};

type Exchange = Pick<Call<'signIn'>, 'app' | 'request' | 'reply'>;

/** HttpOnly and SameSite=Strict: no script reads it, no other site sends it. Secure wherever https is spoken. */
function setRefreshCookie({ app, request, reply }: Exchange, token: string | null): void {
  const secure = app.config.publicUrl?.startsWith('https:') ?? request.protocol === 'https';
  reply.setCookie(REFRESH_COOKIE, token ?? '', {
    path: '/v1/auth',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: token === null ? 0 : LIMITS.access.signInSeconds,
  });
}

/** The sign-in to end: that of the access token, or else that of the cookie. */
async function signInOf(app: Application, request: Exchange['request']): Promise<string> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) {
    const caller = await authenticate(app, { token });
    if (caller.kind === 'user') return caller.credentialId;
    throw new Problem({
      status: 403,
      code: 'credential_not_allowed',
      detail: 'Only a sign-in can be signed out. Revoke a key or an embed session instead.',
    });
  }
  const cookie = request.cookies[REFRESH_COOKIE];
  const presented = cookie === undefined ? null : readRefreshToken(app.masterKey, cookie);
  if (presented) return presented.signInId;
  throw new Problem({
    status: 401,
    code: 'unauthenticated',
    detail: 'There is no sign-in to end.',
    headers: { 'www-authenticate': 'Bearer' },
  });
}

const CREDENTIAL = { user: 'access_token', api_key: 'api_key', embed: 'embed_token' } as const;

async function describeCaller(call: Call<'getMe'>) {
  const { app, caller } = call;
  const home = caller.kind === 'api_key' ? await readKeyOf(app, caller) : null;
  return call.inAccount(async (tx) => {
    const account = await readAccount(tx);
    const member = caller.memberId === null ? null : await readMember(tx, caller.memberId);
    const [user] =
      caller.userId === null
        ? []
        : await tx.query<{ id: string; email: string; name: string }>(
            'select id, email, name from users where id = $1',
            [caller.userId],
          );
    const [embed] =
      caller.kind !== 'embed'
        ? []
        : await tx.query<{ components: EmbedComponents; expires_at: Date }>(
            'select components, expires_at from embed_sessions where account_id = $1 and id = $2',
            [tx.accountId, caller.credentialId],
          );
    return {
      credential: CREDENTIAL[caller.kind],
      account: presentAccount(account),
      member: member ? presentMember(member) : null,
      user: user ? { id: toTypeId('usr', user.id), email: user.email, name: user.name } : null,
      apiKey: home,
      embed: embed
        ? {
            id: toTypeId('ems', caller.credentialId),
            components: embed.components,
            sessionIds: caller.sessionIds?.map((id) => toTypeId('ses', id)) ?? null,
            origins: [...(caller.origins ?? [])],
            expiresAt: embed.expires_at.toISOString(),
          }
        : null,
      permissions: [...caller.permissions] as Permission[],
    };
  });
}

/** An agency's key lives in the agency's account, not in the one it acts for. */
async function readKeyOf(app: Application, caller: Caller) {
  const row = await readApiKey(app.database, caller.homeAccountId, caller.credentialId);
  return row ? presentApiKey(row) : null;
}

function readExpiry(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (time > new Date()) return time;
  throw new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'A key must end in the future.',
    errors: [{ pointer: '/body/expiresAt', detail: 'is not in the future' }],
  });
}
