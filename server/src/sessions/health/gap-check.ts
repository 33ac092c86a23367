import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Database, inAccount } from '../../db/database.ts';
import { childOf, type Stanza } from '../baileys.ts';
import type { OwnedSession } from '../vault-storage.ts';
import type { HealthLimits } from './judge-health.ts';
import type { StoredGap } from './present-health.ts';
import { beginGap, finishGap } from './session-history.ts';

/**
 * The check of one connection: what WhatsApp had kept for this session while it was away, and when all of it was in
 * the inbox. WhatsApp announces how much waits, hands it over with the attribute `offline`, and says when that was all.
 */
export class GapCheck {
  readonly #database: Database;
  readonly #owned: OwnedSession;
  readonly #log: Logger;
  readonly #limits: Pick<HealthLimits, 'announceMs' | 'gapNewsMs'>;
  readonly #projected: () => Promise<void>;
  readonly #flushed = Promise.withResolvers<boolean>();
  readonly #ended = new AbortController();
  #announced: StoredGap['announced'] = null;
  #received = 0;
  #lastAt = Date.now();

  constructor(options: {
    database: Database;
    owned: OwnedSession;
    log: Logger;
    limits: Pick<HealthLimits, 'announceMs' | 'gapNewsMs'>;
    /** Resolves when what is journalled now is in the inbox, or can't be. */
    projected: () => Promise<void>;
  }) {
    this.#database = options.database;
    this.#owned = options.owned;
    this.#log = options.log;
    this.#limits = options.limits;
    this.#projected = options.projected;
  }

  /** The `ib` stanza that announces what waits. */
  announced(stanza: Stanza): void {
    const attrs = childOf(stanza, 'offline_preview')?.attrs;
    this.#announced = {
      messages: count(attrs?.['message']),
      receipts: count(attrs?.['receipt']),
      notifications: count(attrs?.['notification']),
    };
    this.#lastAt = Date.now();
  }

  /** Something that WhatsApp had kept came. */
  received(stanza: Stanza): void {
    if (stanza.attrs['offline'] === undefined) return;
    this.#lastAt = Date.now();
    if (stanza.tag === 'message' && stanza.attrs['category'] !== 'peer') this.#received += 1;
  }

  /** WhatsApp said that this was all. */
  flushed(): void {
    this.#flushed.resolve(true);
  }

  /** The connection is gone. */
  end(): void {
    this.#flushed.resolve(false);
    this.#ended.abort();
  }

  /** Since when WhatsApp owes what it had announced, without handing over any of it; null where it owes nothing. */
  get owesSince(): number | null {
    const owes = (this.#announced?.messages ?? 0) > this.#received;
    return owes && !this.#ended.signal.aborted && !this.#isDone ? this.#lastAt : null;
  }
  #isDone = false;

  /**
   * Follows the catching up of a connection that stands since `openedAt`, to its end; `journalled` resolves when what has
   * come is in the journal. Never rejects.
   */
  async follow(openedAt: Date, journalled: () => Promise<void>): Promise<void> {
    const { accountId, sessionId } = this.#owned;
    if (this.#ended.signal.aborted) return;
    try {
      const begun = await inAccount(this.#database, accountId, (tx) =>
        beginGap(tx, {
          sessionId,
          until: openedAt,
          found: { announced: this.#announced, received: this.#received },
        }),
      );
      if (!(await this.#everythingCame())) return;
      this.#isDone = true;
      if (!begun) return;
      await journalled();
      await this.#projected();
      const gap: StoredGap = {
        ...begun.gap,
        announced: this.#announced,
        received: this.#received,
        caughtUpAt: new Date().toISOString(),
      };
      const lasted = Date.parse(gap.until) - Date.parse(gap.from);
      const tell = gap.received > 0 || lasted >= this.#limits.gapNewsMs;
      await inAccount(this.#database, accountId, (tx) =>
        finishGap(tx, { sessionId, id: begun.id, gap, tell }),
      );
    } catch (error) {
      this.#log.warn({ err: error }, 'what a session missed could not be noted');
    }
  }

  /** A network that announces nothing has nothing. */
  async #everythingCame(): Promise<boolean> {
    const quiet = sleep(this.#limits.announceMs, undefined, { ref: false, signal: this.#ended.signal })
      .then(() => this.#announced === null || this.#flushed.promise)
      .catch(() => false);
    return Promise.race([this.#flushed.promise, quiet]);
  }
}

function count(value: string | undefined): number {
  return Math.max(0, Math.trunc(Number(value)) || 0);
}
