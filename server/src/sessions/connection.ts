import type { Agent as HttpsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { Boom } from '@hapi/boom';
import type { proto } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { ProxyLine } from '../net/proxy-line.ts';
import { type Baileys, childrenOf, type Stanza, type WASocket } from './baileys.ts';
import { baileysLog } from './baileys-log.ts';
import { type CallNews, entryOfCall, entryOfRefusal, readCall } from './calls.ts';
import { loadAuthState, type StoredAuthState } from './auth-state.ts';
import type { ConnectionEnd } from './connection-end.ts';
import { holdForgottenPromises } from './forgotten-promises.ts';
import { entryOfUnavailable, type JournalKey, type Self, StanzaLedger } from './inbound-ledger.ts';
import type { AwaitedContents } from './journal/awaited-contents.ts';
import { FenceLostError, KeyVault, makeKeyCodec, type VaultStorage } from './key-vault.ts';
import { sessionLimits } from './limits.ts';
import { listenForRestrictions, type RestrictionNews } from './restrictions.ts';
import type { Burden, SessionBudget } from './session-budget.ts';
import { makeStoredRepository, Turns } from './signal-repository.ts';
import type { WaVersion } from './wa-version.ts';
import { WireGate } from './wire-gate.ts';

/** What the owner of a session is told about its connection. */
export interface ConnectionListener {
  /** A QR to show; `left` are still to come. It holds for `lifeMs`. */
  qr(qr: string, place: { left: number; lifeMs: number }): void;
  /**
   * The phone has accepted this device. Nothing is answered until this resolves; when it rejects, the pairing is
   * refused. The credentials are stored before it's called.
   */
  paired(self: Required<Pick<Self, 'id'>> & Self & { name?: string }): Promise<void>;
  /** The connection stands: messages can be sent. */
  open(self: Self & { name?: string }): void;
  /** So many messages were journalled. */
  journalled(messages: number): void;
  /** WhatsApp says what it has kept for this session, hands it over, and has handed over all of it. */
  kept(news: { announced: Stanza } | { received: Stanza } | 'flushed'): void;
  /** A message came that can't be decrypted; it is in the journal as such. */
  undecryptable(): void;
  /** Pieces of the phone's history were journalled. */
  historyJournalled(): void;
  receipt(stanza: Stanza): void;
  acknowledged(stanza: Stanza): void;
  /** Somebody calls. It's answered whether it is to be refused; if so, it is. */
  called(call: CallNews): boolean;
  /** What WhatsApp says of a restriction. */
  restricted(news: RestrictionNews): void;
  /** Called once, last. */
  ended(end: ConnectionEnd): void;
}

export interface ConnectionOptions {
  baileys: Baileys;
  socketUrl: string;
  storage: VaultStorage;
  recall: (key: JournalKey) => Promise<Uint8Array | undefined>;
  /** Contents that the phone is asked for. */
  awaited: AwaitedContents;
  /** The stored proto of a message that we sent, for a phone that asks for it again. */
  findSent: (whatsappId: string) => Promise<proto.IMessage | undefined>;
  log: Logger;
  budget: SessionBudget;
  /** Of WhatsApp Web. */
  version: WaVersion;
  /** What everything goes through. */
  proxy?: ProxyLine | undefined;
  /** Shows the number as online; its phone then rings less. */
  appearOnline: boolean;
  listener: ConnectionListener;
  /** How long a QR lives, where it's not WhatsApp's own 60 s and then 20 s. */
  qrLifeMs?: number;
}

/** One socket to WhatsApp, from the first byte to the last. It never reconnects: that's its owner's decision. */
export class Connection {
  readonly #baileys: Baileys;
  readonly #listener: ConnectionListener;
  readonly #log: Logger;
  readonly vault: KeyVault;
  #socket: WASocket | undefined;
  #auth: StoredAuthState | undefined;
  readonly #proxy: ProxyLine | undefined;
  #gate: WireGate | undefined;
  #ledger: StanzaLedger | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #end: ConnectionEnd | undefined;
  #ended = false;
  #admitted = false;
  #isOpen = false;
  #heardAt: Date | undefined;
  #usefulAt: Date | undefined;

  private constructor(options: ConnectionOptions) {
    this.#baileys = options.baileys;
    this.#listener = options.listener;
    this.#log = options.log;
    this.#proxy = options.proxy;
    this.vault = new KeyVault({
      storage: options.storage,
      codec: makeKeyCodec(options.baileys),
      onBroken: (error) => {
        // Closed before anybody learns that the message couldn't be stored: a refusal would tell WhatsApp that we
        // have it, silence makes it deliver again.
        const lost = error instanceof FenceLostError;
        this.#gate?.cut();
        if (!lost)
          this.#log.error({ err: error }, 'keys or messages could not be stored; the socket is closed');
        this.end({ code: 0, origin: lost ? 'ownership' : 'storage' });
      },
      onStored: ({ messages, histories }) => {
        this.#gate?.flush();
        if (messages > 0) this.#listener.journalled(messages);
        if (histories > 0) this.#listener.historyJournalled();
      },
    });
  }

  /** Connects. What goes wrong from here on is told by `listener.ended`; only unreadable keys are thrown. */
  static async start(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options);
    await connection.#connect(options);
    return connection;
  }

  /** The socket, while the connection stands. */
  get open(): WASocket | undefined {
    return this.#isOpen && !this.#ended ? this.#socket : undefined;
  }

  /** Whether the phone had accepted this device. */
  get paired(): boolean {
    return isPaired(this.#auth);
  }

  /** When WhatsApp was last heard. */
  get heardAt(): Date | undefined {
    return this.#heardAt;
  }

  /** When anything but an answer to a ping was last heard. */
  get usefulAt(): Date | undefined {
    return this.#usefulAt;
  }

  get self(): Self & { name?: string } {
    const me = this.#auth?.state.creds.me;
    return { id: me?.id, lid: me?.lid, ...(me?.name ? { name: me.name } : {}) };
  }

  /** The stored credentials, encoded as they are kept. */
  async credentials(): Promise<Uint8Array> {
    const kept = await this.vault.read('creds', ['']);
    return makeKeyCodec(this.#baileys).encode('creds', kept['']);
  }

  /** Closes the socket at once; `listener.ended` follows with this end. */
  end(end: ConnectionEnd): void {
    if (this.#end) return;
    this.#end = end;
    if (this.#socket)
      void this.#socket.end(new Boom(end.detail ?? end.origin, { statusCode: end.code || 428 }));
    else this.#finish();
  }

  /** Tells WhatsApp that this device is to be unlinked, and waits until it has heard. */
  async unlink(): Promise<boolean> {
    const socket = this.open;
    if (!socket) return false;
    const heard = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), sessionLimits.unlinkMs);
      socket
        .query({
          tag: 'iq',
          attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'md' },
          content: [
            { tag: 'remove-companion-device', attrs: { jid: this.self.id ?? '', reason: 'user_initiated' } },
          ],
        })
        .then(
          (answer) => resolve(answer !== undefined),
          // The network may close the connection in place of an answer.
          () => resolve(!this.#socket?.ws.isOpen),
        )
        .finally(() => clearTimeout(timer));
    });
    const done = await heard;
    this.end({ code: 0, origin: 'us' });
    return done;
  }

  /** Resolves when what has come by now is in the journal, or can't be; at last after a while. */
  async journalled(): Promise<void> {
    const latest = Date.now() + sessionLimits.handOverMs;
    while (this.#ledger && this.#ledger.undecided > 0 && !this.#ended && Date.now() < latest)
      await sleep(sessionLimits.receiptGatherMs);
    await this.vault.settled().catch(() => {});
  }

  /** Asks for a code to be typed on the phone, in place of the QR. */
  async requestCode(number: string): Promise<string> {
    if (!this.#socket) throw new Error('There is no socket.');
    return this.#socket.requestPairingCode(number.replace(/\D/g, ''));
  }

  async #connect(options: ConnectionOptions): Promise<void> {
    const { baileys, listener } = options;
    const turns = new Turns();
    const auth = await loadAuthState({ baileys, vault: this.vault, turns });
    this.#auth = auth;
    if (this.#end) return this.#finish();
    const ledger = new StanzaLedger({
      self: () => this.self,
      unstored: () => this.vault.unstoredMessages,
      recall: options.recall,
      proto: baileys.proto,
      awaited: options.awaited,
      onUndecryptable: () => listener.undecryptable(),
    });
    this.#ledger = ledger;
    const logger = baileysLog(this.#log);
    const socket = baileys.makeWASocket({
      auth: auth.state,
      version: options.version,
      logger,
      waWebSocketUrl: options.socketUrl,
      connectTimeoutMs: sessionLimits.socketConnectMs,
      defaultQueryTimeoutMs: sessionLimits.queryMs,
      keepAliveIntervalMs: 25_000,
      browser: baileys.Browsers.macOS('Chrome'),
      ...(options.qrLifeMs === undefined ? {} : { qrTimeout: options.qrLifeMs }),
      emitOwnEvents: false,
      ...(options.proxy ? agentsOf(options.proxy) : {}),
      // The phone of the business must go on ringing, unless a person wants to be seen.
      markOnlineOnConnect: options.appearOnline,
      syncFullHistory: false,
      // The phone's history comes from the journal, see history/: Baileys would hand it over in memory, after the receipt.
      shouldSyncHistoryMessage: () => false,
      shouldIgnoreJid: (jid: string) => jid === 'status@broadcast' || jid.endsWith('@newsletter'),
      // A failed commit has closed the socket: trying it again would only hold the lock.
      transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 1 },
      placeholderResendCache: askedAlready,
      getMessage: async ({ id }) => (id ? options.findSent(id) : undefined),
      makeSignalRepository: (state, repositoryLog, pnToLid) =>
        makeStoredRepository({
          makeRepository: baileys.DEFAULT_CONNECTION_CONFIG.makeSignalRepository,
          creds: state.creds,
          vault: this.vault,
          ledger,
          logger: repositoryLog,
          pnToLid,
          turns,
          onUndecryptable: () => this.#burden(options.budget, 'undecryptable'),
        }),
    });
    this.#socket = socket;
    this.#gate = new WireGate(socket, this.vault);
    this.#admitted = isPaired(auth);
    this.#watchdog = setTimeout(() => this.end({ code: 408, origin: 'network' }), sessionLimits.connectMs);
    this.#listen(socket, auth, ledger, options);
    listenForRestrictions(socket, (news) => listener.restricted(news));
    socket.ev.on('connection.update', (update) => {
      if (update.connection === 'open') {
        clearTimeout(this.#watchdog);
        this.#isOpen = true;
        listener.open(this.self);
      }
      if (update.connection === 'close') this.#finish(update.lastDisconnect?.error);
    });
  }

  #listen(
    socket: WASocket,
    auth: StoredAuthState,
    ledger: StanzaLedger,
    { budget, appearOnline }: ConnectionOptions,
  ): void {
    const { ws, ev } = socket;
    let references = 0;
    ws.on('frame', (frame: Stanza) => {
      this.#heardAt = new Date();
      if (!isEmptyAnswer(frame)) this.#usefulAt = this.#heardAt;
    });
    this.#readFrames(socket, budget);
    holdForgottenPromises(ws, (error, event) =>
      this.#log.debug({ err: error, event }, 'what Baileys began ended with the connection'),
    );
    // `ws` tells nobody of an upgrade that was refused while somebody listens for this event, and Baileys does.
    ws.on('unexpected-response', (_request: unknown, response: { statusCode?: number; headers?: object }) => {
      const after = Number((response.headers as Record<string, string> | undefined)?.['retry-after']);
      const end: ConnectionEnd = { code: response.statusCode ?? 0, origin: 'upgrade' };
      this.end(Number.isFinite(after) ? { ...end, retryAfterMs: Math.min(after, 3_600) * 1_000 } : end);
    });
    ws.prependListener('CB:message', (stanza: Stanza) => {
      ledger.note(stanza);
      this.#listener.kept({ received: stanza });
      this.#journalUnavailable(stanza);
    });
    ws.prependListener('CB:call', (stanza: Stanza) => this.#journalCall(stanza));
    ws.on('CB:ib,,offline_preview', (stanza: Stanza) => this.#listener.kept({ announced: stanza }));
    ws.on('CB:ib,,offline', () => this.#listener.kept('flushed'));
    ws.on('CB:receipt', (stanza: Stanza) => this.#listener.receipt(stanza));
    ws.prependListener('CB:receipt,type:retry', () => this.#burden(budget, 'retry_requests'));
    // Baileys can't answer it, and would wait for a pairing that never comes.
    ws.on('CB:notification,type:passkey_prologue_request', () =>
      this.end({ code: 0, origin: 'network', detail: 'passkey_required' }),
    );
    ws.on('CB:ack,class:message', (stanza: Stanza) => this.#listener.acknowledged(stanza));
    ws.prependListener('CB:iq,type:set,pair-device', (stanza: Stanza) => {
      clearTimeout(this.#watchdog);
      references = childrenOf(childrenOf(stanza)[0]).filter((child) => child.tag === 'ref').length;
    });
    let shown = 0;
    ev.on('connection.update', ({ qr }) => {
      if (qr === undefined) return;
      shown += 1;
      this.#listener.qr(qr, { left: Math.max(0, references - shown), lifeMs: shown === 1 ? 60_000 : 20_000 });
    });
    ev.on('creds.update', (update) => {
      const stored = auth.saveCredentials();
      stored.catch(() => {});
      if (!this.#admitted && update.account && update.me?.id) this.#admit(stored);
      else if (this.#isOpen && !appearOnline) this.#stayUnavailable(socket);
    });
  }

  /**
   * Baileys (7.0.0-rc14) reads each frame in a promise that nobody holds: after one that can't be read, the
   * connection would stay up and never hear anything again.
   */
  #readFrames({ ws }: WASocket, budget: SessionBudget): void {
    const raw = (ws as unknown as { socket?: Pick<WebSocket, 'pause' | 'resume'> | null }).socket;
    const readers = ws.listeners('message') as ((frame: unknown) => Promise<void>)[];
    ws.removeAllListeners('message');
    for (const read of readers) {
      ws.on('message', (frame: unknown) => {
        const pause = budget.read((frame as { length?: number }).length ?? 0);
        if (pause > 0) holdBack(raw, pause);
        read(frame).catch((error: unknown) => {
          this.#log.warn(
            { err: error },
            'WhatsApp sent a frame that can not be read; the connection is ended',
          );
          this.end({ code: 0, origin: 'network', detail: 'unreadable_frame' });
        });
      });
    }
  }

  #burden(budget: SessionBudget, burden: Burden): void {
    if (this.#end || !budget.isTooMuch(burden)) return;
    this.#log.warn({ burden }, 'a session takes more than its share; its connection is ended for a pause');
    this.end({ code: 0, origin: 'flood', detail: burden });
  }

  /** Only a device whose credentials are stored, and whose number is the right one, answers the phone. */
  #admit(stored: Promise<void>): void {
    this.#admitted = true;
    const { id, lid, name } = this.self;
    const admitted = stored.then(() => this.#listener.paired({ id: id!, lid, ...(name ? { name } : {}) }));
    this.#gate?.hold(admitted).catch((error: unknown) => {
      const detail = error instanceof PairingRefused ? error.reason : undefined;
      this.end({ code: 0, origin: detail ? 'network' : 'storage', ...(detail ? { detail } : {}) });
    });
  }

  /** A message without content is acknowledged at once, past all decrypting. */
  #journalUnavailable(stanza: Stanza): void {
    const entry = entryOfUnavailable(stanza, this.self);
    if (!entry || entry.chat === 'status@broadcast') return;
    this.vault.commit([], entry).catch(() => {});
  }

  /** Baileys acknowledges it afterwards; the wire gate holds that back until it's stored. */
  #journalCall(stanza: Stanza): void {
    const news = readCall(stanza, this.self);
    if (!news) return;
    const entry = entryOfCall(stanza, news);
    this.vault.commit([], entry).catch(() => {});
    const socket = this.#socket;
    if (news.outcome !== 'ringing' || !socket || !this.#listener.called(news)) return;
    this.vault.commit([], entryOfRefusal(entry, news.callId)).catch(() => {});
    socket.rejectCall(news.callId, news.creator).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'a call could not be refused');
    });
  }

  /** Baileys says `<presence/>`, which means available, after each change of the credentials. */
  #stayUnavailable(socket: WASocket): void {
    setImmediate(() => {
      if (this.#isOpen && !this.#ended) socket.sendPresenceUpdate('unavailable').catch(() => {});
    });
  }

  #finish(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#isOpen = false;
    clearTimeout(this.#watchdog);
    let end = this.#end ?? endOf(error);
    // What was said wasn't said by WhatsApp.
    if (this.#proxy?.isUp === false && ['network', 'upgrade'].includes(end.origin))
      end = { code: end.code, origin: 'proxy' };
    void this.#settle(end);
  }

  /** What was decrypted already may still be stored; the next connection starts only afterwards. */
  async #settle(end: ConnectionEnd): Promise<void> {
    await this.vault.settled().catch(() => {});
    this.vault.seal();
    this.#listener.ended(end);
  }
}

/**
 * Baileys would ask the phone for contents by itself, from a memory that ends with the process, and throw away what
 * comes: it believes that everything was asked for. See AwaitedContents.
 */
const askedAlready = {
  // Of whatever type the caller expects: it only asks whether something is there.
  get: (): never => true as never,
  set: (): void => {},
  del: (): void => {},
  flushAll: (): void => {},
};

/** Baileys' types ask for an agent of node:https where any does. */
function agentsOf({ agent }: ProxyLine): { agent: HttpsAgent; fetchAgent: HttpsAgent } {
  return { agent: agent as HttpsAgent, fetchAgent: agent as HttpsAgent };
}

/** Reads nothing more for a moment: what comes meanwhile waits with the network. */
function holdBack(raw: Pick<WebSocket, 'pause' | 'resume'> | null | undefined, milliseconds: number): void {
  raw?.pause();
  setTimeout(() => raw?.resume(), milliseconds).unref();
}

/** Why a pairing isn't answered: the phone shows that the device couldn't be linked. */
export class PairingRefused extends Error {
  override readonly name = 'PairingRefused';
  readonly reason: 'wrong_number' | 'number_in_use';
  constructor(reason: PairingRefused['reason']) {
    super(`The pairing was refused: ${reason}.`);
    this.reason = reason;
  }
}

function isPaired(auth: StoredAuthState | undefined): boolean {
  const creds = auth?.state.creds;
  return Boolean(creds?.me?.id && creds.account);
}

/** What WhatsApp says to a ping, on whatever line. */
function isEmptyAnswer(frame: Partial<Stanza> | Uint8Array): boolean {
  if (frame instanceof Uint8Array) return false;
  return frame.tag === 'iq' && frame.attrs?.['type'] === 'result' && !frame.content;
}

/** Reads Baileys' error: a status code, and what the stanza behind it said. */
function endOf(error: Error | undefined): ConnectionEnd {
  const boom = error as Boom | undefined;
  const code = boom?.output?.statusCode ?? 0;
  if (error?.message === 'QR refs attempts ended') return { code, origin: 'network', detail: 'qr_used_up' };
  if (error?.message === 'Connection was lost') return { code, origin: 'network', silence: 'nothing_heard' };
  const data = boom?.data as { attrs?: Record<string, string>; type?: string } | undefined;
  const detail = data?.attrs?.['type'] ?? data?.type;
  return { code, origin: 'network', ...(typeof detail === 'string' ? { detail } : {}) };
}
