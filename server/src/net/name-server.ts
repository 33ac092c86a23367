import { promises as dns, Resolver as CallbackResolver } from 'node:dns';

/** Asks the domain name system. Every answer comes in time, or is an error with the resolver's code. */
export interface NameServer {
  /** The addresses of a host as the system knows them; empty when it has none. */
  addresses(host: string): Promise<string[]>;
  /** The texts of its TXT records; empty when it has none. */
  texts(host: string): Promise<string[]>;
  /** The names that it is an alias of; empty when it is none. */
  aliases(host: string): Promise<string[]>;
}

/** The domain name system did not answer: try again. */
export class NameServerError extends Error {
  override readonly name = 'NameServerError';
  readonly code = 'name_server_unavailable';
}

/** The resolver's words for "asked, and there is none". */
const NONE = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME', 'NOTFOUND', 'NODATA']);

/**
 * Name servers at these addresses (`host:port`), or the system's when none are named: then hosts are looked up as
 * every other program of the machine does, with its hosts file.
 */
export function createNameServer(options: { servers: readonly string[]; timeoutMs: number }): NameServer {
  const resolver = new dns.Resolver({ timeout: Math.ceil(options.timeoutMs / 2), tries: 2 });
  if (options.servers.length > 0) resolver.setServers(options.servers);
  const inTime = <T>(work: Promise<T[]>): Promise<T[]> => answerInTime(work, options.timeoutMs);
  return {
    addresses: (host) =>
      options.servers.length === 0
        ? inTime(dns.lookup(host, { all: true }).then((all) => all.map(({ address }) => address)))
        : Promise.all([inTime(resolver.resolve4(host)), inTime(resolver.resolve6(host))]).then((all) =>
            all.flat(),
          ),
    texts: (host) =>
      inTime(resolver.resolveTxt(host).then((records) => records.map((parts) => parts.join('')))),
    aliases: (host) => inTime(resolver.resolveCname(host)),
  };
}

/** Checks the address of a name server as a setting. Throws what is wrong with it. */
export function parseNameServers(value: string): string[] {
  const servers = value.split(',').map((part) => part.trim());
  try {
    new CallbackResolver().setServers(servers);
  } catch {
    throw new Error(
      `"${value}" is not a list of addresses of name servers, such as 10.0.0.2 or 10.0.0.2:5353`,
    );
  }
  return servers;
}

async function answerInTime<T>(work: Promise<T[]>, timeoutMs: number): Promise<T[]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NameServerError('The name server took too long.')), timeoutMs);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (NONE.has(String((error as NodeJS.ErrnoException).code))) return [];
    if (error instanceof NameServerError) throw error;
    throw new NameServerError('The name server did not answer.', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
