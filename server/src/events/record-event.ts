import type { Transaction } from '../db/database.ts';
import { wakeRelays } from './relay-signal.ts';

/**
 * What is recorded. `conversation.withdrawn` is recorded for one that is gone for everybody (recordWithdrawals); some
 * receivers see an update so, too, see eventVisibility().
 */
export type RecordedEventType =
  | 'session.updated'
  | 'session.alerted'
  | 'message.received'
  | 'message.sent'
  | 'message.updated'
  | 'conversation.updated'
  | 'conversation.withdrawn'
  | 'contact.updated'
  | 'contact.merged'
  | 'contact.unmerged';

/** What recordEvents() takes a snapshot of. */
type SnapshotEventType = Exclude<RecordedEventType, 'conversation.withdrawn'>;

/**
 * For each noun (or type that has its own): the snapshot of its view row, and whom it concerns. `$3` is the ids in
 * order; what it selects is (id, data, session_id, conversation_id, assignee_id). Of a
 * conversation none is kept: it changes with each message, and is read when it is told.
 */
const SNAPSHOTS = {
  session: `
    select s.id, to_jsonb(s), s.id, null::uuid, null::uuid
    from session_view s where s.account_id = $1 and s.id = any ($3)`,
  alert: `
    select a.id, to_jsonb(a), a.session_id, null::uuid, null::uuid
    from session_alert_view a where a.account_id = $1 and a.id = any ($3)`,
  message: `
    select m.id, to_jsonb(m), m.session_id, m.conversation_id,
      case when k.status <> 'closed' then k.assignee_id end
    from message_view m
    join conversations v on v.account_id = m.account_id and v.id = m.conversation_id
    left join cases k on k.account_id = v.account_id and k.id = v.case_id
    where m.account_id = $1 and m.id = any ($3)`,
  conversation: `
    select v.id, null::jsonb, v.session_id, v.id, case when k.status <> 'closed' then k.assignee_id end
    from conversations v
    left join cases k on k.account_id = v.account_id and k.id = v.case_id
    where v.account_id = $1 and v.id = any ($3) and v.merged_into is null`,
  contact: `
    select c.id, to_jsonb(c), null::uuid, null::uuid, null::uuid
    from contact_view c where c.account_id = $1 and c.id = any ($3)`,
  merge: `
    select g.id, to_jsonb(g), null::uuid, null::uuid, null::uuid
    from contact_merge_view g where g.account_id = $1 and g.id = any ($3)`,
} as const;

function snapshotOf(type: SnapshotEventType): string {
  if (type === 'contact.merged' || type === 'contact.unmerged') return SNAPSHOTS.merge;
  if (type === 'session.alerted') return SNAPSHOTS.alert;
  return SNAPSHOTS[type.slice(0, type.indexOf('.')) as keyof typeof SNAPSHOTS];
}

/**
 * Records that something happened to one session, alert, message, conversation or contact, with what it looks like now in
 * this transaction: call it after the last change. It is numbered and sent once the transaction has committed.
 */
export async function recordEvent(
  tx: Transaction,
  event: {
    type: SnapshotEventType;
    subjectId: string;
    /**
     * Given with a `conversation.updated` that changes whose it is: the member who had it until now, or null. Who may
     * no longer see it is then told that it is withdrawn.
     */
    previousAssigneeId?: string | null;
  },
): Promise<void> {
  await recordEvents(tx, {
    type: event.type,
    subjectIds: [event.subjectId],
    ...(event.previousAssigneeId === undefined
      ? {}
      : { extra: { previous_assignee_id: event.previousAssigneeId } }),
  });
}

/** Records the same type of event for many subjects, in the order given, in one statement. */
export async function recordEvents(
  tx: Transaction,
  events: { type: SnapshotEventType; subjectIds: string[]; extra?: Record<string, unknown> },
): Promise<void> {
  if (events.subjectIds.length === 0) return;
  await tx.query(
    `insert into events (account_id, type, subject_id, data, session_id, conversation_id, assignee_id)
     select $1, $2, case when subject.data is null then subject.id end, coalesce(subject.data || $4::jsonb, $4::jsonb),
       subject.session_id, subject.conversation_id, subject.assignee_id
     from (${snapshotOf(events.type)}) subject (id, data, session_id, conversation_id, assignee_id)
     join unnest($3::uuid[]) with ordinality wanted (id, place) on wanted.id = subject.id
     order by wanted.place`,
    [tx.accountId, events.type, events.subjectIds, events.extra ? JSON.stringify(events.extra) : '{}'],
  );
  tx.afterCommit(wakeRelays);
}

/** Records that conversations are gone for everybody, with whose each was until now. */
export async function recordWithdrawals(
  tx: Transaction,
  conversations: { id: string; holder: string | null }[],
): Promise<void> {
  if (conversations.length === 0) return;
  await tx.query(
    `insert into events (account_id, type, data, session_id, conversation_id, assignee_id)
     select $1, 'conversation.withdrawn', jsonb_build_object('id', v.id), v.session_id, v.id, u.holder
     from unnest($2::uuid[], $3::uuid[]) with ordinality u (id, holder, place)
     join conversations v on v.account_id = $1 and v.id = u.id
     order by u.place`,
    [tx.accountId, conversations.map(({ id }) => id), conversations.map(({ holder }) => holder)],
  );
  tx.afterCommit(wakeRelays);
}
