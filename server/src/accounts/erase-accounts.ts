import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import type { Sealing } from '../db/seal.ts';
import { LIMITS } from '../limits.ts';
import type { MediaStore } from '../media/media-store.ts';

/**
 * Erases accounts whose grace period is over: first their files, then their rows, batch by batch, and at last the
 * account with its receipt. Whoever dies over it leaves it to the next run, which goes on where it was. Answers how
 * many are gone.
 */
export async function eraseDueAccounts(options: {
  database: Database;
  store: MediaStore;
  sealing: Pick<Sealing, 'forget'>;
  log: Logger;
  batch?: number;
}): Promise<number> {
  const { database, store, sealing, log } = options;
  const due = await database.crossing<{ accounts_to_erase: string }>('accounts_to_erase');
  let erased = 0;
  for (const { accounts_to_erase: accountId } of due)
    try {
      const files = await store.removeAll(accountId);
      if (files > 0)
        await inAccount(database, accountId, (tx) =>
          tx.query(
            `insert into erasures as e (account_id, files) values ($1, $2)
             on conflict (account_id) do update set files = e.files + excluded.files`,
            [accountId, files],
          ),
        );
      while (
        !(await eraseBatch(database, { accountId, batch: options.batch ?? LIMITS.accounts.eraseBatch }))
      );
      sealing.forget(accountId);
      // A file may have come between the first look and the last row.
      await store.removeAll(accountId);
      erased += 1;
      log.info({ accountId }, 'An account was erased.');
    } catch (error) {
      log.error({ err: error, accountId }, 'An account could not be erased; the next run goes on.');
    }
  return erased;
}

/** One step of it, in the scope of the agency, whose audit is told at the end. Answers whether it was the last. */
async function eraseBatch(
  database: Database,
  options: { accountId: string; batch: number },
): Promise<boolean> {
  const [account] = await inAccount(database, options.accountId, (tx) =>
    tx.query<{ parent_id: string }>('select parent_id from accounts where id = $1', [options.accountId]),
  );
  // Another process was at it too, and is done.
  if (!account) return true;
  return inAccount(database, account.parent_id, async (tx) => {
    await tx.query(`set local statement_timeout = ${LIMITS.accounts.eraseStatementMs}`);
    const [step] = await tx.query<{ finished: boolean }>('select finished from erase_account($1, $2)', [
      options.accountId,
      options.batch,
    ]);
    return step!.finished;
  });
}
