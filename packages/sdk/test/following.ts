import { afterEach, beforeEach, vi } from 'vitest';
import type { WebSocket as WsWebSocket } from 'ws';
import type { Contact, Message, Session } from '../src/contract-types.ts';
import type { MetaHubOptions } from '../src/embed-client.ts';
import { MetaHub } from '../src/hub.ts';
import type { RealtimeEvent, RealtimeState, Topic } from '../src/realtime-types.ts';
import { ScriptedApi } from './scripted-api.ts';

/** The API of the test that runs: each has its own. */
export let api: ScriptedApi;
const hubs: MetaHub[] = [];

beforeEach(async () => {
  api = await ScriptedApi.listen();
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) hub.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await api[Symbol.asyncDispose]();
});

/** A client of that API, closed after the test: of a key where no token is fetched. */
export function connect(options: Partial<MetaHubOptions> = {}): MetaHub {
  return closeLater(
    new MetaHub({
      apiUrl: api.url,
      retryDelayMs: 1,
      ...(options.fetchToken ? {} : { apiKey: 'mh_test_key' }),
      ...options,
    }),
  );
}

/** A client of a person, who signs in. */
export function connectPerson(): MetaHub {
  return closeLater(new MetaHub({ apiUrl: api.url }));
}

function closeLater(hub: MetaHub): MetaHub {
  hubs.push(hub);
  return hub;
}

/** Collects what a listener is told, as short words. */
export function follow(hub: MetaHub, ...topics: Topic[]) {
  const told: string[] = [];
  const waiting = new Set<() => void>();
  const stop = hub.realtime.subscribe(topics, (event) => {
    told.push(inShort(event));
    for (const resolve of waiting) resolve();
  });
  return {
    told,
    stop,
    async until(word: string): Promise<void> {
      while (!told.includes(word)) await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
}

function inShort(event: RealtimeEvent): string {
  if (event.type === 'resync') return `resync: ${event.reason}`;
  return 'seq' in event ? `${event.seq} ${event.type}` : event.type;
}

/** Collects the states of a client's line, with their errors. */
export function followState(hub: MetaHub) {
  const states: RealtimeState[] = [];
  const errors: (Error | undefined)[] = [];
  const waiting = new Set<() => void>();
  hub.realtime.onState((state, error) => {
    states.push(state);
    errors.push(error);
    for (const resolve of waiting) resolve();
  });
  return {
    states,
    errors,
    async until(state: RealtimeState): Promise<void> {
      while (hub.realtime.state !== state) await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
}

export const received = { type: 'message.received', data: { id: 'msg_1' } as Message } as const;
export const session = { type: 'session.updated', data: { id: 'ses_1' } as Session } as const;
export const contact = { type: 'contact.updated', data: { id: 'ctc_1' } as Contact } as const;

export function inTenMinutes(): string {
  return new Date(Date.now() + 600_000).toISOString();
}

/** Resolves once the other side has answered a ping, so has had all that was sent before. */
export function nextFrame(socket: WsWebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('pong', () => resolve());
    socket.ping();
  });
}
