/** What the window draws into. `rows` holds one child per drawn row, in order, and is moved as a whole. */
export interface ThreadStage {
  readonly scroller: HTMLElement;
  readonly space: HTMLElement;
  readonly rows: HTMLElement;
  /** Draws `first` to `end` before the next frame, and then calls `settle()`. */
  redraw(): void;
}

/** Rows drawn beyond each edge, in viewports; and how many must be left before they are renewed. */
const DRAW = 2;
const LEAST = 1.5;
/** Closer to the end than this counts as at the end. */
const AT_END_PX = 4;
/** Guessed heights above are put right once scrolling has rested this long. */
const REST_MS = 200;
/** While something is selected rows are added but not removed, up to this many. */
const MOST_SELECTED = 400;

interface Hold {
  key: string;
  index: number;
  /** Where the row begins, in pixels of the scrolled content. */
  y: number;
}

/**
 * A window over rows whose heights are guessed until they are drawn. The first row in sight holds: an
 * error of a guess moves the drawn rows as a whole and not the scroll offset, so that a wheel or a
 * finger is never fought. At the end it stays at the end, whatever grows.
 */
export class ThreadWindow {
  first = 0;
  /** One past the last drawn row. */
  end = 0;
  /** True while the newest row is in sight: what is added is followed. */
  pinned = true;

  #stage: ThreadStage;
  #keys: string[] = [];
  /** Negative while it is a guess. */
  #heights: number[] = [];
  #measured = new Map<string, number>();
  #guess: (index: number) => number = () => 60;
  #top = 0;
  #hold: Hold | null = null;
  #jump: string | null = null;
  #readAll = false;
  #width = 0;
  /** The scroll offset as it was last set or seen. */
  #offset = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #panel: ResizeObserver;
  #grown: ResizeObserver;
  #selecting: () => boolean;

