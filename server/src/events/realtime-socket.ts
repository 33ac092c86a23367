import type { WebSocket } from 'ws';
import type { Caller, Permission } from '../access/caller.ts';
import type { Credential } from '../access/authenticate.ts';
import { toTypeId } from '../db/ids.ts';
import { byeCodes } from '../http/contract-tables.gen.ts';
import { Problem } from '../http/problem.ts';
import type { AccessChange, AccountListener, EphemeralFrame, EventBus } from './event-bus.ts';
import { type ClientFrame, type Hello, readClientFrame, type Topic } from './client-frame.ts';
import type { EventLimits } from './limits.ts';
import type { MediaLinks } from '../media/media-links.ts';
import { NumberedEvent } from './numbered-event.ts';
import type { StoredEventRow } from './read-events.ts';
import { eventVisibility } from './visibility.ts';

export type ByeCode = keyof typeof byeCodes;

/** What a socket needs of the rest of the server. */
export interface SocketSurroundings {
  bus: EventBus;
  limits: EventLimits;
  links: MediaLinks;
  /** Throws problems as HTTP would answer them. */
  authenticate(credential: Credential): Promise<Caller>;
  readRange(accountId: string): Promise<{ newest: number; oldest: number }>;
  readEvents(
    accountId: string,
    options: { after: number; limit: number; currentHolders: boolean },
  ): Promise<StoredEventRow[]>;
  /** Counts the socket for its credential; false when there are too many. Counted until `forget`. */
  admit(socket: RealtimeSocket, credentialId: string): boolean;
  forget(socket: RealtimeSocket): void;
  /** Something broke that is no problem of the client's. */
  report(error: unknown): void;
}

const TOPIC_PERMISSIONS: Record<Topic, Permission> = {
  sessions: 'sessions:read',
  messages: 'conversations:read',
  conversations: 'conversations:read',
  contacts: 'contacts:read',
};

/**
 * One client of the event stream. It is either live (each event comes from the bus as it is numbered) or catching up
 * (it reads the table, and ignores the bus but for how far the stream goes). It changes from catching up to live only
 * when it has read everything that exists, so nothing falls between, and nothing waits in memory for a slow reader.
 */
export class RealtimeSocket implements AccountListener {
  readonly #socket: WebSocket;
  readonly #around: SocketSurroundings;
  readonly #cameFrom: Omit<Credential, 'token' | 'account'>;
  #phase: 'greeting' | 'catching_up' | 'live' | 'ended' = 'greeting';
  #hello: Hello | undefined;
  #caller: Caller | undefined;
  /** The last event that was looked at, the newest that is known to exist, and the last position that was told. */
  #cursor = 0;
  #head = 0;
  #told = 0;
  #hiddenInARow = 0;
  #unsubscribe: () => void = () => undefined;
  /** Frames of the client are handled one after the other. */
  #handling: Promise<void> = Promise.resolve();
  #openedAt: number;
  #checkedAt = 0;
  #positionAt = 0;
  #pingedAt = 0;
  #answeredPing = true;
  #framesSince = 0;
  #frames = 0;

