import { inAccount } from '../src/db/database.ts';
import { newId } from '../src/db/ids.ts';
import { encodeText } from '../src/sessions/encode-text.ts';
import type { JournalEntryInput } from '../src/sessions/key-vault.ts';
import { makeVaultStorage, type OwnedSession } from '../src/sessions/vault-storage.ts';
import { type TestDatabase, testAccount } from './harness.ts';

/** A session in the database that a gateway of the test owns. */
export async function ownedSession(
  db: TestDatabase,
  options: { accountId?: string } = {},
): Promise<OwnedSession> {
  const accountId = options.accountId ?? (await testAccount(db));
  const sessionId = newId();
  await inAccount(db.database, accountId, (tx) =>
    tx.query(
      `insert into sessions (account_id, id, name, transport, status, number) values ($1, $2, 'Clínica', 'sandbox', 'connected', '+5511990000001')`,
      [accountId, sessionId],
    ),
  );
  return claim(db, sessionId);
}

/** Takes a session that nobody owns now, as a new gateway. */
export async function claim(db: TestDatabase, sessionId: string): Promise<OwnedSession> {
  const gatewayId = newId();
  const [row] = await db.database.crossing<{ account_id: string; fence: number }>('claim_sessions', [
    gatewayId,
    'sandbox',
    1,
    15_000,
    sessionId,
  ]);
  if (!row) throw new Error('Somebody owns the session.');
  return { accountId: row.account_id, sessionId, gatewayId, fence: row.fence };
}

/** A text from somebody, as the journal gets it. */
export function textFrom(
  chat: string,
  text: string,
  more: Partial<JournalEntryInput> & { attributes?: Record<string, string> } = {},
): JournalEntryInput {
  return {
    kind: 'message',
    chat,
    author: chat,
    fromMe: false,
    whatsappId: more.whatsappId ?? newId(),
    plaintext: encodeText({ text }).encoded,
    ...more,
    attributes: { from: chat, t: String(Math.floor(Date.now() / 1_000)), ...more.attributes },
  };
}

/** Journals messages as an owner does. */
export async function journal(
  db: TestDatabase,
  owned: OwnedSession,
  entries: JournalEntryInput[],
): Promise<void> {
  const seal = await db.sealing.forAccount(owned.accountId);
  await makeVaultStorage({ database: db.database, seal, owned }).commit({ keys: [], journal: entries });
}
