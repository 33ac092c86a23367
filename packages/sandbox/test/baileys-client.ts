import {
  Curve,
  DisconnectReason,
  initAuthCreds,
  makeWASocket,
  WA_CERT_DETAILS,
  type AuthenticationCreds,
  type BaileysEventMap,
  type SignalDataTypeMap,
  type WAMessage,
} from '@whiskeysockets/baileys';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { verifySignature } from 'libsignal/src/curve.js';
import { pino } from 'pino';

/**
 * A real Baileys client for tests, which trusts one sandbox: its root in the place of WhatsApp's, and a
 * signature check that really checks (that of 7.0.0-rc14 accepts everything).
 */
export function trustSandbox(rootKey: string, caCertificate?: string): void {
  if (caCertificate) setDefaultCACertificates([...getCACertificates('bundled'), caCertificate]);
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'base64');
  Curve.verify = (publicKey, message, signature) => {
    const key = publicKey.length === 33 ? publicKey : Buffer.concat([Buffer.from([5]), publicKey]);
    try {
      return verifySignature(Buffer.from(key), Buffer.from(message), Buffer.from(signature));
    } catch {
      return false;
    }
  };
}

type Socket = ReturnType<typeof makeWASocket>;
type Keys = Map<string, unknown>;

/** The state that a client keeps between its connections. */
export interface ClientState {
  creds: AuthenticationCreds;
  keys: Keys;
}

export function newState(): ClientState {
  return { creds: initAuthCreds(), keys: new Map() };
}

/** One connection of a client, with everything that it was told. */
export interface Client {
  socket: Socket;
  state: ClientState;
  messages: WAMessage[];
  updates: BaileysEventMap['messages.update'];
  /** The latest of what the connection said about itself. */
  connection: { status?: string; qr?: string; closedWith?: number };
  close(): void;
}

/** Connects; does not wait for anything. */
export function connect(
  socketUrl: string,
  state: ClientState,
  options: Record<string, unknown> = {},
): Client {
  const socket = makeWASocket({
    waWebSocketUrl: socketUrl,
    auth: {
      creds: state.creds,
      keys: {
        get: async (type, ids) => {
          const found: Record<string, unknown> = {};
          for (const id of ids) found[id] = structuredCopy(state.keys.get(`${type}:${id}`));
          return found as Record<string, SignalDataTypeMap[typeof type]>;
        },
        set: async (data) => {
          for (const [type, entries] of Object.entries(data)) {
            for (const [id, value] of Object.entries(entries ?? {})) {
              if (value === null) state.keys.delete(`${type}:${id}`);
              else state.keys.set(`${type}:${id}`, structuredCopy(value));
            }
          }
        },
      },
    },
    logger: pino({ level: process.env['BAILEYS_LOG'] ?? 'silent' }) as never,
    shouldSyncHistoryMessage: () => false,
    markOnlineOnConnect: false,
    retryRequestDelayMs: 10,
    ...options,
  });
  const client: Client = {
    socket,
    state,
    messages: [],
    updates: [],
    connection: {},
    close: () => void socket.end(undefined),
  };
  socket.ev.on('creds.update', (update) => Object.assign(state.creds, update));
  socket.ev.on('messages.upsert', ({ messages }) => client.messages.push(...messages));
  socket.ev.on('messages.update', (updates) => client.updates.push(...updates));
  socket.ev.on('connection.update', (update) => {
    if (update.qr) client.connection.qr = update.qr;
    if (update.connection) client.connection.status = update.connection;
    const error = update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
    if (update.connection === 'close') client.connection.closedWith = error?.output?.statusCode ?? 0;
  });
  return client;
}

export { DisconnectReason };

/** Waits until this is true (or has a value); fails with the name of what it waited for. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 15_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function structuredCopy(value: unknown): unknown {
  return value === undefined ? undefined : structuredClone(value);
}
