import { Client } from 'pg';
import type { Logger } from 'pino';
import type { ConnectionOptions } from '../db/connection-options.ts';
import type { MediaLinks } from '../media/media-links.ts';
import type { EventBus } from './event-bus.ts';
import { EVENT_LIMITS, type EventLimits } from './limits.ts';
import { type EventRow, NumberedEvent } from './numbered-event.ts';
import { onRelayWake } from './relay-signal.ts';

/** Held by the one process that numbers; the numbers are arbitrary and ours. */
const NUMBERING_LOCK = 4_201_010;
/** Held shared by every other process, so that the one that numbers knows whether anybody needs to be notified. */
const FOLLOWING_LOCK = 4_201_011;
const NUMBERED_CHANNEL = 'metahub_numbered';
const COMMITTED_CHANNEL = 'metahub_committed';

/**
 * Numbers committed events and hands them to the bus of this process. Of all processes on one database the one that
 * holds the advisory lock numbers; the others follow it by notifications, which are sent only while there are others,
 * and never in a writer's transaction. Every signal may be lost: each side also looks by itself now and then.
 *
 * A lost connection is made anew for as long as it takes; meanwhile events wait in their table.
 */
export class Relay {
  readonly #connection: ConnectionOptions;
  readonly #bus: EventBus;
  readonly #links: MediaLinks;
  readonly #log: Pick<Logger, 'warn' | 'info'>;
  readonly #limits: EventLimits;
  #running: Promise<void> | undefined;
  #stopping = false;
  /** Wakes the loop from its pause. */
  #wake: () => void = () => undefined;
  #woken = false;

  constructor(options: {
    /** As the app's role: it may only call the crossings. */
    connection: ConnectionOptions;
    bus: EventBus;
    links: MediaLinks;
    log: Pick<Logger, 'warn' | 'info'>;
    limits?: Partial<EventLimits>;
  }) {
    this.#connection = options.connection;
    this.#bus = options.bus;
    this.#links = options.links;
    this.#log = options.log;
    this.#limits = { ...EVENT_LIMITS, ...options.limits };
  }

