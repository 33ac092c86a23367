import { contrast, mix, parseHex, toHex, type Rgb } from './contrast.ts';

export type Scheme = 'light' | 'dark';

/** The tokens that one brand colour decides. All are `#rrggbb`. */
export interface BrandTokens {
  brand: string;
  'on-brand': string;
  'brand-text': string;
  'brand-soft': string;
  'bubble-out': string;
  focus: string;
}

const rgb = (hex: string): Rgb => parseHex(hex)!;

/** Greys with a touch of blue, or of paper. */
export type Neutrals = 'cool' | 'warm';

/** What a brand must stand on, and the readers that stand beside it. */
interface Ground {
  surface: string;
  raised: string;
  bg: string;
  text: string;
  muted: string;
  strong: string;
}

/** Meaning colours never move with a brand. */
const STATES = {
  light: ['#17734a', '#8a5800', '#b4302b', '#1d60ab', '#6a49b0'].map(rgb),
  dark: ['#5fc793', '#e0ad4a', '#f28d84', '#84b6ef', '#bba6f3'].map(rgb),
};
const GROUNDS: Record<Neutrals, Record<Scheme, Ground>> = {
  cool: {
    light: {
      surface: '#ffffff',
      raised: '#ffffff',
      bg: '#f4f5f7',
      text: '#1a1e24',
      muted: '#58606b',
      strong: '#7d8591',
    },
    dark: {
      surface: '#16191f',
      raised: '#1e232a',
      bg: '#0f1216',
      text: '#e7eaee',
      muted: '#a1a9b5',
      strong: '#6e7885',
    },
  },
  warm: {
    light: {
      surface: '#ffffff',
      raised: '#ffffff',
      bg: '#f8f5f1',
      text: '#221c17',
      muted: '#635a51',
      strong: '#8c857b',
    },
    dark: {
      surface: '#1b1816',
      raised: '#25211d',
      bg: '#13110f',
      text: '#ede8e2',
      muted: '#afa69b',
      strong: '#80766a',
    },
  },
};
/** Hairlines, which nobody reads. */
const WARM_BORDER = { light: '#e9e3db', dark: '#332d27' };

/** The neutral tokens of warm paper; the cool ones are the elements' own defaults. */
export function warmNeutrals(scheme: Scheme): Record<string, string> {
  const { surface, raised, bg, text, muted, strong } = GROUNDS.warm[scheme];
  return {
    bg,
    surface,
    'surface-raised': raised,
    text,
    'text-muted': muted,
    'border-strong': strong,
    'bubble-in': raised,
    border: WARM_BORDER[scheme],
  };
}

/**
 * Makes the brand's tokens for one scheme from one colour, so that every pair reads: text at 4.5,
 * lines at 3. Light keeps the colour exactly; dark lightens it until it stands out from the surface.
 */
export function deriveBrand(colour: string, scheme: Scheme, neutrals: Neutrals = 'cool'): BrandTokens | null {
  const given = parseHex(colour);
  if (!given) return null;
  const ground = GROUNDS[neutrals][scheme];
  const [surface, text, muted, strong] = [ground.surface, ground.text, ground.muted, ground.strong].map(
    rgb,
  ) as [Rgb, Rgb, Rgb, Rgb];
  const states = STATES[scheme];
  const dark = scheme === 'dark';
  const end: Rgb = dark ? [255, 255, 255] : [0, 0, 0];
  const brand = dark ? move(given, end, (it) => contrast(it, surface) >= 4.5) : given;
  const inks: Rgb[] = [[255, 255, 255], mix(brand, [0, 0, 0], 0.12), [0, 0, 0]];
  const onBrand = inks.find((ink) => contrast(ink, brand) >= 4.5) ?? [0, 0, 0];
  const soft = tint(brand, surface, dark ? 0.2 : 0.11, [
    [text, 4.5],
    [muted, 4.9],
    [strong, 3.05],
    ...states.map((state): [Rgb, number] => [state, 4.55]),
  ]);
  const bubble = tint(brand, surface, dark ? 0.26 : 0.16, [
    [text, 7],
    [muted, 4.55],
    [states[2]!, 4.55],
  ]);
  const all = [surface, rgb(ground.raised), rgb(ground.bg), soft, bubble];
  const brandText = move(brand, end, (it) => all.every((ground) => contrast(it, ground) >= 4.6));
  // The line that elements draw with is half brand, half brand text; where that is too faint, brand text is moved on.
  const lined = move(brandText, end, (it) =>
    all.every((ground) => contrast(mix(brand, it, 0.5), ground) >= 3.05),
  );
  return {
    brand: toHex(brand),
    'on-brand': toHex(onBrand),
    'brand-text': toHex(lined),
    'brand-soft': toHex(soft),
    'bubble-out': toHex(bubble),
    focus: toHex(lined),
  };
}

/** Moves a colour towards `end` in steps of 2 % until it passes. */
function move(from: Rgb, end: Rgb, passes: (colour: Rgb) => boolean): Rgb {
  for (let share = 0; share <= 1; share += 0.02) {
    const colour = mix(end, from, share);
    if (passes(colour)) return colour;
  }
  return end;
}

/** A ground with as much brand as its readers allow. */
function tint(brand: Rgb, surface: Rgb, most: number, readers: [Rgb, number][]): Rgb {
  for (let share = most; share > 0; share -= 0.01) {
    const ground = mix(brand, surface, share);
    if (readers.every(([reader, least]) => contrast(reader, ground) >= least)) return ground;
  }
  return surface;
}
