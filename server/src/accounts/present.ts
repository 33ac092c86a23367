import { presentBranding, type StoredBranding } from '../branding/present.ts';
import { toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import type { AccountMode, MemberRole } from '../access/caller.ts';
import { accountSettingsOf, type StoredSettings } from './settings.ts';

type Schemas = components['schemas'];

export interface AccountRow {
  id: string;
  parent_id: string | null;
  name: string;
  mode: AccountMode;
  status: 'active' | 'suspended' | 'closing';
  status_reason: string | null;
  closes_at: Date | null;
  country: string;
  area_code: string | null;
  time_zone: string;
  locale: string;
  limits: Partial<Schemas['AccountLimits']>;
  settings: StoredSettings;
  branding: StoredBranding;
  revision: number;
  created_at: Date;
  updated_at: Date;
}

export interface MemberRow {
  id: string;
  user_id: string | null;
  external_id: string | null;
  name: string;
  role: MemberRole;
  status: 'active' | 'removed';
  revision: number;
  created_at: Date;
  updated_at: Date;
}

/** An account as the contract shows it. */
export function presentAccount(row: AccountRow): Schemas['Account'] {
  return {
    id: toTypeId('acc', row.id),
    name: row.name,
    parentId: row.parent_id === null ? null : toTypeId('acc', row.parent_id),
    mode: row.mode,
    status: row.status,
    country: row.country,
    areaCode: row.area_code,
    timeZone: row.time_zone,
    locale: row.locale,
    limits: presentLimits(row),
    settings: accountSettingsOf(row.settings),
    branding: presentBranding(row),
    closesAt: row.closes_at?.toISOString() ?? null,
    ...presentRevision(row),
  };
}

/** What the account may hold; null is without limit. */
export function presentLimits(row: Pick<AccountRow, 'limits'>): Schemas['AccountLimits'] {
  return {
    sessions: row.limits.sessions ?? null,
    members: row.limits.members ?? null,
    messagesPerDay: row.limits.messagesPerDay ?? null,
    mediaBytes: row.limits.mediaBytes ?? null,
  };
}

export interface ReceiptRow {
  id: string;
  erased_account_id: string;
  name: string;
  requested_at: Date;
  erased_at: Date;
  rows: Record<string, number>;
  files: number;
  users: number;
  audit_seq: number | null;
  audit_hash: Buffer | null;
}

/** The receipt of an erasure as the contract shows it. */
export function presentReceipt(row: ReceiptRow): Schemas['ErasureReceipt'] {
  return {
    id: toTypeId('ers', row.id),
    accountId: toTypeId('acc', row.erased_account_id),
    name: row.name,
    requestedAt: row.requested_at.toISOString(),
    erasedAt: row.erased_at.toISOString(),
    rows: row.rows,
    files: row.files,
    users: row.users,
    auditHead:
      row.audit_seq === null || row.audit_hash === null
        ? null
        : { seq: row.audit_seq, hash: row.audit_hash.toString('hex') },
  };
}

/** A member as the contract shows it. */
export function presentMember(row: MemberRow): Schemas['Member'] {
  return {
    id: toTypeId('mem', row.id),
    userId: row.user_id === null ? null : toTypeId('usr', row.user_id),
    externalId: row.external_id,
    name: row.name,
    role: row.role,
    status: row.status,
    ...presentRevision(row),
  };
}

function presentRevision(row: { revision: number; created_at: Date; updated_at: Date }): {
  revision: number;
  createdAt: string;
  updatedAt: string;
} {
  return {
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
