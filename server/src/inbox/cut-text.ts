const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A text of at most `length` UTF-16 units that PostgreSQL can store: no NUL, no half of a pair, and never cut inside
 * what a reader sees as one sign, such as an emoji of several parts.
 */
export function cutText(text: string, length: number): string {
  const clean = text.replaceAll('\u0000', '').toWellFormed();
  if (clean.length <= length) return clean;
  // The sign at the cut begins somewhere before it; no sign of a real text is as long as this.
  const from = Math.max(0, length - LONGEST_SIGN);
  let end = 0;
  for (const { index, segment } of graphemes.segment(clean.slice(from, length + LONGEST_SIGN))) {
    if (from + index + segment.length > length) break;
    end = from + index + segment.length;
  }
  return clean.slice(0, end || length).toWellFormed();
}

const LONGEST_SIGN = 200;
