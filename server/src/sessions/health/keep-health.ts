import type { Logger } from 'pino';
import { type Database, inAccount } from '../../db/database.ts';
import { healthLimits } from '../limits.ts';
import { readFacts } from './health-facts.ts';
import { type HealthLimits, judgeHealth } from './judge-health.ts';
import type { SessionMeter } from './session-meter.ts';
import { findNews, storeHealth } from './store-health.ts';

/** A session that a gateway holds, as its health is kept. */
export interface MeteredSession {
  accountId: string;
  sessionId: string;
  meter: SessionMeter;
}

/**
 * Looks at the health of a gateway's sessions, and of those that nobody holds, and writes what has changed. It is
 * judged from the database alone, so a gateway that takes a session over goes on where the last one stopped.
 */
export class HealthKeeper {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #gatewayId: string;
  readonly #transport: string;
  readonly #limits: HealthLimits;
  readonly #undecryptableMs: number;
  readonly #held: () => MeteredSession[];
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #early: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: {
    database: Database;
    log: Logger;
    gatewayId: string;
    transport: string;
    undecryptableMs: number;
    /** In tests: other limits than the usual ones. */
    limits?: Partial<HealthLimits> | undefined;
    held: () => MeteredSession[];
  }) {
    this.#database = options.database;
    this.#log = options.log;
    this.#gatewayId = options.gatewayId;
    this.#transport = options.transport;
    this.#limits = { ...healthLimits, ...options.limits };
    this.#undecryptableMs = options.undecryptableMs;
    this.#held = options.held;
  }

  get limits(): HealthLimits {
    return this.#limits;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), this.#limits.everyMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#early);
    await this.#running;
    await this.#tellHours().catch(() => {});
  }

  /** Something happened that may turn the health of some session: looks before its time. */
  lookSoon(): void {
    this.#early ??= setTimeout(() => {
      this.#early = undefined;
      this.#look();
    }, SOON_MS);
  }

  #look(): void {
    if (this.#stopped) return;
    if (this.#running) return this.lookSoon();
    this.#running = this.#lookThrough()
      .catch((error: unknown) =>
        this.#log.warn({ err: error }, 'the health of sessions could not be looked at'),
      )
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #lookThrough(): Promise<void> {
    await this.#tellHours();
    const sessions = await this.#database.crossing<{ account_id: string; session_id: string }>(
      'sessions_to_judge',
      [
        this.#gatewayId,
        this.#transport,
        new Date(Date.now() - this.#limits.unheldMs),
        this.#limits.sessionsAtOnce,
      ],
    );
    if (sessions.length === 0) return;
    const facts = await readFacts(this.#database, sessions, this.#undecryptableMs);
    const now = new Date();
    const news = facts.flatMap(
      (one) => findNews(one, judgeHealth(one, now, this.#limits), { now, limits: this.#limits }) ?? [],
    );
    for (const one of news) {
      if (this.#stopped) return;
      await inAccount(this.#database, one.facts.account_id, (tx) => storeHealth(tx, one, now));
    }
    const held = new Set(this.#held().map(({ sessionId }) => sessionId));
    const told = new Set(news.map(({ facts: { session_id: id } }) => id));
    const same = sessions.filter(({ session_id: id }) => !held.has(id) && !told.has(id));
    if (same.length === 0) return;
    await this.#database.crossing('mark_judged', [
      same.map((one) => one.account_id),
      same.map((one) => one.session_id),
    ]);
  }

  /** What was counted goes into the hours, of all sessions in one statement. */
  async #tellHours(): Promise<void> {
    const told = this.#held().flatMap(({ accountId, sessionId, meter }) => {
      const counted = meter.take();
      return counted ? [{ accountId, sessionId, meter, counted }] : [];
    });
    if (told.length === 0) return;
    try {
      await this.#database.crossing('add_to_hours', [
        told.map(({ accountId }) => accountId),
        told.map(({ sessionId }) => sessionId),
        told.map(({ counted }) => counted.connectedMs),
        told.map(({ counted }) => counted.sent),
        told.map(({ counted }) => counted.failed),
        told.map(({ counted }) => counted.received),
        told.map(({ counted }) => counted.undecryptable),
      ]);
    } catch (error) {
      for (const { meter, counted } of told) meter.giveBack(counted);
      throw error;
    }
  }
}

/** Several changes that come together are one look. */
const SOON_MS = 250;
