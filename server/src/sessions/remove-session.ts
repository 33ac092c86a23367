import type { Application } from '../application.ts';
import type { AuditDraft } from '../audit/audit-draft.ts';
import { inAccount } from '../db/database.ts';
import { recordEvent } from '../events/record-event.ts';
import { failQueued } from './fail-queued.ts';
import { describeReason } from './session-reasons.ts';
import { eraseKeys } from './session-rows.ts';

/**
 * Removes a session: the device is unlinked if it's connected, its keys are erased, what waits to be sent has
 * failed, and conversations stay. When it was offline the reason asks the person to unlink it on the phone.
 * Removing it again changes nothing.
 */
export async function removeSession(
  app: Pick<Application, 'database' | 'gateway'>,
  session: { accountId: string; sessionId: string; audit?: AuditDraft | null },
): Promise<void> {
  const { accountId, sessionId } = session;
  const unlinkedHere = (await app.gateway?.unlink(sessionId)) ?? false;
  await inAccount(app.database, accountId, async (tx) => {
    const [row] = await tx.query<{ status: string; number: string | null; locale: string; owned: boolean }>(
      `select s.status, s.number, a.locale, s.lease_until > clock_timestamp() as owned
       from sessions s join accounts a on a.id = s.account_id
       where s.account_id = $1 and s.id = $2 for update of s`,
      [accountId, sessionId],
    );
    if (!row || row.status === 'removed') return session.audit?.nothingDone();
    // An owner in another process says goodbye when it hears of it; one that never was linked needs none.
    const willUnlink = row.status === 'connected' && row.owned;
    const linked = row.number !== null && row.status !== 'logged_out' && row.status !== 'failed';
    const code = unlinkedHere || willUnlink || !linked ? 'removed' : 'removed_offline';
    await eraseKeys(tx, sessionId);
    await tx.query(
      `update sessions set status = 'removed', reason = $3, removed_at = now(), pairing_sealed = null,
         pairing_expires_at = null, revision = revision + 1, updated_at = now()
       where account_id = $1 and id = $2`,
      [accountId, sessionId, JSON.stringify(describeReason(code, row.locale))],
    );
    await failQueued(tx, sessionId, 'session_removed');
    await recordEvent(tx, { type: 'session.updated', subjectId: sessionId });
    await session.audit?.change({ before: { status: row.status }, after: { status: 'removed' } }).write(tx);
  });
}
