import { type Database, inAccount } from '../db/database.ts';
import { applyReceipts } from '../inbox/apply-receipts.ts';
import { finishChanges } from '../inbox/finish-changes.ts';
import { sessionLimits } from './limits.ts';
import { sendFailure } from './send-failures.ts';
import type { Transport } from './wa-trust.ts';

/** Nothing waits for ever: a message whose session didn't come back within a day has failed, and says so. */
export async function giveUpOverdue(database: Database, transport: Transport): Promise<void> {
  const latest = new Date(Date.now() - sessionLimits.outboxPatienceMs);
  const failure = sendFailure('expired');
  const messages = await database.crossing<{ account_id: string; session_id: string; whatsapp_id: string }>(
    'overdue_outbox',
    [transport, latest, sessionLimits.overdueAtOnce],
  );
  for (const [sessionId, overdue] of Map.groupBy(messages, (row) => row.session_id)) {
    const updates = overdue.map((row) => ({
      whatsappId: row.whatsapp_id,
      status: 'failed' as const,
      at: new Date(),
      failure,
    }));
    await inAccount(database, overdue[0]!.account_id, (tx) => applyReceipts(tx, { sessionId, updates }));
  }
  const changes = await database.crossing<{ account_id: string; session_id: string; id: string }>(
    'overdue_changes',
    [transport, latest, sessionLimits.overdueAtOnce],
  );
  for (const [accountId, overdue] of Map.groupBy(changes, (row) => row.account_id)) {
    const ids = overdue.map(({ id }) => id);
    await inAccount(database, accountId, (tx) => finishChanges(tx, { ids, failure }));
  }
}
