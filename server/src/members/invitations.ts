import { createHash, randomBytes } from 'node:crypto';
import { demandGrantable, type MemberRole } from '../access/caller.ts';
import { demandSecondFactor } from '../access/second-factor.ts';
import { hashPassword, verifyPassword } from '../access/passwords.ts';
import { openSignIn, type SignedIn } from '../access/sign-in.ts';
import { demandRoom } from '../accounts/account-limits.ts';
import type { AccountRow } from '../accounts/present.ts';
import type { Application } from '../application.ts';
import type { AuditOrigin } from '../audit/audit-entry.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { inAccount, type Transaction } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import type { Call } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { invitationLetter } from '../mail/letters.ts';

export interface InvitationRow {
  id: string;
  email: string;
  role: MemberRole;
  invited_by: string;
  expires_at: Date;
  created_at: Date;
}

interface FoundInvitation {
  account_id: string;
  id: string;
  email: string;
  role: MemberRole;
  invited_by: string;
  account_name: string;
  user_id: string | null;
  password_hash: string | null;
}

/**
 * Invites an address: a former invitation of it stops working. The link goes by e-mail, or, where none is sent, to the
 * caller. Throws 403 for a role beyond the caller's, 409 for who is a member, and at the account's limit.
 */
export async function inviteMember(
  call: Pick<Call<'createInvitation'>, 'app' | 'caller' | 'audit' | 'inAccount'>,
  request: { email: string; role: MemberRole; baseUrl: string },
): Promise<{ row: InvitationRow; link: string | null }> {
  const { app, caller, audit } = call;
  const { email, role } = request;
  demandGrantable(caller, role, '/body/role');
  const token = randomBytes(32).toString('base64url');
  const invitedBy = caller.memberName ?? '';
  const { row, account } = await call.inAccount(async (tx) => {
    await demandNotMember(tx, email);
    await demandRoom(tx, { of: 'members', more: 1 });
    await tx.query(
      `update invitations set revoked_at = now()
       where account_id = $1 and lower(email) = lower($2) and accepted_at is null and revoked_at is null`,
      [tx.accountId, email],
    );
    const [made] = await tx.query<InvitationRow>(
      `insert into invitations (account_id, id, email, role, token_hash, invited_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7) returning *`,
      [tx.accountId, newId(), email, role, hashToken(token), invitedBy, invitationEnds()],
    );
    const [inviting] = await tx.query<AccountRow>('select * from accounts where id = $1', [tx.accountId]);
    audit?.target('invitation', toTypeId('inv', made!.id), email).change({ after: { role } });
    return { row: made!, account: inviting! };
  });
  const link = `${request.baseUrl}/accept-invitation#${token}`;
  if (!app.mailer.sends) return { row, link };
  try {
    await app.mailer.send(invitationLetter({ to: email, account, invitedBy, link }));
  } catch (error) {
    app.log.error({ err: error }, 'An invitation could not be sent.');
    throw new Problem({
      status: 503,
      code: 'unavailable',
      detail: 'The e-mail could not be handed over. Invite again in a moment: that makes a new link.',
      headers: { 'retry-after': '30' },
    });
  }
  return { row, link: null };
}

/** The invitation that a link is for. Throws 410 once it is over. */
export async function findInvitation(app: Application, token: string): Promise<FoundInvitation> {
  const [found] = await app.database.crossing<FoundInvitation>('find_invitation', [hashToken(token)]);
  if (found) return found;
  throw new Problem({
    status: 410,
    code: 'invitation_ended',
    detail: 'It was accepted, taken back, or is older than 7 days. Ask for a new one.',
  });
}

/**
 * Makes the invited person a member, once, and signs them in. Who has a sign-in proves it by its password (401); who is
 * new gives a name and gets one. Throws 409 at the account's limit.
 */
