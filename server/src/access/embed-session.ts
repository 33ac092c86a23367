import { demandRoom } from '../accounts/account-limits.ts';
import type { Application } from '../application.ts';
import { inAccount as openAccount, type Transaction } from '../db/database.ts';
import { newId, parseTypeId, toTypeId } from '../db/ids.ts';
import type { Call } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import type { MemberRole } from './caller.ts';
import { type EmbedComponents, grantFor } from './embed-grant.ts';
import type { IssuedToken } from './tokens.ts';

/**
 * Mints an embed session for one person, who becomes a member by the host's external id. Its grant never exceeds
 * the key's; its tokens work from the given origins only.
 */
export async function mintEmbedSession(
  {
    app,
    caller,
    audit,
    inAccount,
  }: Pick<Call<'createEmbedSession'>, 'app' | 'caller' | 'audit' | 'inAccount'>,
  request: {
    member: { externalId: string; name: string; role: MemberRole };
    components: EmbedComponents;
    /** TypeIDs, or null for all. */
    sessionIds: string[] | null;
    origins: string[];
  },
): Promise<IssuedToken & { id: string }> {
  const permissions = grantFor({
    components: request.components,
    role: request.member.role,
    keyPermissions: caller.permissions,
  });
  const origins = request.origins.map(normaliseOrigin);
  const id = newId();
  const until = new Date(Date.now() + LIMITS.access.embedSessionSeconds * 1000);
  const memberId = await inAccount(async (tx) => {
    const sessionIds = request.sessionIds?.map((typeId) => parseTypeId('ses', typeId)) ?? null;
    if (sessionIds) {
      const known = await tx.query('select id from sessions where account_id = $1 and id = any($2::uuid[])', [
        tx.accountId,
        sessionIds.filter((sessionId) => sessionId !== null),
      ]);
      if (known.length !== sessionIds.length) throw notFound('session');
    }
    await demandRoomFor(tx, request.member.externalId);
    const [member] = await tx.query<{ id: string }>(
      `insert into members as m (account_id, id, external_id, name, role) values ($1, $2, $3, $4, $5)
       on conflict (account_id, external_id) do update
         set name = excluded.name, role = excluded.role, status = 'active', updated_at = now(),
             revision = m.revision + (m.name <> excluded.name or m.role <> excluded.role or m.status <> 'active')::int
       returning m.id`,
      [tx.accountId, newId(), request.member.externalId, request.member.name, request.member.role],
    );
    await tx.query(
      `insert into embed_sessions (account_id, id, member_id, key_account_id, key_id, components, permissions,
         session_ids, origins, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tx.accountId,
        id,
        member!.id,
        caller.homeAccountId,
        caller.credentialId,
        JSON.stringify(request.components),
        permissions,
        sessionIds,
        origins,
        until,
      ],
    );
    audit?.target('embed_session', toTypeId('ems', id), request.member.name).change({
      after: {
        memberId: toTypeId('mem', member!.id),
        externalId: request.member.externalId,
        role: request.member.role,
        components: Object.keys(request.components),
        origins,
        sessionIds: request.sessionIds,
      },
    });
    return member!.id;
  });
  // Sockets that the person has open go on with the role of now.
  app.events.accessChanged({ accountId: caller.accountId, memberId });
  const issued = await app.tokens.issueEmbed({ accountId: caller.accountId, embedSessionId: id, until });
  return { id, ...issued };
}

/** The next token of an embed session of the account. Throws 404, or 410 once it is over or revoked. */
export async function renewEmbedToken(
  app: Application,
  accountId: string,
  embedSessionId: string,
): Promise<IssuedToken> {
  const [row] = await openAccount(app.database, accountId, (tx) =>
    tx.query<{ expires_at: Date; revoked_at: Date | null }>(
      'select expires_at, revoked_at from embed_sessions where account_id = $1 and id = $2',
      [accountId, embedSessionId],
    ),
  );
  if (!row) throw notFound('embed session');
  const [stands] = await app.database.crossing('find_embed_caller', [accountId, embedSessionId]);
  if (!stands)
    throw new Problem({
      status: 410,
      code: 'embed_session_ended',
      detail: row.revoked_at
        ? 'This embed session was revoked. Mint a new one.'
        : 'This embed session is over. Mint a new one.',
    });
  return app.tokens.issueEmbed({ accountId, embedSessionId, until: row.expires_at });
}

/** Ends embed sessions of the account: the one with this id, or all of a person. Answers how many there were. */
export async function revokeEmbedSessions(
  {
    app,
    caller: { accountId },
    audit,
    inAccount,
  }: Pick<Call<'revokeEmbedSession'>, 'app' | 'caller' | 'audit' | 'inAccount'>,
  which: { id: string } | { externalId: string },
): Promise<number> {
  const rows = await inAccount(async (tx) => {
    const ended = await tx.query<{ id: string }>(
      `update embed_sessions set revoked_at = coalesce(revoked_at, now())
       where account_id = $1 and ${
         'id' in which
           ? 'id = $2'
           : 'member_id in (select id from members where account_id = $1 and external_id = $2) and revoked_at is null'
       } returning id`,
      [accountId, 'id' in which ? which.id : which.externalId],
    );
    if (ended.length === 0) audit?.nothingDone();
    if ('externalId' in which)
      audit?.target('member', null, which.externalId).change({ after: { revoked: ended.length } });
    return ended;
  });
  for (const row of rows) app.events.accessChanged({ accountId, credentialId: row.id });
  return rows.length;
}

/** Somebody who is a member already takes no room. */
async function demandRoomFor(tx: Transaction, externalId: string): Promise<void> {
  const known = await tx.query(
    `select 1 from members where account_id = $1 and external_id = $2 and status = 'active'`,
    [tx.accountId, externalId],
  );
  if (known.length === 0) await demandRoom(tx, { of: 'members', more: 1 });
}

function normaliseOrigin(origin: string, index: number): string {
  const url = URL.parse(origin);
  if (url?.origin === origin.toLowerCase()) return url.origin;
  throw new Problem({
    status: 400,
    code: 'invalid_request',
    detail: 'An origin is a scheme, a host and perhaps a port, as the browser sends it.',
    errors: [
      {
        pointer: `/body/origins/${index}`,
        detail: `is not an origin${url ? `; perhaps ${url.origin}` : ''}`,
      },
    ],
  });
}
