import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import { applyReceipts, type StatusUpdate } from '../inbox/apply-receipts.ts';
import { childrenOf, type Stanza } from './baileys.ts';
import type { Self } from './inbound-ledger.ts';
import { bareJid, isSameUser, jidServer } from './jid.ts';
import { sessionLimits } from './limits.ts';
import type { OwnedSession } from './vault-storage.ts';

/** What a receipt's type says about a message of ours; others say nothing about it. */
const statusOfType = new Map<string | undefined, StatusUpdate['status']>([
  [undefined, 'delivered'],
  ['', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
]);

/**
 * Gathers what WhatsApp says about sent messages for a moment and stores it in one statement. Ticks are best
 * effort: WhatsApp has its acknowledgement before anything is stored. They're read from the stanzas themselves,
 * since Baileys folds an early one into an event that never comes.
 */
export class ReceiptGatherer {
  readonly #database: Database;
  readonly #owned: OwnedSession;
  readonly #log: Logger;
  readonly #projected: () => Promise<void>;
  #gathered: { updates: StatusUpdate[]; stored: PromiseWithResolvers<void> } | undefined;
  #storing: Promise<void> | undefined;
  /** Ticks of messages that aren't stored yet, such as those the phone sent itself. */
  readonly #early = new Map<string, StatusUpdate>();

  constructor(options: {
    database: Database;
    owned: OwnedSession;
    log: Logger;
    projected: () => Promise<void>;
  }) {
    this.#database = options.database;
    this.#owned = options.owned;
    this.#log = options.log;
    this.#projected = options.projected;
  }

  /** A `receipt` stanza. */
  receipt(stanza: Stanza, self: Self): void {
    const { from, type, t, id, recipient, participant } = stanza.attrs;
    if (!from || !id || jidServer(from) === 'broadcast') return;
    // In a group each member has a tick of their own.
    const inGroup = jidServer(from) === 'g.us';
    if (inGroup && !participant) return;
    const ids = [
      id,
      ...childrenOf(childrenOf(stanza).find(({ tag }) => tag === 'list')).map(
        (item) => item.attrs['id'] ?? '',
      ),
    ];
    const by = inGroup ? participant : from;
    const ours = isSameUser(by, self.id) || isSameUser(by, self.lid);
    const at = timeOf(t);
    if (ours) {
      // Our own phone read or received something of a chat.
      if (type === 'read-self' && (recipient || inGroup)) {
        for (const whatsappId of ids) void this.add({ whatsappId, status: 'read_by_us', at });
      }
      return;
    }
    const status = statusOfType.get(type);
    if (!status) return;
    const member = inGroup && participant ? { member: bareJid(participant) } : {};
    for (const whatsappId of ids) void this.add({ whatsappId, status, at, ...member });
  }

  /** Resolves when it's stored, or couldn't be. */
  add(update: StatusUpdate): Promise<void> {
    this.#gathered ??= { updates: [], stored: Promise.withResolvers() };
    this.#gathered.updates.push(update);
    const { promise } = this.#gathered.stored;
    this.#storing ??= this.#storeSoon();
    return promise;
  }

  /** Resolves when all that was gathered is stored, or couldn't be. */
  async settle(): Promise<void> {
    while (this.#storing) await this.#storing;
  }

  async #storeSoon(): Promise<void> {
    await sleep(sessionLimits.receiptGatherMs);
    for (let batch = this.#gathered; batch; batch = this.#gathered) {
      this.#gathered = undefined;
      for (let from = 0; from < batch.updates.length; from += sessionLimits.receiptsAtOnce) {
        await this.#storeOrGiveUp(batch.updates.slice(from, from + sessionLimits.receiptsAtOnce));
      }
      batch.stored.resolve();
    }
    this.#storing = undefined;
  }

  async #storeOrGiveUp(updates: StatusUpdate[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#store(updates);
      } catch (error) {
        this.#log.warn({ err: error, updates: updates.length, attempt }, 'receipts could not be stored');
        if (attempt >= sessionLimits.receiptAttempts) return;
        await sleep(sessionLimits.sendRetryMs * 2 ** (attempt - 1));
      }
    }
  }

  async #store(batch: StatusUpdate[]): Promise<void> {
    let unknown = await this.#apply([...batch, ...this.#takeEarly(batch)]);
    if (unknown.length === 0) return;
    // A message that the phone itself sent may be in the journal still.
    await this.#projected();
    unknown = await this.#apply(unknown);
    for (const update of unknown) {
      // Who is in a group is noted before a message goes out to it: its members are never early.
      if (update.member !== undefined) continue;
      this.#early.set(update.whatsappId, update);
      const oldest = this.#early.keys().next();
      if (this.#early.size > sessionLimits.earlyReceipts && !oldest.done) this.#early.delete(oldest.value);
    }
  }

  #takeEarly(batch: StatusUpdate[]): StatusUpdate[] {
    if (this.#early.size === 0) return [];
    return batch.flatMap(({ whatsappId }) => this.#early.get(whatsappId) ?? []);
  }

  #apply(updates: StatusUpdate[]): Promise<StatusUpdate[]> {
    const { accountId, sessionId } = this.#owned;
    return inAccount(this.#database, accountId, (tx) => applyReceipts(tx, { sessionId, updates }));
  }
}

function timeOf(seconds: string | undefined): Date {
  const time = Number(seconds) * 1_000;
  return Number.isFinite(time) && time > 0 && time < Date.now() + sessionLimits.clockSkewMs
    ? new Date(time)
    : new Date();
}
