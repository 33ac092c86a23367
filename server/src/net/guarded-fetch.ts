import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { LIMITS } from '../limits.ts';
import type { Outgoing } from './outgoing.ts';
import { OutgoingError } from './outgoing-error.ts';

/** What is asked of an address that somebody chose. */
export interface GuardedRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Those that name the caller (authorization, cookie) are left behind when a redirect leaves the origin. */
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Milliseconds for all of it: looking up, redirects, and the last byte of the body. */
  timeoutMs: number;
  /** Bytes of the answer's body, unpacked. */
  maxBytes: number;
  /** `refuse` (default) makes a longer body an error; `cut` ends it there, for those who need only its beginning. */
  beyond?: 'refuse' | 'cut';
  /** Redirects that are followed; 0 (default) gives the redirect itself. */
  redirects?: number;
  /** Only https, also after redirects. */
  httpsOnly?: boolean;
  signal?: AbortSignal;
}

/** What the address answered. Read the body to its end, or call `discard`. */
export interface GuardedAnswer {
  status: number;
  /** In small letters; of a header that came several times, the first. */
  headers: Readonly<Record<string, string>>;
  /** Where it came from, after redirects. */
  url: URL;
  /** Throws OutgoingError while it is read: too_large, timed_out, unreachable, answer_invalid. */
  body: Readable;
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
  discard(): void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const NAMES_THE_CALLER = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** One exchange through the guard; see Outgoing.fetch. */
export async function guardedFetch(
  outgoing: Outgoing,
  address: string | URL,
  request: GuardedRequest,
): Promise<GuardedAnswer> {
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
  let url = readAddress(address, request);
  let { method = 'GET', body } = request;
  let headers = lowerNames(request.headers ?? {});
  for (let left = request.redirects ?? 0; ; left--) {
    const answer = await exchange(outgoing, { url, method, headers, body, signal }).catch(
      (error: unknown) => {
        throw explain(error, deadline);
      },
    );
    const status = answer.statusCode!;
    const { location } = answer.headers;
    if (!REDIRECTS.has(status) || location === undefined || !request.redirects)
      return presentAnswer({ answer, url, request, deadline, signal });
    answer.destroy();
    if (left <= 0) throw new OutgoingError('redirects_exceeded', 'The address redirects too often.');
    const next = readAddress(URL.parse(location, url) ?? '', request);
    if (url.protocol === 'https:' && next.protocol === 'http:')
      throw new OutgoingError('address_invalid', 'The address redirects from https to http.');
    if (next.origin !== url.origin)
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !NAMES_THE_CALLER.has(name)));
    if (status === 303 || (status <= 302 && method === 'POST')) {
      if (method !== 'HEAD') method = 'GET';
      body = undefined;
      delete headers['content-type'];
    }
    url = next;
  }
}

/** An address that may be called as far as its text tells. Throws OutgoingError. */
function readAddress(address: string | URL, request: GuardedRequest): URL {
  const url = address instanceof URL ? new URL(address) : URL.parse(address);
  const schemes = request.httpsOnly ? ['https:'] : ['https:', 'http:'];
  if (!url || !schemes.includes(url.protocol) || url.href.length > LIMITS.outgoing.addressLength)
    throw new OutgoingError(
      'address_invalid',
      request.httpsOnly
        ? 'The address must begin with https://.'
        : 'The address must begin with https:// or http://.',
    );
  if (url.username || url.password)
    throw new OutgoingError('address_invalid', 'The address must not hold a user name or a password.');
  url.hash = '';
  return url;
}

