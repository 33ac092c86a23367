import type { Application } from '../application.ts';
import type { AuditOrigin } from '../audit/audit-entry.ts';
import { toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';

interface SignInRow {
  id: string;
  address: string | null;
  user_agent: string | null;
  created_at: Date;
  rotated_at: Date;
  expires_at: Date;
}

const MOST = 200;

/** Where a person is signed in, the latest used first; `current` is the sign-in that asks. */
export async function listSignIns(
  app: Application,
  options: { userId: string; current: string },
): Promise<components['schemas']['ActiveSignIn'][]> {
  const rows = await app.database.crossing<SignInRow>('list_sign_ins', [options.userId, MOST]);
  return rows.map((row) => ({
    id: toTypeId('sgn', row.id),
    current: row.id === options.current,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.rotated_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** Ends one sign-in of a person, or all but one, with their sockets; the audits of their accounts tell. Answers how many. */
export async function endSignIns(
  app: Application,
  which: { userId: string; only: string } | { userId: string; kept: string },
  origin: AuditOrigin,
): Promise<number> {
  const ended = await app.database.crossing<{ id: string }>('end_sign_ins', [
    which.userId,
    'only' in which ? which.only : null,
    'kept' in which ? which.kept : null,
    JSON.stringify({ action: 'sign_in.ended', ...origin }),
  ]);
  for (const { id } of ended) app.events.accessChanged({ credentialId: id });
  return ended.length;
}
