/** What every object of the API carries. */
interface Revised {
  id: string;
  revision: number;
}

/** Puts a newer revision in the place of an older one, never the other way round. True when something changed. */
export function keepNewest<T extends Revised>(known: Map<string, T>, incoming: T): boolean {
  const present = known.get(incoming.id);
  if (present && present.revision >= incoming.revision) return false;
  known.set(incoming.id, incoming);
  return true;
}

/**
 * A list that was read anew: the rows of the answer, each in the newest revision that is known, and those of
 * `arrived`, which came by event while the answer was on its way and so need not be in it.
 */
export function takeAnswer<T extends Revised>(
  known: Map<string, T>,
  answer: readonly T[],
  arrived: ReadonlySet<string>,
): Map<string, T> {
  const taken = new Map(answer.map((row) => [row.id, row]));
  for (const row of known.values()) if (taken.has(row.id) || arrived.has(row.id)) keepNewest(taken, row);
  return taken;
}
