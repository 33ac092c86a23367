import type { Caller } from '../access/caller.ts';
import { readSearchTerms } from '../contacts/search-terms.ts';
import type { Transaction } from '../db/database.ts';
import { readRowPlace, type RowPlace } from '../db/row-place.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../http/cursor.ts';
import { INBOX_LIMITS } from './limits.ts';
import type { ConversationRow } from './message-row.ts';
import { addVisibility, Conditions } from './visible.ts';

/** What a list of conversations is narrowed to; ids are UUIDs. */
export interface ConversationFilters {
  status?: 'open' | 'snoozed' | 'closed' | undefined;
  /** A member, or `null` for nobody. */
  assignee?: string | null | undefined;
  sessionId?: string | undefined;
  contactId?: string | undefined;
  q?: string | undefined;
}

export interface ConversationPage {
  rows: ConversationRow[];
  nextCursor: string | null;
}

interface PageRow {
  row: ConversationRow;
}

/** Who waits comes before the rest; each part has its own order and place in it. */
type Part = 'waiting' | 'rest' | 'activity';
interface Place {
  part: Part;
  /** The sort time, as the database writes it, and the id beside it. Null at the beginning of the part. */
  after: RowPlace | null;
}

const IS_WAITING = `k.waiting_since is not null and k.status <> 'closed'`;

/**
 * One page of the conversations that the caller may see. By activity, the latest first; or by waiting, the longest wait
 * first and then everybody else by activity. The order moves while conversations do: a page is stable, the list is not.
 */
export async function listConversations(
  tx: Transaction,
  options: {
    caller: Caller;
    filters: ConversationFilters;
    sort: 'activity' | 'waiting';
    limit: number;
    cursor: string | undefined;
  },
): Promise<ConversationPage> {
  const { caller, filters, sort, limit } = options;
  const boundTo = { sort, ...filters };
  let place = options.cursor
    ? readPlace(options.cursor, boundTo, sort)
    : { part: sort === 'waiting' ? ('waiting' as const) : ('activity' as const), after: null };
  const rows: ConversationRow[] = [];
  while (rows.length <= limit) {
    const wanted = limit + 1 - rows.length;
    const found = await readPart(tx, { caller, filters, place, limit: wanted });
    rows.push(...found);
    if (place.part !== 'waiting' || found.length === wanted) break;
    place = { part: 'rest', after: null };
  }
  const last = rows[limit - 1];
  if (rows.length <= limit || !last) return { rows, nextCursor: null };
  rows.length = limit;
  return { rows, nextCursor: encodeCursor(placeAfter(last, sort), boundTo) };
}

async function readPart(
  tx: Transaction,
  options: { caller: Caller; filters: ConversationFilters; place: Place; limit: number },
): Promise<ConversationRow[]> {
  const { caller, filters, place } = options;
  const conditions = new Conditions([tx.accountId]);
  conditions.add('v.account_id = $1 and v.merged_into is null');
  // An account may have turned groups off; asked once for the whole page.
  conditions.add(
    `(v.group_id is null or not (select a.settings @> '{"groups": false}' from accounts a where a.id = $1))`,
  );
  addVisibility(conditions, caller);
  if (filters.status) conditions.add('k.status = ?', filters.status);
  if (filters.assignee === null) conditions.add('k.assignee_id is null');
  else if (filters.assignee) conditions.add('k.assignee_id = ?', filters.assignee);
  if (filters.sessionId) conditions.add('v.session_id = ?', filters.sessionId);
  if (filters.contactId) conditions.add('v.contact_id = ?', filters.contactId);
  const found = filters.q === undefined ? '' : searchFor(conditions, filters.q);
  const byWait = place.part === 'waiting';
  if (byWait) conditions.add(IS_WAITING);
  if (place.part === 'rest') conditions.add(`(k.id is null or not (${IS_WAITING}))`);
  if (place.after)
    conditions.add(
      byWait
        ? '(k.waiting_since, k.id) > (?::timestamptz, ?::uuid)'
        : '(v.last_activity_at, v.id) < (?::timestamptz, ?::uuid)',
      place.after.time,
      place.after.id,
    );
  const order = byWait ? 'k.waiting_since, k.id' : 'v.last_activity_at desc, v.id desc';
  const pageOrder = byWait ? 'page.waiting_since, page.case_id' : 'page.last_activity_at desc, page.id desc';
  const rows = await tx.query<PageRow>(
    `${found}
     select to_jsonb(w) as row
     from (
       select v.account_id, v.id, v.last_activity_at, k.waiting_since, k.id as case_id
       from conversations v
       ${byWait ? '' : 'left '}join cases k on k.account_id = v.account_id and k.id = v.case_id and k.conversation_id = v.id
       where ${conditions.toString()}
       order by ${order}
       limit ${conditions.bind(options.limit)}
     ) page
     join conversation_view w on w.account_id = page.account_id and w.id = page.id
     order by ${pageOrder}`,
    conditions.values,
  );
  return rows.map(({ row }) => row);
}

/** Narrows to what a text finds. First the few that fit, by index, and from them their conversations. */
function searchFor(conditions: Conditions, text: string): string {
  const terms = readSearchTerms(text, { words: INBOX_LIMITS.searchWords });
  if (!terms) return '';
  const patterns = conditions.bind(terms.patterns);
  const digits = conditions.bind(terms.digits);
  conditions.add('v.id in (select id from found)');
  return `with found as materialized (
    select c.id from search_contact_ids(${patterns}::text[], ${digits}::text) s
    join conversations c on c.account_id = $1 and c.contact_id = s.id
    union
    select c.id from search_group_ids(${patterns}::text[]) s
    join conversations c on c.account_id = $1 and c.group_id = s.id
  )`;
}

function placeAfter(row: ConversationRow, sort: 'activity' | 'waiting'): [Part, string, string] {
  if (sort === 'activity') return ['activity', row.last_activity_at, row.id];
  if (row.waiting_since && row.case_id && row.case_status !== 'closed')
    return ['waiting', row.waiting_since, row.case_id];
  return ['rest', row.last_activity_at, row.id];
}

function readPlace(cursor: string, boundTo: object, sort: 'activity' | 'waiting'): Place {
  const [part, time, id] = decodeCursor(cursor, boundTo);
  const parts: unknown[] = sort === 'activity' ? ['activity'] : ['waiting', 'rest'];
  const after = readRowPlace(time, id);
  if (!parts.includes(part) || !after) throw invalidCursor();
  return { part: part as Part, after };
}
