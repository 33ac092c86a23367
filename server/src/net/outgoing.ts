import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { type GuardedAnswer, guardedFetch, type GuardedRequest } from './guarded-fetch.ts';
import type { NameServer } from './name-server.ts';
import { OutgoingError } from './outgoing-error.ts';
import type { PrivateTargets } from './private-targets.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * The only way out to addresses that people choose: webhooks, link previews, proxies, providers. It connects to
 * public addresses alone and to those that the operator allows. A name is looked up once, and the connection goes to
 * the address that was checked, so that a name that changes its mind in between (DNS rebinding) gains nothing; each
 * redirect is checked as the first address was.
 */
export interface Outgoing {
  /** One HTTP exchange with limits on time, redirects and size. Throws OutgoingError. */
  fetch(address: string | URL, request: GuardedRequest): Promise<GuardedAnswer>;
  /** The addresses of a host that may be connected to at this port, at least one. Throws OutgoingError. */
  addressesOf(host: string, port: number): Promise<string[]>;
  /**
   * For other sockets (WebSocket, TLS, proxies): `net.connect({ host, port, lookup })` and everything above it.
   * A host that is an address itself is never looked up, so check it by `addressesOf` first.
   */
  lookupFor(port: number): LookupFunction;
}

export function createOutgoing(options: { names: NameServer; allowed: PrivateTargets }): Outgoing {
  const { names, allowed } = options;

  async function addressesOf(host: string, port: number): Promise<string[]> {
    const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
    if (isIP(bare) !== 0) {
      if (!isPublicAddress(bare) && !allowed.allowsAddress(bare, port)) throw refused();
      return [bare];
    }
    const name = bare.replace(/\.$/, '');
    let addresses: string[];
    try {
      addresses = await names.addresses(name);
    } catch (error) {
      throw new OutgoingError(
        'host_unknown',
        `The address of ${name.slice(0, 253)} could not be looked up now.`,
        { cause: error },
      );
    }
    if (addresses.length === 0)
      throw new OutgoingError('host_unknown', `There is no host named ${name.slice(0, 253)}.`);
    // One address inside among public ones is no accident, so the name as a whole is refused.
    const may = (address: string): boolean =>
      isPublicAddress(address) || allowed.allowsAddress(address, port);
    if (!allowed.allowsName(name, port) && !addresses.every(may)) throw refused();
    return addresses;
  }

  async function find(host: string, port: number, options: LookupOptions): Promise<LookupAddress[]> {
    const { family } = options;
    const found = (await addressesOf(host, port))
      .map((address) => ({ address, family: isIP(address) }))
      .filter((one) => !family || family === one.family || family === `IPv${one.family}`);
    if (found.length === 0) throw new OutgoingError('host_unknown', `${host} has no such address.`);
    return found;
  }

  const outgoing: Outgoing = {
    addressesOf,
    lookupFor: (port) => (host, options, callback) => {
      callbackify(() => find(host, port, options))((error: Error | null, found) => {
        if (error) callback(error, '', 0);
        else if (options.all) callback(null, found);
        else callback(null, found[0]!.address, found[0]!.family);
      });
    },
    fetch: (address, request) => guardedFetch(outgoing, address, request),
  };
  return outgoing;
}

function refused(): OutgoingError {
  return new OutgoingError(
    'address_private',
    'This address is not on the public internet, so it is not called. The operator can allow it.',
  );
}
