import type { Transaction } from '../db/database.ts';
import { fromTypeId } from '../db/ids.ts';
import { decodeIdCursor, pageById } from '../http/cursor.ts';
import type { Call, Operations } from '../http/operation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { etagOf } from '../http/revisions.ts';
import { LIMITS } from '../limits.ts';
import { closeAccount, resumeAccount, suspendAccount } from './account-status.ts';
import { readUsage } from './account-usage.ts';
import { demandClient, withinClient } from './client-account.ts';
import { createAccount } from './create-account.ts';
import { editAccount } from './edit-account.ts';
import {
  type AccountRow,
  type MemberRow,
  presentAccount,
  presentMember,
  presentReceipt,
  type ReceiptRow,
} from './present.ts';

/** Accounts and their members. */
export const accountOperations: Pick<
  Operations,
  | 'listAccounts'
  | 'createAccount'
  | 'getAccount'
  | 'updateAccount'
  | 'suspendAccount'
  | 'resumeAccount'
  | 'deleteAccount'
  | 'getAccountUsage'
  | 'listAccountUsage'
  | 'listErasureReceipts'
  | 'listMembers'
  | 'getMember'
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

  async createAccount(call) {
    const id = await createAccount(call);
    const [row] = await call.app.database.crossing<AccountRow>('find_client_account', [
      call.caller.accountId,
      id,
    ]);
    if (!row) throw notFound('account');
    return { status: 201, headers: { etag: etagOf(row.revision) }, body: presentAccount(row) };
  },

  async getAccount(call) {
    const row = await findAccount(call, call.params.accountId);
    return { status: 200, headers: { etag: etagOf(row.revision) }, body: presentAccount(row) };
  },

  async updateAccount(call) {
    const { params, body, caller, app, audit, ifMatch, inAccount } = call;
    const id = fromTypeId('acc', params.accountId);
    const edit = (tx: Transaction): Promise<AccountRow> => editAccount(tx, { ifMatch, change: body, audit });
    const isAgency = caller.permissions.has('accounts:write');
    let row: AccountRow;
    if (id === caller.accountId) {
      if (body.limits && !(isAgency && caller.homeAccountId !== id)) throw limitsAreTheAgencys();
      row = await inAccount(edit);
    } else {
      if (!isAgency) throw notFound('account');
      await demandClient(app.database, { agencyId: caller.accountId, clientId: id });
      row = await inAccount((tx) => withinClient(tx, { clientId: id, audit }, edit));
    }
    return { status: 200, headers: { etag: etagOf(row.revision) }, body: presentAccount(row) };
  },

  async suspendAccount(call) {
    const clientId = fromTypeId('acc', call.params.accountId);
    const row = await suspendAccount(call, { clientId, reason: call.body.reason });
    return { status: 200, body: presentAccount(row) };
  },

  async resumeAccount(call) {
    const row = await resumeAccount(call, fromTypeId('acc', call.params.accountId));
    return { status: 200, body: presentAccount(row) };
  },

  async deleteAccount(call) {
    const clientId = fromTypeId('acc', call.params.accountId);
    const row = await closeAccount(call, { clientId, graceDays: call.query.graceDays ?? GRACE_DAYS });
    return { status: 202, body: presentAccount(row) };
  },

  async getAccountUsage(call) {
    const [usage] = await readUsage(call.app.database, [await findAccount(call, call.params.accountId)]);
    return { status: 200, body: usage! };
  },

  async listAccountUsage({ query, caller, app }) {
    const limit = query.limit ?? LIMITS.page.default;
    const after = query.cursor === undefined ? null : decodeIdCursor(query.cursor);
    const accounts = await app.database.crossing<AccountRow>('list_client_accounts', [
      caller.homeAccountId,
      after,
      limit + 1,
    ]);
    const { nextCursor } = pageById(accounts, limit, () => null);
    return {
      status: 200,
      body: { data: await readUsage(app.database, accounts.slice(0, limit)), nextCursor },
    };
  },

  async listErasureReceipts({ query, inAccount }) {
    const limit = query.limit ?? LIMITS.page.default;
    const before = query.cursor === undefined ? null : decodeIdCursor(query.cursor);
    const rows = await inAccount((tx) =>
      tx.query<ReceiptRow>(
        `select * from erasure_receipts where account_id = $1 and ($2::uuid is null or id < $2)
         order by id desc limit $3`,
        [tx.accountId, before, limit + 1],
      ),
    );
    return { status: 200, body: pageById(rows, limit, presentReceipt) };
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

const GRACE_DAYS = 30;

/** The account acted for, or a client of the caller's. */
async function findAccount(
  call: Pick<Call<'getAccount'>, 'app' | 'caller' | 'inAccount'>,
  accountId: string,
): Promise<AccountRow> {
  const { app, caller, inAccount } = call;
  const id = fromTypeId('acc', accountId);
  if (id === caller.accountId) return inAccount(readAccount);
  const [client] = caller.permissions.has('accounts:read')
    ? await app.database.crossing<AccountRow>('find_client_account', [caller.homeAccountId, id])
    : [];
  if (!client) throw notFound('account');
  return client;
}

function limitsAreTheAgencys(): Problem {
  return new Problem({
    status: 403,
    code: 'forbidden',
    detail: "An account's limits are set by its agency.",
    errors: [{ pointer: '/body/limits', detail: 'is not yours to change' }],
  });
}

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