export async function acceptInvitation(
  app: Application,
  request: {
    token: string;
    name: string | null;
    password: string;
    code: string | null;
    origin: AuditOrigin;
  },
): Promise<SignedIn> {
  const found = await findInvitation(app, request.token);
  const state = await app.rates.take(`invitation ${found.id}`, LIMITS.rates.signIn.addressAndEmail);
  if (!state.allowed)
    throw new Problem({
      status: 429,
      code: 'rate_limited',
      detail: `Too many attempts. Wait ${state.resetSeconds} seconds.`,
      headers: { 'retry-after': String(state.resetSeconds) },
    });
  const userId = await settlePerson(app, found, request);
  const [user] = await app.database.crossing<{ name: string }>('find_user_password', [userId]);
  await inAccount(app.database, found.account_id, async (tx) => {
    const taken = await tx.query(
      `update invitations set accepted_at = now()
       where account_id = $1 and id = $2 and accepted_at is null and revoked_at is null returning 1`,
      [tx.accountId, found.id],
    );
    if (taken.length === 0) await findInvitation(app, request.token);
    await demandRoom(tx, { of: 'members', more: 1 });
    const [member] = await tx.query<{ id: string }>(
      `insert into members as m (account_id, id, user_id, name, role) values ($1, $2, $3, $4, $5)
       on conflict (account_id, user_id) do update
         set role = excluded.role, status = 'active', revision = m.revision + 1, updated_at = now()
       returning id`,
      [tx.accountId, newId(), userId, user!.name, found.role],
    );
    await recordAudit(tx, {
      action: 'invitation.accepted',
      actor_kind: 'user',
      actor_id: toTypeId('mem', member!.id),
      actor_name: user!.name,
      target_kind: 'invitation',
      target_id: toTypeId('inv', found.id),
      target_name: found.email,
      after: { role: found.role },
      ...request.origin,
    });
  });
  return openSignIn(app, { userId, accountId: found.account_id, origin: request.origin });
}

async function settlePerson(
  app: Application,
  found: FoundInvitation,
  request: { name: string | null; password: string; code: string | null },
): Promise<string> {
  if (found.user_id !== null) {
    if (await verifyPassword(found.password_hash, request.password)) {
      await demandSecondFactor(app, { userId: found.user_id, code: request.code });
      return found.user_id;
    }
    throw new Problem({ status: 401, code: 'invalid_credentials', detail: 'The password is wrong.' });
  }
  const wrong = [
    ...(request.name === null ? [{ pointer: '/body/name', detail: 'is needed for who is new' }] : []),
    ...(request.password.length < LIMITS.access.passwordLength
      ? [{ pointer: '/body/password', detail: `has fewer than ${LIMITS.access.passwordLength} characters` }]
      : []),
  ];
  if (wrong.length > 0)
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'Somebody new needs a name and a password.',
      errors: wrong,
    });
  const [made] = await app.database.crossing<{ user_id: string; created: boolean }>('create_user', [
    newId(),
    found.email,
    request.name,
    await hashPassword(request.password),
  ]);
  // Somebody with this address came to be at the same moment: then it is their password that counts.
  if (!made!.created)
    throw new Problem({ status: 401, code: 'invalid_credentials', detail: 'The password is wrong.' });
  return made!.user_id;
}

async function demandNotMember(tx: Transaction, email: string): Promise<void> {
  const known = await tx.query(
    `select 1 from members m join users u on u.id = m.user_id
     where m.account_id = $1 and m.status = 'active' and lower(u.email) = lower($2)`,
    [tx.accountId, email],
  );
  if (known.length === 0) return;
  throw new Problem({
    status: 409,
    code: 'already_member',
    detail: 'Whoever has this address is a member. Change their role instead.',
  });
}

/** An invitation as the contract shows it. */
export function presentInvitation(row: InvitationRow): components['schemas']['Invitation'] {
  return {
    id: toTypeId('inv', row.id),
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  };
}

function invitationEnds(): Date {
  return new Date(Date.now() + LIMITS.access.invitationSeconds * 1000);
}

/** The token is 256 random bits: a fast hash is enough. */
function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
