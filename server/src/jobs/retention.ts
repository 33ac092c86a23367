import type { Config } from '../config.ts';
import type { CrossingName } from '../db/crossings.ts';
import type { Database } from '../db/database.ts';
import { LIMITS } from '../limits.ts';
import { forgetUploads } from '../media/forget-uploads.ts';
import type { MediaStore } from '../media/media-store.ts';

/** How many rows of each kind were forgotten. */
export type Forgotten = Record<
  'events' | 'journal' | 'sessionHistory' | 'idempotencyRecords' | 'access' | 'audits' | 'uploads',
  number
>;

const DAY_MS = 24 * 3600 * 1000;

/**
 * Forgets what has been kept long enough: events, the journal's plaintext and receipts, how sessions were (as long as
 * events), idempotency records, uploads that were never sent, sign-ins and embed sessions that ended, and old entries of audits (counted by
 * account). In bounded batches, so that it never holds rows for long; what is left
 * over waits for the next run. Running it twice forgets nothing more.
 */
export async function forgetWhatIsOld(options: {
  database: Database;
  store: MediaStore;
  retention: Config['retention'];
  now?: Date;
  limits?: { batch: number; batches: number };
}): Promise<Forgotten> {
  const { database, retention } = options;
  const limits = options.limits ?? LIMITS.retention;
  const time = (options.now ?? new Date()).getTime();
  const forget = async (crossing: CrossingName, keptMs: number, batch = limits.batch): Promise<number> => {
    let total = 0;
    for (let run = 0; run < limits.batches; run += 1) {
      const [row] = await database.crossing<{ forgotten: number }>(crossing, [
        new Date(time - keptMs),
        batch,
      ]);
      total += row?.forgotten ?? 0;
      if ((row?.forgotten ?? 0) < batch) break;
    }
    return total;
  };
  return {
    events: await forget('retain_events', retention.eventsDays * DAY_MS),
    journal: await forget('retain_journal', retention.journalDays * DAY_MS),
    sessionHistory: await forget('retain_session_history', retention.eventsDays * DAY_MS),
    idempotencyRecords: await forget('retain_idempotency_records', retention.idempotencyHours * 3_600_000),
    access: await forget('retain_access', LIMITS.retention.endedAccessDays * DAY_MS),
    uploads: await forgetUploads({
      database,
      store: options.store,
      olderThan: new Date(time - LIMITS.retention.unusedUploadDays * DAY_MS),
      batch: LIMITS.retention.unusedUploads,
    }),
    audits: await forget('retain_audit', retention.auditDays * DAY_MS, LIMITS.audit.retainedAccounts),
  };
}
