import type { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import { newId, toTypeId } from '../db/ids.ts';
import type { Sealing } from '../db/seal.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { HealthState } from '../http/health.ts';
import { releaseScheduled } from '../inbox/release-scheduled.ts';
import { MediaFetcher } from '../media/fetch-media.ts';
import { MEDIA_LIMITS } from '../media/limits.ts';
import type { Media } from '../media/media.ts';
import type { Outgoing } from '../net/outgoing.ts';
import { Slots } from '../media/slots.ts';
import { type Baileys, loadBaileys } from './baileys.ts';
import { type Clock, systemClock } from './clock.ts';
import type { HealthLimits } from './health/judge-health.ts';
import { HealthKeeper } from './health/keep-health.ts';
import { sessionLimits } from './limits.ts';
import { openProxyLine } from '../net/proxy-line.ts';
import { readProxyOf } from './proxy.ts';
import { presentPairing } from './present.ts';
import { giveUpOverdue } from './give-up-overdue.ts';
import { Historian } from './history/historian.ts';
import { Projector } from './projector.ts';
import { requestReupload } from './request-reupload.ts';
import { type ResolvedNumber, resolveNumber } from './resolve-number.ts';
import { sendRead } from './send-read.ts';
import { type RunnerContext, SessionRunner } from './session-runner.ts';
import type { OwnedSession } from './vault-storage.ts';
import { type Transport, trustNetwork } from './wa-trust.ts';
import type { WaVersion } from './wa-version.ts';
import { pageReader, WaVersions } from './wa-versions.ts';

/** What the rest of a process may ask of its gateway. */
export interface Gateway {
  readonly transport: Transport;
  /** Messages of this session were accepted; costs nothing when it's owned elsewhere. */
  wakeOutbox(accountId: string, sessionId: string): void;
  /**
   * Takes the session if nobody has it, tries at once if it waits, and resolves when there is a QR, a connection,
   * or neither within two seconds. With `anew` it was taken from its owner, and starts from the beginning.
   */
  connect(sessionId: string, options?: { anew?: boolean }): Promise<void>;
  /** Unlinks the device of a session that is owned here, and lets it go. Answers whether WhatsApp has heard it. */
  unlink(sessionId: string): Promise<boolean>;
  /** A person changed or paused the session: its owner here looks at once, one elsewhere with its next renewal. */
  heed(sessionId: string): Promise<void>;
  /** Lets a session go that is owned here, for whoever takes it next. */
  release(sessionId: string): void;
  /** Asks the network about a number, through a session that is connected here. */
  resolveNumber(accountId: string, sessionId: string, number: string): Promise<ResolvedNumber>;
  /** Tells WhatsApp that inbound messages (their UUIDs) were read, if the session is connected here. Best effort. */
  sendRead(accountId: string, sessionId: string, messageIds: string[]): void;
  health(): Promise<HealthState>;
  start(): Promise<void>;
  /** Closes all sockets and hands the sessions over. */
  stop(): Promise<void>;
}

export interface GatewayOptions {
  database: Database;
  sealing: Sealing;
  events: EventBus;
  media: Media;
  /** The way to proxies that people chose. */
  outgoing: Outgoing;
  log: Logger;
  transport: Transport;
  sandbox: { url: string; token: string | null } | null;
  /** The version of WhatsApp Web that is said; null: the current one. */
  whatsappVersion?: WaVersion | null;
  /** The least time between two messages of a session; left out, the transport's own. */
  sendIntervalMs?: number | undefined;
  /** How long WhatsApp may take to confirm a message. */
  acknowledgementMs: number;
  /** How long what can't be decrypted may take to come again before it is shown as such; left out, the usual. */
  undecryptableMs?: number;
  /** Sessions that connect at the same moment; left out, the usual number. */
  connectsAtOnce?: number;
  /** What pauses go by; left out, the system's clock. */
  clock?: Clock;
  /** In tests: other limits of health than the usual ones. */
  health?: Partial<HealthLimits>;
  /** How long a QR holds; left out, WhatsApp's own 60 s and then 20 s. */
  qrLifeMs?: number;
}

interface RenewedRow {
  session_id: string;
  status: string;
  edited_revision: number;
  leaving: boolean;
}

interface Held {
  runner: SessionRunner;
  owned: OwnedSession;
}

/** Makes the gateway of a process. It owns sessions by leases: see claim_sessions in crossings.sql. */
export function createGateway(options: GatewayOptions): Gateway {
  return new WhatsAppGateway(options);
}

class WhatsAppGateway implements Gateway {
  readonly transport: Transport;
  readonly #id = newId();
  readonly #options: GatewayOptions;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #versions: WaVersions;
  readonly #projector: Projector;
  readonly #historian: Historian;
  readonly #fetcher: MediaFetcher;
  readonly #health: HealthKeeper;
  readonly #context: RunnerContext;
  readonly #held = new Map<string, Held>();
  readonly #timers: NodeJS.Timeout[] = [];
  /** Until when the leases hold for sure, by this process's own clock. */
  #leasedUntil = 0;
  #beating: Promise<void> | undefined;
  #stopped = false;
  #network: { at: number; answer: Promise<{ baileys: Baileys; socketUrl: string }> } | undefined;

  constructor(options: GatewayOptions) {
    this.transport = options.transport;
    this.#options = options;
    this.#log = options.log.child({ part: 'gateway' });
    const { database, sealing, transport } = options;
    this.#clock = options.clock ?? systemClock;
    this.#versions = new WaVersions({
      database,
      transport,
      log: this.#log,
      clock: this.#clock,
      pinned: options.whatsappVersion ?? null,
      readPage: pageReader({ outgoing: options.outgoing, sandbox: options.sandbox }),
    });
    this.#projector = new Projector({
      database,
      sealing,
      log: this.#log,
      transport,
      ...(options.undecryptableMs === undefined ? {} : { undecryptableMs: options.undecryptableMs }),
    });
    this.#historian = new Historian({
      database,
      sealing,
      media: options.media,
      log: this.#log,
      transport,
      mediaHost: async ({ accountId, sessionId }) => {
        const held = this.#held.get(sessionId);
        const socket = held?.owned.accountId === accountId ? held.runner.socket : undefined;
        return socket ? ((await socket.refreshMediaConn(false)).hosts[0]?.hostname ?? null) : null;
      },
      agentOf: (session) => this.#agentOf(session),
    });
    this.#fetcher = new MediaFetcher({
      database,
      sealing,
      transport,
      media: options.media,
      log: this.#log,
      agentOf: (session) => this.#agentOf(session),
      reachNetwork: () => this.#reachNetwork(),
      requestReupload: async ({ accountId, sessionId }, source) => {
        const held = this.#held.get(sessionId);
        const socket = held?.owned.accountId === accountId ? held.runner.socket : undefined;
        return socket ? requestReupload(socket, source) : 'not_connected';
      },
    });
    this.#health = new HealthKeeper({
      database,
      transport,
      log: this.#log,
      gatewayId: this.#id,
      undecryptableMs: options.undecryptableMs ?? sessionLimits.undecryptableMs,
      limits: options.health,
      held: () =>
        [...this.#held.values()].map(({ runner, owned: { accountId, sessionId } }) => ({
          accountId,
          sessionId,
          meter: runner.watch.meter,
        })),
    });
    this.#context = {
      database,
      sealing,
      log: this.#log,
      reachNetwork: () => this.#reachNetwork(),
      wakeProjector: (accountId, sessionId) => this.#projector.wake(accountId, sessionId),
      wakeHistorian: (accountId, sessionId) => this.#historian.wake(accountId, sessionId),
      projected: (accountId, sessionId) => this.#projector.settled(accountId, sessionId),
      publishPairing: (owned, pairing) => this.#publishPairing(owned, pairing),
      adopt: (owned) => this.#hold(owned),
      media: options.media,
      clock: this.#clock,
      outgoing: options.outgoing,
      versions: this.#versions,
      connects: new Slots(options.connectsAtOnce ?? sessionLimits.connectsAtOnce),
      uploads: new Slots(MEDIA_LIMITS.sendsAtOnce),
      sendIntervalMs: options.sendIntervalMs ?? sessionLimits.sendIntervalMs[transport],
      acknowledgementMs: options.acknowledgementMs,
      undecryptableMs: options.undecryptableMs ?? sessionLimits.undecryptableMs,
      healthLimits: this.#health.limits,
      lookIntoHealth: () => this.#health.lookSoon(),
      ...(options.qrLifeMs === undefined ? {} : { qrLifeMs: options.qrLifeMs }),
    };
  }

  async start(): Promise<void> {
    // Loaded before the first message waits for it; a process without this role never loads it.
    await loadBaileys();
    void this.#versions.lookUp();
    this.#projector.start();
    this.#historian.start();
    this.#health.start();
    this.#fetcher.start();
    this.#beat();
    this.#timers.push(
      setInterval(() => void this.#versions.lookUp(), sessionLimits.versions.lookUpMs),
      setInterval(() => this.#beat(), sessionLimits.claimMs),
      setInterval(() => this.#watchLeases(), 1_000),
      setInterval(() => this.#watchSilence(), 1_000),
      setInterval(() => void this.#lookIntoOutboxes(), sessionLimits.outboxPollMs),
      setInterval(() => void this.#giveUpOverdue(), sessionLimits.overdueSweepMs),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#beating;
    const held = [...this.#held.values()];
    const stopped = Promise.all(held.map(({ runner }) => runner.stop()));
    await Promise.race([stopped, sleep(sessionLimits.handOverMs, undefined, { ref: false })]);
    await this.#projector.stop();
    await this.#historian.stop();
    await this.#health.stop();
    await this.#fetcher.stop();
    await this.#options.database
      .crossing('release_leases', [
        this.#id,
        held.map(({ owned }) => owned.sessionId),
        held.map(({ owned }) => owned.fence),
        true,
      ])
      .catch((error: unknown) => this.#log.warn({ err: error }, 'the leases could not be given back'));
  }

  wakeOutbox(_accountId: string, sessionId: string): void {
    this.#held.get(sessionId)?.runner.wakeOutbox();
  }

  async connect(sessionId: string, options: { anew?: boolean } = {}): Promise<void> {
    if (options.anew) await this.#held.get(sessionId)?.runner.stop();
    const known = this.#held.get(sessionId);
    if (known) known.runner.hurry();
    else await this.#claim(1, sessionId);
    const held = this.#held.get(sessionId);
    if (!held) return;
    await Promise.race([held.runner.firstNews, sleep(sessionLimits.firstQrMs, undefined, { ref: false })]);
  }

  async unlink(sessionId: string): Promise<boolean> {
    return (await this.#held.get(sessionId)?.runner.unlink()) ?? false;
  }

  async heed(sessionId: string): Promise<void> {
    await this.#held.get(sessionId)?.runner.heed();
  }

  release(sessionId: string): void {
    void this.#held.get(sessionId)?.runner.stop();
  }

  async resolveNumber(accountId: string, sessionId: string, number: string): Promise<ResolvedNumber> {
    const held = this.#held.get(sessionId);
    const socket = held?.owned.accountId === accountId ? held.runner.socket : undefined;
    return socket ? resolveNumber(socket, number) : 'unavailable';
  }

  sendRead(accountId: string, sessionId: string, messageIds: string[]): void {
    const held = this.#held.get(sessionId);
    const socket = held?.owned.accountId === accountId ? held.runner.socket : undefined;
    if (!held || !socket) return;
    sendRead({ database: this.#options.database, socket, owned: held.owned, messageIds }).catch(
      (error: unknown) => this.#log.debug({ err: error, session: sessionId }, 'reading could not be told'),
    );
  }

  async health(): Promise<HealthState> {
    if (Date.now() > this.#leasedUntil) return 'degraded';
    const [backlog] = await this.#options.database.crossing<{ set_aside: number }>('journal_backlog', [
      sessionLimits.projectionAttempts,
    ]);
    return (backlog?.set_aside ?? 0) > 0 ? 'degraded' : 'ok';
  }

  #beat(): void {
    this.#beating ??= this.#renewAndClaim()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'the leases could not be renewed'))
      .finally(() => {
        this.#beating = undefined;
      });
  }

  async #renewAndClaim(): Promise<void> {
    if (Date.now() > this.#leasedUntil - sessionLimits.leaseMs + sessionLimits.leaseRenewalMs)
      await this.#renew();
    for (let claimed = 1; claimed > 0 && !this.#stopped; ) {
      const room = sessionLimits.sessionsPerGateway - this.#held.size;
      claimed = await this.#claim(Math.min(room, sessionLimits.claimsAtOnce));
      if (claimed > 0) await sleep(sessionLimits.claimPauseMs);
    }
  }

  async #renew(): Promise<void> {
    const held = [...this.#held.values()];
    const asked = Date.now();
    const rows = await this.#options.database.crossing<RenewedRow>('renew_leases', [
      this.#id,
      this.transport,
      held.map(({ owned }) => owned.sessionId),
      held.map(({ owned }) => owned.fence),
      held.map(({ runner }) => runner.heardAt ?? null),
      sessionLimits.leaseMs,
    ]);
    this.#leasedUntil = asked + sessionLimits.leaseMs;
    const renewed = new Map(rows.map((row) => [row.session_id, row]));
    for (const { runner, owned } of held) {
      const row = renewed.get(owned.sessionId);
      // Removed by a process that doesn't own it: its keys are gone, and this socket can still say goodbye.
      if (row === undefined || row.status === 'removed') void this.#letGo(runner);
      else if (row.status === 'paused' || row.leaving) void runner.stop();
      else {
        runner.retell();
        if (runner.isBehind(row.edited_revision)) void runner.heed();
      }
    }
  }

  async #letGo(runner: SessionRunner): Promise<void> {
    const facts = await this.#options.database
      .crossing<{ removed: boolean }>('session_removed', [runner.owned.accountId, runner.owned.sessionId])
      .catch(() => []);
    if (facts[0]?.removed) await runner.unlink();
    else {
      this.#log.warn({ session: runner.owned.sessionId }, 'another gateway has taken a session over');
      runner.abandon();
    }
  }

  /** A gateway that was stalled, or can't reach the database, must not go on as if it owned anything. */
  #watchLeases(): void {
    if (this.#held.size === 0 || Date.now() < this.#leasedUntil - sessionLimits.leaseMarginMs) return;
    this.#log.warn(
      { sessions: this.#held.size },
      'the leases could not be renewed in time; all sockets are closed',
    );
    for (const { runner } of this.#held.values()) runner.abandon();
  }

  #watchSilence(): void {
    for (const { runner } of this.#held.values()) runner.watch.look();
  }

  async #claim(wanted: number, only: string | null = null): Promise<number> {
    if (wanted <= 0) return 0;
    const asked = Date.now();
    const rows = await this.#options.database.crossing<{
      account_id: string;
      session_id: string;
      fence: number;
    }>('claim_sessions', [this.#id, this.transport, wanted, sessionLimits.leaseMs, only]);
    // The first ones of a gateway that had none: nothing was to be renewed until now.
    if (this.#held.size === 0) this.#leasedUntil = asked + sessionLimits.leaseMs;
    for (const row of rows) {
      this.#hold({
        accountId: row.account_id,
        sessionId: row.session_id,
        gatewayId: this.#id,
        fence: row.fence,
      });
    }
    return rows.length;
  }

  #hold(owned: OwnedSession): void {
    const runner = new SessionRunner(owned, this.#context);
    const held: Held = { runner, owned };
    this.#held.get(owned.sessionId)?.runner.abandon();
    this.#held.set(owned.sessionId, held);
    if (!this.#stopped) void this.#run(held);
  }

  async #run(held: Held): Promise<void> {
    const { runner, owned } = held;
    await runner.start();
    if (this.#held.get(owned.sessionId) === held) this.#held.delete(owned.sessionId);
    await this.#options.database
      .crossing('release_leases', [this.#id, [owned.sessionId], [owned.fence], false])
      .catch(() => {});
  }

  async #lookIntoOutboxes(): Promise<void> {
    const held = [...this.#held.values()].filter(({ runner }) => runner.socket);
    if (held.length === 0) return;
    try {
      const { database } = this.#options;
      const sessions = [held.map(({ owned }) => owned.accountId), held.map(({ owned }) => owned.sessionId)];
      const due = await database.crossing<{ account_id: string; id: string }>('due_messages', [
        ...sessions,
        sessionLimits.releasedAtOnce,
      ]);
      for (const [accountId, messages] of Map.groupBy(due, (row) => row.account_id)) {
        const ids = messages.map(({ id }) => id);
        await inAccount(database, accountId, (tx) => releaseScheduled(tx, ids));
      }
      const rows = await database.crossing<{ session_id: string }>('waiting_outboxes', sessions);
      for (const row of rows) this.#held.get(row.session_id)?.runner.wakeOutbox();
      const awaiting = await database.crossing<{ session_id: string }>('awaiting_sessions', [
        ...sessions,
        held.map(({ runner }) => runner.watch.connectedAt ?? null),
        sessionLimits.askForMs,
        sessionLimits.askAgainMs,
        sessionLimits.neverResent,
      ]);
      for (const row of awaiting) this.#held.get(row.session_id)?.runner.watch.askPhone();
    } catch (error) {
      this.#log.debug({ err: error }, 'the outboxes could not be looked into');
    }
  }

  async #giveUpOverdue(): Promise<void> {
    const { database } = this.#options;
    await giveUpOverdue(database, this.transport).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'messages that waited too long could not be looked for'),
    );
  }

  /** Asked before each connection: a sandbox that was reset has new keys. Sessions that ask together share the answer. */
  #reachNetwork(): Promise<{ baileys: Baileys; socketUrl: string }> {
    const now = Date.now();
    if (this.#network && now - this.#network.at < 500) return this.#network.answer;
    const { sandbox } = this.#options;
    const answer = loadBaileys().then(async (baileys) => {
      const network = await trustNetwork(baileys, {
        transport: this.transport,
        ...(sandbox ? { sandboxUrl: sandbox.url, sandboxToken: sandbox.token } : {}),
      });
      return { baileys, socketUrl: network.socketUrl };
    });
    this.#network = { at: now, answer };
    return answer;
  }

  /** What the downloads of a session go through, in whatever process they are made. */
  async #agentOf({ accountId, sessionId }: { accountId: string; sessionId: string }): Promise<Agent | null> {
    const { database, sealing, outgoing } = this.#options;
    const seal = await sealing.forAccount(accountId);
    const proxy = await inAccount(database, accountId, (tx) => readProxyOf(tx, { sessionId, seal }));
    return proxy && (await openProxyLine(proxy, outgoing)).agent;
  }

  #publishPairing(owned: OwnedSession, pairing: Parameters<RunnerContext['publishPairing']>[1]): void {
    this.#options.events.publishEphemeral(
      owned.accountId,
      {
        type: 'session.pairing',
        account: toTypeId('acc', owned.accountId),
        createdAt: new Date().toISOString(),
        data: {
          sessionId: toTypeId('ses', owned.sessionId),
          pairing: pairing && presentPairing(pairing.secret, pairing.expiresAt),
        },
      },
      { permission: 'sessions:pair', sessionId: owned.sessionId },
    );
  }
}
