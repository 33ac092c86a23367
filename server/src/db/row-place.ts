import { isUuid } from './ids.ts';

/** A time as `to_jsonb` writes a timestamptz: the only form in which a cursor may bring one back. */
const ROW_TIME = /^\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/;

/** A place in a list that is ordered by (time, id). */
export interface RowPlace {
  /** As the database writes it, to the microsecond. */
  time: string;
  id: string;
}

/** Reads a place from a cursor's key; null for what the database would not take. */
export function readRowPlace(time: unknown, id: unknown): RowPlace | null {
  if (typeof time !== 'string' || !ROW_TIME.test(time) || Number.isNaN(Date.parse(time))) return null;
  if (typeof id !== 'string' || !isUuid(id)) return null;
  return { time, id };
}
