import type { Transaction } from '../db/database.ts';
import { recordEvents, recordWithdrawals } from '../events/record-event.ts';
import type { components } from '../http/contract.gen.ts';
import { notFound } from '../http/problem.ts';
import { demandRevision } from '../http/revisions.ts';
import type { AccountRow } from './present.ts';
import { accountSettingsOf, changeAccountSettings } from './settings.ts';

/** Sets how the transaction's account works. Throws 412 unless `ifMatch` names its revision. */
export async function editAccount(
  tx: Transaction,
  options: { ifMatch: string | null; change: components['schemas']['UpdateAccountRequest'] },
): Promise<AccountRow> {
  const [row] = await tx.query<AccountRow>('select * from accounts where id = $1 for no key update', [
    tx.accountId,
  ]);
  if (!row) throw notFound('account');
  demandRevision(options.ifMatch, row.revision);
  const settings = changeAccountSettings(row.settings, options.change.settings ?? {});
  const [changed] = await tx.query<AccountRow>(
    `update accounts set settings = $2, revision = revision + 1, updated_at = now() where id = $1 returning *`,
    [tx.accountId, JSON.stringify(settings)],
  );
  const [before, after] = [accountSettingsOf(row.settings), accountSettingsOf(settings)];
  if (before.groups !== after.groups) await tellGroups(tx, after.groups);
  return changed!;
}

/** Conversations with groups come and go with the setting: whoever has a list open is told. */
async function tellGroups(tx: Transaction, shown: boolean): Promise<void> {
  const groups = await tx.query<{ id: string; holder: string | null }>(
    `select v.id, v.held_by as holder from conversation_state_view v
     where v.account_id = $1 and v.kind = 'group' order by v.last_activity_at`,
    [tx.accountId],
  );
  if (shown) await recordEvents(tx, { type: 'conversation.updated', subjectIds: groups.map(({ id }) => id) });
  else await recordWithdrawals(tx, groups);
}
