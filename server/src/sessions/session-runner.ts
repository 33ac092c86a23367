import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal, Sealing } from '../db/seal.ts';
import type { Media } from '../media/media.ts';
import type { Outgoing } from '../net/outgoing.ts';
import { openProxyLine, type ProxyLine } from '../net/proxy-line.ts';
import type { Slots } from '../media/slots.ts';
import { admitPairing } from './admit-pairing.ts';
import type { Baileys, Stanza, WASocket } from './baileys.ts';
import type { Clock } from './clock.ts';
import { Connection } from './connection.ts';
import { Attempts, type ConnectionEnd, judgeEnd, pauseBefore } from './connection-end.ts';
import { endLink, stateBetween } from './end-link.ts';
import { findSent } from './find-sent.ts';
import type { Self } from './inbound-ledger.ts';
import { CallTexts } from './call-texts.ts';
import { lidOf } from './jid.ts';
import type { HealthLimits } from './health/judge-health.ts';
import { SessionWatch } from './health/watch-session.ts';
import { OutboxDrain } from './outbox-drain.ts';
import { Pacer } from './pacer.ts';
import { PairingDisplay } from './pairing-display.ts';
import { ReceiptGatherer } from './receipt-gatherer.ts';
import { Restrictions } from './restrictions.ts';
import { sessionLimits } from './limits.ts';
import type { ChosenVersion, WaVersions } from './wa-versions.ts';
import { SessionBudget } from './session-budget.ts';
import { describeReason } from './session-reasons.ts';
import { type PairingSecret, readSession, type SessionChange, type SessionFacts } from './session-rows.ts';
import { defaultSettings } from './settings.ts';
import { SessionTeller } from './session-teller.ts';
import { makeVaultStorage, type OwnedSession, recallJournal } from './vault-storage.ts';

/** What all sessions of a gateway share. */
export interface RunnerContext {
  database: Database;
  sealing: Sealing;
  log: Logger;
  /** Loads the library, and asks whom to trust and where to connect; throws TrustError. */
  reachNetwork(): Promise<{ baileys: Baileys; socketUrl: string }>;
  /** Messages of this session were journalled. */
  wakeProjector(accountId: string, sessionId: string): void;
  /** Pieces of the phone's history were journalled. */
  wakeHistorian(accountId: string, sessionId: string): void;
  /** Resolves when what is journalled now has been projected, or can't be. */
  projected(accountId: string, sessionId: string): Promise<void>;
  /** The QR or code changed; null when it no longer holds. */
  publishPairing(owned: OwnedSession, pairing: { secret: PairingSecret; expiresAt: Date } | null): void;
  /** A pairing revived an earlier session, which this gateway owns now. */
  adopt(owned: OwnedSession): void;
  media: Media;
  clock: Clock;
  outgoing: Outgoing;
  versions: WaVersions;
  /** Sessions that connect take turns here. */
  connects: Slots;
  /** Uploads of all sessions take turns here. */
  uploads: Slots;
  /** The least time between two messages of one session. */
  sendIntervalMs: number;
  /** How long WhatsApp may take to acknowledge a message. */
  acknowledgementMs: number;
  /** How long what can't be decrypted may take to come again before it is shown as such. */
  undecryptableMs: number;
  healthLimits: HealthLimits;
  /** Something happened that may turn the health of a session. */
  lookIntoHealth(): void;
  qrLifeMs?: number;
}

/**
 * One session while this gateway owns it: connects, tells the database and the people how it is, connects again
 * with growing pauses, and stops when the link is over or the ownership is lost.
 */
