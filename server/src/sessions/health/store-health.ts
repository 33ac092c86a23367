import type { Transaction } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { recordEvent, recordEvents } from '../../events/record-event.ts';
import type { CauseCode } from './causes.ts';
import { describeCause } from './causes.ts';
import type { HealthFacts, Ongoing } from './health-facts.ts';
import type { HealthLimits, Judgement } from './judge-health.ts';
import type { StoredCause } from './present-health.ts';

/** What differs from what is stored. */
export interface HealthNews {
  facts: HealthFacts;
  judged: Judgement;
  /** The state, or which causes there are: what a person would act on. */
  turned: boolean;
  /** The score went far enough for an entry of the history. */
  moved: boolean;
  raise: { code: CauseCode; since: Date }[];
  resolve: Ongoing[];
  /** Alerts whose cause has gone away, or come back before they were over. */
  quiet: Ongoing[];
  loud: Ongoing[];
}

/** Compares a judgement with what is stored; null where nothing is to be written. */
export function findNews(
  facts: HealthFacts,
  judged: Judgement,
  options: { now: Date; limits: HealthLimits },
): HealthNews | null {
  const { now, limits } = options;
  const { health } = facts;
  const codes = judged.causes.map(({ code }) => code);
  const before = new Set<string>(health?.causes.map(({ code }) => code));
  const turned =
    health?.state !== judged.state || before.size !== codes.length || codes.some((code) => !before.has(code));
  const moved = turned || Math.abs((health?.score ?? 0) - (judged.score ?? 0)) >= limits.scoreStep;
  const alerts = facts.ongoing.filter(({ type }) => type === 'alert');
  const standing = new Set(alerts.map(({ code }) => code));
  const raise = judged.causes.filter(
    ({ code, since }) =>
      !standing.has(code) && now.getTime() - since.getTime() >= (limits.alertAfterMs[code] ?? 0),
  );
  const gone = alerts.filter(({ code }) => !codes.includes(code as CauseCode));
  const isOver = (alert: Ongoing): boolean =>
    judged.state === 'unknown' ||
    alert.code === 'link_ended' ||
    now.getTime() - new Date(String(alert.data['awaySince'])).getTime() >= limits.resolveAfterMs;
  const resolve = gone.filter(isOver);
  const quiet = gone.filter((alert) => !isOver(alert) && !alert.data['awaySince']);
  const loud = alerts.filter(({ code, data }) => data['awaySince'] && codes.includes(code as CauseCode));
  const news = moved || [raise, resolve, quiet, loud].some((list) => list.length > 0);
  return news ? { facts, judged, turned, moved, raise, resolve, quiet, loud } : null;
}

/** Stores what is new of the health of one session, in its history and as events. */
export async function storeHealth(tx: Transaction, news: HealthNews, now: Date): Promise<void> {
  const { facts, judged } = news;
  const sessionId = facts.session_id;
  const words = (code: CauseCode): ReturnType<typeof describeCause> => describeCause(code, facts);
  if (news.moved) {
    const causes: StoredCause[] = judged.causes.map(({ code, since }) => ({
      code,
      ...words(code),
      since: since.toISOString(),
    }));
    await tx.query(
      `insert into session_health as h (account_id, session_id, score, state, since, causes, judged_at)
       values ($1, $2, $3, $4, $5, $6, now())
       on conflict (account_id, session_id) do update set score = excluded.score, state = excluded.state,
         since = case when h.state = excluded.state then h.since else excluded.since end,
         causes = excluded.causes, judged_at = excluded.judged_at`,
      [tx.accountId, sessionId, judged.score, judged.state, now, JSON.stringify(causes)],
    );
    await tx.query(
      `insert into session_history (account_id, id, session_id, type, data, began_at, ended_at)
       values ($1, $2, $3, 'changed', $4, $5, $5)`,
      [
        tx.accountId,
        newId(),
        sessionId,
        JSON.stringify({
          score: judged.score,
          state: judged.state,
          causes: judged.causes.map(({ code }) => code),
        }),
        now,
      ],
    );
    await tx.query(
      'update sessions set revision = revision + 1, updated_at = now() where account_id = $1 and id = $2',
      [tx.accountId, sessionId],
    );
  }
  for (const { code } of news.raise) await raiseAlert(tx, { sessionId, code, words: words(code), now });
  await closeAlerts(tx, news.resolve, now);
  await markAway(tx, news.quiet, now.toISOString());
  await markAway(tx, news.loud, null);
  if (news.turned) await recordEvent(tx, { type: 'session.updated', subjectId: sessionId });
}

async function raiseAlert(
  tx: Transaction,
  alert: { sessionId: string; code: CauseCode; words: object; now: Date },
): Promise<void> {
  // Somebody else may have seen the same.
  const rows = await tx.query<{ id: string }>(
    `insert into session_history (account_id, id, session_id, type, code, data, began_at)
     values ($1, $2, $3, 'alert', $4, $5, $6)
     on conflict (account_id, session_id, type, code) where ended_at is null do nothing returning id`,
    [tx.accountId, newId(), alert.sessionId, alert.code, JSON.stringify(alert.words), alert.now],
  );
  await recordEvents(tx, { type: 'session.alerted', subjectIds: rows.map(({ id }) => id) });
}

async function closeAlerts(tx: Transaction, alerts: Ongoing[], now: Date): Promise<void> {
  if (alerts.length === 0) return;
  const rows = await tx.query<{ id: string }>(
    `update session_history set ended_at = $3, revision = revision + 1, data = data - 'awaySince'
     where account_id = $1 and id = any ($2) and ended_at is null returning id`,
    [tx.accountId, alerts.map(({ id }) => id), now],
  );
  await recordEvents(tx, { type: 'session.alerted', subjectIds: rows.map(({ id }) => id) });
}

/** Notes since when the cause of alerts has been away; null: it is back. */
async function markAway(tx: Transaction, alerts: Ongoing[], since: string | null): Promise<void> {
  if (alerts.length === 0) return;
  await tx.query(
    `update session_history set data = case when $3::text is null then data - 'awaySince'
       else data || jsonb_build_object('awaySince', $3::text) end
     where account_id = $1 and id = any ($2) and ended_at is null`,
    [tx.accountId, alerts.map(({ id }) => id), since],
  );
}
