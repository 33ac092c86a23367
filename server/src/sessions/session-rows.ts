import { type Database, inAccount, type Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { recordEvent } from '../events/record-event.ts';
import type { SessionStatus } from './entities.ts';
import { openProxy, type Proxy } from './proxy.ts';
import { noteStatus } from './health/session-history.ts';
import type { StoredRestriction } from './restrictions.ts';
import type { Reason } from './session-reasons.ts';
import { type SessionSettings, settingsOf } from './settings.ts';
import type { OwnedSession } from './vault-storage.ts';

/** What a gateway reads of a session when it takes it over. */
export interface SessionFacts {
  status: SessionStatus;
  number: string | null;
  name: string;
  locale: string;
  pairing: PairingSecret | null;
  restrictions: StoredRestriction[];
  settings: SessionSettings;
  proxy: Proxy | null;
  /** The revision at which a person last changed it. */
  editedRevision: number;
}

/** What a phone needs to link this device; kept sealed, since who has it can take the number. */
export interface PairingSecret {
  method: 'qr' | 'code';
  qr?: string;
  code?: string;
  /** Renewals still to come. */
  attemptsLeft: number;
  /** The number that asked for a code, in E.164. */
  number?: string;
}

/** Fields of a session's row that its owner changes; what is left out stays. */
export interface SessionChange {
  status?: SessionStatus;
  reason?: Reason | null;
  number?: string;
  profileName?: string;
  lid?: string | undefined;
  /** Null forgets the QR or code. */
  pairing?: { secret: PairingSecret; expiresAt: Date } | null;
  connectedAt?: Date;
  lastSeenAt?: Date;
  /** Since when the connection has been of no use, where that isn't now. */
  goneSince?: Date;
  restrictions?: StoredRestriction[];
}

/** The row as its owner needs it; undefined when there is none. */
export async function readSession(
  tx: Transaction,
  options: { sessionId: string; seal: AccountSeal },
): Promise<SessionFacts | undefined> {
  const [row] = await tx.query<{
    status: SessionStatus;
    number: string | null;
    name: string;
    locale: string;
    pairing_sealed: Buffer | null;
    restrictions: StoredRestriction[];
    settings: Partial<SessionSettings>;
    proxy_sealed: Buffer | null;
    edited_revision: number;
  }>(
    `select s.status, s.number, s.name, s.pairing_sealed, s.restrictions, s.settings, s.proxy_sealed,
       s.edited_revision, a.locale
     from sessions s join accounts a on a.id = s.account_id
     where s.account_id = $1 and s.id = $2`,
    [tx.accountId, options.sessionId],
  );
  if (!row) return undefined;
  const { pairing_sealed: pairing, proxy_sealed: proxy, edited_revision: editedRevision, ...facts } = row;
  const { sessionId, seal } = options;
  return {
    ...facts,
    editedRevision,
    settings: settingsOf(row.settings),
    pairing: pairing ? openPairing(seal, sessionId, pairing) : null,
    proxy: proxy ? openProxy(seal, sessionId, proxy) : null,
  };
}

/** The sealed form of a pairing secret, and back. */
export function sealPairing(seal: AccountSeal, sessionId: string, secret: PairingSecret): Buffer {
  return seal.seal('sessions', `${sessionId} pairing`, Buffer.from(JSON.stringify(secret)));
}

export function openPairing(seal: AccountSeal, sessionId: string, sealed: Uint8Array): PairingSecret {
  return JSON.parse(seal.open('sessions', `${sessionId} pairing`, sealed).toString()) as PairingSecret;
}

/**
 * Changes a session's row as its owner. Answers false when the session is owned by somebody else by now, or was
 * removed or paused meanwhile: then nothing was changed. A change of what the API shows raises the revision and is an event;
 * a renewed QR isn't.
 */
export async function changeSession(options: {
  database: Database;
  owned: OwnedSession;
  seal: AccountSeal;
  change: SessionChange;
}): Promise<boolean> {
  const { owned, change } = options;
  return inAccount(options.database, owned.accountId, (tx) =>
    changeSessionIn(tx, { owned, seal: options.seal, change }),
  );
}

/** The same within a transaction. */
export async function changeSessionIn(
  tx: Transaction,
  options: { owned: OwnedSession; seal: AccountSeal; change: SessionChange },
): Promise<boolean> {
  const { owned, seal, change } = options;
  const sets: string[] = [];
  const values: unknown[] = [owned.accountId, owned.sessionId, owned.fence, owned.gatewayId];
  const set = (column: string, value: unknown): void => {
    values.push(value);
    sets.push(`${column} = $${values.length}`);
  };
  if (change.status !== undefined) set('status', change.status);
  if (change.reason !== undefined) set('reason', change.reason && JSON.stringify(change.reason));
  if (change.number !== undefined) set('number', change.number);
  if (change.profileName !== undefined) set('profile_name', change.profileName);
  if (change.lid !== undefined) set('lid', change.lid);
  if (change.connectedAt !== undefined) set('connected_at', change.connectedAt);
  if (change.restrictions !== undefined) set('restrictions', JSON.stringify(change.restrictions));
  const shown = sets.length > 0;
  if (change.lastSeenAt !== undefined) set('last_seen_at', change.lastSeenAt);
  if (change.pairing !== undefined) {
    set('pairing_sealed', change.pairing && sealPairing(seal, owned.sessionId, change.pairing.secret));
    set('pairing_expires_at', change.pairing?.expiresAt ?? null);
  }
  // A session without a name of its own is called by its number.
  if (change.number !== undefined)
    sets.push(`name = case when name = '' then $${values.indexOf(change.number) + 1} else name end`);
  if (shown) sets.push('revision = revision + 1', 'updated_at = now()');
  const rows = await tx.query<{ id: string; was: SessionStatus; last_seen_at: Date | null }>(
    `update sessions set ${sets.join(', ')}
     where account_id = $1 and id = $2 and fence = $3 and gateway_id = $4 and status not in ('removed', 'paused')
     returning id, old.status as was, old.last_seen_at`,
    values,
  );
  const [row] = rows;
  if (!row) return false;
  if (change.status !== undefined) {
    await noteStatus(tx, {
      sessionId: owned.sessionId,
      was: row.was,
      status: change.status,
      reason: change.reason?.code,
      goneSince: change.goneSince,
      heardAt: row.last_seen_at,
      at: change.connectedAt ?? new Date(),
    });
  }
  if (shown) await recordEvent(tx, { type: 'session.updated', subjectId: owned.sessionId });
  return true;
}

/** Forgets all keys of a session, and shuts out writes of an owner that doesn't know yet. */
export async function eraseKeys(tx: Transaction, sessionId: string): Promise<void> {
  await tx.query('update sessions set fence = fence + 1 where account_id = $1 and id = $2', [
    tx.accountId,
    sessionId,
  ]);
  await tx.query('delete from session_keys where account_id = $1 and session_id = $2', [
    tx.accountId,
    sessionId,
  ]);
}
