import { type Database, inAccount, type Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { recordEvent } from '../events/record-event.ts';
import { PairingRefused } from './connection.ts';
import type { Self } from './inbound-ledger.ts';
import { numberOf } from './jid.ts';
import { sessionLimits } from './limits.ts';
import { describeReason } from './session-reasons.ts';
import { changeSessionIn } from './session-rows.ts';
import { type OwnedSession, sealedKey } from './vault-storage.ts';

/**
 * Decides about a phone that has just accepted this device, before the device answers it.
 *
 * Another number than the session's, or one that has a live session in this account, is refused: throws
 * PairingRefused. The number of a removed session revives that one: its row takes the credentials over and becomes
 * this gateway's, and the row that was paired points to it; the answer is the session that goes on.
 */
export async function admitPairing(options: {
  database: Database;
  seal: AccountSeal;
  owned: OwnedSession;
  self: Self & { name?: string };
  locale: string;
  /** The stored credentials, to be handed over to a revived session. */
  credentials: () => Promise<Uint8Array>;
}): Promise<OwnedSession> {
  const { owned, seal, self, locale } = options;
  const number = numberOf(self.id);
  if (!number) throw new PairingRefused('wrong_number');
  const credentials = await options.credentials();
  return inAccount(options.database, owned.accountId, async (tx) => {
    // One pairing at a time per account, so that two devices of one number can't both be new.
    await tx.query('select from accounts where id = $1 for no key update', [owned.accountId]);
    const others = await tx.query<{ id: string; number: string | null; status: string; transport: string }>(
      `select id, number, status, transport from sessions
       where account_id = $1 and (id = $2 or number = $3) and merged_into is null
       order by removed_at desc nulls first`,
      [owned.accountId, owned.sessionId, number],
    );
    const own = others.find(({ id }) => id === owned.sessionId);
    if (own?.number && own.number !== number) throw new PairingRefused('wrong_number');
    const rest = others.filter(({ id }) => id !== owned.sessionId);
    if (rest.some(({ status }) => status !== 'removed')) throw new PairingRefused('number_in_use');
    const removed = own?.number ? undefined : rest.find(({ transport }) => transport === own?.transport);
    if (removed) return revive(tx, { owned, seal, locale, earlier: removed.id, credentials, self });
    await changeSessionIn(tx, {
      owned,
      seal,
      change: {
        status: 'connecting',
        reason: describeReason('scanned', locale),
        number,
        ...(self.name ? { profileName: self.name } : {}),
        pairing: null,
      },
    });
    return owned;
  });
}

async function revive(
  tx: Transaction,
  options: {
    owned: OwnedSession;
    seal: AccountSeal;
    locale: string;
    earlier: string;
    credentials: Uint8Array;
    self: { name?: string };
  },
): Promise<OwnedSession> {
  const { owned, seal, locale, earlier } = options;
  const [row] = await tx.query<{ fence: number }>(
    `update sessions set status = 'connecting', reason = $3, removed_at = null, fence = fence + 1, gateway_id = $4,
       lease_until = clock_timestamp() + $5 * interval '1 millisecond', profile_name = coalesce($6, profile_name),
       revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2 returning fence`,
    [
      tx.accountId,
      earlier,
      JSON.stringify(describeReason('scanned', locale)),
      owned.gatewayId,
      sessionLimits.leaseMs,
      options.self.name ?? null,
    ],
  );
  await tx.query('delete from session_keys where account_id = $1 and session_id = any($2)', [
    tx.accountId,
    [owned.sessionId, earlier],
  ]);
  await tx.query(
    `insert into session_keys (account_id, session_id, kind, key_id, value_sealed) values ($1, $2, 'creds', '', $3)`,
    [tx.accountId, earlier, sealedKey(seal, earlier, { kind: 'creds', id: '', bytes: options.credentials })],
  );
  await tx.query(
    `update sessions set status = 'removed', merged_into = $3, reason = $4, removed_at = now(), pairing_sealed = null,
       pairing_expires_at = null, revision = revision + 1, updated_at = now()
     where account_id = $1 and id = $2`,
    [tx.accountId, owned.sessionId, earlier, JSON.stringify(describeReason('revived', locale))],
  );
  await recordEvent(tx, { type: 'session.updated', subjectId: owned.sessionId });
  await recordEvent(tx, { type: 'session.updated', subjectId: earlier });
  return { ...owned, sessionId: earlier, fence: row!.fence };
}
