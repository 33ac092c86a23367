let segmenter: Intl.Segmenter | undefined;

/** The beginning of a text, cut between characters as people see them: never within an emoji or an accent. */
export function initialText(text: string, most: number): string {
  if (text.length <= most) return text;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let end = 0;
  for (const { index, segment } of segmenter.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}