  constructor(options: {
    socket: WebSocket;
    around: SocketSurroundings;
    cameFrom: Omit<Credential, 'token' | 'account'>;
    now: number;
  }) {
    this.#socket = options.socket;
    this.#around = options.around;
    this.#cameFrom = options.cameFrom;
    this.#openedAt = options.now;
    this.#pingedAt = options.now;
    this.#socket.on('message', (data, isBinary) => this.#take(data as Buffer, isBinary));
    this.#socket.on('pong', () => {
      this.#answeredPing = true;
    });
    this.#socket.on('close', () => this.#end());
    // A close follows each error; without a listener it would be thrown.
    this.#socket.on('error', () => undefined);
  }

  /** Looks at all that is due; called about every second with the time in milliseconds. */
  tick(now: number): void {
    const { limits } = this.#around;
    if (this.#phase === 'ended') return;
    if (this.#phase === 'greeting') {
      if (now - this.#openedAt >= limits.helloMs) this.bye('hello_timeout');
      return;
    }
    if (this.#caller?.expiresAt && Date.now() >= this.#caller.expiresAt.getTime()) {
      this.bye('token_expired');
      return;
    }
    if (now - this.#pingedAt >= limits.heartbeatMs) {
      if (!this.#answeredPing) {
        this.#socket.terminate();
        return;
      }
      this.#answeredPing = false;
      this.#pingedAt = now;
      this.#socket.ping();
    }
    if (now - this.#positionAt >= limits.positionMs) {
      this.#positionAt = now;
      this.#tellPosition();
    }
    if (now - this.#checkedAt >= limits.recheckMs) this.recheck();
  }

  /** Says why, and closes. Whoever doesn't take it in time is torn down. */
  bye(code: ByeCode): void {
    if (this.#phase === 'ended') return;
    this.#end();
    this.#socket.send(JSON.stringify({ type: 'bye', code }));
    this.#socket.close(byeCodes[code].close, code);
    const timer = setTimeout(() => this.#socket.terminate(), this.#around.limits.byeMs);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Whether a change of rights may concern this socket. */
  isConcernedBy(change: AccessChange): boolean {
    const caller = this.#caller;
    return (
      caller !== undefined &&
      (change.accountId === undefined ||
        change.accountId === caller.accountId ||
        change.accountId === caller.homeAccountId) &&
      (change.memberId === undefined || change.memberId === caller.memberId) &&
      (change.userId === undefined || change.userId === caller.userId) &&
      (change.credentialId === undefined || change.credentialId === caller.credentialId)
    );
  }

  /** Works out anew who the caller is; what has ended ends the socket. */
  recheck(): void {
    this.#checkedAt = performance.now();
    this.#inTurn(async () => {
      if (this.#hello) await this.#authenticate(this.#hello.token, { again: true });
    });
  }

  onEvents(events: readonly NumberedEvent[]): void {
    this.#head = Math.max(this.#head, events.at(-1)?.seq ?? 0);
    if (this.#phase !== 'live') return;
    for (const event of events) {
      if (event.seq <= this.#cursor) continue;
      if (event.seq > this.#cursor + 1) break;
      this.#deliver(event, undefined);
    }
    if (this.#cursor < this.#head || this.#socket.bufferedAmount > this.#around.limits.socketHighBytes)
      this.#startCatchingUp();
  }

  onHead(seq: number): void {
    this.#head = Math.max(this.#head, seq);
    if (this.#phase === 'live' && this.#cursor < this.#head) this.#startCatchingUp();
  }

  onEphemeral({ frame, permission, sessionId }: EphemeralFrame): void {
    const caller = this.#caller;
    if (!caller || this.#phase === 'greeting' || this.#phase === 'ended') return;
    if (!caller.permissions.has(permission) || !this.#hello?.topics.has('sessions')) return;
    if (caller.sessionIds && (sessionId === null || !caller.sessionIds.includes(sessionId))) return;
    if (this.#socket.bufferedAmount > this.#around.limits.socketHighBytes) return;
    this.#socket.send(JSON.stringify(frame));
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#phase === 'ended') return;
    const now = performance.now();
    if (now - this.#framesSince > 10_000) {
      this.#framesSince = now;
      this.#frames = 0;
    }
    this.#frames += 1;
    const { clientFrameBytes, clientFramesPerTenSeconds } = this.#around.limits;
    const frame =
      isBinary || data.length > clientFrameBytes || this.#frames > clientFramesPerTenSeconds
        ? null
        : readClientFrame(data.toString('utf8'));
    // Greeting comes first, and once.
    if (!frame || (frame.type === 'hello') !== (this.#hello === undefined)) {
      this.bye('bad_frame');
      return;
    }
    if (frame.type === 'hello') this.#hello = frame;
    this.#inTurn(() => this.#handle(frame));
  }

  async #handle(frame: ClientFrame): Promise<void> {
    if (!(await this.#authenticate(frame.token, { again: frame.type === 'auth' }))) return;
    if (frame.type === 'hello') await this.#begin(frame);
    else if (this.#hello) this.#hello = { ...this.#hello, token: frame.token };
  }

  /** Takes the caller of a token; says bye and answers false when it may not (any longer) be here. */
  async #authenticate(token: string, options: { again: boolean }): Promise<boolean> {
    let caller: Caller;
    try {
      caller = await this.#around.authenticate({ ...this.#cameFrom, token, account: this.#hello?.account });
    } catch (error) {
      if (error instanceof Problem && error.status < 500) this.bye(byeCodeOf(error));
      // The database is gone for a moment: who was let in stays, and is looked at again later.
      else if (!options.again) this.bye('going_away');
      if (!(error instanceof Problem)) this.#around.report(error);
      return false;
    }
    if (this.#ended) return false;
    const before = this.#caller;
    const allowed = [...(this.#hello?.topics ?? [])].some((topic) =>
      caller.permissions.has(TOPIC_PERMISSIONS[topic]),
    );
    if (!allowed || (before && !isSamePerson(before, caller))) {
      this.bye('forbidden');
      return false;
    }
    if (before?.credentialId !== caller.credentialId && !this.#around.admit(this, caller.credentialId)) {
      this.bye('too_many_sockets');
      return false;
    }
    this.#caller = caller;
    this.#checkedAt = performance.now();
    return true;
  }

  async #begin(hello: Hello): Promise<void> {
    const accountId = this.#caller!.accountId;
    // Listen first, then look where the stream is: what comes between is known by #head.
    this.#unsubscribe = this.#around.bus.subscribe(accountId, this);
    let range: { newest: number; oldest: number };
    try {
      range = await this.#around.readRange(accountId);
    } catch (error) {
      this.#around.report(error);
      this.bye('going_away');
      return;
    }
    if (this.#ended) return;
    const { newest, oldest } = range;
    const after = hello.after ?? newest;
    const reason = after > newest ? 'unknown_position' : after < oldest - 1 ? 'expired' : null;
    this.#cursor = reason ? newest : after;
    this.#told = this.#cursor;
    this.#head = Math.max(this.#head, newest);
    this.#positionAt = performance.now();
    this.#send({ type: 'welcome', seq: this.#cursor });
    if (reason) this.#send({ type: 'resync', reason });
    this.#startCatchingUp();
  }

  #startCatchingUp(): void {
    this.#phase = 'catching_up';
    this.#catchUp().catch((error: unknown) => {
      this.#around.report(error);
      this.bye('going_away');
    });
  }

  async #catchUp(): Promise<void> {
    const { limits, bus } = this.#around;
    const caller = (): Caller => this.#caller!;
    for (let failures = 0; ; ) {
      if (this.#socket.bufferedAmount > limits.socketHighBytes && !(await this.#drained())) {
        this.bye('slow_consumer');
        return;
      }
      if (this.#ended) return;
      if (this.#cursor >= this.#head) {
        if (this.#cursor > this.#told) this.#tellPosition();
        bus.noteRead(caller().accountId, this.#cursor);
        this.#phase = 'live';
        return;
      }
      let rows: StoredEventRow[];
      try {
        rows = await this.#around.readEvents(caller().accountId, {
          after: this.#cursor,
          limit: limits.replayPage,
          currentHolders: caller().ownConversationsOnly,
        });
        failures = 0;
      } catch (error) {
        // The events wait in the table, and the socket for the database.
        this.#around.report(error);
        failures += 1;
        await pause(Math.min(100 * 2 ** failures, limits.relayReconnectMaxMs));
        continue;
      }
      if (this.#ended) return;
      // The table is the truth about how far the stream goes.
      if (rows.length === 0) this.#head = this.#cursor;
      for (const row of rows) this.#deliver(new NumberedEvent(row, this.#around.links), row.held_now);
    }
  }

  /** Resolves once all that was sent has left; false when that takes too long. */
  #drained(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.#around.limits.socketDrainMs);
      // Whatever the outcome: a socket that broke has nothing left to wait for.
      this.#socket.ping(undefined, false, () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  #deliver(event: NumberedEvent, heldNow: string | null | undefined): void {
    this.#cursor = event.seq;
    const topic = `${event.row.type.slice(0, event.row.type.indexOf('.'))}s` as Topic;
    const visibility = this.#hello?.topics.has(topic)
      ? eventVisibility(
          this.#caller!,
          heldNow === undefined ? event.row : { ...event.row, held_now: heldNow },
        )
      : 'hidden';
    if (visibility === 'hidden') {
      this.#hiddenInARow += 1;
      if (this.#hiddenInARow >= this.#around.limits.positionAfterHidden) this.#tellPosition();
      return;
    }
    this.#hiddenInARow = 0;
    this.#told = event.seq;
    if (visibility === 'seen') this.#socket.send(event.frame(), { binary: false });
    else this.#send(event.showWithdrawn());
  }

  #tellPosition(): void {
    this.#told = this.#cursor;
    this.#hiddenInARow = 0;
    this.#send({ type: 'position', seq: this.#cursor });
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  #inTurn(work: () => Promise<void>): void {
    this.#handling = this.#after(this.#handling, work);
  }

  async #after(earlier: Promise<void>, work: () => Promise<void>): Promise<void> {
    await earlier;
    if (this.#ended) return;
    try {
      await work();
    } catch (error) {
      this.#around.report(error);
      this.bye('going_away');
    }
  }

  get #ended(): boolean {
    return this.#phase === 'ended';
  }

  #end(): void {
    this.#phase = 'ended';
    this.#unsubscribe();
    this.#around.forget(this);
  }

  /** The account that is followed, for the log. */
  get account(): string | null {
    return this.#caller ? toTypeId('acc', this.#caller.accountId) : null;
  }
}

function byeCodeOf(problem: Problem): ByeCode {
  if (problem.code === 'token_revoked') return 'revoked';
  if (problem.code in byeCodes) return problem.code as ByeCode;
  return problem.status === 401 ? 'unauthenticated' : 'forbidden';
}

/** A fresh token continues a stream only for whom it was begun. */
function isSamePerson(one: Caller, other: Caller): boolean {
  return (
    one.kind === other.kind &&
    one.accountId === other.accountId &&
    one.homeAccountId === other.homeAccountId &&
    one.memberId === other.memberId
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
