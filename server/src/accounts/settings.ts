import type { Transaction } from '../db/database.ts';
import type { components } from '../http/contract.gen.ts';

/** How an account works; the contract's AccountSettings. */
export type AccountSettings = components['schemas']['AccountSettings'];
/** A change of them: what is left out stays. */
export type AccountSettingsChange = NonNullable<components['schemas']['UpdateAccountRequest']['settings']>;
/** What is stored: what was never set is the default. */
export type StoredSettings = AccountSettingsChange;

export const defaultAccountSettings: AccountSettings = {
  groups: true,
  linkPreviews: true,
  history: { days: 90, messagesPerChat: 300 },
};

/** The settings of an account from what is stored of them. */
export function accountSettingsOf(stored: StoredSettings): AccountSettings {
  return {
    groups: stored.groups ?? defaultAccountSettings.groups,
    linkPreviews: stored.linkPreviews ?? defaultAccountSettings.linkPreviews,
    history: { ...defaultAccountSettings.history, ...stored.history },
  };
}

/** What is to be stored after a change. */
export function changeAccountSettings(stored: StoredSettings, change: AccountSettingsChange): StoredSettings {
  const history = { ...stored.history, ...change.history };
  return { ...stored, ...change, ...(Object.keys(history).length > 0 ? { history } : {}) };
}

/** The settings of the transaction's account. */
export async function readAccountSettings(tx: Transaction): Promise<AccountSettings> {
  const [row] = await tx.query<{ settings: StoredSettings }>('select settings from accounts where id = $1', [
    tx.accountId,
  ]);
  return accountSettingsOf(row?.settings ?? {});
}
