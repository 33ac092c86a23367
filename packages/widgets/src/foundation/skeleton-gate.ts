/** Before this, a skeleton would only flicker. */
const SHOW_AFTER_MS = 200;
/** Once shown, a skeleton stays this long, so that it can be read as one. */
const SHOW_FOR_MS = 300;

/** What may be drawn while something loads. */
export type GateView = 'blank' | 'skeleton' | 'content';

/** Decides when a skeleton is worth showing: after 200 ms of waiting, and then for at least 300 ms. */
export class SkeletonGate {
  #since: number | null = null;
  #shown: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What to draw now; calls `redraw` when the answer will be another. */
  view(loading: boolean, redraw: () => void): GateView {
    clearTimeout(this.#timer);
    const now = performance.now();
    if (loading) {
      this.#since ??= now;
      const left = SHOW_AFTER_MS - (now - this.#since);
      if (left > 0) {
        this.#timer = setTimeout(redraw, left);
        return 'blank';
      }
      this.#shown ??= now;
      return 'skeleton';
    }
    if (this.#shown !== null) {
      const left = SHOW_FOR_MS - (now - this.#shown);
      if (left > 0) {
        this.#timer = setTimeout(redraw, left);
        return 'skeleton';
      }
    }
    this.#since = this.#shown = null;
    return 'content';
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
