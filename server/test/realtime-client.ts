import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { TestServer } from './servers.ts';

export interface Frame {
  type: string;
  seq?: number;
  [key: string]: any;
}

/** A bare WebSocket client of the event stream, which keeps all that it got. */
export interface RealtimeClient {
  readonly frames: Frame[];
  readonly socket: WebSocket;
  send(frame: unknown): void;
  /** The first frame that fits, among those that came or will come; fails when the socket closes before. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>;
  /** Resolves with the code once closed. */
  readonly closed: Promise<number>;
  /** Events only, in the order they came. */
  events(): Frame[];
}

/** Opens a socket and says nothing on it yet. Closed when the test has finished. */
export async function openSocket(
  server: Pick<TestServer, 'url'>,
  options: { origin?: string } = {},
): Promise<RealtimeClient> {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/v1/realtime`,
    options.origin ? { origin: options.origin } : {},
  );
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const closed = Promise.withResolvers<number>();
  let isClosed = false;
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString('utf8')) as Frame);
    for (const look of waiting) look();
  });
  socket.on('close', (code) => {
    isClosed = true;
    closed.resolve(code);
    for (const look of waiting) look();
  });
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return {
    frames,
    socket,
    closed: closed.promise,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    events: () => frames.filter((frame) => frame.type.includes('.') && frame.seq !== undefined),
    next(fits) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = frames.find(fits);
          if (!found && !isClosed) return;
          waiting.delete(look);
          if (found) resolve(found);
          else reject(new Error(`The socket closed; it had said ${JSON.stringify(frames.slice(-5))}.`));
        };
        waiting.add(look);
        look();
      });
    },
  };
}

export const ALL_TOPICS = ['sessions', 'messages', 'conversations', 'contacts'];

/** Opens a socket, says hello and waits for the welcome. */
export async function follow(
  server: Pick<TestServer, 'url'>,
  options: { token: string; account?: string; after?: number; topics?: string[]; origin?: string },
): Promise<RealtimeClient & { start: number }> {
  const { origin, topics, ...hello } = options;
  const client = await openSocket(server, origin ? { origin } : {});
  client.send({ type: 'hello', topics: topics ?? ALL_TOPICS, ...hello });
  const welcome = await client.next((frame) => frame.type === 'welcome');
  return Object.assign(client, { start: welcome.seq! });
}
