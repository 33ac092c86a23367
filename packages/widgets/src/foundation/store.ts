/** What all controllers share: listeners that are told of each change. No DOM. */
export abstract class Store {
  #listeners = new Set<() => void>();

  /** Calls `listener` after each change. Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Ends timers and subscriptions. What arrives afterwards is dropped. */
  abstract destroy(): void;
}
