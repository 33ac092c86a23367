const cache = new Map<string, Intl.DateTimeFormat>();

/** How dates read: in the viewer's language, in the account's time zone. */
export interface Clock {
  locale: string;
  /** IANA name; the browser's zone when undefined. */
  zone: string | undefined;
  now: number;
  today: string;
  yesterday: string;
}

/** Formats a time in a clock's zone. Formatters are dear to make, and kept. */
export function formatTime(
  at: string | number,
  { locale, zone }: Pick<Clock, 'locale' | 'zone'>,
  options: Intl.DateTimeFormatOptions,
): string {
  const key = locale + zone + Object.values(options).join();
  let made = cache.get(key);
  if (!made) cache.set(key, (made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })));
  return made.format(new Date(at));
}

/** `10:31` */
export function timeOf(at: string, clock: Clock): string {
  return formatTime(at, clock, { hour: '2-digit', minute: '2-digit' });
}

/** `2026-11-25`: equal for two times of the same day in the account's time zone. */
export function dayKeyOf(at: string | number, { zone }: Clock): string {
  return formatTime(at, { locale: 'en-CA', zone }, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

/** How a day stands to today: 0 is today, 1 yesterday, 2 another day of this year, 3 of another year. */
export function ageOf(at: string, clock: Clock): 0 | 1 | 2 | 3 {
  const [key, today, yesterday] = [at, clock.now, clock.now - 86_400_000].map((it) => dayKeyOf(it, clock));
  if (key === today) return 0;
  if (key === yesterday) return 1;
  return key!.slice(0, 4) === today!.slice(0, 4) ? 2 : 3;
}

/** For a row: the time today, `Ontem`, else the date. */
export function rowTimeOf(at: string, clock: Clock): string {
  const age = ageOf(at, clock);
  if (age === 0) return timeOf(at, clock);
  if (age === 1) return clock.yesterday;
  return formatTime(at, clock, {
    day: 'numeric',
    month: 'numeric',
    ...(age === 3 ? { year: 'numeric' } : {}),
  });
}
