import type { AppliedChange } from '../../inbox/apply-changes.ts';
import type { Received, ReceivedMessage } from '../../inbox/receive-message.ts';
import type { JournalOutcome } from '../entities.ts';
import type { IgnoredRow, JournalledChange } from '../journal-row.ts';

/** What became of a row of the journal, as it is kept with it. */
export interface RowOutcome {
  /** The kind of its content, in the contract's words. */
  kind: string;
  outcome: JournalOutcome;
  reason: string | null;
  messageId: string | null;
}

/** What to write beside a row that became a message, or is a copy of one. */
export function outcomeOfMessage(message: ReceivedMessage, { messageId, became }: Received): RowOutcome {
  const outcome = message.isPlaceholder
    ? message.content['rawType'] === 'undecryptable'
      ? 'undecryptable'
      : 'waiting_for_phone'
    : ({ fresh: 'message', healed: 'healed', known: 'duplicate' } as const)[became];
  return { kind: message.content.type, outcome, reason: null, messageId };
}

/** What to write beside a change. */
export function outcomeOfChange({ change }: JournalledChange, applied: AppliedChange): RowOutcome {
  const kind = change.kind === 'sealed_vote' ? 'vote' : change.kind;
  if (!applied) return { kind, outcome: 'waits_for_message', reason: null, messageId: null };
  const { messageId, changed } = applied;
  return changed
    ? { kind, outcome: 'change', reason: null, messageId }
    : { kind, outcome: 'ignored', reason: 'no_effect', messageId };
}

/** What to write beside a row with nothing for people. */
export function outcomeOfIgnored({ ignored }: IgnoredRow): RowOutcome {
  return {
    kind: ignored === 'protocol' ? 'protocol' : 'unsupported',
    outcome: 'ignored',
    reason: ignored,
    messageId: null,
  };
}
