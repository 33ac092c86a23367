/** A page of any list of the API. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/**
 * Every row of a list, page after page, each id once although rows may move while we read:
 *
 *     for await (const contact of iterate((cursor) => hub.listContacts({ q: 'rita', cursor }))) …
 *
 * Pages are asked for as they are needed; leave the loop and no more are. An error of `fetchPage` ends it.
 */
export async function* iterate<T extends { id: string }>(
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    for (const row of page.data) {
      if (!seen.has(row.id)) yield row;
      seen.add(row.id);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

/** A page of a thread turned round, newest first, so that `iterate` walks back from it: `.then(backwards)`. */
export function backwards<T>(page: { data: T[]; prevCursor: string | null }): Page<T> {
  return { data: page.data.toReversed(), nextCursor: page.prevCursor };
}
