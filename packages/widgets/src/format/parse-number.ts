/** Reads what a person typed as a number: E.164, or null when it cannot be one. */
export function parseNumber(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '');
  return /^\+\d{8,15}$/.test(digits) ? digits : null;
}
