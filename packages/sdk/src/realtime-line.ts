import type {
  ByeCode,
  ClientFrame,
  ServerFrame,
  WebSocketConstructor,
  WebSocketLike,
} from './realtime-types.ts';

/** The server says its position every 10 s; a line that is silent for longer than this is dead. Milliseconds. */
const SILENCE_MS = 30_000;

export interface LineOptions {
  WebSocket: WebSocketConstructor;
  url: string;
  hello: ClientFrame;
  onFrame: (frame: ServerFrame) => void;
  /** Called once, unless `end` was called before: the line broke, or the server said bye. */
  onEnd: (bye?: ByeCode) => void;
}

/** One WebSocket from its opening to its end. Nothing is reported after the end, whatever still comes. */
export class RealtimeLine {
  readonly #socket: WebSocketLike;
  readonly #options: LineOptions;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(options: LineOptions) {
    this.#options = options;
    const socket = new options.WebSocket(options.url);
    this.#socket = socket;
    socket.addEventListener('open', () => this.send(options.hello));
    socket.addEventListener('message', ({ data }) => this.#take(String(data)));
    socket.addEventListener('close', () => this.#break());
    // `close` follows it; but the `ws` package throws where nobody listens.
    socket.addEventListener('error', () => {});
    this.#listenOn();
  }

  send(frame: ClientFrame): void {
    if (!this.#ended) this.#socket.send(JSON.stringify(frame));
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#silence);
    this.#socket.close();
  }

  #take(text: string): void {
    if (this.#ended) return;
    this.#listenOn();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      this.#break();
      return;
    }
    if (frame.type === 'bye') this.#break(frame.code);
    else this.#options.onFrame(frame);
  }

  #listenOn(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#break(), SILENCE_MS);
  }

  #break(bye?: ByeCode): void {
    if (this.#ended) return;
    this.end();
    this.#options.onEnd(bye);
  }
}
