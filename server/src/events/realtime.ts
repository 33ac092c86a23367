import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { authenticate, type Credential } from '../access/authenticate.ts';
import type { Caller } from '../access/caller.ts';
import type { Application } from '../application.ts';
import type { AuditedRequest } from '../audit/audit-entry.ts';
import { noteRefusal } from '../audit/note-refusal.ts';
import { inAccount } from '../db/database.ts';
import { Problem } from '../http/problem.ts';
import { EVENT_LIMITS, type EventLimits } from './limits.ts';
import { readEventRange, readEvents } from './read-events.ts';
import { RealtimeSocket, type SocketSurroundings } from './realtime-socket.ts';

export type RealtimeApplication = Pick<
  Application,
  'database' | 'tokens' | 'apiKeys' | 'audit' | 'events' | 'media' | 'log'
>;

/** The open sockets of this process. */
export class Realtime {
  readonly #sockets = new Map<RealtimeSocket, string | null>();
  readonly #perCredential = new Map<string, number>();
  readonly #app: RealtimeApplication;
  readonly #around: Omit<SocketSurroundings, 'authenticate'>;
  readonly #limits: EventLimits;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #closing = false;

  constructor(app: RealtimeApplication, limits: Partial<EventLimits> = {}) {
    this.#limits = { ...EVENT_LIMITS, ...limits };
    this.#app = app;
    this.#around = {
      bus: app.events,
      limits: this.#limits,
      links: app.media.links,
      readRange: (accountId) => inAccount(app.database, accountId, readEventRange),
      readEvents: (accountId, options) => inAccount(app.database, accountId, (tx) => readEvents(tx, options)),
      admit: (socket, credentialId) => this.#admit(socket, credentialId),
      forget: (socket) => this.#forget(socket),
      report: (error) => app.log.warn({ err: error }, 'a realtime socket met an error'),
    };
    this.#stopListening = app.events.onAccessChanged((change) => {
      for (const socket of this.#sockets.keys()) if (socket.isConcernedBy(change)) socket.recheck();
    });
    this.#timer = setInterval(() => this.#tick(), this.#limits.tickMs);
    this.#timer.unref();
  }

  /** How many are open. */
  get size(): number {
    return this.#sockets.size;
  }

  /** Takes a socket that `GET /realtime` has just opened; it must send its hello. */
  readonly open = (socket: WebSocket, request: Pick<FastifyRequest, 'headers' | 'ip' | 'id'>): void => {
    const { origin, host, 'sec-fetch-site': secFetchSite, 'user-agent': userAgent } = request.headers;
    // The request itself is not kept as long as the socket.
    const cameWith = { ip: request.ip, id: request.id, headers: { 'user-agent': userAgent } };
    const accepted = new RealtimeSocket({
      socket,
      around: {
        ...this.#around,
        authenticate: (credential) => this.#authenticate(credential, cameWith),
      },
      cameFrom: {
        origin,
        host,
        secFetchSite: Array.isArray(secFetchSite) ? secFetchSite[0] : secFetchSite,
      },
      now: performance.now(),
    });
    const full = this.#sockets.size >= this.#limits.socketsPerProcess;
    this.#sockets.set(accepted, null);
    if (this.#closing || full) accepted.bye('going_away');
  };

  /** Says goodbye to all. Call it before the HTTP server is closed, which ends what is left. */
  close(): void {
    this.#closing = true;
    clearInterval(this.#timer);
    this.#stopListening();
    for (const socket of this.#sockets.keys()) socket.bye('going_away');
  }

  async #authenticate(credential: Credential, request: AuditedRequest): Promise<Caller> {
    try {
      return await authenticate(this.#app, credential);
    } catch (error) {
      if (error instanceof Problem)
        noteRefusal(this.#app.audit, { problem: error, caller: null, request, operation: 'openRealtime' });
      throw error;
    }
  }

  #tick(): void {
    const now = performance.now();
    for (const socket of this.#sockets.keys()) socket.tick(now);
  }

  #admit(socket: RealtimeSocket, credentialId: string): boolean {
    const before = this.#sockets.get(socket);
    if (before) this.#release(before);
    const open = this.#perCredential.get(credentialId) ?? 0;
    if (open >= this.#limits.socketsPerCredential) {
      this.#sockets.set(socket, null);
      return false;
    }
    this.#perCredential.set(credentialId, open + 1);
    this.#sockets.set(socket, credentialId);
    return true;
  }

  #forget(socket: RealtimeSocket): void {
    const credentialId = this.#sockets.get(socket);
    if (credentialId) this.#release(credentialId);
    this.#sockets.delete(socket);
  }

  #release(credentialId: string): void {
    const open = (this.#perCredential.get(credentialId) ?? 1) - 1;
    if (open > 0) this.#perCredential.set(credentialId, open);
    else this.#perCredential.delete(credentialId);
  }
}
