import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { LIMITS } from '../limits.ts';
import { hashApiKey } from './api-key-secret.ts';
import type { AccountMode } from './caller.ts';

/** A key as it stands right now, with the account it acts for. */
export interface FoundApiKey {
  place: number;
  account_id: string;
  key_id: string;
  name: string;
  scopes: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  key_status: string;
  /** Null when the account asked for is neither the key's nor a client of it. */
  acts_for: string | null;
  acts_mode: AccountMode | null;
  acts_status: string | null;
  acts_daily: number | null;
}

export interface ApiKeyLookup {
  /** Finds a key by its secret; `actFor` is the account of the header MetaHub-Account, or null for the key's own. */
  find(secret: string, actFor: string | null): Promise<FoundApiKey | null>;
  /** Writes the last uses that are still in memory, and stops. */
  close(): Promise<void>;
}

interface Waiting {
  hash: Buffer;
  actFor: string | null;
  found: PromiseWithResolvers<FoundApiKey | null>;
}

/**
 * Reads keys from the database at every request, so that revoking acts at once, but shares the statement with
 * all requests that wait at the same moment. Nothing is answered from memory.
 */
export function createApiKeyLookup(options: { database: Database; log: Logger }): ApiKeyLookup {
  const { database, log } = options;
  const { batch, inFlight } = LIMITS.access.keyLookups;
  let waiting: Waiting[] = [];
  let running = 0;
  let scheduled = false;
  const lastUses = new Map<string, { accountId: string; id: string; time: Date }>();

  function schedule(): void {
    if (scheduled || running >= inFlight || waiting.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      const some = waiting.splice(0, batch);
      running += 1;
      void look(some).finally(() => {
        running -= 1;
        schedule();
      });
      schedule();
    });
  }

  async function look(some: Waiting[]): Promise<void> {
    try {
      const rows = await database.crossing<FoundApiKey>('find_api_keys', [
        some.map((one) => one.hash),
        some.map((one) => one.actFor),
      ]);
      const byPlace = new Map(rows.map((row) => [row.place, row]));
      some.forEach((one, index) => one.found.resolve(byPlace.get(index + 1) ?? null));
    } catch (error) {
      for (const one of some) one.found.reject(error);
    }
  }

  async function writeLastUses(): Promise<void> {
    const uses = [...lastUses.values()];
    if (uses.length === 0) return;
    lastUses.clear();
    try {
      await database.crossing('touch_api_keys', [
        uses.map((use) => use.accountId),
        uses.map((use) => use.id),
        uses.map((use) => use.time),
      ]);
    } catch (error) {
      log.warn({ err: error }, 'The last use of API keys could not be written.');
    }
  }

  const timer = setInterval(() => void writeLastUses(), LIMITS.access.lastUsedMs);
  timer.unref();
  return {
    async find(secret, actFor) {
      const found = Promise.withResolvers<FoundApiKey | null>();
      waiting.push({ hash: hashApiKey(secret), actFor, found });
      schedule();
      const key = await found.promise;
      if (key) lastUses.set(key.key_id, { accountId: key.account_id, id: key.key_id, time: new Date() });
      return key;
    },
    async close() {
      clearInterval(timer);
      await writeLastUses();
      waiting = [];
    },
  };
}
