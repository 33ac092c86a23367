import type { WASocket } from './baileys.ts';

/** How long a peer may take to answer our closing of the socket. */
const GOODBYE_MS = 1_000;

/** The part of the `ws` socket beneath Baileys that we stand in. */
interface RawSocket {
  send(...frame: unknown[]): void;
  terminate(): void;
}

/**
 * Holds back what a connection wants to send until something is stored: Baileys answers some stanzas (a pairing
 * that succeeded, a message without content) without asking anybody, and what it says then must be true after a
 * crash as well. If the storing fails, the connection is cut and nothing of it was said.
 */
export class WireGate {
  readonly #raw: RawSocket;
  #held: unknown[][] = [];
  #holds = 0;
  #cut = false;

  constructor(socket: WASocket) {
    const raw = (socket.ws as unknown as { socket?: RawSocket | null }).socket;
    if (typeof raw?.send !== 'function' || typeof raw.terminate !== 'function') {
      throw new TypeError('Baileys has no raw socket where it had one: its answers could not be held back.');
    }
    this.#raw = raw;
    const send = raw.send.bind(raw);
    raw.send = (...frame) => {
      if (this.#cut) return;
      if (this.#holds > 0) this.#held.push(frame);
      else send(...frame);
    };
    const close = socket.ws.close.bind(socket.ws);
    socket.ws.close = () => {
      // A peer that's gone never answers the goodbye, and `ws` would wait for it half a minute.
      setTimeout(() => raw.terminate(), GOODBYE_MS).unref();
      return close();
    };
  }

  /** Nothing is sent before `until` has resolved; frames keep their order. */
  async hold(until: Promise<unknown>): Promise<void> {
    this.#holds += 1;
    try {
      await until;
      this.#holds -= 1;
    } catch (error) {
      this.#cut = true;
      this.#held = [];
      this.#raw.terminate();
      throw error;
    }
    if (this.#holds > 0) return;
    const held = this.#held;
    this.#held = [];
    for (const frame of held) this.#raw.send(...frame);
  }
}
