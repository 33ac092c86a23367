import type { Permission } from '../access/caller.ts';
import { EVENT_LIMITS } from './limits.ts';
import type { NumberedEvent } from './numbered-event.ts';
import { wakeRelays } from './relay-signal.ts';

/** A frame without `seq`: never stored, replayed or polled. Only who has the permission, and may see the session, gets it. */
export interface EphemeralFrame {
  /** The whole frame as the contract has it, such as `session.pairing`. */
  frame: object;
  permission: Permission;
  sessionId: string | null;
}

/** Somebody who follows one account's stream in this process. Its methods must not throw. */
export interface AccountListener {
  /** Numbered events in order; without gaps, unless `onHead` told of more in between. */
  onEvents(events: readonly NumberedEvent[]): void;
  /** The stream goes up to `seq`; what isn't known is to be read from the table. */
  onHead(seq: number): void;
  onEphemeral(frame: EphemeralFrame): void;
}

/**
 * Whose rights have changed: every field that is given must fit. Nothing given: anybody's, as when an API key is
 * revoked that minted embed sessions.
 */
export interface AccessChange {
  accountId?: string;
  memberId?: string;
  userId?: string;
  credentialId?: string;
}

type Delivery = { accountId: string } & (
  | { events: readonly NumberedEvent[] }
  | { head: number }
  | { ephemeral: EphemeralFrame }
);

/**
 * Carries numbered events from the relay to whoever listens in this process. It is a fast path: it is bounded, and
 * what doesn't fit is only announced (`onHead`), since everything stands in the table.
 */
export class EventBus {
  readonly #listeners = new Map<string, Set<AccountListener>>();
  /** The newest event told to this process, of each account that has listeners. */
  readonly #heads = new Map<string, number>();
  readonly #accessListeners = new Set<(change: AccessChange) => void>();
  readonly #queue: Delivery[] = [];
  readonly #limits: { broadcastSlice: number; broadcastQueue: number };
  #waiting = 0;
  #telling = false;

  constructor(limits: { broadcastSlice: number; broadcastQueue: number } = EVENT_LIMITS) {
    this.#limits = limits;
  }

  /** Follows an account from now on; the answer ends it. */
  subscribe(accountId: string, listener: AccountListener): () => void {
    const listeners = this.#listeners.get(accountId) ?? new Set();
    this.#listeners.set(accountId, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#listeners.get(accountId) !== listeners) return;
      this.#listeners.delete(accountId);
      this.#heads.delete(accountId);
    };
  }

  /** Tells events of one account, numbered one after the other. */
  publish(accountId: string, events: readonly NumberedEvent[]): void {
    const last = events.at(-1);
    if (!last || !this.#listeners.has(accountId)) return;
    this.#raiseHead(accountId, last.seq);
    if (this.#waiting + events.length > this.#limits.broadcastQueue) {
      this.#enqueue({ accountId, head: last.seq });
      return;
    }
    this.#waiting += events.length;
    this.#enqueue({ accountId, events });
  }

  /** Tells a frame that nobody gets who isn't listening now. */
  publishEphemeral(
    accountId: string,
    frame: object,
    to: { permission: Permission; sessionId: string | null },
  ): void {
    if (this.#listeners.has(accountId)) this.#enqueue({ accountId, ephemeral: { frame, ...to } });
  }

  /** Tells that the stream of an account goes up to `seq`, where events may have been missed. */
  announceHead(accountId: string, seq: number): void {
    if (!this.#listeners.has(accountId) || seq <= (this.#heads.get(accountId) ?? -1)) return;
    this.#raiseHead(accountId, seq);
    this.#enqueue({ accountId, head: seq });
  }

  /** A listener has read the table up to here: what is older need not be announced. */
  noteRead(accountId: string, seq: number): void {
    if (this.#listeners.has(accountId)) this.#raiseHead(accountId, seq);
  }

  /** The accounts that are listened to in this process. */
  listenedAccounts(): string[] {
    return [...this.#listeners.keys()];
  }

  /** Tells the relay that events were committed; `recordEvent` does so by itself. */
  wakeRelay(): void {
    wakeRelays();
  }

  /** After a commit that changed what somebody may do: open sockets are checked again at once. */
  accessChanged(change: AccessChange): void {
    for (const listener of this.#accessListeners) listener(change);
  }

  onAccessChanged(listener: (change: AccessChange) => void): () => void {
    this.#accessListeners.add(listener);
    return () => void this.#accessListeners.delete(listener);
  }

  #raiseHead(accountId: string, seq: number): void {
    this.#heads.set(accountId, Math.max(seq, this.#heads.get(accountId) ?? 0));
  }

  #enqueue(delivery: Delivery): void {
    this.#queue.push(delivery);
    if (this.#telling) return;
    this.#telling = true;
    this.#tell();
  }

  /** Tells what is queued, in order, and lets other work in after each slice of listeners. */
  #tell(): void {
    let budget = this.#limits.broadcastSlice;
    for (;;) {
      const delivery = this.#queue[0];
      if (!delivery) {
        this.#telling = false;
        return;
      }
      const rest = this.#remaining ?? [...(this.#listeners.get(delivery.accountId) ?? [])];
      while (rest.length > 0 && budget > 0) {
        tellOne(rest.pop()!, delivery);
        budget -= 1;
      }
      if (rest.length > 0) {
        this.#remaining = rest;
        setImmediate(() => this.#tell());
        return;
      }
      this.#remaining = undefined;
      this.#queue.shift();
      if ('events' in delivery) this.#waiting -= delivery.events.length;
    }
  }
  /** Who hasn't been told the first of the queue yet, while a slice waits for its turn. */
  #remaining: AccountListener[] | undefined;
}

function tellOne(listener: AccountListener, delivery: Delivery): void {
  if ('events' in delivery) listener.onEvents(delivery.events);
  else if ('head' in delivery) listener.onHead(delivery.head);
  else listener.onEphemeral(delivery.ephemeral);
}
