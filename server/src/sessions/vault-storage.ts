import type { Database } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import { breathe } from './breath.ts';
import type { JournalKey } from './inbound-ledger.ts';
import { type EncodedKey, FenceLostError, type VaultStorage } from './key-vault.ts';
import { sessionLimits } from './limits.ts';

/** A session as its owner holds it: the fence is the proof of ownership in every write. */
export interface OwnedSession {
  accountId: string;
  sessionId: string;
  gatewayId: string;
  fence: number;
}

/** The state that `raise exception` of commit_inbound carries when the fence is lost. */
const FENCE_LOST_STATE = 'MH001';

/** The vault of one owned session in the database: values sealed, every write fenced. */
export function makeVaultStorage(options: {
  database: Database;
  seal: AccountSeal;
  owned: OwnedSession;
}): VaultStorage {
  const { database, seal, owned } = options;
  const { accountId, sessionId, gatewayId, fence } = owned;
  return {
    async read(kind, ids) {
      const rows = await database.crossing<{ key_id: string; value_sealed: Buffer }>('read_session_keys', [
        accountId,
        sessionId,
        kind,
        ids,
      ]);
      return rows.map((row) => ({
        id: row.key_id,
        bytes: seal.open('session_keys', keyRow(sessionId, kind, row.key_id), row.value_sealed),
      }));
    },

    async commit({ keys, journal }) {
      const sealed: (Buffer | null)[] = [];
      for (const key of keys) {
        await breathe(sessionLimits.turnMs);
        sealed.push(sealedKey(seal, sessionId, key));
      }
      const statement = database.crossing<{ journalled: number }>('commit_inbound', [
        accountId,
        sessionId,
        gatewayId,
        fence,
        keys.map((key) => key.kind),
        keys.map((key) => key.id),
        sealed,
        journal.map((entry) => entry.chat),
        journal.map((entry) => entry.author),
        journal.map((entry) => entry.fromMe),
        journal.map((entry) => entry.whatsappId),
        journal.map((entry) => JSON.stringify(entry.attributes)),
        journal.map(
          (entry) => entry.plaintext && seal.seal('journal', journalRow(sessionId, entry), entry.plaintext),
        ),
        journal.map((entry) => entry.kind),
      ]);
      try {
        await withDeadline(statement, sessionLimits.commitMs);
      } catch (error) {
        if ((error as { code?: unknown }).code !== FENCE_LOST_STATE) throw error;
        throw new FenceLostError('Another gateway owns this session.', { cause: error });
      }
    },
  };
}

/** The plaintext that the journal has of a message; undefined when it doesn't have it. */
export async function recallJournal(options: {
  database: Database;
  seal: AccountSeal;
  owned: OwnedSession;
  key: JournalKey;
}): Promise<Uint8Array | undefined> {
  const { owned, key } = options;
  const [row] = await options.database.crossing<{ plaintext_sealed: Buffer | null }>('recall_journal', [
    owned.accountId,
    owned.sessionId,
    key.chat,
    key.author,
    key.fromMe,
    key.whatsappId,
  ]);
  if (!row) return undefined;
  // Its text may be forgotten already: then the message was shown long ago, and an empty proto acknowledges it.
  if (!row.plaintext_sealed) return new Uint8Array();
  return options.seal.open('journal', journalRow(owned.sessionId, key), row.plaintext_sealed);
}

/** What a sealed journal text is bound to: the message's natural key. */
export function journalRow(sessionId: string, key: JournalKey): string {
  return [sessionId, key.chat, key.author, key.fromMe ? 'out' : 'in', key.whatsappId].join(' ');
}

/** A key value as it's stored; null for one that's to be deleted. */
export function sealedKey(seal: AccountSeal, sessionId: string, key: EncodedKey): Buffer | null {
  return key.bytes && seal.seal('session_keys', keyRow(sessionId, key.kind, key.id), key.bytes);
}

function keyRow(sessionId: string, kind: string, id: string): string {
  return `${sessionId} ${kind} ${id}`;
}

/** A statement that a stalled database never answers must not hold a socket open for ever. */
async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`The database didn't answer within ${milliseconds} ms.`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
