import { type Database, inAccount, type Transaction } from '../db/database.ts';
import type { MediaStore } from './media-store.ts';

/**
 * Held by whoever notes in a row that the account has these bytes, and by whoever looks whether nobody needs them any
 * more: so they are not removed while somebody else brings them again.
 */
export async function lockBytes(tx: Transaction, sha256: Buffer): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4201006))', [
    `${tx.accountId} ${sha256.toString('hex')}`,
  ]);
}

/**
 * Forgets files that were uploaded and never sent, row and bytes; bytes that another file of the account has stay. Answers
 * how many.
 */
export async function forgetUploads(options: {
  database: Database;
  store: MediaStore;
  olderThan: Date;
  batch: number;
}): Promise<number> {
  const { database, store } = options;
  const unused = await database.crossing<{ account_id: string; id: string }>('unused_uploads', [
    options.olderThan,
    options.batch,
  ]);
  for (const { account_id: accountId, id } of unused)
    await inAccount(database, accountId, async (tx) => {
      const [row] = await tx.query<{ sha256: Buffer | null }>(
        `select sha256 from media where account_id = $1 and id = $2 and message_id is null and used_at is null for update`,
        [accountId, id],
      );
      if (!row) return;
      await tx.query('delete from media where account_id = $1 and id = $2', [accountId, id]);
      if (!row.sha256) return;
      await lockBytes(tx, row.sha256);
      const others = await tx.query('select from media where account_id = $1 and sha256 = $2 limit 1', [
        accountId,
        row.sha256,
      ]);
      // Before the commit: what dies in between leaves a row without bytes, and the next run takes that.
      if (others.length === 0) await store.remove({ accountId, sha256: row.sha256 });
    });
  return unused.length;
}
