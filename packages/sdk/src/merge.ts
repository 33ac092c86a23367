/** Anything of the API that has an identity and a revision. */
export interface Revised {
  id: string;
  revision: number;
}

/** Whether `candidate` should take the place of `held`: a higher revision, or nothing held yet. */
export function isNewer(candidate: Revised, held: Revised | undefined): boolean {
  return !held || candidate.revision > held.revision;
}

/**
 * `held` with `incoming` merged in by id: the higher revision stays, unknown ids are added. Sorted by `compare`,
 * or else in the order held with the new ones after it. Returns `held` itself where nothing is newer, so that a
 * view can tell by identity that there is nothing to draw.
 */
export function merge<T extends Revised>(
  held: readonly T[],
  incoming: readonly T[],
  compare?: (a: T, b: T) => number,
): readonly T[] {
  const rows = new Map(held.map((row) => [row.id, row]));
  let changed = false;
  for (const row of incoming) {
    if (isNewer(row, rows.get(row.id))) {
      rows.set(row.id, row);
      changed = true;
    }
  }
  if (!changed) return held;
  const merged = [...rows.values()];
  return compare ? merged.toSorted(compare) : merged;
}

/** The order of a thread: oldest first, by (timestamp, id). */
export function byThreadOrder(a: ThreadPosition, b: ThreadPosition): number {
  return compareText(a.timestamp, b.timestamp) || compareText(a.id, b.id);
}

interface ThreadPosition {
  id: string;
  timestamp: string;
}

/** Times in UTC with milliseconds and ids sort as text; the reader's language has no say in it. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
