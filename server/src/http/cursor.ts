import { createHash } from 'node:crypto';
import { isUuid } from '../db/ids.ts';
import { Problem } from './problem.ts';

type Key = string | number | null;

/** Makes the opaque cursor of a keyset page: the sort key of its last row, bound to the filters of the list. */
export function encodeCursor(key: readonly Key[], filters: unknown = null): string {
  return Buffer.from(JSON.stringify([hashFilters(filters), ...key])).toString('base64url');
}

/** Reads a cursor that was made with the same filters. Throws 400 `invalid_cursor` for any other text. */
export function decodeCursor(cursor: string, filters: unknown = null): Key[] {
  try {
    const [hash, ...key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Key[];
    const plain = key.every((part) => part === null || typeof part === 'string' || typeof part === 'number');
    if (hash === hashFilters(filters) && plain) return key;
  } catch {
    // Not one of ours.
  }
  throw invalidCursor();
}

/** The id that a page of `pageById` ended with. */
export function decodeIdCursor(cursor: string, filters: unknown = null): string {
  const [id] = decodeCursor(cursor, filters);
  if (typeof id !== 'string' || !isUuid(id)) throw invalidCursor();
  return id;
}

/** A page of a list that is ordered by id. One row more than the limit tells that there is a next page. */
export function pageById<Row extends { id: string }, Shown>(
  rows: Row[],
  limit: number,
  present: (row: Row) => Shown,
  filters: unknown = null,
): { data: Shown[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  return {
    data: shown.map(present),
    nextCursor: rows.length > limit ? encodeCursor([shown.at(-1)!.id], filters) : null,
  };
}

/** The cursor is not one that this list gave out, or came with other filters. */
export function invalidCursor(): Problem {
  return new Problem({
    status: 400,
    code: 'invalid_cursor',
    detail: 'The cursor is not one that this list gave out with these filters. Start from the first page.',
    errors: [{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }],
  });
}

function hashFilters(filters: unknown): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 8);
}
