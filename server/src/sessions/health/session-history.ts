import type { Transaction } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { recordEvent } from '../../events/record-event.ts';
import type { components } from '../../http/contract.gen.ts';
import type { SessionStatus } from '../entities.ts';
import type { ReasonCode } from '../session-reasons.ts';
import type { StoredGap } from './present-health.ts';

export type SilenceCause = components['schemas']['SilenceCause'];

/** Which statuses say that a connection, once there, is gone. */
const gone = new Set<SessionStatus>(['connecting', 'disconnected', 'logged_out', 'failed', 'paused']);

/**
 * Notes in a session's history that its connection is gone, or is there again, from a change of its status. What the
 * status was before tells whether it broke just now.
 */
export async function noteStatus(
  tx: Transaction,
  change: {
    sessionId: string;
    was: SessionStatus;
    status: SessionStatus;
    reason: ReasonCode | undefined;
    /** Since when the connection has been of no use, where that isn't now. */
    goneSince: Date | undefined;
    /** When it was last heard. */
    heardAt: Date | null;
    at: Date;
  },
): Promise<void> {
  const { sessionId, was, status, at } = change;
  if (status === 'connected') {
    await tx.query(
      `update session_history set ended_at = $3
       where account_id = $1 and session_id = $2 and type = 'disconnected' and ended_at is null`,
      [tx.accountId, sessionId, at],
    );
    return;
  }
  const broke = gone.has(status) && was === 'connected';
  if (!broke && status !== 'disconnected') return;
  // A gateway that takes it over finds it as the last one left it.
  const isTakeover = status === 'connecting' && change.reason === 'connecting';
  const reason = isTakeover ? 'transport_unavailable' : change.reason;
  await tx.query(
    `insert into session_history (account_id, id, session_id, type, data, began_at)
     values ($1, $2, $3, 'disconnected', $4, $5)
     on conflict (account_id, session_id, type, code) where ended_at is null do nothing`,
    [
      tx.accountId,
      newId(),
      sessionId,
      JSON.stringify({ reason: reason ?? 'connection_lost' }),
      change.goneSince ?? (isTakeover ? change.heardAt : null) ?? at,
    ],
  );
}

/** Begins the check of what was missed until `until`; undefined where nothing was: a first connection. */
export async function beginGap(
  tx: Transaction,
  check: { sessionId: string; until: Date; found: Pick<StoredGap, 'announced' | 'received'> },
): Promise<{ id: string; gap: StoredGap } | undefined> {
  const { sessionId, until, found } = check;
  // One that was never caught up goes on in this one.
  const [open] = await tx.query<{ began: string }>(
    `update session_history set ended_at = $3
     where account_id = $1 and session_id = $2 and type = 'gap' and ended_at is null
     returning data ->> 'from' as began`,
    [tx.accountId, sessionId, until],
  );
  const [drop] = await tx.query<{ began_at: Date }>(
    `select began_at from session_history
     where account_id = $1 and session_id = $2 and type = 'disconnected' and ended_at = $3
     order by began_at limit 1`,
    [tx.accountId, sessionId, until],
  );
  const from = open?.began ?? drop?.began_at.toISOString();
  if (from === undefined) return undefined;
  const gap: StoredGap = { from, until: until.toISOString(), ...found, caughtUpAt: null };
  const id = newId();
  await tx.query(
    `insert into session_history (account_id, id, session_id, type, data, began_at)
     values ($1, $2, $3, 'gap', $4, $5)`,
    [tx.accountId, id, sessionId, JSON.stringify({ gap }), until],
  );
  await keepGap(tx, sessionId, gap);
  return { id, gap };
}

/** Says that a gap has been caught up; with `tell` it is an event. */
export async function finishGap(
  tx: Transaction,
  check: { sessionId: string; id: string; gap: StoredGap; tell: boolean },
): Promise<void> {
  const { sessionId, id, gap, tell } = check;
  await tx.query('update session_history set ended_at = $3, data = $4 where account_id = $1 and id = $2', [
    tx.accountId,
    id,
    gap.caughtUpAt,
    JSON.stringify({ gap }),
  ]);
  await keepGap(tx, sessionId, gap);
  if (tell) await recordEvent(tx, { type: 'session.updated', subjectId: sessionId });
}

async function keepGap(tx: Transaction, sessionId: string, gap: StoredGap): Promise<void> {
  await tx.query(
    `insert into session_health (account_id, session_id, state, since, gap) values ($1, $2, 'unknown', now(), $3)
     on conflict (account_id, session_id) do update set gap = excluded.gap`,
    [tx.accountId, sessionId, JSON.stringify(gap)],
  );
  await tx.query(
    'update sessions set revision = revision + 1, updated_at = now() where account_id = $1 and id = $2',
    [tx.accountId, sessionId],
  );
}

/** Notes that a connection stands and is of no use, or (null) that it works again. */
export async function noteSilence(
  tx: Transaction,
  silence: { sessionId: string; cause: SilenceCause | null; at: Date },
): Promise<void> {
  const { sessionId, cause, at } = silence;
  if (cause === null) {
    await tx.query(
      `update session_history set ended_at = $3
       where account_id = $1 and session_id = $2 and type = 'silence' and ended_at is null`,
      [tx.accountId, sessionId, at],
    );
    return;
  }
  await tx.query(
    `insert into session_history (account_id, id, session_id, type, data, began_at)
     values ($1, $2, $3, 'silence', $4, $5)
     on conflict (account_id, session_id, type, code) where ended_at is null do nothing`,
    [tx.accountId, newId(), sessionId, JSON.stringify({ cause }), at],
  );
}
