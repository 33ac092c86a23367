import type { AuditDraft } from '../audit/audit-draft.ts';
import type { Transaction } from '../db/database.ts';
import { recordEvents, recordWithdrawals } from '../events/record-event.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import { demandRevision } from '../http/revisions.ts';
import { lockAccount } from './client-account.ts';
import { type AccountRow, presentAccount } from './present.ts';
import { accountSettingsOf, changeAccountSettings } from './settings.ts';

/** Sets how the transaction's account works. Throws 412 unless `ifMatch` names its revision. */
export async function editAccount(
  tx: Transaction,
  options: {
    ifMatch: string | null;
    change: components['schemas']['UpdateAccountRequest'];
    audit?: AuditDraft | null;
  },
): Promise<AccountRow> {
  const row = await lockAccount(tx);
  demandRevision(options.ifMatch, row.revision);
  const { name, country, areaCode, timeZone, locale, limits } = options.change;
  if (timeZone !== undefined) demandTimeZone(timeZone);
  const settings = changeAccountSettings(row.settings, options.change.settings ?? {});
  const [changed] = await tx.query<AccountRow>(
    `update accounts set settings = $2, name = coalesce($3, name), country = coalesce($4, country),
       area_code = case when $5 then $6 else area_code end, time_zone = coalesce($7, time_zone),
       locale = coalesce($8, locale), limits = limits || $9, revision = revision + 1, updated_at = now()
     where id = $1 returning *`,
    [
      tx.accountId,
      JSON.stringify(settings),
      name ?? null,
      country ?? null,
      areaCode !== undefined,
      areaCode ?? null,
      timeZone ?? null,
      locale ?? null,
      JSON.stringify(limits ?? {}),
    ],
  );
  options.audit?.target('account', undefined, changed!.name).change({
    before: auditedPart(row, options.change),
    after: auditedPart(changed!, options.change),
  });
  const [before, after] = [accountSettingsOf(row.settings), accountSettingsOf(settings)];
  if (before.groups !== after.groups) await tellGroups(tx, after.groups);
  return changed!;
}

/** Throws 400 for what is no IANA time zone. */
export function demandTimeZone(name: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'There is no such time zone.',
      errors: [{ pointer: '/body/timeZone', detail: 'is not an IANA time zone, such as America/Sao_Paulo' }],
    });
  }
}

/** The fields that a change names, as they are in a row. */
function auditedPart(
  row: AccountRow,
  change: components['schemas']['UpdateAccountRequest'],
): Record<string, unknown> {
  const { name, country, areaCode, timeZone, locale, limits } = presentAccount(row);
  const all = {
    name,
    country,
    areaCode,
    timeZone,
    locale,
    limits,
    settings: accountSettingsOf(row.settings),
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => field in change));
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
