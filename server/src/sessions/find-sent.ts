import type { proto } from '@whiskeysockets/baileys';
import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { Baileys } from './baileys.ts';
import { encodeChange, OUTBOUND_CHANGE, type OutboundChange } from './encode-change.ts';
import { jidOfLid, jidOfNumber } from './jid.ts';
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
  if (!row) return findSentChange(options);
  return options.proto.Message.decode(seal.open('messages', row.id, row.encoded_sealed));
}

async function findSentChange(options: {
  database: Database;
  seal: AccountSeal;
  owned: OwnedSession;
  whatsappId: string;
  proto: Baileys['proto'];
}): Promise<proto.IMessage | undefined> {
  const { owned } = options;
  const [row] = await inAccount(options.database, owned.accountId, (tx) =>
    tx.query<{
      change: OutboundChange;
      group_jid: string | null;
      number: string | null;
      lid: string | null;
    }>(
      `select ${OUTBOUND_CHANGE} as change, g.jid as group_jid,
         (select i.value from identities i where i.account_id = v.account_id and i.contact_id = v.contact_id
            and i.kind = 'number' order by i.is_primary desc, i.verified_at nulls last, i.id limit 1) as number,
         (select i.value from identities i where i.account_id = v.account_id and i.contact_id = v.contact_id
            and i.kind = 'lid' order by i.id limit 1) as lid
       from message_changes x
       join messages o on o.account_id = x.account_id and o.id = x.message_id
       join conversations v on v.account_id = x.account_id and v.id = x.conversation_id
       left join groups g on g.account_id = v.account_id and g.id = v.group_id
       left join identities a on a.account_id = o.account_id and a.id = o.author_identity_id
       where x.account_id = $1 and x.session_id = $2 and x.whatsapp_id = $3
       limit 1`,
      [owned.accountId, owned.sessionId, options.whatsappId],
    ),
  );
  if (!row) return undefined;
  const chat = row.group_jid ?? (row.number ? jidOfNumber(row.number) : jidOfLid(row.lid ?? ''));
  return encodeChange(options, row.change, { chat, seal: options.seal }).message;
}
