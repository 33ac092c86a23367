import { type Database, inAccount } from '../db/database.ts';
import type { WASocket } from './baileys.ts';
import type { OwnedSession } from './vault-storage.ts';

/**
 * Tells WhatsApp that inbound messages were read, each chat by the address it came with. The account's own privacy setting
 * decides whether the customer sees it.
 */
export async function sendRead(options: {
  database: Database;
  socket: WASocket;
  owned: OwnedSession;
  /** UUIDs of messages of this session. */
  messageIds: string[];
}): Promise<void> {
  const { database, owned } = options;
  const rows = await inAccount(database, owned.accountId, (tx) =>
    tx.query<{ chat: string; author: string; whatsapp_id: string }>(
      `select j.chat, j.author, j.whatsapp_id
       from messages m
       join journal j on j.account_id = m.account_id and j.session_id = m.session_id
         and j.whatsapp_id = m.whatsapp_id and j.kind = 'message' and not j.from_me
       where m.account_id = $1 and m.session_id = $2 and m.id = any ($3) and m.direction = 'inbound'`,
      [owned.accountId, owned.sessionId, options.messageIds],
    ),
  );
  if (rows.length === 0) return;
  await options.socket.readMessages(
    rows.map((row) => ({
      remoteJid: row.chat,
      id: row.whatsapp_id,
      fromMe: false,
      ...(row.chat.endsWith('@g.us') ? { participant: row.author } : {}),
    })),
  );
}
