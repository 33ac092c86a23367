/** `248 kB`, `1,2 MB`: of 1000, as systems show it. */
export function fileSizeOf(bytes: number, locale: string): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let [value, step] = [bytes, 0];
  for (; value >= 999.5 && step < steps.length - 1; step++) value /= 1000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: steps[step]!,
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 && value < 100 ? 1 : 0,
  }).format(value);
}

/** What a file is called for people: its ending, else the second half of its type. */
export function fileTypeOf({ fileName, mimeType }: { fileName: string | null; mimeType: string }): string {
  const ending = /\.([\p{L}\p{N}]{1,5})$/u.exec(shownFileName(fileName ?? ''))?.[1];
  const subtype = /^[^/]+\/(?:x-|vnd\.)?([\w-]{1,12})$/.exec(mimeType)?.[1];
  return (ending ?? subtype ?? '').toUpperCase();
}

/**
 * A file's name without what turns the direction of writing round, so that its real ending is seen:
 * `fatura_\u202Efdp.exe` must not look like a PDF.
 */
export function shownFileName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '');
}
