import type { Caller } from '../access/caller.ts';
import type { AuditDraft } from '../audit/audit-draft.ts';
import type { Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { recordEvent } from '../events/record-event.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import { etagOf } from '../http/revisions.ts';
import type { SessionStatus } from './entities.ts';
import { findSession, type FullSession } from './find-session.ts';
import { readProxy, sealProxy, showProxy } from './proxy.ts';
import { noteStatus } from './health/session-history.ts';
import { describeReason } from './session-reasons.ts';
import { changeSettings, settingsOf } from './settings.ts';

interface Asked {
  caller: Pick<Caller, 'sessionIds'>;
  sessionId: string;
}

/**
 * Names a session and sets how it works. Throws 412 when name or settings were changed since the revision that
 * `ifMatch` names; that the session was connected or disconnected since then is no conflict.
 */
export async function editSession(
  tx: Transaction,
  options: Asked & {
    seal: AccountSeal;
    ifMatch: string | null;
    change: components['schemas']['UpdateSessionRequest'];
    audit: AuditDraft | null;
  },
): Promise<FullSession> {
  const { change, seal } = options;
  const { row } = await findSession(tx, { ...options, forUpdate: true });
  demandNotRemoved(row);
  demandUnedited(options.ifMatch, row);
  const { proxy: wanted, ...rest } = change.settings ?? {};
  const settings = changeSettings(settingsOf(row.settings), rest);
  const { minPauseMs, maxPauseMs } = settings.pacing;
  if (minPauseMs > maxPauseMs)
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'The shortest pause is longer than the longest.',
      errors: [
        { pointer: '/body/settings/pacing/minPauseMs', detail: `is more than maxPauseMs, ${maxPauseMs}` },
      ],
    });
  const proxy = wanted && readProxy(wanted);
  if (wanted !== undefined) settings.proxy = proxy ? showProxy(proxy) : null;
  options.audit?.change({
    before: { name: row.name, ...settingsOf(row.settings) },
    after: { name: change.name ?? row.name, ...settings },
  });
  await tx.query(
    `update sessions set name = coalesce($3, name), settings = $4,
       proxy_sealed = case when $5 then $6 else proxy_sealed end,
       revision = revision + 1, edited_revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [
      tx.accountId,
      row.id,
      change.name ?? null,
      JSON.stringify(settings),
      wanted !== undefined,
      proxy ? sealProxy(seal, row.id, proxy) : null,
    ],
  );
  await recordEvent(tx, { type: 'session.updated', subjectId: row.id });
  return (await findSession(tx, options)).row;
}

/** Sets a linked session to `paused`; its owner lets go of it. Pausing again changes nothing. */
export async function pauseSession(tx: Transaction, options: Asked): Promise<FullSession> {
  const { row } = await findSession(tx, { ...options, forUpdate: true });
  if (row.status === 'paused') return row;
  demandNotRemoved(row);
  demandLinked(row);
  return setStatus(tx, { ...options, row, status: 'paused', reason: 'paused_by_person' });
}

/** Sets a paused session to `connecting`, so that a gateway takes it. One that isn't paused stays as it is. */
export async function resumeSession(tx: Transaction, options: Asked): Promise<FullSession> {
  const { row } = await findSession(tx, { ...options, forUpdate: true });
  demandNotRemoved(row);
  if (row.status !== 'paused') return row;
  return setStatus(tx, { ...options, row, status: 'connecting', reason: 'connecting' });
}

async function setStatus(
  tx: Transaction,
  options: Asked & {
    row: FullSession;
    status: SessionStatus;
    reason: Parameters<typeof describeReason>[0];
  },
): Promise<FullSession> {
  const { row } = options;
  const reason = describeReason(options.reason, row.locale);
  await tx.query(
    `update sessions set status = $3, reason = $4, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, row.id, options.status, JSON.stringify(reason)],
  );
  await noteStatus(tx, {
    sessionId: row.id,
    was: row.status,
    status: options.status,
    reason: options.reason,
    goneSince: undefined,
    heardAt: null,
    at: new Date(),
  });
  await recordEvent(tx, { type: 'session.updated', subjectId: row.id });
  return (await findSession(tx, options)).row;
}

function demandNotRemoved(row: FullSession): void {
  if (row.status !== 'removed') return;
  throw new Problem({
    status: 409,
    code: 'session_removed',
    detail: 'This session was removed. Link the number as a new one.',
  });
}

function demandLinked(row: FullSession): void {
  if (['connecting', 'connected', 'disconnected'].includes(row.status)) return;
  throw new Problem({
    status: 409,
    code: 'session_not_linked',
    detail: 'This session has no link to WhatsApp. Pair it first.',
  });
}

function demandUnedited(ifMatch: string | null, row: FullSession): void {
  const from = Number(ifMatch?.replaceAll('"', ''));
  if (ifMatch === '*' || (from >= row.edited_revision && from <= row.revision)) return;
  throw new Problem({
    status: 412,
    code: 'revision_conflict',
    detail: 'Its name or settings were changed since you read it. Read it again.',
    headers: { etag: etagOf(row.revision) },
  });
}
