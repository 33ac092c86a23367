import type { components } from './contract.gen.ts';

/** The part of a WebSocket that is used; the browsers', Node's and the `ws` package's all have it. */
export interface WebSocketLike {
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  send(text: string): void;
  close(): void;
}

export type WebSocketConstructor = new (url: string) => WebSocketLike;

/**
 * `connecting`: on the way, also just after a connection broke. `open`: events come. `offline`: it did not work,
 * and it is tried again by itself. `closed`: nobody subscribes, or access ended (the error says why).
 */
export type RealtimeState = 'connecting' | 'open' | 'offline' | 'closed';

export type EventListener = (event: RealtimeEvent) => void;
export type StateListener = (state: RealtimeState, error?: Error) => void;
export type SetState = (state: RealtimeState, error?: Error) => void;

export interface Subscription {
  topics: readonly Topic[];
  listener: EventListener;
  /** Has been told that events reach it from now on. */
  started: boolean;
}

export interface RealtimeOptions {
  /** Without `/v1`. */
  apiUrl: string;
  account?: string;
  WebSocket?: WebSocketConstructor;
  /** Pause before the second attempt, doubled for each further one, in milliseconds; 400 if left out. */
  retryDelayMs?: number;
}

type Schemas = components['schemas'];

/** A group of events as the API knows it, or one type of event out of it. */
export type Topic = Schemas['RealtimeTopic'] | RealtimeFact['type'];

/** Tells a listener to load anew: see `subscribe`. */
export interface Resync {
  type: 'resync';
  /** `started`: events come from here on. Anything else: some were lost. */
  reason: 'started' | Schemas['ResyncFrame']['reason'];
}

/** An event of the contract, or an ephemeral frame, which has no `seq`. */
export type RealtimeFact = Schemas['Event'] | Schemas['SessionPairingFrame'];

/** What a listener gets. */
export type RealtimeEvent = RealtimeFact | Resync;

export type ServerFrame = Schemas['RealtimeServerFrame'];
export type ClientFrame = Schemas['RealtimeClientFrame'];
export type Hello = Schemas['HelloFrame'];
export type ByeCode = Schemas['ByeCode'];
