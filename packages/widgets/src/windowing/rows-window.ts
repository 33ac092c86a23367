/** A stretch of rows to draw, and how far down the first of them begins. */
export interface RowsWindow {
  first: number;
  /** One past the last. */
  end: number;
  /** Pixels above the first row. */
  top: number;
  /** Pixels of all rows. */
  total: number;
}

/** Rows are drawn this many viewports beyond each edge, since the compositor scrolls before the script does. */
const MARGIN = 1.5;

/** Which rows of known heights to draw for a scroll position. Pure: nothing is measured. */
export function rowsWindow(heights: number[], scrollTop: number, viewport: number): RowsWindow {
  const from = scrollTop - viewport * MARGIN;
  const to = scrollTop + viewport * (1 + MARGIN);
  let first = -1;
  let end = 0;
  let top = 0;
  let total = 0;
  for (let at = 0; at < heights.length; at++) {
    const bottom = total + heights[at]!;
    if (bottom > from && total < to) {
      if (first < 0) {
        first = at;
        top = total;
      }
      end = at + 1;
    }
    total = bottom;
  }
  return first < 0 ? { first: 0, end: 0, top: 0, total } : { first, end, top, total };
}
