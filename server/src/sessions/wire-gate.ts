import type { WASocket } from './baileys.ts';

/** How long a peer may take to answer our closing of the socket. */
const GOODBYE_MS = 1_000;

/** The part of the `ws` socket beneath Baileys that we stand in. */
interface RawSocket {
  send(...frame: unknown[]): void;
  terminate(): void;
}

/** What is stored counts its batches: a frame may leave when all that was handed over before it is stored. */
export interface Storing {
  /** The batch that was last begun. */
  readonly begun: number;
  /** The batch up to which everything is stored. */
  readonly stored: number;
}

/**
 * Nothing leaves a connection before what it says is true after a crash as well: a frame waits until everything
 * that was handed to the vault before it is stored. So a receipt goes out only after its message is in the
 * journal, a ciphertext only after the keys that made it are kept, and the answer to a pairing only after the
 * credentials; and Baileys meanwhile goes on with the next stanza, so that messages which come together are stored
 * together. If the storing fails, the connection is cut, and nothing of it was said: WhatsApp delivers again.
 */
export class WireGate {
  readonly #raw: RawSocket;
  readonly #storing: Storing;
  readonly #send: (...frame: unknown[]) => void;
  readonly #held: Array<{ frame: unknown[]; after: number }> = [];
  #holds = 0;
  #isCut = false;

  /** Throws TypeError when Baileys' socket isn't built as we know it: then nothing could be held back. */
  constructor(socket: WASocket, storing: Storing) {
    const raw = (socket.ws as unknown as { socket?: RawSocket | null }).socket;
    if (typeof raw?.send !== 'function' || typeof raw.terminate !== 'function') {
      throw new TypeError('Baileys has no raw socket where it had one: its answers could not be held back.');
    }
    this.#raw = raw;
    this.#storing = storing;
    this.#send = raw.send.bind(raw);
    raw.send = (...values) => {
      if (this.#isCut) return;
      // Baileys takes up the next stanza when its receipt is sent: it must not wait for the storing as well.
      const sent = values.findLast((value) => typeof value === 'function') as (() => void) | undefined;
      this.#held.push({ frame: values.filter((value) => value !== sent), after: storing.begun });
      this.flush();
      if (sent) queueMicrotask(sent);
    };
    const close = socket.ws.close.bind(socket.ws);
    socket.ws.close = () => {
      // A peer that's gone never answers the goodbye, and `ws` would wait for it half a minute.
      setTimeout(() => raw.terminate(), GOODBYE_MS).unref();
      return close();
    };
  }

  /** Sends what may leave by now, in order. To be called when something was stored. */
  flush(): void {
    while (this.#holds === 0 && !this.#isCut) {
      const next = this.#held[0];
      if (!next || next.after > this.#storing.stored) return;
      this.#held.shift();
      this.#send(...next.frame);
    }
  }

  /** Nothing at all is sent before `until` has resolved; when it rejects, the connection is cut. */
  async hold(until: Promise<unknown>): Promise<void> {
    this.#holds += 1;
    try {
      await until;
    } catch (error) {
      this.cut();
      throw error;
    }
    this.#holds -= 1;
    this.flush();
  }

  /** Cuts the connection without another word. */
  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#held.length = 0;
    this.#raw.terminate();
  }
}
