import type { Logger } from 'pino';
import type { Caller } from '../access/caller.ts';
import type { Database } from '../db/database.ts';
import { LIMITS } from '../limits.ts';
import { actorOf, type AuditedRequest, type NewAuditEntry, originOf } from './audit-entry.ts';
import { RecentKeys } from './recent-keys.ts';

/**
 * What is told of beside transactions: refusals, which have none, and the first use of a key from an address. It is
 * gathered and written within a second, so that nobody can slow the API down, or fill the audit, by being refused.
 */
export interface AuditTrail {
  /** Something was refused to a credential, or a person, of the account. The same again within a second is counted. */
  refused(accountId: string, entry: NewAuditEntry): void;
  /** A request came with an API key. Costs a look into memory where it came from that address before. */
  keyUsed(caller: Caller, request: AuditedRequest): void;
  /** Reads of conversations that were told of within the last half hour: `member conversation`. */
  readonly reads: RecentKeys;
  /** Writes what was gathered until now. */
  settle(): Promise<void>;
  /** The same, and gathers no more. */
  close(): Promise<void>;
}

/** Starts gathering. An entry that cannot be written is logged and lost: a refusal changed nothing. */
export function openAuditTrail(options: { database: Database; log: Logger }): AuditTrail {
  const { database, log } = options;
  const limits = LIMITS.audit;
  let refusals = new Map<string, { accountId: string; entry: NewAuditEntry & { count: number } }>();
  let uses: { accountId: string; entry: NewAuditEntry }[] = [];
  let dropped = 0;
  const keyAddresses = new RecentKeys({ most: limits.remembered, forMs: 24 * 3600 * 1000 });
  const reads = new RecentKeys({ most: limits.remembered, forMs: limits.readAgainMs });
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function schedule(): void {
    if (timer || closed) return;
    timer = setTimeout(() => void settle(), limits.gatherMs);
    timer.unref();
  }

  function settle(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const gathered = [...refusals.values()];
    const used = uses;
    const lost = dropped;
    refusals = new Map();
    uses = [];
    dropped = 0;
    if (gathered.length === 0 && used.length === 0) return writing;
    if (lost > 0) log.warn({ lost }, 'More kinds of refusals came at once than the audit gathers.');
    writing = writeAfter(writing, gathered, used);
    return writing;
  }

  async function writeAfter(
    earlier: Promise<void>,
    gathered: { accountId: string; entry: NewAuditEntry }[],
    used: { accountId: string; entry: NewAuditEntry }[],
  ): Promise<void> {
    await earlier;
    for (const [accountId, entries] of byAccount(gathered))
      for (let from = 0; from < entries.length; from += limits.batch)
        await write('append_audit', accountId, entries.slice(from, from + limits.batch));
    for (const { accountId, entry } of used) await write('note_key_use', accountId, entry);
  }

  async function write(
    crossing: 'append_audit' | 'note_key_use',
    accountId: string,
    entries: NewAuditEntry | NewAuditEntry[],
  ): Promise<void> {
    try {
      await database.crossing(crossing, [accountId, JSON.stringify(entries)]);
    } catch (error) {
      log.error({ err: error, accountId }, 'Entries of the audit could not be written.');
    }
  }

  return {
    reads,
    refused(accountId, entry) {
      if (closed) return;
      const { action, reason, actor_id, target_id, target_name, address } = entry;
      const key = [accountId, action, reason, actor_id, target_id, target_name, address].join('\0');
      const known = refusals.get(key);
      if (known) known.entry.count += 1;
      else if (refusals.size >= limits.gathered) dropped += 1;
      else refusals.set(key, { accountId, entry: { ...entry, outcome: 'refused', count: 1 } });
      schedule();
    },
    keyUsed(caller, request) {
      const key = `${caller.credentialId} ${caller.accountId} ${request.ip}`;
      if (keyAddresses.has(key) || closed || uses.length >= limits.gathered) return;
      keyAddresses.add(key);
      uses.push({
        accountId: caller.accountId,
        entry: { action: 'api_key.used', ...actorOf(caller), ...originOf(request) },
      });
      schedule();
    },
    settle,
    async close() {
      await settle();
      closed = true;
    },
  };
}

function byAccount(gathered: { accountId: string; entry: NewAuditEntry }[]): Map<string, NewAuditEntry[]> {
  const accounts = new Map<string, NewAuditEntry[]>();
  for (const { accountId, entry } of gathered) {
    const entries = accounts.get(accountId);
    if (entries) entries.push(entry);
    else accounts.set(accountId, [entry]);
  }
  return accounts;
}
