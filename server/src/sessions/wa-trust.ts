import { isIP } from 'node:net';
import tls from 'node:tls';
import { verifySignature } from 'libsignal/src/curve.js';
import type { Baileys } from './baileys.ts';

/** Which network a gateway process serves. Trust is process-wide in Baileys, so a process serves one. */
export type Transport = 'sandbox' | 'live';

/** The root that signs WhatsApp's Noise certificates, as Baileys pins it. */
export const liveRootKey = '142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b';

/** The network can't be trusted, or not reached to ask whom to trust. `code` is stable. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
  readonly code: 'insecure_network' | 'sandbox_unreachable' | 'sandbox_answer';
  constructor(code: TrustError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Where to connect, and what a sandbox wants to be trusted by. */
export interface Network {
  transport: Transport;
  socketUrl: string;
}

/**
 * Makes `Curve.verify` honest. In 7.0.0-rc14 it calls libsignal's `verifySignature`, which returns false for a
 * wrong signature and throws only for a malformed one, and answers true in both cases: neither the Noise
 * certificate nor the account's signature at pairing was checked. This is for both networks.
 */
export function hardenSignatures(baileys: Baileys): void {
  baileys.Curve.verify = (publicKey, message, signature) => {
    try {
      const key = Buffer.from(baileys.generateSignalPubKey(publicKey));
      return verifySignature(key, message, signature);
    } catch {
      return false;
    }
  };
}

/**
 * Decides whom this process trusts and where it connects. The sandbox's root and certificate authority are taken
 * only when the transport is `sandbox`; an unencrypted socket to anywhere but this machine is refused unless it is
 * the sandbox's. Called again before each connection to the sandbox, since a reset one has new keys.
 */
export async function trustNetwork(
  baileys: Baileys,
  options: { transport: Transport; sandboxUrl?: string; sandboxToken?: string | null; socketUrl?: string },
): Promise<Network> {
  if (options.transport === 'live') {
    const socketUrl = options.socketUrl ?? 'wss://web.whatsapp.com/ws/chat';
    refuseInsecure(socketUrl);
    baileys.WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(liveRootKey, 'hex');
    return { transport: 'live', socketUrl };
  }
  if (!options.sandboxUrl)
    throw new TrustError('sandbox_unreachable', 'No address of the sandbox is configured.');
  const trust = await askSandbox(options.sandboxUrl, options.sandboxToken ?? null);
  baileys.WA_CERT_DETAILS.PUBLIC_KEY = trust.rootKey;
  trustAuthority(trust.caCertificate);
  return { transport: 'sandbox', socketUrl: options.socketUrl ?? trust.socketUrl };
}

/** Refuses an unencrypted socket that leaves this machine. */
export function refuseInsecure(socketUrl: string): void {
  const url = new URL(socketUrl);
  if (url.protocol === 'wss:') return;
  if (url.protocol === 'ws:' && isLoopback(url.hostname)) return;
  throw new TrustError(
    'insecure_network',
    `The WhatsApp socket ${url.protocol}//${url.host} is not encrypted and not on this machine.`,
  );
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host === 'localhost';
}

interface SandboxTrust {
  rootKey: Buffer<ArrayBuffer>;
  caCertificate: string | undefined;
  socketUrl: string;
}

async function askSandbox(sandboxUrl: string, token: string | null): Promise<SandboxTrust> {
  let body: Record<string, unknown>;
  try {
    const answer = await fetch(new URL('/trust', sandboxUrl), {
      signal: AbortSignal.timeout(5_000),
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    body = (await answer.json()) as Record<string, unknown>;
  } catch (error) {
    throw new TrustError('sandbox_unreachable', `The sandbox at ${sandboxUrl} can't be reached.`, {
      cause: error,
    });
  }
  const rootKey = decodeKey(body['rootKey']);
  const socketUrl = body['socketUrl'];
  if (!rootKey || typeof socketUrl !== 'string') {
    throw new TrustError('sandbox_answer', `The sandbox at ${sandboxUrl} doesn't say whom to trust.`);
  }
  const caCertificate = body['caCertificate'];
  return { rootKey, socketUrl, caCertificate: typeof caCertificate === 'string' ? caCertificate : undefined };
}

/** A 32-byte public key in hex or base64. */
function decodeKey(value: unknown): Buffer<ArrayBuffer> | undefined {
  if (typeof value !== 'string') return undefined;
  const key = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  return key.length === 32 ? key : undefined;
}

let systemAuthorities: string[] | undefined;
let trustedAuthority: string | undefined;

/** Media hosts are always https in Baileys, so the sandbox's own authority joins the system's in this process. */
function trustAuthority(certificate: string | undefined): void {
  if (!certificate || certificate === trustedAuthority) return;
  systemAuthorities ??= tls.getCACertificates('default');
  tls.setDefaultCACertificates([...systemAuthorities, certificate]);
  trustedAuthority = certificate;
}
