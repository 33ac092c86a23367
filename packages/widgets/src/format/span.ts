/** Words for stretches of time. */
export interface SpanWords {
  now: string;
  minutes(count: number): string;
  hours(hours: number, minutes: string): string;
  days(count: number): string;
}

/** How long something took: `8 min`, `1 h 05`, `2 dias`; under a minute the words for it. */
export function spanOf(ms: number, words: SpanWords): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return words.now;
  if (hours < 1) return words.minutes(minutes);
  if (hours < 48) return words.hours(hours, String(minutes % 60).padStart(2, '0'));
  return words.days(Math.floor(hours / 24));
}
