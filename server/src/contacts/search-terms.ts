/** What a search is made of: for `search_contact_ids` and `search_group_ids`. */
export interface SearchTerms {
  /** LIKE patterns that must all fit the folded names, the longest first. */
  patterns: string[];
  /** Digits that a number must hold; null when the text cannot mean a number. */
  digits: string | null;
}

/** Fewer digits than this would fit half of all numbers. */
const LEAST_DIGITS = 3;

/**
 * Takes a search text apart: each word must be in the names, in any order; a text that can be a number, however it is
 * punctuated, is looked for in numbers too. Case and accents do not matter. The same folding as `fold_text` of the
 * database, for what people type: marks are taken off and letters made small.
 */
export function readSearchTerms(text: string, limits: { words: number }): SearchTerms | null {
  const folded = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = folded.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return null;
  const patterns = words
    .toSorted((one, other) => other.length - one.length)
    .slice(0, limits.words)
    .map((word) => `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  const digits = /^[\d\s()+.\-/]+$/.test(folded) ? folded.replaceAll(/\D/g, '') : '';
  return { patterns, digits: digits.length >= LEAST_DIGITS ? digits : null };
}
