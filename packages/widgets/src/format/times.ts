const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(
  locale: string,
  zone: string | undefined,
  name: keyof typeof OPTIONS,
): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${name}`;
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...OPTIONS[name], timeZone: zone });
    cache.set(key, made);
  }
  return made;
}

const OPTIONS = {
  time: { hour: '2-digit', minute: '2-digit' },
  key: { year: 'numeric', month: '2-digit', day: '2-digit' },
  short: { day: 'numeric', month: 'numeric' },
  shortYear: { day: 'numeric', month: 'numeric', year: 'numeric' },
  day: { day: 'numeric', month: 'long' },
  dayYear: { day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** How dates read: in the viewer's language, in the account's time zone. */
export interface Clock {
  locale: string;
  /** IANA name; the browser's zone when undefined. */
  zone: string | undefined;
  now: number;
  today: string;
  yesterday: string;
}

/** `10:31` */
export function timeOf(at: string, clock: Clock): string {
  return formatter(clock.locale, clock.zone, 'time').format(new Date(at));
}

/** Equal for two times of the same day in the account's time zone. */
export function dayKeyOf(at: string | number, clock: Clock): string {
  return formatter('en-CA', clock.zone, 'key').format(new Date(at));
}

/** `Hoje, 25 de novembro`, `Ontem`, `3 de outubro`, with the year when it is another. */
export function dayLabelOf(at: string, clock: Clock): string {
  const key = dayKeyOf(at, clock);
  const today = dayKeyOf(clock.now, clock);
  const sameYear = key.slice(0, 4) === today.slice(0, 4);
  const label = formatter(clock.locale, clock.zone, sameYear ? 'day' : 'dayYear').format(new Date(at));
  if (key === today) return `${clock.today}, ${label}`;
  return key === dayKeyOf(clock.now - 86_400_000, clock) ? clock.yesterday : label;
}

/** For a row: the time today, `Ontem`, else the date. */
export function rowTimeOf(at: string, clock: Clock): string {
  const key = dayKeyOf(at, clock);
  const today = dayKeyOf(clock.now, clock);
  if (key === today) return timeOf(at, clock);
  if (key === dayKeyOf(clock.now - 86_400_000, clock)) return clock.yesterday;
  const sameYear = key.slice(0, 4) === today.slice(0, 4);
  return formatter(clock.locale, clock.zone, sameYear ? 'short' : 'shortYear').format(new Date(at));
}
