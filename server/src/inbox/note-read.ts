import type { Caller } from '../access/caller.ts';
import type { Application } from '../application.ts';
import type { AuditDraft } from '../audit/audit-draft.ts';
import type { Transaction } from '../db/database.ts';
import { toTypeId } from '../db/ids.ts';
import type { ConversationRow } from './message-row.ts';

/**
 * Tells the audit that a person reads a conversation that somebody else is assigned to: once for a while, however
 * often they look. Servers are not told of, whose reading is their work.
 */
export function noteRead(
  tx: Transaction,
  read: { app: Application; caller: Caller; audit: AuditDraft | null; conversation: ConversationRow },
): void {
  const { app, caller, audit, conversation } = read;
  const holder = conversation.held_by;
  if (!audit || !caller.memberId || !holder || holder === caller.memberId) return;
  const key = `${caller.memberId} ${conversation.id}`;
  if (app.audit.reads.has(key)) return;
  audit
    .target('conversation', toTypeId('conv', conversation.id))
    .change({ after: { assigneeId: toTypeId('mem', holder) } })
    .note();
  tx.afterCommit(() => app.audit.reads.add(key));
}
