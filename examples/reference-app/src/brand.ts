import type { Entered, HostLook } from './access.ts';

/** Greys with a little warmth, for accounts that ask for them; cool ones are the widgets' own. */
const warm = {
  light: {
    bg: '#f8f5f1',
    surface: '#ffffff',
    'surface-raised': '#ffffff',
    'bubble-in': '#ffffff',
    border: '#e9e3db',
    'border-strong': '#8c857b',
    text: '#221c17',
    'text-muted': '#635a51',
  },
  dark: {
    bg: '#13110f',
    surface: '#1b1816',
    'surface-raised': '#25211d',
    'bubble-in': '#25211d',
    text: '#ede8e2',
    'text-muted': '#afa69b',
    border: '#332d27',
    'border-strong': '#80766a',
  },
};

/** The account's branding as the appearance that `<mh-provider>` takes; the widgets derive what is missing. */
export function appearanceOf(branding: Entered['branding'] | HostLook) {
  const { brandColor, brandColorDark, onBrandColor, neutrals, radius, fontFamily } = branding;
  const tokens: Record<string, string> = {};
  if (radius !== null) tokens['radius'] = `${radius}px`;
  if (fontFamily !== null) tokens['font'] = fontFamily;
  const greys: Partial<typeof warm> = neutrals === 'warm' ? warm : {};
  return {
    brand: brandColor ?? '#34527a',
    tokens,
    light: { ...greys.light, ...(onBrandColor && { 'on-brand': onBrandColor }) },
    dark: { ...greys.dark, ...(brandColorDark && { brand: brandColorDark }) },
  };
}
