import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import type { Outgoing } from './outgoing.ts';

/** Where a proxy is: `http:`, `https:` or `socks5:` with host and port, and who may use it. */
export interface ProxyAddress {
  url: string;
  username: string | null;
  password: string | null;
}

/** A way to the internet through a proxy that somebody chose. */
export interface ProxyLine {
  /** For node:http, node:https and ws. Names are looked up by the proxy, never here. */
  readonly agent: Agent;
  /** Whether the proxy has ever connected us to where we wanted. */
  readonly isUp: boolean;
}

/** How long a proxy may take to connect us. */
const CONNECT_MS = 15_000;

/**
 * Opens the way through a proxy. It may be on the public internet, or where the operator allows (METAHUB_PRIVATE_TARGETS):
 * throws OutgoingError otherwise. Nothing is connected yet.
 */
export async function openProxyLine(proxy: ProxyAddress, outgoing: Outgoing): Promise<ProxyLine> {
  const url = new URL(proxy.url);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  await outgoing.addressesOf(url.hostname, port);
  const lookup = outgoing.lookupFor(port);
  // Setters leave userinfo out of URLs that aren't `special`, so it's written anew.
  const user = proxy.username === null ? '' : encodeURIComponent(proxy.username);
  const secret = proxy.password === null ? '' : `:${encodeURIComponent(proxy.password)}`;
  const userInfo = user ? `${user}${secret}@` : '';
  const line = { isUp: false };
  // With `socks5h` the proxy looks names up.
  const agent =
    url.protocol === 'socks5:'
      ? new SocksProxyAgent(`socks5h://${userInfo}${url.host}`, {
          timeout: CONNECT_MS,
          socketOptions: { lookup },
        })
      : new HttpsProxyAgent(`${url.protocol}//${userInfo}${url.host}`, { lookup });
  if (agent instanceof HttpsProxyAgent) {
    agent.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      if (statusCode === 200) line.isUp = true;
    });
  } else {
    const connect = agent.connect.bind(agent);
    agent.connect = async (request, options) => {
      const socket = await connect(request, options);
      line.isUp = true;
      socket.setTimeout(0);
      return socket;
    };
  }
  return {
    agent,
    get isUp() {
      return line.isUp;
    },
  };
}
