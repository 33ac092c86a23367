import type { MetaHubClient } from '../client/client.ts';
import { tokensOf, type Appearance } from './appearance.ts';

const written = new WeakMap<HTMLElement, string[]>();
const turns = new WeakMap<HTMLElement, number>();
const warned = new Set<string>();

/**
 * Writes the tokens of a look on a provider, and takes away those it wrote before: the page's appearance,
 * else the account's branding, else what follows from a brand colour that stands alone in the page's CSS.
 */
export async function dressProvider(
  provider: HTMLElement,
  { appearance, client }: { appearance: Appearance | undefined; client: MetaHubClient | null },
): Promise<void> {
  const turn = (turns.get(provider) ?? 0) + 1;
  turns.set(provider, turn);
  const look = appearance ?? (client ? await brandingOf(client) : brandInCss(provider));
  if (turns.get(provider) !== turn) return;
  const tokens = look ? tokensOf(look, warnOnce) : new Map<string, string>();
  for (const name of written.get(provider) ?? []) if (!tokens.has(name)) provider.style.removeProperty(name);
  for (const [name, value] of tokens) provider.style.setProperty(name, value);
  written.set(provider, [...tokens.keys()]);
}

async function brandingOf(client: MetaHubClient): Promise<Appearance | undefined> {
  const branding = await client.getBranding().catch(() => null);
  if (!branding) return undefined;
  const { brandColor, brandColorDark, onBrandColor, neutrals, radius, fontFamily } = branding;
  const tokens: Record<string, string> = {};
  if (radius !== null) tokens['radius'] = `${radius}px`;
  if (fontFamily !== null) tokens['font'] = fontFamily;
  return {
    ...(brandColor ? { brand: brandColor } : {}),
    ...(onBrandColor ? { light: { 'on-brand': onBrandColor } } : {}),
    ...(brandColorDark ? { dark: { brand: brandColorDark } } : {}),
    neutrals,
    tokens,
  };
}

function brandInCss(provider: HTMLElement): Appearance | undefined {
  const style = getComputedStyle(provider);
  const brand = style.getPropertyValue('--mh-brand').trim();
  return brand.startsWith('#') && !style.getPropertyValue('--mh-on-brand') ? { brand } : undefined;
}

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  // oxlint-disable-next-line no-console -- the host's developer is the one to tell
  console.warn(`[metahub] ${message}`);
}
