import { english } from './words/en.ts';
import { portuguese, type Words } from './words/pt-br.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'pt-BR' | 'en';

/** The person's own choices on this device. Storage may be forbidden: then they hold for this page only. */
export function readTheme(): Theme {
  const theme = read('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function saveTheme(theme: Theme): void {
  write('theme', theme);
  showTheme(theme);
}

/** Puts the theme on the page, where `light-dark()` of everything inside follows it. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

/** What was chosen, else the browser's first language that the app speaks, else Portuguese. */
export function readLanguage(): Language {
  const chosen = read('language');
  if (chosen === 'pt-BR' || chosen === 'en') return chosen;
  for (const language of navigator.languages) {
    if (language.startsWith('pt')) return 'pt-BR';
    if (language.startsWith('en')) return 'en';
  }
  return 'pt-BR';
}

export function saveLanguage(language: Language): void {
  write('language', language);
}

export function wordsIn(language: Language): Words {
  return language === 'en' ? english : portuguese;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(`metahub.${name}`);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`metahub.${name}`, value);
  } catch {
    // Storage is off in this browser.
  }
}
