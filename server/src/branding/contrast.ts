/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
/** How finely the nearest colour is looked for. */
const STEPS = 200;

/** Reads `#rrggbb`; the contract has made sure that it is one. */
export function parseColor(hex: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red!, green!, blue!];
}

export function showColor(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** The contrast of two colours, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export function contrastOf(one: Rgb, other: Rgb): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** A contrast as people read it: rounded down, so that it never seems to be enough when it is not. */
export function showContrast(contrast: number): number {
  return Math.floor(contrast * 100) / 100;
}

/**
 * The colour nearest to `color`, to the eye, whose contrast with all of `grounds` is at least `least`: it is moved
 * towards black and towards white, and the smaller move wins. Null where neither end is enough.
 */
export function nearestReadable(color: Rgb, grounds: readonly Rgb[], least: number): Rgb | null {
  const passes = (candidate: Rgb): boolean =>
    grounds.every((ground) => contrastOf(candidate, ground) >= least);
  if (passes(color)) return color;
  const found = [BLACK, WHITE]
    .map((end) => firstOnTheWay(color, end, passes))
    .filter((candidate) => candidate !== null);
  return found.toSorted((one, other) => distance(one, color) - distance(other, color))[0] ?? null;
}

/** What is written on a colour when nobody chose: white where it reads, then the colour's own shade, then black. */
export function inkOn(color: Rgb): Rgb {
  const inks: Rgb[] = [WHITE, mix(color, BLACK, 0.12), BLACK];
  return inks.find((ink) => contrastOf(ink, color) >= 4.5) ?? BLACK;
}

function firstOnTheWay(from: Rgb, to: Rgb, passes: (candidate: Rgb) => boolean): Rgb | null {
  for (let step = 1; step <= STEPS; step += 1) {
    // Rounded as it will be written, so that what is named passes when it comes back.
    const [red, green, blue] = mix(to, from, step / STEPS).map(Math.round);
    const candidate: Rgb = [red!, green!, blue!];
    if (passes(candidate)) return candidate;
  }
  return null;
}

/** `share` of one colour in another. */
function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const [red, green, blue] = one.map((part, at) => part * share + other[at]! * (1 - share));
  return [red!, green!, blue!];
}

function luminanceOf(color: Rgb): number {
  const [red, green, blue] = color.map(linear);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** How different two colours look: Euclidean in Oklab (https://bottosson.github.io/posts/oklab/). */
function distance(one: Rgb, other: Rgb): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(...a.map((part, at) => part - b[at]!));
}

function oklab(color: Rgb): number[] {
  const [red, green, blue] = color.map(linear);
  const [l, m, s] = [
    0.4122214708 * red! + 0.5363325363 * green! + 0.0514459929 * blue!,
    0.2119034982 * red! + 0.6806995451 * green! + 0.1073969566 * blue!,
    0.0883024619 * red! + 0.2817188376 * green! + 0.6299787005 * blue!,
  ].map(Math.cbrt);
  return [
    0.2104542553 * l! + 0.793617785 * m! - 0.0040720468 * s!,
    1.9779984951 * l! - 2.428592205 * m! + 0.4505937099 * s!,
    0.0259040371 * l! + 0.7827717662 * m! - 0.808675766 * s!,
  ];
}
