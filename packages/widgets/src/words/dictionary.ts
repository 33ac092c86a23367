import type { en } from './en.ts';

/** All words by section. Names are the same in each language. */
export type Dictionary = typeof en;
export type Section = keyof Dictionary;

/** Words a host page replaces, by section and name. */
export type WordOverrides = { [S in Section]?: Partial<Dictionary[S]> };

/** Languages other than the first. pt-BR comes with each element's own file. */
const LOADERS: Record<string, () => Promise<Dictionary>> = {
  en: () => import('./en.ts').then((module) => module.en),
};
const loaded = new Map<string, Dictionary>();

/** The language key for a BCP 47 tag: `en-GB` gives `en`; what we do not have gives pt-BR. */
export function languageFor(tag: string): string {
  const primary = tag.toLowerCase().split('-')[0] ?? '';
  return primary in LOADERS ? primary : 'pt-br';
}

/** Resolves once the words of a language are at hand; null when they already are. */
export function loadLanguage(language: string): Promise<void> | null {
  const loader = LOADERS[language];
  if (!loader || loaded.has(language)) return null;
  return loader().then((words) => void loaded.set(language, words));
}

/** One section in a language, with the host's replacements over it. */
export function wordsOf<S extends Section>(
  section: S,
  first: Dictionary[S],
  language: string,
  overrides: WordOverrides | null,
): Dictionary[S] {
  const words = loaded.get(language)?.[section] ?? first;
  const own = overrides?.[section];
  return own ? { ...words, ...own } : words;
}
