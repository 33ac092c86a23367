import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../db/database.ts';
import { isUuid } from '../db/ids.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import type { ContactRow } from './present.ts';
import { readSearchTerms } from './search-terms.ts';

/** Words of a search that count. */
const SEARCH_WORDS = 6;

/**
 * A contact the caller may see; of one that was merged away, the survivor. Throws 404 otherwise. A caller limited to some
 * sessions sees the contacts that have a conversation in them.
 */
export async function findContact(
  tx: Transaction,
  options: { caller: Pick<Caller, 'sessionIds'>; contactId: string; forUpdate?: boolean },
): Promise<ContactRow> {
  const { sessionIds } = options.caller;
  const [found] = await tx.query<{ id: string }>(
    `select c.id
     from contacts asked
     join contacts c on c.account_id = asked.account_id and c.id = coalesce(asked.merged_into, asked.id)
     where asked.account_id = $1 and asked.id = $2 and ${mayBeSeen('$3')}
     ${options.forUpdate ? 'for no key update of c' : ''}`,
    [tx.accountId, options.contactId, sessionIds],
  );
  if (!found) throw notFound('contact');
  return readContact(tx, found.id);
}

/** The row of a contact of the account in scope that is known to exist. */
export async function readContact(tx: Transaction, contactId: string): Promise<ContactRow> {
  const [answer] = await tx.query<{ row: ContactRow }>(
    'select to_jsonb(c) as row from contact_view c where c.account_id = $1 and c.id = $2',
    [tx.accountId, contactId],
  );
  if (!answer) throw notFound('contact');
  return answer.row;
}

/** One page of the contacts the caller may see, newest first; with `q`, those that it finds. */
export async function listContacts(
  tx: Transaction,
  options: {
    caller: Pick<Caller, 'sessionIds'>;
    q: string | undefined;
    limit: number;
    cursor: string | undefined;
  },
): Promise<{ rows: ContactRow[]; nextCursor: string | null }> {
  const { q, limit, cursor } = options;
  const terms = q === undefined ? null : readSearchTerms(q, { words: SEARCH_WORDS });
  const rows = await tx.query<{ row: ContactRow }>(
    `select to_jsonb(w) as row
     from (
       select c.account_id, c.id
       from contacts c
       where c.account_id = $1 and c.merged_into is null and ${mayBeSeen('$2')}
         ${cursor === undefined ? 'and $3::uuid is null' : 'and c.id < $3::uuid'}
         ${terms ? 'and c.id in (select s.id from search_contact_ids($5::text[], $6::text) s)' : ''}
       order by c.id desc
       limit $4
     ) page
     join contact_view w on w.account_id = page.account_id and w.id = page.id
     order by page.id desc`,
    [
      tx.accountId,
      options.caller.sessionIds,
      cursor === undefined ? null : readCursor(cursor, q),
      limit + 1,
      ...(terms ? [terms.patterns, terms.digits] : []),
    ],
  );
  const shown = rows.slice(0, limit).map(({ row }) => row);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last ? encodeCursor([last.id], { q }) : null };
}

function mayBeSeen(sessionIds: string): string {
  return `(${sessionIds}::uuid[] is null or exists (
    select from conversations v
    where v.account_id = c.account_id and v.contact_id = c.id and v.session_id = any (${sessionIds}::uuid[])))`;
}

function readCursor(cursor: string, q: string | undefined): string {
  const [id] = decodeCursor(cursor, { q });
  if (typeof id !== 'string' || !isUuid(id)) throw invalidCursor();
  return id;
}