  constructor(stage: ThreadStage, selecting: () => boolean) {
    this.#stage = stage;
    this.#selecting = selecting;
    this.#width = stage.scroller.clientWidth;
    this.#panel = new ResizeObserver(() => this.#onPanel());
    this.#panel.observe(stage.scroller);
    this.#grown = new ResizeObserver(() => {
      this.#readAll = true;
      this.settle();
    });
    this.#grown.observe(stage.rows);
  }

  destroy(): void {
    clearTimeout(this.#rest);
    this.#panel.disconnect();
    this.#grown.disconnect();
  }

  /** Takes the rows in order. `guess` says how high one is before it was ever drawn. */
  setRows(keys: string[], guess: (index: number) => number): void {
    const { scroller } = this.#stage;
    const before = this.#keys;
    const beforeHeights = this.#heights;
    this.#guess = guess;
    this.#keys = keys;
    this.#heights = keys.map((key, index) => this.#measured.get(key) ?? -guess(index));
    this.#readAll = true;
    if (this.pinned || !this.#hold) return void this.#aim();
    const { index, y } = this.#hold;
    let at = keys.indexOf(this.#hold.key);
    let kept = index;
    // The row that held may be gone: the nearest one that is still there takes over.
    for (let step = 1; at < 0 && step < before.length; step++) {
      for (const near of [index + step, index - step]) {
        const found = before[near] === undefined ? -1 : keys.indexOf(before[near]);
        if (found >= 0 && at < 0) [at, kept] = [found, near];
      }
    }
    if (at < 0) return this.toEnd();
    const shift = sum(this.#heights, 0, at) - sum(beforeHeights, 0, kept);
    const heldY = y + (kept >= index ? sum(beforeHeights, index, kept) : -sum(beforeHeights, kept, index));
    const offset = scroller.scrollTop;
    this.first = Math.max(0, at - (kept - this.first));
    this.end = Math.min(keys.length, Math.max(this.end + at - kept, at + 1));
    this.#hold = { key: keys[at]!, index: at, y: heldY + shift };
    this.#top = this.#hold.y - sum(this.#heights, this.first, at);
    this.#write();
    if (shift) this.#scrollTo(offset + shift);
    this.#aim();
  }

  /** Goes to the newest row and stays there. */
  toEnd(): void {
    this.pinned = true;
    this.#jump = null;
    this.#aim();
    this.#stage.redraw();
  }

  /** Shows a row in the middle, in the first frame. False when there is no such row. */
  jumpTo(key: string): boolean {
    const at = this.#keys.indexOf(key);
    if (at < 0) return false;
    this.pinned = false;
    this.#jump = key;
    const reach = (this.#stage.scroller.clientHeight || 600) * DRAW;
    let [first, above] = [at, 0];
    while (first > 0 && above < reach) above += this.#height(--first);
    let [end, below] = [at, 0];
    while (end < this.#keys.length && below < reach) below += this.#height(end++);
    [this.first, this.end] = [first, end];
    this.#top = sum(this.#heights, 0, first);
    this.#stage.redraw();
    return true;
  }

  /** Reads the drawn rows and puts everything in its place. Call it after each drawing. */
  settle(): void {
    const { scroller, rows } = this.#stage;
    if (!scroller.clientHeight) return;
    const drawn = rows.children;
    for (let at = this.first; at < this.end; at++) {
      const row = drawn[at - this.first];
      if (!row || (this.#heights[at]! >= 0 && !this.#readAll)) continue;
      const height = row.getBoundingClientRect().height;
      this.#heights[at] = height;
      this.#measured.set(this.#keys[at]!, height);
    }
    this.#readAll = false;
    if (this.#jump !== null) this.#settleJump();
    else if (this.pinned) {
      this.#top = sum(this.#heights, 0, this.first);
      this.#write();
      this.#scrollTo(this.#total());
    } else {
      if (this.#hold) this.#top = this.#hold.y - sum(this.#heights, this.first, this.#hold.index);
      const offset = scroller.scrollTop;
      this.#write();
      if (scroller.scrollTop !== offset) this.#scrollTo(offset);
      if (this.first === 0) this.#straighten();
    }
    this.#noteHold();
    if (this.#aim()) this.#stage.redraw();
  }

  /** Call it on each scroll event. */
  onScroll(): void {
    const { scroller } = this.#stage;
    const room = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    // A panel that has just got lower is no reason to leave the end: only moving up is.
    const up = scroller.scrollTop < this.#offset - 1;
    this.#offset = scroller.scrollTop;
    this.pinned = this.#jump === null && (room <= AT_END_PX || (this.pinned && !up));
    this.#noteHold();
    if (this.#aim()) this.#stage.redraw();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (!this.pinned) this.#straighten();
    }, REST_MS);
  }

  /** Key of the first row in sight. */
  get firstInSight(): string | null {
    return this.#hold?.key ?? null;
  }

  /** Scrolls so that a drawn row is in sight. */
  reveal(key: string): void {
    const at = this.#keys.indexOf(key);
    if (at < this.first || at >= this.end) return void this.jumpTo(key);
    const { scroller } = this.#stage;
    const top = this.#top + sum(this.#heights, this.first, at);
    const bottom = top + this.#height(at);
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = bottom - scroller.clientHeight;
    this.onScroll();
  }

  #settleJump(): void {
    const { scroller } = this.#stage;
    const at = this.#keys.indexOf(this.#jump!);
    this.#jump = null;
    this.#top = sum(this.#heights, 0, this.first);
    this.#write();
    const y = this.#top + sum(this.#heights, this.first, at);
    this.#scrollTo(y - Math.max(0, (scroller.clientHeight - this.#height(at)) / 2));
    this.#hold = null;
  }

  /** Which rows to draw for the present offset. True when they are others than before. */
  #aim(): boolean {
    const { scroller } = this.#stage;
    const view = scroller.clientHeight;
    const count = this.#keys.length;
    if (!view || this.#jump !== null) return false;
    const [wasFirst, wasEnd] = [this.first, this.end];
    if (this.pinned) {
      let [first, high] = [count, 0];
      while (first > 0 && high < view * (1 + DRAW)) high += this.#height(--first);
      // Rows above that are drawn already may stay: taking them away would only cost.
      this.first = wasEnd === count && wasFirst < first && wasFirst > first - 40 ? wasFirst : first;
      this.end = count;
      this.#top = sum(this.#heights, 0, this.first);
      return this.first !== wasFirst || this.end !== wasEnd;
    }
    const offset = scroller.scrollTop;
    const drawnEnd = this.#top + sum(this.#heights, this.first, this.end);
    const enoughAbove = this.first === 0 || offset - this.#top >= view * LEAST;
    const enoughBelow = this.end === count || drawnEnd - offset - view >= view * LEAST;
    if (enoughAbove && enoughBelow && this.end > this.first) return false;
    const from = offset - view * DRAW;
    const to = offset + view * (1 + DRAW);
    let [at, y] = [Math.min(this.first, count), this.#top];
    while (at > 0 && y > from) y -= this.#height(--at);
    while (at < count - 1 && y + this.#height(at) < from) y += this.#height(at++);
    let [end, bottom] = [at, y];
    while (end < count && bottom < to) bottom += this.#height(end++);
    if (this.#selecting() && wasEnd - wasFirst < MOST_SELECTED) {
      for (; at > wasFirst; ) y -= this.#height(--at);
      end = Math.max(end, wasEnd);
    }
    [this.first, this.end, this.#top] = [at, end, y];
    return at !== wasFirst || end !== wasEnd;
  }

  /** Takes the sum of guessing errors out of the offset, where nobody sees it. */
  #straighten(): void {
    const drift = this.#top - sum(this.#heights, 0, this.first);
    if (Math.abs(drift) < 0.5) return;
    const { scroller } = this.#stage;
    const offset = scroller.scrollTop;
    this.#top -= drift;
    if (this.#hold) this.#hold.y -= drift;
    this.#write();
    this.#scrollTo(offset - drift);
  }

  #noteHold(): void {
    const offset = this.#stage.scroller.scrollTop;
    let y = this.#top;
    for (let index = this.first; index < this.end; index++) {
      const height = this.#height(index);
      if (y + height > offset || index === this.end - 1) {
        this.#hold = { key: this.#keys[index]!, index, y };
        return;
      }
      y += height;
    }
    this.#hold = null;
  }

  #onPanel(): void {
    const { scroller } = this.#stage;
    const width = scroller.clientWidth;
    if (!scroller.clientHeight) return;
    if (width !== this.#width) {
      this.#width = width;
      this.#measured.clear();
      this.#heights = this.#keys.map((_, index) => -this.#guess(index));
      this.#readAll = true;
      if (this.#hold) this.#top = this.#hold.y - sum(this.#heights, this.first, this.#hold.index);
    }
    if (this.#aim()) this.#stage.redraw();
    this.settle();
  }

  #scrollTo(offset: number): void {
    const { scroller } = this.#stage;
    scroller.scrollTop = offset;
    this.#offset = scroller.scrollTop;
  }

  #height(index: number): number {
    return Math.abs(this.#heights[index] ?? 0);
  }

  #total(): number {
    return this.#top + sum(this.#heights, this.first, this.#keys.length);
  }

  #write(): void {
    const { space, rows } = this.#stage;
    space.style.height = `${this.#total()}px`;
    rows.style.transform = `translateY(${this.#top}px)`;
  }
}

function sum(heights: number[], from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at++) total += Math.abs(heights[at] ?? 0);
  return total;
}
