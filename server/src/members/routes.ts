import type { FastifyRequest } from 'fastify';
import { presentMember } from '../accounts/present.ts';
import type { Config } from '../config.ts';
import { fromTypeId } from '../db/ids.ts';
import { decodeIdCursor, pageById } from '../http/cursor.ts';
import type { Operations } from '../http/operation.ts';
import { notFound } from '../http/problem.ts';
import { LIMITS } from '../limits.ts';
import { changeMember, removeMember } from './change-member.ts';
import { type InvitationRow, inviteMember, presentInvitation } from './invitations.ts';

/** Who works in an account: roles, removal, invitations. */
export const memberOperations: Pick<
  Operations,
  'updateMember' | 'removeMember' | 'listInvitations' | 'createInvitation' | 'revokeInvitation'
> = {
  async updateMember({ params, body, app, caller, audit, inAccount }) {
    const memberId = fromTypeId('mem', params.memberId);
    const row = await inAccount((tx) => changeMember(tx, { caller, audit, memberId, change: body }));
    app.events.accessChanged({ accountId: caller.accountId, memberId });
    return { status: 200, body: presentMember(row) };
  },

  async removeMember({ params, app, caller, audit, inAccount }) {
    const memberId = fromTypeId('mem', params.memberId);
    await inAccount((tx) => removeMember(tx, { caller, audit, memberId }));
    app.events.accessChanged({ accountId: caller.accountId, memberId });
    return { status: 204 };
  },

  async listInvitations({ query, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const before = query.cursor === undefined ? null : decodeIdCursor(query.cursor);
    const rows = await inAccount((tx) =>
      tx.query<InvitationRow>(
        `select * from invitations where account_id = $1 and accepted_at is null and revoked_at is null
           and ($2::uuid is null or id < $2) order by id desc limit $3`,
        [tx.accountId, before, limit + 1],
      ),
    );
    return { status: 200, body: pageById(rows, limit, presentInvitation) };
  },

  async createInvitation(call) {
    const { body, app, request } = call;
    const { row, link } = await inviteMember(call, { ...body, baseUrl: linkBase(app.config, request) });
    return { status: 201, body: { invitation: presentInvitation(row), link } };
  },

  async revokeInvitation({ params, audit, inAccount }) {
    const id = fromTypeId('inv', params.invitationId);
    await inAccount(async (tx) => {
      const [row] = await tx.query<{ email: string; ended: boolean }>(
        `update invitations i set revoked_at = coalesce(i.revoked_at, now())
         from invitations before where before.account_id = $1 and before.id = $2
           and i.account_id = before.account_id and i.id = before.id
         returning i.email, before.revoked_at is not null or before.accepted_at is not null as ended`,
        [tx.accountId, id],
      );
      if (!row) throw notFound('invitation');
      audit?.target('invitation', undefined, row.email);
      if (row.ended) audit?.nothingDone();
    });
    return { status: 204 };
  },
};

/**
 * Where the links of the app begin. Without a configured address it is where the caller reached us, which is good
 * enough for a link that only the caller is shown; e-mail is never sent without one.
 */
export function linkBase(config: Pick<Config, 'publicUrl'>, request: FastifyRequest): string {
  return config.publicUrl ?? `${request.protocol}://${request.host}`;
}
