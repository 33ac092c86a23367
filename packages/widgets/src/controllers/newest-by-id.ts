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
