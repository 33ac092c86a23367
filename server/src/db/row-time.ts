/**
 * A time of a view row as the API shows it: RFC 3339, UTC, milliseconds. Takes what `to_jsonb` makes of a
 * timestamptz (`2026-11-25T14:00:04.31+00:00`, up to microseconds) or a Date of the driver.
 */
export function showTime(value: string | Date): string {
  if (typeof value === 'string' && value.length === 24 && value.endsWith('Z')) return value;
  // Almost every one is in UTC already, and a Date costs several times this.
  if (typeof value === 'string' && value.endsWith('+00:00') && value[10] === 'T') {
    const seconds = value.slice(0, 19);
    const fraction = value.length > 25 ? value.slice(20, Math.min(23, value.length - 6)) : '';
    return `${seconds}.${fraction.padEnd(3, '0')}Z`;
  }
  return new Date(value).toISOString();
}

/** The same for a column that may be null. */
export function showTimeOrNull(value: string | Date | null): string | null {
  return value === null ? null : showTime(value);
}