export class SessionRunner {
  readonly owned: OwnedSession;
  readonly #context: RunnerContext;
  readonly #log: Logger;
  readonly #outbox: OutboxDrain;
  readonly #receipts: ReceiptGatherer;
  readonly #restrictions = new Restrictions();
  readonly watch: SessionWatch;
  readonly #stopping = new AbortController();
  #seal: AccountSeal | undefined;
  #facts: SessionFacts | undefined;
  #connection: Connection | undefined;
  #hurry = new AbortController();
  #goesOn: OwnedSession | undefined;
  readonly #budget: SessionBudget;
  readonly #teller: SessionTeller;
  readonly #pairing: PairingDisplay;
  readonly #callTexts: CallTexts;
  /** Lets the next session connect. */
  #turnOver: () => void = () => {};
  /** Another program has pushed this one out before. */
  #pushedOut = false;
  /** Aborted when the connection that stood last has ended. */
  #gone = new AbortController();
  #connectedWith: Pick<SessionFacts, 'proxy' | 'settings'> | undefined;
  #firstNews = Promise.withResolvers<void>();
  #done: Promise<void> | undefined;

  constructor(owned: OwnedSession, context: RunnerContext) {
    this.owned = owned;
    this.#context = context;
    this.#log = context.log.child({ session: owned.sessionId });
    this.#budget = new SessionBudget(context.clock);
    const { database } = context;
    this.#teller = new SessionTeller({ database, owned, log: this.#log, onLost: () => this.abandon() });
    this.#callTexts = new CallTexts({
      database,
      owned,
      log: this.#log,
      stored: async () => {
        await this.#connection?.vault.settled();
        await context.projected(owned.accountId, owned.sessionId);
      },
      onWritten: () => this.#outbox.wake(),
    });
    this.#pairing = new PairingDisplay({
      log: this.#log,
      qrLifeMs: context.qrLifeMs,
      tell: (change) => this.#tell(change),
      publish: (pairing) => context.publishPairing(owned, pairing),
    });
    this.#receipts = new ReceiptGatherer({
      database: context.database,
      owned,
      log: this.#log,
      projected: () => context.projected(owned.accountId, owned.sessionId),
    });
    this.watch = new SessionWatch(owned, context, this.#log);
    this.#outbox = new OutboxDrain({
      meter: this.watch.meter,
      database: context.database,
      sealing: context.sealing,
      owned,
      log: this.#log,
      receipts: this.#receipts,
      media: context.media,
      uploads: context.uploads,
      outgoing: context.outgoing,
      restrictions: this.#restrictions,
      clock: context.clock,
      pacer: new Pacer({
        clock: context.clock,
        pacing: () => (this.#facts?.settings ?? defaultSettings).pacing,
      }),
      sendIntervalMs: context.sendIntervalMs,
      acknowledgementMs: context.acknowledgementMs,
    });
  }

  /** Starts, and answers a promise that resolves when the session is let go. It never rejects. */
  start(): Promise<void> {
    this.#done ??= this.#run()
      .catch((error: unknown) => this.#log.error({ err: error }, 'a session stopped unexpectedly'))
      .finally(() => this.#firstNews.resolve());
    return this.#done;
  }

  /** Resolves at the first QR, at the first connection, or when it's clear that there will be neither now. */
  get firstNews(): Promise<void> {
    return this.#firstNews.promise;
  }

  /** The socket, while it's connected. */
  get socket(): WASocket | undefined {
    return this.#connection?.open;
  }

  get heardAt(): Date | undefined {
    return this.#connection?.heardAt;
  }

  /** Messages wait in the outbox. */
  wakeOutbox(): void {
    this.#outbox.wake();
  }

  /** Whether a person changed the session after this runner looked. */
  isBehind(editedRevision: number): boolean {
    return this.#facts !== undefined && this.#facts.editedRevision !== editedRevision;
  }

  /** A person changed or paused the session: does as they say. Never throws. */
  async heed(): Promise<void> {
    const before = this.#facts;
    const { database } = this.#context;
    try {
      const { owned } = this;
      const seal = (this.#seal ??= await this.#context.sealing.forAccount(owned.accountId));
      const facts = await inAccount(database, owned.accountId, (tx) =>
        readSession(tx, { sessionId: owned.sessionId, seal }),
      );
      if (!facts || facts.status === 'removed') return;
      if (facts.status === 'paused') return await this.stop();
      if (!before) return;
      Object.assign(before, { settings: facts.settings, proxy: facts.proxy });
      before.editedRevision = facts.editedRevision;
      this.#outbox.wake();
      if (needsNewConnection(this.#connectedWith, facts))
        this.#connection?.end({ code: 0, origin: 'settings' });
    } catch (error) {
      this.#log.warn({ err: error }, 'changed settings could not be read yet');
    }
  }

  /** Doesn't wait out the pause before the next attempt. */
  hurry(): void {
    this.#hurry.abort();
    this.#hurry = new AbortController();
  }

  /** Unlinks the device if it's connected, and stops. Answers whether WhatsApp has heard it. */
  async unlink(): Promise<boolean> {
    const unlinked = (await this.#connection?.unlink()) ?? false;
    await this.stop();
    return unlinked;
  }

  /** Closes the socket and waits until nothing is written any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#connection?.end({ code: 0, origin: 'us' });
    await this.#done;
  }

  /** The lease is lost: closes the socket at once. */
  abandon(): void {
    this.#stopping.abort();
    this.#connection?.end({ code: 0, origin: 'ownership' });
  }

  async #run(): Promise<void> {
    const { context, owned } = { context: this.#context, owned: this.owned };
    const attempts = new Attempts(context.clock);
    while (!this.#stopping.signal.aborted) {
      const beganAt = context.clock.now();
      this.#pushedOut = attempts.inRow('replaced') > 0;
      const { end, paired } = await this.#connectOnce();
      this.#outbox.detach();
      this.watch.ended(end.silence);
      context.lookIntoHealth();
      await this.#receipts.settle();
      if (this.#goesOn) return context.adopt(this.#goesOn);
      if (this.#stopping.signal.aborted) break;
      const verdict = judgeEnd(end, { paired });
      this.#log.info({ end: end.code, origin: end.origin, next: verdict.next }, 'the connection ended');
      if (verdict.next === 'let_go') break;
      if (verdict.next === 'stop') {
        const { database } = context;
        const link = {
          database,
          owned,
          seal: this.#seal!,
          verdict,
          locale: this.#locale,
          heardAt: this.heardAt,
        };
        await this.#teller.settled();
        await this.#untilStored(() => endLink(link));
        context.publishPairing(owned, null);
        break;
      }
      const pause = attempts.pause(verdict.pace, { beganAt, retryAfterMs: end.retryAfterMs });
      // Said once, and not again with each attempt.
      const { locale, heardAt } = { locale: this.#locale, heardAt: this.heardAt };
      const state = stateBetween({ reason: verdict.reason, paired, locale, heardAt });
      if (end.silence && heardAt) state.goneSince = heardAt;
      await this.#teller.tellOnce(state, this.#seal!);
      this.#firstNews.resolve();
      await this.#pause(pause);
    }
    await this.#teller.settled();
  }

  /** One connection from beginning to end. */
  async #connectOnce(): Promise<{ end: ConnectionEnd; paired: boolean }> {
    const { context, owned } = { context: this.#context, owned: this.owned };
    let paired = this.#facts?.number != null && this.#facts.status !== 'pairing';
    try {
      this.#seal ??= await context.sealing.forAccount(owned.accountId);
      const seal = this.#seal;
      this.#facts = await inAccount(context.database, owned.accountId, (tx) =>
        readSession(tx, { sessionId: owned.sessionId, seal }),
      );
    } catch (error) {
      this.#log.warn({ err: error }, 'the session could not be read');
      return { end: { code: 0, origin: 'storage' }, paired };
    }
    if (!this.#facts || this.#facts.status === 'removed' || this.#facts.status === 'paused')
      return { end: { code: 0, origin: 'ownership' }, paired };
    paired = this.#facts.number != null && this.#facts.status !== 'pairing';
    this.#restrictions.list = this.#facts.restrictions;
    this.#teller.know(this.#facts.status);
    this.#pairing.clear();
    this.#connectedWith = { proxy: this.#facts.proxy, settings: this.#facts.settings };
    let network: Awaited<ReturnType<RunnerContext['reachNetwork']>>;
    try {
      network = await context.reachNetwork();
    } catch (error) {
      this.#log.warn({ err: error }, 'the network could not be reached');
      return { end: { code: 0, origin: 'transport' }, paired };
    }
    if (this.#stopping.signal.aborted) return { end: { code: 0, origin: 'us' }, paired };
    let proxy: ProxyLine | undefined;
    try {
      if (this.#facts.proxy) proxy = await openProxyLine(this.#facts.proxy, context.outgoing);
    } catch (error) {
      this.#log.warn({ err: error }, 'the proxy of the session may not be used, or is not found');
      return { end: { code: 0, origin: 'proxy' }, paired };
    }
    const turnOver = await context.connects.enter(this.#stopping.signal);
    if (!turnOver) return { end: { code: 0, origin: 'us' }, paired };
    this.#turnOver = turnOver;
    const chosen = await context.versions.choose({
      sessionId: owned.sessionId,
      paired,
      builtIn: network.baileys.DEFAULT_CONNECTION_CONFIG.version,
    });
    const ended = Promise.withResolvers<ConnectionEnd>();
    void ended.promise.then(turnOver);
    try {
      await this.watch.awaited.load();
      this.#connection = await this.#startConnection({ ...network, proxy, chosen }, this.#seal, ended);
    } catch (error) {
      turnOver();
      this.#log.error({ err: error }, 'the connection could not be started');
      return { end: { code: 0, origin: 'storage' }, paired };
    }
    if (this.#stopping.signal.aborted) this.#connection.end({ code: 0, origin: 'us' });
    // While it's tried again and again it goes on saying why.
    if (this.#connection.paired && this.#facts.status !== 'disconnected')
      void this.#tell({ status: 'connecting', reason: describeReason('connecting', this.#locale) });
    const end = await ended.promise;
    await chosen.ended(end);
    this.#gone.abort();
    return { end, paired: this.#connection.paired };
  }

  #startConnection(
    network: { baileys: Baileys; socketUrl: string; proxy: ProxyLine | undefined; chosen: ChosenVersion },
    seal: AccountSeal,
    ended: PromiseWithResolvers<ConnectionEnd>,
  ): Promise<Connection> {
    const { context, owned } = { context: this.#context, owned: this.owned };
    const { database } = context;
    this.watch.connecting();
    return Connection.start({
      baileys: network.baileys,
      socketUrl: network.socketUrl,
      storage: makeVaultStorage({ database, seal, owned }),
      recall: (key) => recallJournal({ database, seal, owned, key }),
      awaited: this.watch.awaited,
      findSent: (whatsappId) => findSent({ database, seal, owned, whatsappId, proto: network.baileys.proto }),
      log: this.#log,
      budget: this.#budget,
      proxy: network.proxy,
      version: network.chosen.version,
      appearOnline: this.#facts?.settings.appearOnline ?? false,
      ...(context.qrLifeMs === undefined ? {} : { qrLifeMs: context.qrLifeMs }),
      listener: {
        qr: (qr, place) => void this.#showQr(qr, place),
        paired: (self) => this.#admit(self, seal),
        open: (self) => {
          network.chosen.stands();
          this.#opened(self, network.baileys);
        },
        journalled: (messages) => this.watch.journalled(messages),
        kept: (news) => this.watch.kept(news),
        undecryptable: () => this.watch.undecryptable(),
        historyJournalled: () => context.wakeHistorian(owned.accountId, owned.sessionId),
        receipt: (stanza: Stanza) => this.#receipts.receipt(stanza, this.#connection?.self ?? {}),
        acknowledged: (stanza: Stanza) => this.#outbox.acknowledged(stanza),
        called: ({ callId }) => this.#isToRefuse(callId, seal),
        restricted: (news) => {
          if (this.#restrictions.hear(news)) void this.#tell({ restrictions: this.#restrictions.list });
        },
        ended: (end) => ended.resolve(end),
      },
    });
  }

  #isToRefuse(callId: string, seal: AccountSeal): boolean {
    const { reject, text } = this.#facts?.settings.calls ?? {};
    if (reject && text) this.#callTexts.write({ seal, callId, text });
    return reject ?? false;
  }

  #opened(self: Self & { name?: string }, baileys: Baileys): void {
    const openedAt = new Date();
    this.#turnOver();
    const told = this.#tellConnected(self, openedAt);
    const connection = this.#connection;
    if (connection) this.watch.opened({ at: openedAt, told, connection, baileys, outbox: this.#outbox });
    this.#firstNews.resolve();
    const socket = this.#connection?.open;
    if (socket) this.#outbox.attach(socket, baileys);
  }

  /** Where another program has pushed us out before, it's connected only when it stays so for a moment. */
  async #tellConnected({ name, lid }: Self & { name?: string }, now: Date): Promise<void> {
    const gone = (this.#gone = new AbortController());
    if (this.#pushedOut) await this.#context.clock.sleep(sessionLimits.settleMs, gone.signal);
    if (gone.signal.aborted) return;
    await this.#tell({
      status: 'connected',
      reason: null,
      pairing: null,
      connectedAt: now,
      lastSeenAt: now,
      ...(name && name !== '~' ? { profileName: name } : {}),
      ...(lidOf(lid) ? { lid: lidOf(lid) } : {}),
    });
  }

  async #showQr(qr: string, place: { left: number; lifeMs: number }): Promise<void> {
    this.#turnOver();
    const connection = this.#connection;
    const shown = await this.#pairing.show(
      { qr, ...place },
      {
        pairing: this.#facts?.pairing,
        locale: this.#locale,
        requestCode: async (number) => (await connection?.requestCode(number)) ?? '',
      },
    );
    if (shown) this.#firstNews.resolve();
  }

  async #admit(self: Self & { name?: string }, seal: AccountSeal): Promise<void> {
    const goesOn = await admitPairing({
      database: this.#context.database,
      seal,
      owned: this.owned,
      self,
      locale: this.#locale,
      credentials: () => this.#connection!.credentials(),
    });
    this.#context.publishPairing(this.owned, null);
    if (goesOn.sessionId !== this.owned.sessionId) this.#goesOn = goesOn;
  }

  #tell(change: SessionChange): Promise<boolean> {
    return this.#teller.tell(change, this.#seal!);
  }

  /** Tells the database what it couldn't take before. */
  retell(): void {
    if (this.#seal) this.#teller.retell(this.#seal);
  }

  async #untilStored(work: () => Promise<void>): Promise<void> {
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        this.#log.warn({ err: error }, 'the end of the session could not be stored yet');
        await this.#pause(pauseBefore({ pace: 'storage', attempt, atLeastMs: 100 }));
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, this.#hurry.signal]);
    await this.#context.clock.sleep(milliseconds, signal);
  }

  get #locale(): string {
    return this.#facts?.locale ?? 'pt-BR';
  }
}

/** Whether a running connection can't take up new settings. */
function needsNewConnection(
  before: Pick<SessionFacts, 'proxy' | 'settings'> | undefined,
  now: Pick<SessionFacts, 'proxy' | 'settings'>,
): boolean {
  if (!before) return false;
  return (
    !isDeepStrictEqual(before.proxy, now.proxy) || before.settings.appearOnline !== now.settings.appearOnline
  );
}
