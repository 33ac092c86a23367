import { ageOf, formatTime, type Clock } from './times.ts';

/** `Hoje, 25 de novembro`, `Ontem`, `3 de outubro`, with the year when it is another. */
export function dayLabelOf(at: string, clock: Clock): string {
  const age = ageOf(at, clock);
  if (age === 1) return clock.yesterday;
  const label = formatTime(at, clock, {
    day: 'numeric',
    month: 'long',
    ...(age === 3 ? { year: 'numeric' } : {}),
  });
  return age === 0 ? `${clock.today}, ${label}` : label;
}