async function exchange(
  outgoing: Outgoing,
  options: {
    url: URL;
    method: string;
    headers: Record<string, string>;
    body: string | Uint8Array | undefined;
    signal: AbortSignal;
  },
): Promise<IncomingMessage> {
  const { url, method, headers, body, signal } = options;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const addresses = await untilAborted(outgoing.addressesOf(url.hostname, port), signal);
  signal.throwIfAborted();
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent: ClientRequest = send(
    url,
    {
      method,
      headers: {
        'user-agent': 'MetaHub/1',
        'accept-encoding': 'gzip, deflate, br',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      // A connection of its own: what was checked for one request is not handed to another.
      agent: false,
      // The addresses that were checked, and no second look-up.
      lookup: (_host, lookup, callback) =>
        lookup.all ? callback(null, found) : callback(null, found[0]!.address, found[0]!.family),
      maxHeaderSize: LIMITS.outgoing.headerBytes,
      signal,
    },
    resolve,
  );
  sent.once('error', reject);
  // A switch of protocols was not asked for.
  sent.once('upgrade', (_answer, socket) => {
    socket.destroy();
    reject(new OutgoingError('answer_invalid', 'The address answered with something that is not HTTP.'));
  });
  sent.end(body);
  return promise;
}

function presentAnswer(options: {
  answer: IncomingMessage;
  url: URL;
  request: GuardedRequest;
  deadline: AbortSignal;
  signal: AbortSignal;
}): GuardedAnswer {
  const { answer, url, request, deadline, signal } = options;
  const limited = limitBytes(request.maxBytes, { beyond: request.beyond ?? 'refuse', deadline });
  const unpack = unpackerFor(answer.headers['content-encoding']);
  const stages = unpack ? [answer, unpack, limited] : [answer, limited];
  // What goes wrong reaches the reader as the error of `limited`.
  pipeline(stages as [IncomingMessage, Transform], () => undefined);
  const onAbort = (): void => void limited.destroy(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  limited.once('close', () => {
    signal.removeEventListener('abort', onAbort);
    answer.destroy();
  });
  // An answer that nobody reads any more may still break.
  limited.on('error', () => undefined);
  const bytes = async (): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of limited) parts.push(part as Buffer);
    return Buffer.concat(parts);
  };
  return {
    status: answer.statusCode!,
    headers: firstValues(answer),
    url,
    body: limited,
    bytes,
    text: async () => (await bytes()).toString('utf8'),
    discard: () => void limited.destroy(),
  };
}

/** Passes on so many bytes; what comes after is an error, or the end. */
function limitBytes(most: number, options: { beyond: 'refuse' | 'cut'; deadline: AbortSignal }): Transform {
  let left = most;
  let ended = false;
  const limited = new Transform({
    transform(part: Buffer, _encoding, done) {
      if (ended) return done();
      if (part.length <= left) {
        left -= part.length;
        return done(null, part);
      }
      if (options.beyond === 'refuse')
        return done(new OutgoingError('too_large', `The answer has more than ${most} bytes.`));
      ended = true;
      limited.push(part.subarray(0, left));
      limited.push(null);
      return done();
    },
    destroy: (error, done) => done(error && explain(error, options.deadline)),
  });
  return limited;
}

function unpackerFor(encoding: string | undefined): Transform | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}

function firstValues(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headersDistinct).map(([name, values]) => [name, values?.[0] ?? '']),
  );
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What went wrong, in words for whoever chose the address. A cancellation by the caller stays what it is. */
function explain(error: unknown, deadline: AbortSignal): Error {
  if (error instanceof OutgoingError) return error;
  if (deadline.aborted)
    return new OutgoingError('timed_out', 'The address took too long to answer.', { cause: error });
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || code === 'ABORT_ERR') return error as Error;
  if (code?.startsWith('HPE_') || code?.startsWith('Z_') || code?.startsWith('ERR__ERROR_'))
    return new OutgoingError('answer_invalid', "The address answered with something that can't be read.", {
      cause: error,
    });
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_UNESCAPED_CHARACTERS')
    return new OutgoingError('address_invalid', "The request holds characters that can't be sent.", {
      cause: error,
    });
  return new OutgoingError('unreachable', `The address can't be reached (${code ?? 'no connection'}).`, {
    cause: error,
  });
}