  /** Begins; returns at once, since the relay waits for the database by itself. */
  start(): void {
    const stopListening = onRelayWake(() => this.#rouse());
    this.#running = this.#run().finally(stopListening);
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#rouse();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = this.#limits.relayReconnectMinMs;
    let complained = false;
    while (!this.#stopping) {
      const client = new Client({
        ...this.#connection,
        application_name: 'metahub relay',
        keepAlive: true,
        statement_timeout: 30_000,
      });
      // A connection that breaks while idle says so here; the loop notices by `line`.
      const line = { ended: false };
      const onEnd = (): void => {
        line.ended = true;
        this.#rouse();
      };
      client.on('error', onEnd);
      client.on('end', onEnd);
      client.on('notification', () => this.#rouse());
      try {
        await client.connect();
        if (complained) this.#log.info('the event relay has the database again');
        complained = false;
        pause = this.#limits.relayReconnectMinMs;
        while (!this.#stopping && !line.ended) {
          const numbering = await this.#holds(client, 'pg_try_advisory_lock', NUMBERING_LOCK);
          await (numbering ? this.#number(client, line) : this.#follow(client, line));
        }
      } catch (error) {
        if (!complained) this.#log.warn({ err: error }, 'the event relay lost the database and tries again');
        complained = true;
      } finally {
        client.on('error', () => undefined);
        await client.end().catch(() => undefined);
      }
      if (this.#stopping) return;
      await this.#pause(pause);
      pause = Math.min(pause * 2, this.#limits.relayReconnectMaxMs);
    }
  }

  /** Numbers until stopped; leaves by an error when the connection breaks, and with it the lock. */
  async #number(client: Client, line: Line): Promise<void> {
    await client.query(`listen ${COMMITTED_CHANNEL}`);
    // Whatever was numbered while nobody listened here.
    await this.#announceHeads(client);
    let followed = true;
    let followedAt = 0;
    let gate = this.#limits.relayGateMinMs;
    let askedAt = Number.NEGATIVE_INFINITY;
    let spacing = this.#limits.relaySpacingMinMs;
    while (!this.#stopping && !line.ended) {
      // Under load signals come without end: take what comes in a moment together, and leave the database most of its
      // time for those who write.
      const early = askedAt + spacing - performance.now();
      if (early > 0) await this.#pause(early, { deaf: true });
      askedAt = performance.now();
      this.#woken = false;
      const listened = this.#bus.listenedAccounts();
      const { rows } = await client.query<NumberedRow>({
        name: 'number_events',
        text: 'select * from number_events($1, $2)',
        values: [this.#limits.relayBatch, listened],
      });
      const numbered = rows[0]?.numbered ?? 0;
      spacing = this.#spacingAfter(performance.now() - askedAt);
      this.#publish(rows.filter((row) => row.id !== null));
      // Whoever began to listen meanwhile may have looked at the table just before, and was not counted in.
      if (numbered > 0) await this.#announceHeads(client, listened);
      if (performance.now() - followedAt > this.#limits.relayPollMs) {
        followedAt = performance.now();
        followed = await this.#isFollowed(client);
      }
      if (followed && numbered > 0) await client.query(`notify ${NUMBERED_CHANNEL}`);
      if (numbered >= this.#limits.relayBatch) continue;
      if (numbered > 0) gate = this.#limits.relayGateMinMs;
      if (rows[0]?.more) {
        // Committed, but an older transaction still runs; perhaps nothing tells when it ends.
        if (!this.#woken) await this.#pause(gate);
        gate = Math.min(gate * 2, this.#limits.relayGateMaxMs);
        continue;
      }
      gate = this.#limits.relayGateMinMs;
      if (!this.#woken) await this.#pause(this.#limits.relayPollMs);
    }
  }

  #spacingAfter(numberingMs: number): number {
    const { relaySpacingMinMs, relaySpacingMaxMs, relaySpacingTimes } = this.#limits;
    return Math.min(relaySpacingMaxMs, Math.max(relaySpacingMinMs, numberingMs * relaySpacingTimes));
  }

  /** Follows the process that numbers, until it is gone and the lock can be had. */
  async #follow(client: Client, line: Line): Promise<void> {
    await client.query(`listen ${NUMBERED_CHANNEL}`);
    await client.query('select pg_advisory_lock_shared($1)', [FOLLOWING_LOCK]);
    let askedAt = performance.now();
    let committed = false;
    const stopListening = onRelayWake(() => {
      committed = true;
    });
    try {
      while (!this.#stopping && !line.ended) {
        this.#woken = false;
        if (committed) {
          committed = false;
          await client.query(`notify ${COMMITTED_CHANNEL}`);
        }
        await this.#announceHeads(client);
        if (performance.now() - askedAt > this.#limits.relayLockRetryMs) {
          askedAt = performance.now();
          if (await this.#holds(client, 'pg_try_advisory_lock', NUMBERING_LOCK)) break;
        }
        if (!this.#woken) await this.#pause(this.#limits.relayLockRetryMs);
      }
    } finally {
      stopListening();
    }
    if (this.#stopping || line.ended) return;
    await client.query('select pg_advisory_unlock_shared($1)', [FOLLOWING_LOCK]);
    await client.query(`unlisten ${NUMBERED_CHANNEL}`);
    await this.#number(client, line);
  }

  /** Tells how far the streams go that are listened to here, but for those of `known` accounts. */
  async #announceHeads(client: Client, known: string[] = []): Promise<void> {
    const told = new Set(known);
    const accounts = this.#bus.listenedAccounts().filter((account) => !told.has(account));
    if (accounts.length === 0) return;
    const { rows } = await client.query<{ account_id: string; seq: string }>({
      name: 'event_heads',
      text: 'select * from event_heads($1)',
      values: [accounts],
    });
    for (const row of rows) this.#bus.announceHead(row.account_id, Number(row.seq));
  }

  #publish(rows: NumberedRow[]): void {
    const byAccount = Map.groupBy(rows, (row) => row.account_id);
    for (const [accountId, group] of byAccount) {
      const events = group
        .map((row) => new NumberedEvent({ ...row, seq: Number(row.seq) }, this.#links))
        .toSorted((one, other) => one.seq - other.seq);
      this.#bus.publish(accountId, events);
    }
  }

  async #isFollowed(client: Client): Promise<boolean> {
    if (!(await this.#holds(client, 'pg_try_advisory_lock', FOLLOWING_LOCK))) return true;
    await client.query('select pg_advisory_unlock($1)', [FOLLOWING_LOCK]);
    return false;
  }

  async #holds(client: Client, take: string, lock: number): Promise<boolean> {
    const { rows } = await client.query<{ taken: boolean }>(`select ${take}($1) as taken`, [lock]);
    return rows[0]?.taken === true;
  }

  #rouse(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Waits; `deaf` means that a signal doesn't end it, since it could only say what is known. */
  async #pause(milliseconds: number, options: { deaf?: boolean } = {}): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        if (options.deaf && !this.#stopping) return;
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopping) this.#wake();
    });
    this.#wake = () => undefined;
  }
}

/** Whether a connection has ended; its error or end sets it while the loop waits. */
interface Line {
  ended: boolean;
}

/**
 * `numbered` and `more` are on every row: how many were numbered, also of accounts that nobody listens to, and whether
 * unnumbered events remain. A row without id stands alone and says only that.
 */
type NumberedRow = Omit<EventRow, 'seq'> & { seq: string; numbered: number; more: boolean };
