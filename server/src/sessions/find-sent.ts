import type { proto } from '@whiskeysockets/baileys';
import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { Baileys } from './baileys.ts';
import type { OwnedSession } from './vault-storage.ts';

/**
 * The proto of a message as it was sent, for a phone that couldn't decrypt it and asks again: Baileys keeps the
 * last ones in memory, and knows nothing of them after a restart.
 */
export async function findSent(options: {
  database: Database;
  seal: AccountSeal;
  owned: OwnedSession;
  whatsappId: string;
  proto: Baileys['proto'];
}): Promise<proto.IMessage | undefined> {
  const { owned, seal } = options;
  const [row] = await inAccount(options.database, owned.accountId, (tx) =>
    tx.query<{ id: string; encoded_sealed: Buffer }>(
      `select id, encoded_sealed from messages
       where account_id = $1 and session_id = $2 and whatsapp_id = $3 and direction = 'outbound'
         and encoded_sealed is not null and deleted_at is null
       limit 1`,
      [owned.accountId, owned.sessionId, options.whatsappId],
    ),
  );
  if (!row) return undefined;
  return options.proto.Message.decode(seal.open('messages', row.id, row.encoded_sealed));
}
