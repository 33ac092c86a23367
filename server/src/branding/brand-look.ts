import type { AccountRow } from '../accounts/present.ts';
import { inkOn, nearestReadable, parseColor, showColor } from './contrast.ts';

/** What pages and e-mails that the server itself makes need of an account's look. */
export interface BrandLook {
  /** The product's name, else the account's; null where no account is known. */
  name: string | null;
  /** Fill of the one action, what is written on it, and a link on white; each reads. */
  fill: string;
  ink: string;
  link: string;
  fontFamily: string;
  radius: number;
  termsUrl: string | null;
  privacyUrl: string | null;
  supportUrl: string | null;
  locale: string;
}

/** The neutral colour of the widgets. */
const NEUTRAL = '#34527a';
const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** The look of an account; null is the neutral one, which names nobody. */
export function brandLookOf(account: Pick<AccountRow, 'name' | 'branding' | 'locale'> | null): BrandLook {
  const branding = account?.branding ?? {};
  const fill = parseColor(branding.brandColor ?? NEUTRAL);
  const white = parseColor('#ffffff');
  return {
    name: branding.productName ?? account?.name ?? null,
    fill: showColor(fill),
    ink: branding.onBrandColor ?? showColor(inkOn(fill)),
    link: showColor(nearestReadable(fill, [white], 4.5) ?? fill),
    fontFamily: branding.fontFamily ? `${branding.fontFamily}, ${FONTS}` : FONTS,
    radius: branding.radius ?? 10,
    termsUrl: branding.termsUrl ?? null,
    privacyUrl: branding.privacyUrl ?? null,
    supportUrl: branding.supportUrl ?? null,
    locale: account?.locale ?? 'pt-BR',
  };
}
