import { html, type TemplateResult } from 'lit';
import type { Appearance } from '../brand/appearance.ts';
import '../define/all.ts';

/** The brands of the mockups: a default, a teal clinic with soft corners, an orange shop with crisp ones. */
export const BRANDS: Record<string, Appearance | undefined> = {
  metahub: undefined,
  clinica: {
    brand: '#0f746c',
    tokens: { radius: '10px' },
    light: { bg: '#f3f6f6', border: '#dfe5e5' },
    dark: { bg: '#0e1314', border: '#283233' },
  },
  loja: { brand: '#f0791e', neutrals: 'warm', tokens: { radius: '5px' } },
};

interface StoryContext {
  globals: { theme?: 'light' | 'dark'; brand?: string; locale?: string; dir?: string };
  parameters: { bare?: boolean };
}

/** Puts every story into a provider with the toolbar's look and language. */
export default {
  parameters: { layout: 'fullscreen', a11y: { test: 'error' } },
  initialGlobals: { theme: 'light', brand: 'clinica', locale: 'pt-BR', dir: 'ltr' },
  globalTypes: {
    theme: { toolbar: { title: 'Theme', icon: 'mirror', items: ['light', 'dark'], dynamicTitle: true } },
    brand: {
      toolbar: { title: 'Brand', icon: 'paintbrush', items: Object.keys(BRANDS), dynamicTitle: true },
    },
    locale: { toolbar: { title: 'Language', icon: 'globe', items: ['pt-BR', 'en'], dynamicTitle: true } },
    dir: { toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true } },
  },
  decorators: [
    (story: () => TemplateResult, { globals, parameters }: StoryContext): TemplateResult => {
      const { theme = 'light', brand = 'clinica', locale = 'pt-BR', dir = 'ltr' } = globals;
      document.documentElement.lang = locale;
      document.documentElement.style.colorScheme = theme;
      document.body.style.margin = '0';
      document.body.style.background = theme === 'dark' ? '#0e1314' : '#f3f6f6';
      if (parameters.bare) return story();
      return html`<mh-provider theme=${theme} locale=${locale} dir=${dir} .appearance=${BRANDS[brand]}>
        ${story()}
      </mh-provider>`;
    },
  ],
};

/** Lets what rises or fades in come to rest: half-faded text has no contrast to judge. */
export async function atRest(root: ShadowRoot): Promise<void> {
  const moving = root.getAnimations().filter((it) => it.effect?.getComputedTiming().iterations === 1);
  await Promise.all(moving.map((it) => it.finished));
}
