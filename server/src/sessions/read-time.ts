/**
 * Seconds since 1970 in the shapes that WhatsApp's clients and libraries give them: a number, its digits, the two halves of
 * a 64-bit number, or milliseconds. Null for what is no time.
 */
export function readSeconds(given: unknown): number | null {
  let said = toNumber(given);
  // Some clients say milliseconds.
  if (said > 100_000_000_000) said /= 1_000;
  return Number.isFinite(said) && said > 0 ? Math.floor(said) : null;
}

function toNumber(given: unknown): number {
  if (typeof given === 'number') return given;
  if (typeof given === 'string') return given.trim() === '' ? Number.NaN : Number(given);
  if (typeof given === 'bigint') return Number(given);
  if (typeof given !== 'object' || given === null || !('low' in given) || !('high' in given))
    return Number.NaN;
  const { low, high } = given as { low: number; high: number };
  return (high >>> 0) * 2 ** 32 + (low >>> 0);
}
