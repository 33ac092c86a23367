import type { Logger } from 'pino';
import { inAccount } from '../../db/database.ts';
import type { Baileys, Stanza } from '../baileys.ts';
import type { Connection } from '../connection.ts';
import { AwaitedContents } from '../journal/awaited-contents.ts';
import type { OutboxDrain } from '../outbox-drain.ts';
import type { RunnerContext } from '../session-runner.ts';
import type { OwnedSession } from '../vault-storage.ts';
import { GapCheck } from './gap-check.ts';
import { noteSilence, type SilenceCause } from './session-history.ts';
import { SessionMeter } from './session-meter.ts';
import { type Signs, SilenceWatch } from './silence-watch.ts';

/** What of a connection is told by the stanzas that WhatsApp had kept. */
export type KeptNews = { announced: Stanza } | { received: Stanza } | 'flushed';

type WatchContext = Pick<
  RunnerContext,
  'database' | 'healthLimits' | 'undecryptableMs' | 'wakeProjector' | 'projected'
>;

interface Line {
  connection: Connection;
  baileys: Baileys;
  outbox: OutboxDrain;
  at: Date;
}

/**
 * Watches one session while a gateway holds it: counts, checks after each reconnect what was missed, asks the phone for
 * what came without content, and notices a connection that stands and is of no use.
 */
export class SessionWatch {
  readonly meter = new SessionMeter();
  readonly awaited: AwaitedContents;
  readonly #context: WatchContext;
  readonly #owned: OwnedSession;
  readonly #log: Logger;
  readonly #silence: SilenceWatch;
  #gap: GapCheck | undefined;
  #line: Line | undefined;
  /** A silence that was noted and isn't over; undefined until it's known whether there is one. */
  #isSilent: boolean | undefined;
  #silentAt = 0;
  #notes: Promise<unknown> = Promise.resolve();

  constructor(owned: OwnedSession, context: WatchContext, log: Logger) {
    this.#context = context;
    this.#owned = owned;
    this.#log = log;
    this.#silence = new SilenceWatch(context.healthLimits);
    this.awaited = new AwaitedContents({ database: context.database, owned, log });
  }

  /** Since when the connection stands; undefined while there is none. */
  get connectedAt(): Date | undefined {
    return this.#line?.connection.open && this.#line.at;
  }

  /** A connection begins. */
  connecting(): void {
    this.#gap?.end();
    this.#gap = new GapCheck({
      database: this.#context.database,
      owned: this.#owned,
      log: this.#log,
      limits: this.#context.healthLimits,
      projected: () => this.#context.projected(this.#owned.accountId, this.#owned.sessionId),
    });
  }

  kept(news: KeptNews): void {
    if (news === 'flushed') this.#gap?.flushed();
    else if ('announced' in news) this.#gap?.announced(news.announced);
    else this.#gap?.received(news.received);
  }

  /** So many messages are in the journal. */
  journalled(messages: number): void {
    this.meter.count('received', messages);
    this.#context.wakeProjector(this.#owned.accountId, this.#owned.sessionId);
  }

  /** A message can't be decrypted. It mostly comes again at once, readable; what doesn't is shown as it is. */
  undecryptable(): void {
    this.meter.count('undecryptable');
    const { accountId, sessionId } = this.#owned;
    setTimeout(
      () => this.#context.wakeProjector(accountId, sessionId),
      this.#context.undecryptableMs,
    ).unref();
  }

  /** The connection stands; `told` resolves once that is stored. */
  opened({ told, ...line }: Line & { told: Promise<unknown> }): void {
    this.#line = line;
    this.meter.connected();
    const gap = this.#gap;
    void told.then(() => gap?.follow(line.at, () => line.connection.journalled()));
  }

  /** The connection is gone. With `silence` it was of no use until then. */
  ended(silence: SilenceCause | null = null): void {
    this.#line = undefined;
    this.#gap?.end();
    this.meter.disconnected();
    if (silence) this.#note(silence);
  }

  /** Messages came without their content: the phone is asked for it. */
  askPhone(): void {
    const { connection, baileys, at } = this.#line ?? {};
    if (connection?.open && baileys && at) void this.awaited.ask(connection.open, baileys, at);
  }

  /** Looks whether the connection that stands is of any use, and ends it where it isn't: it's made anew. */
  look(): void {
    const { connection, outbox, at } = this.#line ?? {};
    if (!connection?.open || !outbox || !at) return;
    const signs: Signs = {
      socket: connection.open,
      openedAt: at,
      heardAt: connection.heardAt ?? at,
      usefulAt: connection.usefulAt ?? at,
      unconfirmedSince: outbox.unconfirmedSince,
      owesSince: this.#gap?.owesSince ?? null,
    };
    if (this.#isSilent !== false && this.#silence.works(signs)) this.#note(null);
    const silence = this.#silence.look(signs);
    if (!silence) return;
    // What one new connection doesn't cure, another one a minute later doesn't either; and it would hold up replies.
    if (
      silence === 'sends_unconfirmed' &&
      Date.now() - this.#silentAt < this.#context.healthLimits.silenceAgainMs
    )
      return;
    this.#log.warn({ silence }, 'the connection stands and is of no use; it is made anew');
    connection.end({ code: 408, origin: 'network', silence });
  }

  #note(cause: SilenceCause | null): void {
    this.#isSilent = cause !== null;
    if (cause) this.#silentAt = Date.now();
    const { accountId, sessionId } = this.#owned;
    const at = new Date();
    this.#notes = this.#notes
      .then(() =>
        inAccount(this.#context.database, accountId, (tx) => noteSilence(tx, { sessionId, cause, at })),
      )
      .catch((error: unknown) => {
        this.#isSilent = undefined;
        this.#log.warn({ err: error }, 'a silence could not be noted');
      });
  }
}
