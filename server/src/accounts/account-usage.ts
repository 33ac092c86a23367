import type { Database } from '../db/database.ts';
import { toTypeId } from '../db/ids.ts';
import type { components } from '../http/contract.gen.ts';
import { type AccountRow, presentLimits } from './present.ts';

interface UsageRow {
  account_id: string;
  sessions: number;
  connected: number;
  need_attention: number;
  members: number;
  messages_today: number;
  media_bytes: number;
  last_activity_at: Date | null;
}

/** What these accounts use now, in their order. Whose they are was checked before. */
export async function readUsage(
  database: Database,
  accounts: AccountRow[],
): Promise<components['schemas']['AccountUsage'][]> {
  if (accounts.length === 0) return [];
  const rows = await database.crossing<UsageRow>('account_usage', [accounts.map(({ id }) => id)]);
  const byId = new Map(rows.map((row) => [row.account_id, row]));
  return accounts.flatMap((account) => {
    const row = byId.get(account.id);
    return row ? [presentUsage(account, row)] : [];
  });
}

function presentUsage(account: AccountRow, row: UsageRow): components['schemas']['AccountUsage'] {
  return {
    accountId: toTypeId('acc', account.id),
    name: account.name,
    mode: account.mode,
    status: account.status,
    closesAt: account.closes_at?.toISOString() ?? null,
    sessions: { total: row.sessions, connected: row.connected, needAttention: row.need_attention },
    members: row.members,
    messagesToday: row.messages_today,
    mediaBytes: row.media_bytes,
    limits: presentLimits(account),
    lastActivityAt: row.last_activity_at?.toISOString() ?? null,
  };
}
