const relays = new Set<() => void>();

/** Tells the relays of this process that events were committed. Called after a commit; cheap, and may be lost. */
export function wakeRelays(): void {
  for (const wake of relays) wake();
}

/** Calls `wake` at every signal, until the answer is called. */
export function onRelayWake(wake: () => void): () => void {
  relays.add(wake);
  return () => void relays.delete(wake);
}
