import { BlockList, isIP } from 'node:net';

/** Addresses inside that the operator lets the server call, though they are not public. */
export interface PrivateTargets {
  /** Whether a name may be anything: the operator vouches for where it leads. */
  allowsName(host: string, port: number): boolean;
  allowsAddress(address: string, port: number): boolean;
}

/** Nothing inside may be called. */
export const NO_PRIVATE_TARGETS: PrivateTargets = { allowsName: () => false, allowsAddress: () => false };

/**
 * Reads targets separated by commas: a name, an address or a network, each with an optional port, such as
 * `n8n.internal:5678, 10.20.0.0/16, [fd00::1]:8080`; IPv6 stands in brackets. Throws an Error that names what can't
 * be read.
 */
export function parsePrivateTargets(value: string): PrivateTargets {
  const names: { host: string; port: number | null }[] = [];
  const nets: { block: BlockList; port: number | null }[] = [];
  for (const part of value.split(',')) {
    const target = readTarget(part.trim());
    if (!target) throw new Error(`"${part.trim()}" is not a host, an address or a network`);
    const { host, port, prefix } = target;
    const version = isIP(host);
    if (version === 0) {
      names.push({ host: host.toLowerCase(), port });
      continue;
    }
    const block = new BlockList();
    block.addSubnet(host, prefix ?? (version === 4 ? 32 : 128), version === 4 ? 'ipv4' : 'ipv6');
    nets.push({ block, port });
  }
  return {
    allowsName: (host, port) => names.some((name) => name.host === host && fits(name.port, port)),
    allowsAddress: (address, port) =>
      nets.some(
        (net) => fits(net.port, port) && net.block.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6'),
      ),
  };
}

/** Whether a target is meant for this port: it names it, or none. */
function fits(own: number | null, port: number): boolean {
  return own === null || own === port;
}

function readTarget(text: string): { host: string; port: number | null; prefix: number | null } | null {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([0-9a-z._-]+))(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/i.exec(text);
  if (!parts) return null;
  const host = parts[1] ?? parts[2]!;
  const prefix = parts[3] === undefined ? null : Number(parts[3]);
  const port = parts[4] === undefined ? null : Number(parts[4]);
  const version = isIP(host);
  if (parts[1] !== undefined && version !== 6) return null;
  if (prefix !== null && (version === 0 || prefix > (version === 4 ? 32 : 128))) return null;
  if (port !== null && (port === 0 || port > 65_535)) return null;
  // A name of digits and dots alone was meant as an address.
  if (version === 0 && /^[\d.]+$/.test(host)) return null;
  return { host, port, prefix };
}
