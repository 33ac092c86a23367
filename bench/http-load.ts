import { connect, type Socket } from 'node:net';

/** One request as it goes over the wire, and what its answer has to be. */
export interface LoadOptions {
  /** `http://host:port` */
  url: string;
  /** Connections kept alive; each has one request on its way at any moment. */
  connections: number;
  /** How long, or how many requests in all. */
  seconds?: number;
  requests?: number;
  /** Makes the next request, complete with its headers. */
  makeRequest: () => string;
  /** Every other status ends the load with an error: a fast refusal is no answer. */
  expectedStatus: number;
}

export interface LoadResult {
  perSecond: number;
  /** Milliseconds from the write to the whole answer, one for each request. */
  latencies: number[];
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Sends requests over HTTP/1.1 as fast as the answers come. It is written on bare sockets so that it takes little
 * from the machine that it shares with the server.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { url, connections, expectedStatus, makeRequest } = options;
  let left = options.requests ?? Number.POSITIVE_INFINITY;
  const { hostname, port } = new URL(url);
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + (options.seconds ?? Number.POSITIVE_INFINITY) * 1000;

  function runConnection(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
      let received: Buffer = Buffer.alloc(0);
      let sentAt = 0;
      const finish = (error?: Error) => {
        socket.destroy();
        if (error) reject(error);
        else resolve();
      };
      const next = () => {
        sentAt = performance.now();
        if (sentAt >= end || left === 0) return finish();
        left -= 1;
        socket.write(makeRequest());
      };
      socket.once('connect', next);
      socket.once('error', finish);
      socket.once('close', () => finish(new Error(`${url} closed the connection`)));
      socket.on('data', (chunk: Buffer) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const length = answerLength(received);
        if (length === null || received.length < length) return;
        const status = Number(received.toString('latin1', 9, 12));
        if (status !== expectedStatus) {
          finish(new Error(`${url} answered ${received.toString('utf8')}`));
          return;
        }
        latencies.push(performance.now() - sentAt);
        received = received.subarray(length);
        next();
      });
    });
  }

  await Promise.all(Array.from({ length: connections }, runConnection));
  const elapsed = (performance.now() - started) / 1000;
  return { perSecond: latencies.length / elapsed, latencies };
}

/** Bytes of the whole answer, or null while its head is incomplete. Our servers send content-length. */
function answerLength(received: Buffer): number | null {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, headEnd + 2))?.[1];
  if (length === undefined) throw new Error('An answer came without content-length.');
  return headEnd + HEAD_END.length + Number(length);
}
