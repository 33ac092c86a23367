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
    limits: {
      sessions: row.limits.sessions ?? null,
      members: row.limits.members ?? null,
      messagesPerDay: row.limits.messagesPerDay ?? null,
      mediaBytes: row.limits.mediaBytes ?? null,
    },
    settings: accountSettingsOf(row.settings),
    branding: presentBranding(row),
    ...presentRevision(row),
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
