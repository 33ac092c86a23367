import { toTypeId } from '../db/ids.ts';
import { showTime, showTimeOrNull } from '../db/row-time.ts';
import type { components } from '../http/contract.gen.ts';

/** A row of contact_view as `to_jsonb` gives it. */
export interface ContactRow {
  account_id: string;
  id: string;
  name: string | null;
  profile_name: string | null;
  merged_into: string | null;
  /** The one shown first: primary, else verified, else the oldest. Null when it has none. */
  identities:
    | {
        kind: 'number' | 'lid' | 'username';
        value: string;
        verified_at: string | null;
        is_primary: boolean;
      }[]
    | null;
  /** The sessions in which it has a conversation. */
  session_ids: string[];
  tags: string[];
  fields: Record<string, string | number | boolean | null>;
  revision: number;
  created_at: string;
  updated_at: string;
}

/** The contract's Contact, from a row of contact_view. */
export function presentContact(row: ContactRow): components['schemas']['Contact'] {
  const identities = row.identities ?? [];
  return {
    id: toTypeId('ctc', row.id),
    name: row.name,
    profileName: row.profile_name,
    number: identities.find((identity) => identity.kind === 'number')?.value ?? null,
    identities: identities.map((identity) => ({
      kind: identity.kind,
      value: identity.value,
      verifiedAt: showTimeOrNull(identity.verified_at),
      primary: identity.is_primary,
    })),
    mergedInto: row.merged_into && toTypeId('ctc', row.merged_into),
    tags: row.tags,
    fields: row.fields,
    revision: row.revision,
    createdAt: showTime(row.created_at),
    updatedAt: showTime(row.updated_at),
  };
}
