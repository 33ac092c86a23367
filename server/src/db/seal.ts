import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Database, inAccount } from './database.ts';
import { drawRandom } from './draw-random.ts';
import { type MasterKey, SealError } from './master-key.ts';

const VERSION = 1;
/** version (1) | data key id (2) | nonce (12) | ciphertext | tag (16) */
const HEADER_BYTES = 3;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals and opens values of one account: AES-256-GCM, bound to table, account and row. */
export interface AccountSeal {
  /** `row` names the row within its table: its key's text. */
  seal(table: string, row: string, bytes: Uint8Array): Buffer;
  /** Throws SealError for a value that was altered, moved to another row, or belongs to another account. */
  open(table: string, row: string, sealed: Uint8Array): Buffer;
}

export interface Sealing {
  /** The seal of an account; its data key is made at first use. */
  forAccount(accountId: string): Promise<AccountSeal>;
  /** Forgets what is cached of an account, after its keys were erased. */
  forget(accountId: string): void;
}

/** Envelope encryption: one data key per account, wrapped by the master key; at most `cached` keys in memory. */
export function createSealing(options: {
  database: Database;
  masterKey: MasterKey;
  cached: number;
}): Sealing {
  const { database, masterKey, cached } = options;
  const seals = new Map<string, Promise<AccountSeal>>();
  return {
    forAccount(accountId) {
      const known = seals.get(accountId);
      seals.delete(accountId);
      const seal =
        known ??
        loadDataKeys({ database, masterKey, accountId }).then((keys) => createAccountSeal(accountId, keys));
      seals.set(accountId, seal);
      if (!known) seal.catch(() => seals.delete(accountId));
      for (const oldest of seals.keys()) {
        if (seals.size <= cached) break;
        seals.delete(oldest);
      }
      return seal;
    },
    forget: (accountId) => void seals.delete(accountId),
  };
}

/** The data keys of an account by id; the highest seals. */
async function loadDataKeys(options: {
  database: Database;
  masterKey: MasterKey;
  accountId: string;
}): Promise<Map<number, Buffer>> {
  const { database, masterKey, accountId } = options;
  const context = (id: number): string => `account_keys ${accountId} ${id}`;
  return inAccount(database, accountId, async (tx) => {
    const select = 'select id, wrapped, master_key_id from account_keys order by id';
    type Row = { id: number; wrapped: Buffer; master_key_id: string };
    let rows = await tx.query<Row>(select);
    if (rows.length === 0) {
      await tx.query(
        `insert into account_keys (account_id, id, wrapped, master_key_id) values ($1, 1, $2, $3)
         on conflict do nothing`,
        [accountId, masterKey.wrap(context(1), randomBytes(32)), masterKey.id],
      );
      rows = await tx.query<Row>(select);
    }
    const keys = new Map<number, Buffer>();
    for (const row of rows) {
      const key = masterKey.unwrap(context(row.id), row.master_key_id, row.wrapped);
      keys.set(row.id, key);
      if (row.master_key_id !== masterKey.id)
        await tx.query(
          'update account_keys set wrapped = $2, master_key_id = $3 where account_id = $4 and id = $1',
          [row.id, masterKey.wrap(context(row.id), key), masterKey.id, accountId],
        );
    }
    return keys;
  });
}

function createAccountSeal(accountId: string, keys: Map<number, Buffer>): AccountSeal {
  const sealingId = Math.max(...keys.keys());
  const sealingKey = keys.get(sealingId)!;
  const bindingOf = (table: string, row: string): Buffer => Buffer.from(`${table}\0${accountId}\0${row}`);
  return {
    seal(table, row, bytes) {
      const sealed = Buffer.allocUnsafe(HEADER_BYTES + NONCE_BYTES + bytes.length + TAG_BYTES);
      sealed[0] = VERSION;
      sealed.writeUInt16BE(sealingId, 1);
      const nonce = drawRandom(NONCE_BYTES);
      nonce.copy(sealed, HEADER_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(bindingOf(table, row));
      cipher.update(bytes).copy(sealed, HEADER_BYTES + NONCE_BYTES);
      cipher.final();
      cipher.getAuthTag().copy(sealed, sealed.length - TAG_BYTES);
      return sealed;
    },
    open(table, row, sealed) {
      const key = sealed[0] === VERSION ? keys.get((sealed[1]! << 8) | sealed[2]!) : undefined;
      if (!key || sealed.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES)
        throw new SealError(`A sealed value of ${table} has an unknown form or key.`);
      try {
        const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce);
        decipher.setAAD(bindingOf(table, row)).setAuthTag(sealed.subarray(-TAG_BYTES));
        const body = decipher.update(sealed.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES));
        decipher.final();
        return body;
      } catch (error) {
        throw new SealError(`A sealed value of ${table} does not open: it was altered or moved.`, {
          cause: error,
        });
      }
    },
  };
}
