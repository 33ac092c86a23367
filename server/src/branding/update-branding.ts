import type { AccountRow } from '../accounts/present.ts';
import type { Transaction } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { notFound, Problem } from '../http/problem.ts';
import { demandRevision } from '../http/revisions.ts';
import { demandReadable } from './brand-colors.ts';
import type { LogoFile, LogoKind } from './logo-file.ts';
import type { StoredBranding } from './present.ts';

const URL_OF_KIND = { logo: 'logoUrl', logo_dark: 'logoDarkUrl', favicon: 'faviconUrl' } as const;

/** Changes the fields given. Throws 412 for another revision, and 422 with the nearest colour that reads. */
export async function updateBranding(
  tx: Transaction,
  options: { change: components['schemas']['UpdateBrandingRequest']; ifMatch: string | null },
): Promise<AccountRow> {
  const { locale, timeZone, ...change } = options.change;
  const account = await lockAccount(tx);
  demandRevision(options.ifMatch, account.revision);
  if (timeZone !== undefined) demandTimeZone(timeZone);
  const branding: StoredBranding = { ...account.branding, ...change };
  // What is there already stands, however it came there; what is chosen now must be readable.
  if (['brandColor', 'brandColorDark', 'onBrandColor'].some((field) => field in change))
    demandReadable({
      brandColor: branding.brandColor ?? null,
      brandColorDark: branding.brandColorDark ?? null,
      onBrandColor: branding.onBrandColor ?? null,
    });
  const [row] = await tx.query<AccountRow>(
    `update accounts set branding = $2, locale = coalesce($3, locale), time_zone = coalesce($4, time_zone),
       revision = revision + 1, updated_at = now()
     where id = $1 returning *`,
    [tx.accountId, JSON.stringify(withoutNulls(branding)), locale ?? null, timeZone ?? null],
  );
  return row!;
}

/** Puts a picture in the place of the one that was there. Its address is new, so no cache shows the old one. */
export async function replaceLogo(tx: Transaction, kind: LogoKind, file: LogoFile): Promise<AccountRow> {
  const account = await lockAccount(tx);
  const id = newId();
  await tx.query('delete from brand_files where account_id = $1 and kind = $2', [tx.accountId, kind]);
  await tx.query(
    `insert into brand_files (account_id, id, kind, mime_type, bytes, png, width, height)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.accountId, id, kind, file.mimeType, file.bytes, file.png, file.width, file.height],
  );
  const url = `/v1/branding/files/${toTypeId('brf', id)}`;
  return writeBranding(tx, { ...account.branding, [URL_OF_KIND[kind]]: url });
}

/** Takes a picture away; nothing changes where there is none. */
export async function removeLogo(tx: Transaction, kind: LogoKind): Promise<AccountRow> {
  const account = await lockAccount(tx);
  const name = URL_OF_KIND[kind];
  if (!account.branding[name]) return account;
  await tx.query('delete from brand_files where account_id = $1 and kind = $2', [tx.accountId, kind]);
  return writeBranding(tx, { ...account.branding, [name]: null });
}

async function writeBranding(tx: Transaction, branding: StoredBranding): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow>(
    `update accounts set branding = $2, revision = revision + 1, updated_at = now() where id = $1 returning *`,
    [tx.accountId, JSON.stringify(withoutNulls(branding))],
  );
  return row!;
}

async function lockAccount(tx: Transaction): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow>('select * from accounts where id = $1 for no key update', [
    tx.accountId,
  ]);
  if (!row) throw notFound('account');
  return row;
}

function demandTimeZone(name: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'The time zone is not known.',
      errors: [{ pointer: '/body/timeZone', detail: 'is the name of a zone, such as America/Sao_Paulo' }],
    });
  }
}

function withoutNulls(branding: StoredBranding): StoredBranding {
  return Object.fromEntries(Object.entries(branding).filter(([, value]) => value !== null));
}
