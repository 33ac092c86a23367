/** A piece of HTML that may be put into a page as it stands. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template. */
export type HtmlValue = Html | string | number | false | null | undefined | HtmlValue[];

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Template tag that escapes every value, except those which are `Html` already. Lists are joined, `null`,
 * `undefined` and `false` leave nothing behind.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let markup = strings[0] ?? '';
  for (const [index, value] of values.entries()) markup += write(value) + strings[index + 1];
  return { markup };
}

function write(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(write).join('');
  if (typeof value === 'object') return value.markup;
  return String(value).replace(/[&<>"']/g, (character) => escapes[character]!);
}
