import { toTypeId } from '../db/ids.ts';
import { showTime, showTimeOrNull } from '../db/row-time.ts';
import type { components } from '../http/contract.gen.ts';
import type { SessionStatus } from './entities.ts';
import { type HealthRow, presentHealth } from './health/present-health.ts';
import { isInForce } from './restrictions.ts';
import type { PairingSecret } from './session-rows.ts';
import { type SessionSettings, settingsOf } from './settings.ts';

type Schemas = components['schemas'];

/** A row of session_view as `to_jsonb` gives it; no secret is in it. */
export interface SessionRow {
  account_id: string;
  id: string;
  name: string;
  number: string | null;
  profile_name: string | null;
  transport: 'sandbox' | 'live';
  status: SessionStatus;
  reason: { code: string; message: string; action: string } | null;
  pairing_expires_at: string | null;
  restrictions: { code: string; until: string | null }[];
  history: { progress: number } | null;
  health: HealthRow | null;
  settings: Partial<SessionSettings>;
  connected_at: string | null;
  last_seen_at: string | null;
  removed_at: string | null;
  merged_into: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
}

/** The contract's Session, from a row of session_view; `pairing` is what this reader may see of it. */
export function presentSession(
  row: SessionRow,
  pairing: Schemas['Pairing'] | null = null,
): Schemas['Session'] {
  return {
    id: toTypeId('ses', row.id),
    name: row.name,
    number: row.number,
    profileName: row.profile_name,
    status: row.status,
    reason: row.reason as Schemas['SessionReason'] | null,
    pairing,
    restrictions: row.restrictions
      .filter(isInForce)
      .map(({ code, until }) => ({ code, until: showTimeOrNull(until) })),
    history: row.history,
    health: presentHealth(row.health, row.created_at),
    settings: settingsOf(row.settings),
    connectedAt: showTimeOrNull(row.connected_at),
    lastSeenAt: showTimeOrNull(row.last_seen_at),
    revision: row.revision,
    createdAt: showTime(row.created_at),
    updatedAt: showTime(row.updated_at),
  };
}

/** The contract's Pairing with its secret, for those who may pair. */
export function presentPairing(secret: PairingSecret, expiresAt: Date): Schemas['Pairing'] {
  const { method, qr, code, attemptsLeft } = secret;
  return {
    method,
    ...(qr ? { qr } : {}),
    ...(code ? { code } : {}),
    expiresAt: expiresAt.toISOString(),
    attemptsLeft,
  };
}

/** The same for everybody else, and in lists: that it waits, and until when. */
export function withoutSecret(pairing: Schemas['Pairing']): Schemas['Pairing'] {
  const { method, expiresAt, attemptsLeft } = pairing;
  return { method, expiresAt, attemptsLeft };
}
