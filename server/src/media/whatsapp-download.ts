import type { Agent, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIPv4 } from 'node:net';
import { MEDIA_LIMITS } from './limits.ts';

/** WhatsApp has the file no more under this link: the phone can be asked to upload it anew. */
export class LinkGoneError extends Error {
  override readonly name = 'LinkGoneError';
  readonly code = 'link_gone';
}

/** The media host didn't give the file, or not all of it. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly code = 'download_failed';
}

const LIVE_HOST = 'mmg.whatsapp.net';
const GONE = new Set([403, 404, 410]);

/**
 * Where a file is. A message names its own address, and whoever wrote it may have aimed it at anything, so only
 * WhatsApp's own hosts are asked, or the sandbox's on this machine.
 */
export function addressOf(
  source: { url: string | null; directPath: string | null },
  transport: 'sandbox' | 'live',
): URL {
  const named = source.url === null ? null : URL.parse(source.url);
  const isTrusted =
    named?.protocol === 'https:' &&
    (transport === 'live'
      ? named.hostname.endsWith('.whatsapp.net') && named.port === ''
      : isIPv4(named.hostname) && named.hostname.startsWith('127.'));
  if (!isTrusted && transport === 'sandbox')
    throw new LinkGoneError('The file is at no host that may be asked.');
  const host = isTrusted ? named.host : LIVE_HOST;
  const path = source.directPath ?? (isTrusted ? named.pathname + named.search : null);
  const address = path?.startsWith('/') ? URL.parse(`https://${host}${path}`) : null;
  if (address?.host !== host) throw new LinkGoneError('The file is at no host that may be asked.');
  return address;
}

/** The encrypted bytes of a file. Throws LinkGoneError and DownloadError. */
export async function* openDownload(
  source: { url: string | null; directPath: string | null },
  options: {
    transport: 'sandbox' | 'live';
    /** What it goes through; null for the direct way. */
    agent: Agent | null;
    signal: AbortSignal;
  },
): AsyncGenerator<Uint8Array> {
  const address = addressOf(source, options.transport);
  const stalled = new AbortController();
  const watchdog = setTimeout(() => stalled.abort(), MEDIA_LIMITS.fetchStallMs);
  try {
    const answer = await ask(address, {
      agent: options.agent,
      signal: AbortSignal.any([options.signal, stalled.signal]),
    });
    if (answer.statusCode !== 200) {
      answer.destroy();
      const said = `The media host answered ${answer.statusCode}.`;
      throw GONE.has(answer.statusCode ?? 0) ? new LinkGoneError(said) : new DownloadError(said);
    }
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      watchdog.refresh();
      yield chunk;
    }
  } catch (error) {
    if (error instanceof LinkGoneError || error instanceof DownloadError) throw error;
    throw new DownloadError('The download broke off.', { cause: error });
  } finally {
    clearTimeout(watchdog);
  }
}

/** One request; a redirect is an answer like others, and not followed. */
function ask(address: URL, options: { agent: Agent | null; signal: AbortSignal }): Promise<IncomingMessage> {
  const { agent, signal } = options;
  return new Promise((resolve, reject) => {
    request(
      address,
      { headers: { origin: 'https://web.whatsapp.com' }, signal, ...(agent ? { agent } : {}) },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}
