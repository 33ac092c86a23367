import { describe, expect, it } from 'vitest';
import { contrast, mix, parseHex, type Rgb } from './contrast.ts';
import { deriveBrand, type Neutrals, type Scheme } from './derive-brand.ts';

const rgb = (hex: string): Rgb => parseHex(hex)!;
const STATES: Record<Scheme, string[]> = {
  light: ['#17734a', '#8a5800', '#b4302b', '#1d60ab', '#6a49b0'],
  dark: ['#5fc793', '#e0ad4a', '#f28d84', '#84b6ef', '#bba6f3'],
};
/** grounds; text, muted, strong */
const NEUTRALS: Record<Neutrals, Record<Scheme, { grounds: string[]; readers: [string, string, string] }>> = {
  cool: {
    light: { grounds: ['#ffffff', '#f4f5f7'], readers: ['#1a1e24', '#58606b', '#7d8591'] },
    dark: { grounds: ['#16191f', '#1e232a', '#0f1216'], readers: ['#e7eaee', '#a1a9b5', '#6e7885'] },
  },
  warm: {
    light: { grounds: ['#ffffff', '#f8f5f1'], readers: ['#221c17', '#635a51', '#8c857b'] },
    dark: { grounds: ['#1b1816', '#25211d', '#13110f'], readers: ['#ede8e2', '#afa69b', '#80766a'] },
  },
};
const cases = (['cool', 'warm'] as const).flatMap((neutrals) =>
  (['light', 'dark'] as const).map((scheme) => [neutrals, scheme] as const),
);
const steps = ['00', '33', '66', '99', 'cc', 'ff'];
const colours = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));

describe('deriveBrand', () => {
  for (const [neutrals, scheme] of cases) {
    it(`reads on every ground for 216 colours, ${neutrals} ${scheme}`, () => {
      const { grounds, readers } = NEUTRALS[neutrals][scheme];
      const [text, muted, strong] = readers;
      const states = STATES[scheme];
      const faint: string[] = [];
      for (const colour of colours) {
        const tokens = deriveBrand(colour, scheme, neutrals)!;
        const check = (name: string, one: Rgb, other: Rgb, least: number): void => {
          if (contrast(one, other) < least)
            faint.push(`${colour} ${name} ${contrast(one, other).toFixed(2)}`);
        };
        const all = [...grounds, tokens['brand-soft'], tokens['bubble-out']].map(rgb);
        const line = mix(rgb(tokens.brand), rgb(tokens['brand-text']), 0.5);
        check('on-brand', rgb(tokens['on-brand']), rgb(tokens.brand), 4.5);
        for (const ground of all) {
          check('brand-text', rgb(tokens['brand-text']), ground, 4.5);
          check('line', line, ground, 3);
          check('focus', rgb(tokens.focus), ground, 3);
        }
        for (const reader of [text, muted, ...states])
          check(reader, rgb(reader), rgb(tokens['brand-soft']), 4.5);
        check('strong', rgb(strong), rgb(tokens['brand-soft']), 3);
        for (const reader of [text, muted, states[2]!])
          check(reader, rgb(reader), rgb(tokens['bubble-out']), 4.5);
      }
      expect(faint).toEqual([]);
    });
  }

  it('keeps the host’s colour exactly in light', () => {
    expect(deriveBrand('#f0791e', 'light')!.brand).toBe('#f0791e');
  });

  it('refuses what is not a colour', () => {
    expect(deriveBrand('orange', 'light')).toBeNull();
  });
});
