import { type Caller, demandGrantable } from '../access/caller.ts';
import type { MemberRow } from '../accounts/present.ts';
import type { AuditDraft } from '../audit/audit-draft.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvent } from '../events/record-event.ts';
import type { components } from '../http/contract.gen.ts';
import { notFound, Problem } from '../http/problem.ts';

/** Changes a member's role or name. Throws 403 for a role beyond the caller's, and 409 for the last admin. */
export async function changeMember(
  tx: Transaction,
  options: {
    caller: Caller;
    audit: AuditDraft | null;
    memberId: string;
    change: components['schemas']['UpdateMemberRequest'];
  },
): Promise<MemberRow> {
  const { caller, audit, change } = options;
  const member = await lockMember(tx, options.memberId);
  if (change.role) {
    // Nor may one who can do less take anything away from one who can do more.
    demandGrantable(caller, change.role, '/body/role');
    demandGrantable(caller, member.role, '/body/role');
    if (change.role !== 'admin') await demandOtherAdmin(tx, member);
  }
  const [changed] = await tx.query<MemberRow>(
    `update members set role = coalesce($3, role), name = coalesce($4, name), revision = revision + 1,
       updated_at = now()
     where account_id = $1 and id = $2 returning *`,
    [tx.accountId, member.id, change.role ?? null, change.name ?? null],
  );
  audit?.target('member', undefined, member.name).change({
    before: { role: member.role, name: member.name },
    after: { role: changed!.role, name: changed!.name },
  });
  return changed!;
}

/**
 * Takes a member out of the account: embed sessions end, and open cases are nobody's. Answers whether it was done now.
 * Throws 409 for the last admin.
 */
export async function removeMember(
  tx: Transaction,
  options: { caller: Caller; audit: AuditDraft | null; memberId: string },
): Promise<boolean> {
  const { audit } = options;
  const member = await lockMember(tx, options.memberId, true);
  if (member.status === 'removed') {
    audit?.nothingDone();
    return false;
  }
  demandGrantable(options.caller, member.role, '/path/memberId');
  await demandOtherAdmin(tx, member);
  await tx.query(
    `update members set status = 'removed', revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, member.id],
  );
  await tx.query(
    `update embed_sessions set revoked_at = now()
     where account_id = $1 and member_id = $2 and revoked_at is null`,
    [tx.accountId, member.id],
  );
  await releaseCases(tx, member.id);
  audit?.target('member', undefined, member.name).change({ before: { role: member.role } });
  return true;
}

/** What was assigned to somebody who is gone is there for everybody. */
async function releaseCases(tx: Transaction, memberId: string): Promise<void> {
  const conversations = await tx.query<{ id: string; case_id: string }>(
    `select v.id, v.case_id from conversations v
     join cases k on k.account_id = v.account_id and k.id = v.case_id
     where v.account_id = $1 and k.assignee_id = $2 and k.status <> 'closed'
     order by v.id for no key update of v`,
    [tx.accountId, memberId],
  );
  if (conversations.length === 0) return;
  await tx.query(
    `update cases set assignee_id = null, revision = revision + 1, updated_at = now()
     where account_id = $1 and assignee_id = $2 and status <> 'closed'`,
    [tx.accountId, memberId],
  );
  await tx.query(
    `update conversations set revision = revision + 1, updated_at = now()
     where account_id = $1 and id = any ($2::uuid[])`,
    [tx.accountId, conversations.map(({ id }) => id)],
  );
  for (const { id } of conversations)
    await recordEvent(tx, { type: 'conversation.updated', subjectId: id, previousAssigneeId: memberId });
}

async function lockMember(tx: Transaction, id: string, removedToo = false): Promise<MemberRow> {
  const [member] = await tx.query<MemberRow>(
    'select * from members where account_id = $1 and id = $2 for no key update',
    [tx.accountId, id],
  );
  if (!member || (member.status === 'removed' && !removedToo)) throw notFound('member');
  return member;
}

/** The account's row is locked, so that two admins don't remove each other at the same moment. */
async function demandOtherAdmin(tx: Transaction, member: MemberRow): Promise<void> {
  if (member.role !== 'admin' || member.user_id === null) return;
  await tx.query('select 1 from accounts where id = $1 for no key update', [tx.accountId]);
  const others = await tx.query(
    `select 1 from members where account_id = $1 and role = 'admin' and status = 'active'
       and user_id is not null and id <> $2 limit 1`,
    [tx.accountId, member.id],
  );
  if (others.length > 0) return;
  throw new Problem({
    status: 409,
    code: 'last_admin',
    detail: 'This is the last admin who can sign in. Make somebody else one first.',
  });
}
