import type { Transaction } from '../db/database.ts';
import type { EventRow } from './numbered-event.ts';

/** An event read from the table, with whose its conversation is now when that was asked for. */
export type StoredEventRow = EventRow & { held_now?: string | null };

const COLUMNS = `e.account_id, e.seq, e.id, e.type, event_data(e.account_id, e.type, e.subject_id, e.data) as data,
  e.session_id, e.conversation_id, e.assignee_id, e.created_at`;

/** The newest and the oldest number that the table holds; both 0 when it holds none. */
export async function readEventRange(tx: Transaction): Promise<{ newest: number; oldest: number }> {
  const [range] = await tx.query<{ newest: number | null; oldest: number | null }>(
    `select
       (select seq from events where account_id = $1 and seq is not null order by seq desc limit 1) as newest,
       (select seq from events where account_id = $1 and seq is not null order by seq limit 1) as oldest`,
    [tx.accountId],
  );
  return { newest: range?.newest ?? 0, oldest: range?.oldest ?? 0 };
}

/**
 * The next events after `after`, in order. With `currentHolders` each says whose its conversation is by now: who was
 * away must not be told what happened in a conversation that is somebody else's since.
 */
export async function readEvents(
  tx: Transaction,
  options: { after: number; limit: number; currentHolders: boolean },
): Promise<StoredEventRow[]> {
  const holders = options.currentHolders
    ? `, case when k.status <> 'closed' then k.assignee_id end as held_now`
    : '';
  const joins = options.currentHolders
    ? `left join conversations v on v.account_id = e.account_id and v.id = e.conversation_id
       left join cases k on k.account_id = v.account_id and k.id = v.case_id`
    : '';
  return tx.query<StoredEventRow>(
    `select ${COLUMNS}${holders} from events e ${joins}
     where e.account_id = $1 and e.seq > $2 order by e.seq limit $3`,
    [tx.accountId, options.after, options.limit],
  );
}
