import type { AccountRow } from '../accounts/present.ts';
import { toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { computeContrast } from './brand-colors.ts';

type Schemas = components['schemas'];

/** What stands in the column `branding` of an account. */
export type StoredBranding = Partial<
  Omit<Schemas['Branding'], 'contrast' | 'locale' | 'timeZone' | 'revision' | 'createdAt' | 'updatedAt'>
>;

/** What everybody may see of an account's look. */
type Look = Omit<Schemas['HostBranding'], 'accountId' | 'name'>;

type LookRow = Pick<AccountRow, 'branding' | 'locale' | 'time_zone'>;

function presentLook({ branding, locale, time_zone }: LookRow): Look {
  return {
    productName: branding.productName ?? null,
    logoUrl: branding.logoUrl ?? null,
    logoDarkUrl: branding.logoDarkUrl ?? null,
    faviconUrl: branding.faviconUrl ?? null,
    brandColor: branding.brandColor ?? null,
    brandColorDark: branding.brandColorDark ?? null,
    onBrandColor: branding.onBrandColor ?? null,
    neutrals: branding.neutrals ?? 'cool',
    radius: branding.radius ?? null,
    fontFamily: branding.fontFamily ?? null,
    termsUrl: branding.termsUrl ?? null,
    privacyUrl: branding.privacyUrl ?? null,
    supportUrl: branding.supportUrl ?? null,
    locale,
    timeZone: time_zone,
  };
}

/** The branding of an account; it shares the account's revision. */
export function presentBranding(row: AccountRow): Schemas['Branding'] {
  const look = presentLook(row);
  return {
    ...look,
    contrast: computeContrast(look),
    emailSenderName: row.branding.emailSenderName ?? null,
    emailReplyTo: row.branding.emailReplyTo ?? null,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The look of a host's account; without one, the neutral look. */
export function presentHostBranding(row: AccountRow | null): Schemas['HostBranding'] {
  if (row === null)
    return {
      accountId: null,
      name: null,
      ...presentLook({ branding: {}, locale: 'pt-BR', time_zone: 'America/Sao_Paulo' }),
    };
  return { accountId: toTypeId('acc', row.id), name: row.name, ...presentLook(row) };
}
