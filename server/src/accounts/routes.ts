import type { Transaction } from '../db/database.ts';
import { fromTypeId } from '../db/ids.ts';
import { decodeIdCursor, pageById } from '../http/cursor.ts';
import type { Operations } from '../http/operation.ts';
import { notFound } from '../http/problem.ts';
import { etagOf } from '../http/revisions.ts';
import { LIMITS } from '../limits.ts';
import { editAccount } from './edit-account.ts';
import { type AccountRow, type MemberRow, presentAccount, presentMember } from './present.ts';

/** Accounts and their members. */
export const accountOperations: Pick<
  Operations,
  'listAccounts' | 'getAccount' | 'updateAccount' | 'listMembers' | 'getMember'
> = {
  async listAccounts({ query, caller, app }) {
    const limit = query.limit ?? LIMITS.page.default;
    const after = query.cursor === undefined ? null : decodeIdCursor(query.cursor);
    const rows = await app.database.crossing<AccountRow>('list_client_accounts', [
      caller.homeAccountId,
      after,
      limit + 1,
    ]);
    return { status: 200, body: pageById(rows, limit, presentAccount) };
  },

  async getAccount({ params, caller, app, inAccount }) {
    const id = fromTypeId('acc', params.accountId);
    if (id === caller.accountId) {
      const row = await inAccount(readAccount);
      return { status: 200, headers: { etag: etagOf(row.revision) }, body: presentAccount(row) };
    }
    const [client] = caller.permissions.has('accounts:read')
      ? await app.database.crossing<AccountRow>('find_client_account', [caller.homeAccountId, id])
      : [];
    if (!client) throw notFound('account');
    return { status: 200, headers: { etag: etagOf(client.revision) }, body: presentAccount(client) };
  },

  async updateAccount({ params, body, caller, ifMatch, inAccount }) {
    if (fromTypeId('acc', params.accountId) !== caller.accountId) throw notFound('account');
    const row = await inAccount((tx) => editAccount(tx, { ifMatch, change: body }));
    return { status: 200, headers: { etag: etagOf(row.revision) }, body: presentAccount(row) };
  },

  async listMembers({ query, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const after = query.cursor === undefined ? null : decodeIdCursor(query.cursor);
    const rows = await inAccount((tx) =>
      tx.query<MemberRow>(
        `select * from members where account_id = $1 and status = 'active' and ($2::uuid is null or id > $2)
         order by id limit $3`,
        [tx.accountId, after, limit + 1],
      ),
    );
    return { status: 200, body: pageById(rows, limit, presentMember) };
  },

  async getMember({ params, inAccount }) {
    const id = fromTypeId('mem', params.memberId);
    const row = await inAccount((tx) => readMember(tx, id));
    if (!row) throw notFound('member');
    return { status: 200, body: presentMember(row) };
  },
};

/** The account of the transaction. */
export async function readAccount(tx: Transaction): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow>('select * from accounts where id = $1', [tx.accountId]);
  if (!row) throw notFound('account');
  return row;
}

/** A member of the transaction's account. */
export async function readMember(tx: Transaction, id: string): Promise<MemberRow | undefined> {
  const [row] = await tx.query<MemberRow>('select * from members where account_id = $1 and id = $2', [
    tx.accountId,
    id,
  ]);
  return row;
}
