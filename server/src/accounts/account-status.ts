import type { Application } from '../application.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import type { Call } from '../http/operation.ts';
import { Problem } from '../http/problem.ts';
import { describeReason, type ReasonCode } from '../sessions/session-reasons.ts';
import { demandClient, lockAccount, withinClient } from './client-account.ts';
import type { AccountRow } from './present.ts';

type StatusCall = Pick<
  Call<'suspendAccount' | 'resumeAccount' | 'deleteAccount'>,
  'app' | 'caller' | 'audit' | 'inAccount'
>;

/** Suspends a client: its numbers pause and its sockets close. Throws 409 for one that is being closed. */
export function suspendAccount(
  call: StatusCall,
  options: { clientId: string; reason: string | null },
): Promise<AccountRow> {
  return changeStatus(call, options.clientId, async (tx, account) => {
    if (account.status === 'closing')
      throw new Problem({
        status: 409,
        code: 'account_closing',
        detail: 'This account is being closed. Resume it first.',
      });
    call.audit?.change({
      before: { status: account.status, reason: account.status_reason },
      after: { status: 'suspended', reason: options.reason },
    });
    const paused = await pauseSessions(tx, account);
    const row = await setStatus(tx, { status: 'suspended', reason: options.reason, closesAt: null });
    return { row, sessions: paused };
  });
}

/** Closes a client, which is erased after so many days unless it is resumed. */
export function closeAccount(
  call: StatusCall,
  options: { clientId: string; graceDays: number },
): Promise<AccountRow> {
  return changeStatus(call, options.clientId, async (tx, account) => {
    const closesAt = new Date(Date.now() + options.graceDays * 24 * 3600 * 1000);
    call.audit?.change({
      before: { status: account.status },
      after: { status: 'closing', closesAt: closesAt.toISOString() },
    });
    const paused = await pauseSessions(tx, account);
    const row = await setStatus(tx, { status: 'closing', reason: null, closesAt });
    return { row, sessions: paused };
  });
}

/** Makes a client active again; the numbers that its suspension paused are connected. An active one stays as it is. */
export function resumeAccount(call: StatusCall, clientId: string): Promise<AccountRow> {
  return changeStatus(call, clientId, async (tx, account) => {
    if (account.status === 'active') {
      call.audit?.nothingDone();
      return { row: account, sessions: [] };
    }
    call.audit?.change({ before: { status: account.status }, after: { status: 'active' } });
    const row = await setStatus(tx, { status: 'active', reason: null, closesAt: null });
    const reason = JSON.stringify(describeReason('connecting', account.locale));
    const resumed = await tx.query<{ id: string }>(
      `update sessions set status = 'connecting', reason = $3, revision = revision + 1, updated_at = now()
       where account_id = $1 and status = 'paused' and reason ->> 'code' = $2 returning id`,
      [tx.accountId, 'account_suspended' satisfies ReasonCode, reason],
    );
    return { row, sessions: resumed.map(({ id }) => id) };
  });
}

async function changeStatus(
  call: StatusCall,
  clientId: string,
  work: (tx: Transaction, account: AccountRow) => Promise<{ row: AccountRow; sessions: string[] }>,
): Promise<AccountRow> {
  const { app, caller, audit } = call;
  await demandClient(app.database, { agencyId: caller.homeAccountId, clientId });
  const { row, sessions } = await call.inAccount((tx) =>
    withinClient(tx, { clientId, audit }, async (inside) => {
      const account = await lockAccount(inside);
      audit?.target('account', undefined, account.name);
      const changed = await work(inside, account);
      await recordEvents(inside, { type: 'session.updated', subjectIds: changed.sessions });
      return changed;
    }),
  );
  app.events.accessChanged({ accountId: clientId });
  await Promise.all(sessions.map((id) => followSession(app, row, id)));
  return row;
}

/** The session's owner in this process acts at once; one elsewhere with its next renewal. */
async function followSession(app: Application, account: AccountRow, sessionId: string): Promise<void> {
  if (account.status !== 'active') await app.gateway?.heed(sessionId);
  else if (app.gateway?.transport === (account.mode === 'test' ? 'sandbox' : 'live'))
    void app.gateway.connect(sessionId).catch(() => {});
}

/** Pauses what is linked, and ends what is being paired. Sessions that a person paused stay theirs to resume. */
async function pauseSessions(tx: Transaction, account: AccountRow): Promise<string[]> {
  const describe = (code: ReasonCode): string => JSON.stringify(describeReason(code, account.locale));
  const rows = await tx.query<{ id: string }>(
    `update sessions set
       status = case status when 'pairing' then 'failed' else 'paused' end,
       reason = case status when 'pairing' then $3::jsonb else $2::jsonb end,
       pairing_sealed = null, pairing_expires_at = null, revision = revision + 1, updated_at = now()
     where account_id = $1 and status in ('pairing', 'connecting', 'connected', 'disconnected') returning id`,
    [tx.accountId, describe('account_suspended'), describe('pairing_expired')],
  );
  return rows.map(({ id }) => id);
}

async function setStatus(
  tx: Transaction,
  to: { status: AccountRow['status']; reason: string | null; closesAt: Date | null },
): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow>(
    `update accounts set status = $2, status_reason = $3, closes_at = $4,
       closing_since = case when $4::timestamptz is not null then coalesce(closing_since, now()) end,
       revision = revision + 1, updated_at = now()
     where id = $1 returning *`,
    [tx.accountId, to.status, to.reason, to.closesAt],
  );
  return row!;
}
