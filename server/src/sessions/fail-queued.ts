import type { Transaction } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { failChanges } from '../inbox/finish-changes.ts';
import { sendFailure, type SendFailureCode } from './send-failures.ts';

/** What waits in a session's outbox will not be sent any more: each message has failed, and says why. */
export async function failQueued(tx: Transaction, sessionId: string, code: SendFailureCode): Promise<void> {
  const failed = await tx.query<{ id: string }>(
    `update messages set status = 'failed', failure = $3, revision = revision + 1, updated_at = now()
     where account_id = $1 and session_id = $2 and status = 'queued' and direction = 'outbound' returning id`,
    [tx.accountId, sessionId, JSON.stringify(sendFailure(code))],
  );
  await failChanges(tx, { sessionId, failure: sendFailure(code) });
  await recordEvents(tx, { type: 'message.updated', subjectIds: failed.map(({ id }) => id) });
}
