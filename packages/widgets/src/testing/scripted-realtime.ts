import type { RealtimeClient, RealtimeEvent, RealtimeState } from '../client/client.ts';

/** Events as a test or story tells them. */
export class ScriptedRealtime implements RealtimeClient {
  state: RealtimeState;
  #listeners = new Set<(event: RealtimeEvent) => void>();
  #states = new Set<(state: RealtimeState, error?: Error) => void>();

  constructor(state: RealtimeState) {
    this.state = state;
  }

  subscribe(_topics: readonly string[], listener: (event: RealtimeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onState(listener: (state: RealtimeState, error?: Error) => void): () => void {
    this.#states.add(listener);
    return () => this.#states.delete(listener);
  }

  emit(event: RealtimeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  become(state: RealtimeState, error?: Error): void {
    this.state = state;
    for (const listener of this.#states) listener(state, error);
  }
}
