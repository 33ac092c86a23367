import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { Verdict } from './connection-end.ts';
import { failQueued } from './fail-queued.ts';
import { describeReason, type ReasonCode } from './session-reasons.ts';
import { changeSessionIn, eraseKeys, type SessionChange } from './session-rows.ts';
import type { OwnedSession } from './vault-storage.ts';

/** Stores the end of a link: the status, and the keys forgotten where they are of no use. */
export async function endLink(options: {
  database: Database;
  owned: OwnedSession;
  seal: AccountSeal;
  verdict: Extract<Verdict, { next: 'stop' }>;
  locale: string;
  heardAt: Date | undefined;
}): Promise<void> {
  const { owned, seal, verdict, locale, heardAt } = options;
  await inAccount(options.database, owned.accountId, async (tx) => {
    const changed = await changeSessionIn(tx, {
      owned,
      seal,
      change: {
        status: verdict.status,
        reason: describeReason(verdict.reason, locale),
        pairing: null,
        ...(heardAt ? { lastSeenAt: heardAt } : {}),
      },
    });
    if (!changed) return;
    if (verdict.eraseKeys) await eraseKeys(tx, owned.sessionId);
    if (verdict.status === 'logged_out') await failQueued(tx, owned.sessionId, 'session_logged_out');
  });
}

/** How a session is between two attempts to connect. */
export function stateBetween(session: {
  reason: ReasonCode;
  paired: boolean;
  locale: string;
  heardAt: Date | undefined;
}): SessionChange {
  const { reason, paired, locale, heardAt } = session;
  if (!paired) {
    const shown = reason === 'proxy_unreachable' ? reason : 'transport_unavailable';
    return { status: 'pairing', reason: describeReason(shown, locale), pairing: null };
  }
  const described = describeReason(reason, locale);
  if (reason === 'restart_required' || reason === 'connecting')
    return { status: 'connecting', reason: described };
  return { status: 'disconnected', reason: described, lastSeenAt: heardAt ?? new Date() };
}
