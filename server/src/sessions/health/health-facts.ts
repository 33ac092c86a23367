import type { Database } from '../../db/database.ts';
import { showTimeOrNull } from '../../db/row-time.ts';
import type { components } from '../../http/contract.gen.ts';
import type { HealthState, HistoryType, SessionStatus } from '../entities.ts';
import { healthLimits, sessionLimits } from '../limits.ts';
import type { StoredRestriction } from '../restrictions.ts';
import type { Reason } from '../session-reasons.ts';
import type { StoredCause } from './present-health.ts';

/** Something of the history that goes on: a disconnection, a silence, an alert. */
export interface Ongoing {
  id: string;
  type: HistoryType;
  code: string;
  data: Record<string, unknown>;
  began_at: string;
}

/** What the health of one session is made of: a row of session_facts. */
export interface HealthFacts {
  account_id: string;
  session_id: string;
  status: SessionStatus;
  reason: Reason | null;
  locale: string;
  restrictions: StoredRestriction[];
  connected_at: Date | null;
  lease_until: Date | null;
  /** As it was judged last. */
  health: { score: number | null; state: HealthState; since: string; causes: StoredCause[] } | null;
  ongoing: Ongoing[];
  drops_hour: number;
  drops_day: number;
  replaced_hour: number;
  replaced_since: Date | null;
  queued: number;
  oldest_queued: Date | null;
  unconfirmed: number;
  oldest_unconfirmed: Date | null;
  waiting_for_phone: number;
  oldest_waiting: Date | null;
  undecryptable: number;
  oldest_undecryptable: Date | null;
  behind: number;
  oldest_behind: Date | null;
  connected_ms_day: number;
  down_ms_day: number;
  sent_day: number;
  failed_day: number;
  received_day: number;
  undecryptable_day: number;
  sent_lately: number;
  failed_lately: number;
}

/** Reads the facts of sessions, in one statement. */
export function readFacts(
  database: Database,
  sessions: { account_id: string; session_id: string }[],
  undecryptableMs: number = sessionLimits.undecryptableMs,
): Promise<HealthFacts[]> {
  return database.crossing<HealthFacts>('session_facts', [
    sessions.map((session) => session.account_id),
    sessions.map((session) => session.session_id),
    undecryptableMs,
    healthLimits.countAtMost,
  ]);
}

/** The contract's SessionHealthFacts; null for a session that was never connected. */
export function presentFacts(
  facts: HealthFacts | undefined,
  now: Date,
): components['schemas']['SessionHealthFacts'] | null {
  if (!facts?.connected_at) return null;
  // Told by what is counted, not by a clock that began at pairing: the last seconds are in neither sum yet.
  const counted = facts.connected_ms_day + facts.down_ms_day;
  return {
    measuredAt: now.toISOString(),
    connectedShareDay: counted > 0 ? Math.round((facts.connected_ms_day / counted) * 1_000) / 1_000 : 1,
    reconnectsHour: facts.drops_hour,
    reconnectsDay: facts.drops_day,
    queued: facts.queued,
    oldestQueuedAt: showTimeOrNull(facts.oldest_queued),
    unconfirmed: facts.unconfirmed,
    oldestUnconfirmedAt: showTimeOrNull(facts.oldest_unconfirmed),
    sentDay: facts.sent_day,
    failedDay: facts.failed_day,
    receivedDay: facts.received_day,
    undecryptableDay: facts.undecryptable_day,
    waitingForPhone: facts.waiting_for_phone,
    notInInbox: facts.behind,
  };
}
