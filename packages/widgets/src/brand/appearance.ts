import { contrast, parseHex } from './contrast.ts';
import { deriveBrand, warmNeutrals, type BrandTokens, type Neutrals, type Scheme } from './derive-brand.ts';

/** A look given from script instead of CSS. It only ever writes `--mh-*` tokens. */
export interface Appearance {
  /** One colour, `#rrggbb`: every other brand token is derived from it, for light and dark. */
  brand?: string;
  /** Greys of slate (the default) or of warm paper. */
  neutrals?: Neutrals;
  /** Tokens without their `--mh-`, for both schemes: `{ radius: '10px', font: 'inherit' }`. */
  tokens?: Record<string, string>;
  /** Colours of the light scheme, which win over derived ones when they can be read. */
  light?: Record<string, string>;
  /** Colours of the dark scheme. */
  dark?: Record<string, string>;
}

/** Pairs that are checked when a host gives its own brand tokens: [reader, ground, least contrast]. */
const PAIRS = [
  ['on-brand', 'brand', 4.5],
  ['brand-text', 'brand-soft', 4.5],
  ['brand-text', 'bubble-out', 4.5],
] as const;

/**
 * The tokens an appearance stands for, ready to be set as custom properties. A pair the host gave that
 * cannot be read is replaced by the derived one; `warn` is told, once for each.
 */
export function tokensOf(appearance: Appearance, warn: (message: string) => void): Map<string, string> {
  const written = new Map<string, string>();
  const light = colours(appearance, 'light', warn);
  const dark = colours(appearance, 'dark', warn);
  for (const name of new Set([...Object.keys(light), ...Object.keys(dark)])) {
    const one = light[name] ?? dark[name];
    const other = dark[name] ?? light[name];
    written.set(`--mh-${name}`, `light-dark(${one}, ${other})`);
  }
  for (const [name, value] of Object.entries(appearance.tokens ?? {})) written.set(`--mh-${name}`, value);
  return written;
}

function colours(
  appearance: Appearance,
  scheme: Scheme,
  warn: (message: string) => void,
): Record<string, string> {
  const own = appearance[scheme] ?? {};
  const seed = own['brand'] ?? appearance.brand;
  const derived = seed ? deriveBrand(seed, scheme, appearance.neutrals) : null;
  if (seed && !derived) warn(`"${seed}" is not a colour of the form #rrggbb; the brand stays the default.`);
  const warm = appearance.neutrals === 'warm' ? warmNeutrals(scheme) : {};
  const chosen: Record<string, string> = { ...warm, ...derived, ...own };
  if (!derived) return chosen;
  for (const [reader, ground, least] of PAIRS) {
    const [one, other] = [parseHex(chosen[reader] ?? ''), parseHex(chosen[ground] ?? '')];
    if (!one || !other || contrast(one, other) >= least) continue;
    warn(
      `${scheme}: --mh-${reader} on --mh-${ground} has a contrast of ${contrast(one, other).toFixed(1)}, below ${least}. Derived colours are used for both.`,
    );
    for (const name of [reader, ground]) {
      if (name !== 'brand') chosen[name] = derived[name as keyof BrandTokens];
    }
  }
  return chosen;
}
