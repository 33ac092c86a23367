import { toTypeId } from '../../db/ids.ts';
import { showTime, showTimeOrNull } from '../../db/row-time.ts';
import type { components } from '../../http/contract.gen.ts';
import type { HealthState, HistoryType } from '../entities.ts';

type Schemas = components['schemas'];

/** A cause as it is stored; the sentence is in the account's language. */
export type StoredCause = Schemas['SessionHealthCause'];

/** The check after a reconnect as it is stored. */
export type StoredGap = Schemas['SessionGap'];

/** `health` of session_view. */
export interface HealthRow {
  score: number | null;
  state: HealthState;
  since: string;
  causes: StoredCause[];
  gap: StoredGap | null;
}

/** A row of session_alert_view as `to_jsonb` gives it. */
export interface AlertRow {
  id: string;
  session_id: string;
  code: StoredCause['code'];
  data: { message: string; action: StoredCause['action'] };
  began_at: string;
  ended_at: string | null;
  revision: number;
}

/** A row of session_history as `to_jsonb` gives it; what is in `data` goes by its type. */
export interface HistoryRow {
  id: string;
  type: HistoryType;
  code: string;
  data: Record<string, unknown>;
  began_at: string;
  ended_at: string | null;
}

/** The contract's SessionHealth; one that was never judged is unknown since it was made. */
export function presentHealth(row: HealthRow | null, madeAt: string): Schemas['SessionHealth'] {
  if (!row) return { score: null, state: 'unknown', since: showTime(madeAt), causes: [], gap: null };
  return {
    score: row.score,
    state: row.state,
    since: showTime(row.since),
    causes: row.causes,
    gap: row.gap,
  };
}

/** The contract's SessionAlert. */
export function presentAlert(row: AlertRow): Schemas['SessionAlert'] {
  return {
    id: toTypeId('hlt', row.id),
    sessionId: toTypeId('ses', row.session_id),
    state: row.ended_at === null ? 'raised' : 'resolved',
    code: row.code,
    message: row.data.message,
    action: row.data.action,
    raisedAt: showTime(row.began_at),
    resolvedAt: showTimeOrNull(row.ended_at),
    revision: row.revision,
  };
}

/** One entry of the history. */
export function presentHistory(row: HistoryRow): Schemas['SessionHealthEntry'] {
  const { data, type } = row;
  return {
    id: toTypeId('hlt', row.id),
    type,
    at: showTime(row.began_at),
    ...(type === 'changed' || type === 'gap' ? {} : { until: showTimeOrNull(row.ended_at) }),
    ...(type === 'alert' ? { code: row.code } : {}),
    ...data,
  } as Schemas['SessionHealthEntry'];
}
