import { type Database, inAccount } from './database.ts';
import { MasterKey, SealError } from './master-key.ts';

/** Accounts looked for in one statement. */
const BATCH = 200;

/** What a rotation has done. */
export interface Rewrapped {
  accounts: number;
  signingKeys: number;
  /** Signing keys that none of the given master keys opens: they verify until they retire, and sign no more. */
  lostSigningKeys: number;
}

/**
 * Puts everything that a former master key wraps under the current one, while servers that know both go on. Done
 * twice, or by two at once, it does nothing more. Throws SealError when an account's key opens with none of the
 * given ones; what was done until then stays done.
 */
export async function rewrapKeys(options: {
  database: Database;
  /** The current key and the former ones. */
  masterKey: MasterKey;
  onProgress?: (accounts: number) => void;
}): Promise<Rewrapped> {
  const { database, masterKey } = options;
  let accounts = 0;
  for (;;) {
    const rows = await database.crossing<{ account_id: string }>('former_key_accounts', [
      masterKey.id,
      BATCH,
    ]);
    for (const { account_id: accountId } of rows) await rewrapAccount({ database, masterKey, accountId });
    accounts += rows.length;
    options.onProgress?.(accounts);
    if (rows.length < BATCH) break;
  }
  return { accounts, ...(await resealSigningKeys(database, masterKey)) };
}

async function rewrapAccount(options: {
  database: Database;
  masterKey: MasterKey;
  accountId: string;
}): Promise<void> {
  const { database, masterKey, accountId } = options;
  await inAccount(database, accountId, async (tx) => {
    const rows = await tx.query<{ id: number; wrapped: Buffer; master_key_id: string }>(
      'select id, wrapped, master_key_id from account_keys where master_key_id <> $1 order by id for update',
      [masterKey.id],
    );
    for (const row of rows) {
      const context = `account_keys ${accountId} ${row.id}`;
      const key = masterKey.unwrap(context, row.master_key_id, row.wrapped);
      await tx.query(
        'update account_keys set wrapped = $3, master_key_id = $4 where account_id = $1 and id = $2',
        [accountId, row.id, masterKey.wrap(context, key), masterKey.id],
      );
    }
  });
}

async function resealSigningKeys(
  database: Database,
  masterKey: MasterKey,
): Promise<{ signingKeys: number; lostSigningKeys: number }> {
  const rows = await database.crossing<{ id: string; private_sealed: Buffer }>('list_signing_keys');
  let [signingKeys, lostSigningKeys] = [0, 0];
  for (const { id, private_sealed: sealed } of rows) {
    if (MasterKey.idOfSecret(sealed) === masterKey.id) continue;
    const context = `signing_keys ${id}`;
    try {
      const anew = masterKey.sealSecret(context, masterKey.openSecret(context, sealed));
      const done = await database.crossing('reseal_signing_key', [id, sealed, anew]);
      signingKeys += done.length;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      lostSigningKeys += 1;
    }
  }
  return { signingKeys, lostSigningKeys };
}
