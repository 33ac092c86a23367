import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { limits } from '../limits.ts';
import { NoiseResponder } from '../noise/responder.ts';
import type { NetworkKeys } from '../noise/network-keys.ts';
import type { CommitGate } from '../store/store.ts';
import type { Companion } from '../world/account.ts';
import { FrameReader } from './frame-reader.ts';
import { decodeStanza, encodeStanza, SERVER_JID, type BinaryNode } from './stanza.ts';

/** What a connection tells the network. */
export interface ConnectionListener {
  /** The handshake is done: the client's static key and its `ClientPayload`. */
  greeted(connection: Connection, staticKey: Buffer, payload: Buffer): void | Promise<void>;
  received(connection: Connection, node: BinaryNode): void | Promise<void>;
  sent(connection: Connection, node: BinaryNode): void;
  /** How long the line takes for the next frame, milliseconds. */
  latencyOf(connection: Connection): number;
  failed(connection: Connection, error: Error): void;
  closed(connection: Connection): void;
}

/**
 * One client's socket: frames, the Noise handshake and stanzas, strictly in order. Frames leave after the state
 * that they speak of is durable.
 */
export class Connection {
  /** The companion that logged in here. */
  companion: Companion | undefined;
  /** The last part of the version of WhatsApp Web that the client says it is. */
  revision: number | null = null;
  /** Whether the companion has everything that waited: new stanzas go out at once. */
  live = false;
  /** Connected and deaf: nothing is heard or said, except, perhaps, keep-alives. */
  deaf: { pings: boolean; fault: string } | undefined;
  /** Frames on a slow line, in order, and when each arrives, milliseconds. */
  readonly #slow: { at: number; send: () => void }[] = [];
  readonly #socket: WebSocket;
  readonly #gate: CommitGate;
  readonly #keys: NetworkKeys;
  readonly #listener: ConnectionListener;
  readonly #reader = new FrameReader();
  #noise: NoiseResponder | undefined;
  #state: 'hello' | 'finish' | 'transport' | 'closed' = 'hello';
  #work: Promise<void> = Promise.resolve();
  readonly #handshakeTimer: NodeJS.Timeout;

  constructor(options: {
    socket: WebSocket;
    gate: CommitGate;
    keys: NetworkKeys;
    listener: ConnectionListener;
  }) {
    this.#socket = options.socket;
    this.#gate = options.gate;
    this.#keys = options.keys;
    this.#listener = options.listener;
    this.#handshakeTimer = setTimeout(() => this.drop(), limits.handshakeMs);
    this.#socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#take(data);
      else this.#fail(new Error('a text message on a binary socket'));
    });
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#onClose());
  }

  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a stanza after the next commit; `written` runs when it has been handed to the operating system. */
  send(node: BinaryNode, written?: () => void): void {
    if (this.#state !== 'transport') return;
    if (this.deaf && !(this.deaf.pings && node.tag === 'iq')) return;
    this.#listener.sent(this, node);
    this.#write(this.#noise!.seal(encodeStanza(node)), written);
  }

  /** Sends what no peer should: bytes that are not encrypted, or that are and hold no stanza. */
  sendBad(shape: 'garbage' | 'giant' | 'unreadable'): void {
    if (this.#state !== 'transport') return;
    const bytes = randomBytes(shape === 'giant' ? limits.frameBytes : 200);
    this.#write(shape === 'unreadable' ? this.#noise!.seal(Buffer.concat([Buffer.from([0]), bytes])) : bytes);
  }

  /** Ends the stream with an error stanza (`<stream:error>`) and closes. */
  endStream(reason: BinaryNode | null, code?: string): void {
    this.send({
      tag: 'stream:error',
      attrs: code ? { code } : {},
      ...(reason ? { content: [reason] } : {}),
    });
    this.close();
  }

  /** Refuses a login with `<failure>` and closes. */
  refuse(reason: number): void {
    this.send({ tag: 'failure', attrs: { reason: String(reason), location: 'sandbox' } });
    this.close();
  }

  /** Closes cleanly, after what was sent. */
  close(): void {
    this.#gate.afterCommit(() => this.#socket.close(1000));
  }

  /** Cuts the connection as a lost network does: nothing is said, nothing more is sent or heard. */
  drop(): void {
    this.#socket.terminate();
    this.#onClose();
  }

  #take(data: Buffer): void {
    let frames: Buffer[];
    try {
      frames = this.#reader.push(data);
    } catch (error) {
      this.#fail(error as Error);
      return;
    }
    for (const frame of frames) {
      this.#work = this.#work.then(() => this.#process(frame)).catch((error: Error) => this.#fail(error));
    }
  }

  async #process(frame: Buffer): Promise<void> {
    if (this.#state === 'closed') return;
    if (this.#state === 'hello') {
      this.#noise = new NoiseResponder(this.#keys, this.#reader.intro);
      this.#write(Buffer.from(this.#noise.answerHello(frame)));
      this.#state = 'finish';
    } else if (this.#state === 'finish') {
      const { staticKey, payload } = this.#noise!.acceptFinish(frame);
      clearTimeout(this.#handshakeTimer);
      this.#state = 'transport';
      await this.#listener.greeted(this, staticKey, payload);
    } else {
      const node = await decodeStanza(this.#noise!.open(frame));
      if (this.deaf && !(this.deaf.pings && isPing(node))) return;
      const latency = this.#listener.latencyOf(this);
      if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
      await this.#listener.received(this, node);
    }
  }

  #write(body: Buffer, written?: () => void): void {
    const header = Buffer.alloc(3);
    header.writeUIntBE(body.length, 0, 3);
    this.#gate.afterCommit(() => {
      if (this.#state === 'closed') return;
      const send = () => {
        if (this.#state !== 'closed') this.#socket.send(Buffer.concat([header, body]), written);
      };
      const latency = this.#state === 'transport' ? this.#listener.latencyOf(this) : 0;
      if (latency > 0 || this.#slow.length > 0) this.#sendLater(send, latency);
      else send();
    });
  }

  /** A slow line keeps its order: no frame overtakes one that waits. */
  #sendLater(send: () => void, latency: number): void {
    this.#slow.push({ at: Date.now() + latency, send });
    if (this.#slow.length === 1) setTimeout(() => this.#sendNext(), latency);
  }

  #sendNext(): void {
    this.#slow.shift()?.send();
    const [next] = this.#slow;
    if (next) setTimeout(() => this.#sendNext(), Math.max(0, next.at - Date.now()));
  }

  #fail(error: Error): void {
    if (this.#state === 'closed') return;
    this.#listener.failed(this, error);
    this.drop();
  }

  #onClose(): void {
    if (this.#state === 'closed') return;
    clearTimeout(this.#handshakeTimer);
    this.#state = 'closed';
    this.live = false;
    this.#listener.closed(this);
  }
}

function isPing(node: BinaryNode): boolean {
  return node.tag === 'iq' && node.attrs['xmlns'] === 'w:p';
}

/** An answer to an `iq`. */
export function resultOf(query: BinaryNode, content?: BinaryNode[]): BinaryNode {
  return {
    tag: 'iq',
    attrs: { from: SERVER_JID, type: 'result', id: query.attrs['id'] ?? '' },
    ...(content ? { content } : {}),
  };
}

/** A refusal of an `iq`. */
export function errorOf(query: BinaryNode, code: string, text: string): BinaryNode {
  return {
    tag: 'iq',
    attrs: { from: SERVER_JID, type: 'error', id: query.attrs['id'] ?? '' },
    content: [{ tag: 'error', attrs: { code, text } }],
  };
}
