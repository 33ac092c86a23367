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

/** The default grounds and readers that a brand must stand on and beside. */
const NEUTRALS = {
  light: {
    grounds: ['#ffffff', '#ffffff', '#f4f5f7'].map(rgb),
    text: rgb('#1a1e24'),
    muted: rgb('#58606b'),
    strong: rgb('#7d8591'),
    states: ['#17734a', '#8a5800', '#b4302b', '#1d60ab', '#6a49b0'].map(rgb),
    end: [0, 0, 0] as Rgb,
  },
  dark: {
    grounds: ['#16191f', '#1e232a', '#0f1216'].map(rgb),
    text: rgb('#e7eaee'),
    muted: rgb('#a1a9b5'),
    strong: rgb('#6e7885'),
    states: ['#5fc793', '#e0ad4a', '#f28d84', '#84b6ef', '#bba6f3'].map(rgb),
    end: [255, 255, 255] as Rgb,
  },
};

/**
 * Makes the brand's tokens for one scheme from one colour, so that every pair reads: text at 4.5,
 * lines at 3. Light keeps the colour exactly; dark lightens it until it stands out from the surface.
 */
export function deriveBrand(colour: string, scheme: Scheme): BrandTokens | null {
  const given = parseHex(colour);
  if (!given) return null;
  const { grounds, text, muted, strong, states, end } = NEUTRALS[scheme];
  const surface = grounds[0]!;
  const dark = scheme === 'dark';
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
  const all = [...grounds, soft, bubble];
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
