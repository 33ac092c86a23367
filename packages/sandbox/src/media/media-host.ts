import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { limits } from '../limits.ts';
import type { Faults, Fault } from '../world/faults.ts';
import { SandboxProblem } from '../problem.ts';
import type { MediaStore } from './media-store.ts';

const UPLOAD = /^\/mms\/(image|video|audio|document|md-app-state)\/([\w-]+)$/;

/**
 * Where encrypted files are put and fetched: HTTPS on 127.0.0.1, with a certificate of the sandbox's own authority.
 * It takes uploads from companions that asked for a token, and gives files to whoever knows their path.
 */
export class MediaHost {
  readonly #media: MediaStore;
  readonly #faults: Faults;
  readonly #https: Server;
  /** Upload tokens and whom they were given to. */
  readonly #tokens = new Map<string, string>();
  #hostname = '';

  constructor(options: { media: MediaStore; faults: Faults; certificate: string; key: string }) {
    this.#media = options.media;
    this.#faults = options.faults;
    this.#https = createServer({ cert: options.certificate, key: options.key }, (request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  /** `127.0.0.1:<port>`: what clients are told. */
  get hostname(): string {
    return this.#hostname;
  }

  /** Listens on the port that it had, or on a free one when that is taken; answers the port. */
  async listen(port: number, host: string): Promise<number> {
    const actual = await this.#tryListen(port, host).catch(() => this.#tryListen(0, host));
    this.#hostname = `127.0.0.1:${actual}`;
    return actual;
  }

  async close(): Promise<void> {
    this.#https.closeAllConnections();
    await new Promise((resolve) => this.#https.close(resolve));
  }

  /** A token with which a phone's companion may upload. */
  grant(number: string): string {
    const token = randomBytes(18).toString('base64url');
    this.#tokens.set(token, number);
    if (this.#tokens.size > limits.uploadTokens) this.#tokens.delete(this.#tokens.keys().next().value!);
    return token;
  }

  #tryListen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#https.once('error', reject);
      this.#https.listen(port, host, () => {
        this.#https.off('error', reject);
        resolve((this.#https.address() as AddressInfo).port);
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://sandbox');
    if (request.method === 'POST') await this.#upload(request, response, url);
    else if (request.method === 'GET') await this.#download(request, response, url);
    else response.writeHead(405).end();
  }

  async #upload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const number = this.#tokens.get(url.searchParams.get('auth') ?? '');
    const path = UPLOAD.exec(url.pathname);
    const fault = this.#strike('upload', number);
    if (fault?.delayMs) await pause(fault.delayMs);
    if (fault?.status) return void response.writeHead(fault.status).end();
    if (number === undefined) return void response.writeHead(401).end();
    if (!path) return void response.writeHead(404).end();
    const body = await readAll(request);
    if (!body) return void response.writeHead(413).end();
    try {
      const { directPath } = this.#media.put(body, number);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ url: `https://${this.#hostname}${directPath}`, direct_path: directPath }),
      );
    } catch (error) {
      response.writeHead(error instanceof SandboxProblem ? error.status : 500).end();
    }
  }

  async #download(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const link = this.#media.find(url.pathname);
    if (!link) return void response.writeHead(404).end();
    const fault = this.#strike('download', link.number);
    if (fault?.delayMs) await pause(fault.delayMs);
    if (fault?.status) this.#media.expire(link, fault.status);
    if (link.gone !== null) return void response.writeHead(link.gone).end();
    const body = this.#media.read(link);
    if (!body) return void response.writeHead(410).end();
    sendFile(request, response, body, fault);
  }

  #strike(on: 'upload' | 'download', number: string | undefined): Fault | undefined {
    return this.#faults.strike('media', { number }, (fault) => (fault.on ?? 'download') === on);
  }
}

/** The address of a file, as it stands in a message. */
export function mediaUrl(hostname: string, link: { directPath: string }): string {
  return `https://${hostname}${link.directPath}`;
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  fault: Fault | undefined,
): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), body.length - 1) : body.length - 1;
  if (start >= body.length && body.length > 0) return void response.writeHead(416).end();
  const part = body.subarray(start, end + 1);
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': part.length,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${body.length}` } : {}),
  });
  if (!fault?.truncate) return void response.end(part);
  // A lost line: half of what was promised, then nothing.
  response.write(part.subarray(0, Math.floor(part.length / 2)), () => response.destroy());
}

/** The whole upload; nothing when it is longer than a file may be. */
async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.mediaBytes) {
      request.resume();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
