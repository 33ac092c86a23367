import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import {
  contrastOf,
  inkOn,
  nearestReadable,
  parseColor,
  type Rgb,
  showColor,
  showContrast,
} from './contrast.ts';

/** The colours of a branding that people choose, `#rrggbb`. */
export interface BrandColors {
  brandColor: string | null;
  brandColorDark: string | null;
  onBrandColor: string | null;
}

/** The grounds that elements stand on, cool and warm: `--mh-surface` and `--mh-bg` of packages/widgets. */
const GROUNDS: Record<'light' | 'dark', readonly Rgb[]> = {
  light: ['#ffffff', '#f4f5f7', '#f8f5f1'].map(parseColor),
  dark: ['#16191f', '#0f1216', '#1b1816', '#13110f'].map(parseColor),
};
/** Text (WCAG 2.2, 1.4.3). */
const TEXT = 4.5;
/**
 * A filled button against the page. Its label tells what it is, so its edge needs no 3 (1.4.11), but nobody sees a
 * white button on white.
 */
const FILL = 1.6;

/** What each choice is held against. Throws 422 with the nearest colour that would do. */
export function demandReadable(colors: BrandColors): void {
  const { brandColor, brandColorDark, onBrandColor } = colors;
  if (brandColor !== null) demandFill('brandColor', brandColor, 'light');
  if (brandColorDark !== null) demandFill('brandColorDark', brandColorDark, 'dark');
  if (onBrandColor === null || brandColor === null) return;
  const ground = parseColor(brandColor);
  const found = contrastOf(parseColor(onBrandColor), ground);
  if (found >= TEXT) return;
  refuse({
    field: 'onBrandColor',
    detail: `Text in ${onBrandColor} on ${brandColor} has a contrast of ${showContrast(found)}, and needs ${TEXT}.`,
    short: `has a contrast of ${showContrast(found)} with brandColor, and needs ${TEXT}`,
    nearest: nearestReadable(parseColor(onBrandColor), [ground], TEXT),
  });
}

function demandFill(field: 'brandColor' | 'brandColorDark', color: string, scheme: 'light' | 'dark'): void {
  const grounds = GROUNDS[scheme];
  const found = Math.min(...grounds.map((ground) => contrastOf(parseColor(color), ground)));
  if (found >= FILL) return;
  refuse({
    field,
    detail: `${color} can hardly be told from a ${scheme} page: its contrast is ${showContrast(found)}, and it needs ${FILL}.`,
    short: `has a contrast of ${showContrast(found)} with a ${scheme} page, and needs ${FILL}`,
    nearest: nearestReadable(parseColor(color), grounds, FILL),
  });
}

function refuse(options: { field: string; detail: string; short: string; nearest: Rgb | null }): never {
  const suggestion = options.nearest === null ? {} : { suggestion: showColor(options.nearest) };
  throw new Problem({
    status: 422,
    code: 'color_unreadable',
    detail:
      options.nearest === null
        ? options.detail
        : `${options.detail} The nearest that can be read is ${suggestion.suggestion}.`,
    errors: [{ pointer: `/body/${options.field}`, detail: options.short, ...suggestion }],
  });
}

/** The contrasts that follow from the colours; null without a brand colour. */
export function computeContrast(colors: BrandColors): components['schemas']['Branding']['contrast'] {
  if (colors.brandColor === null) return null;
  const light = parseColor(colors.brandColor);
  // Without a choice for dark, the colour is lightened until it reads as text (derive-brand.ts of packages/widgets).
  const dark = colors.brandColorDark
    ? parseColor(colors.brandColorDark)
    : (nearestReadable(light, [GROUNDS.dark[0]!], TEXT) ?? light);
  const least = (color: Rgb, scheme: 'light' | 'dark'): number =>
    showContrast(Math.min(...GROUNDS[scheme].map((ground) => contrastOf(color, ground))));
  const ink = colors.onBrandColor === null ? inkOn(light) : parseColor(colors.onBrandColor);
  return {
    label: showContrast(contrastOf(ink, light)),
    labelDark: showContrast(contrastOf(inkOn(dark), dark)),
    light: least(light, 'light'),
    dark: least(dark, 'dark'),
  };
}
