import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * The one way to write a host: small letters, ASCII (punycode), without port and final dot. Null for what is no
 * domain name, such as an address, a name without a dot, or anything that is not a host at all.
 */
export function canonicalHost(written: string | undefined): string | null {
  if (written === undefined || written.length > 300) return null;
  // Node reads headers as Latin-1; a browser would send punycode, others send UTF-8.
  const text = asUtf8(written);
  const bare = text
    .trim()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  if (/[\s/\\?#@:[\]%]/.test(bare)) return null;
  const host = domainToASCII(bare);
  const labels = host.split('.');
  const isName =
    host.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    !/^\d+$/.test(labels.at(-1)!);
  return isName && isIP(host) === 0 ? host : null;
}

function asUtf8(written: string): string {
  const bytes = Buffer.from(written, 'latin1');
  // What has other characters than Latin-1, or is no UTF-8, was meant as it stands.
  if (bytes.toString('latin1') !== written) return written;
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? written : text;
}
