const fetchers = new Set<() => void>();

/** Tells the fetchers of this process that files wait. Called after a commit; cheap, and may be lost. */
export function wakeFetchers(): void {
  for (const wake of fetchers) wake();
}

/** Calls `wake` at every signal, until the answer is called. */
export function onFetchWake(wake: () => void): () => void {
  fetchers.add(wake);
  return () => void fetchers.delete(wake);
}
