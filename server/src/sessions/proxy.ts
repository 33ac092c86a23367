import type { Transaction } from '../db/database.ts';
import type { AccountSeal } from '../db/seal.ts';
import type { components } from '../http/contract.gen.ts';
import { Problem } from '../http/problem.ts';
import type { ProxyAddress } from '../net/proxy-line.ts';

/** A proxy as it is used. Kept sealed: whoever has it can use the proxy. */
export type Proxy = ProxyAddress;

/** Checks what a person gave. Throws 400 with the pointer. */
export function readProxy(input: components['schemas']['SessionProxyInput']): Proxy {
  const url = URL.parse(input.url);
  const port =
    url && (url.port || (url.protocol === 'http:' ? '80' : url.protocol === 'https:' ? '443' : ''));
  if (!url?.hostname || !port)
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'The address of the proxy is not valid.',
      errors: [
        {
          pointer: '/body/settings/proxy/url',
          detail: 'is a host with a port, such as socks5://proxy.example:1080',
        },
      ],
    });
  if (input.password !== undefined && input.username === undefined)
    throw new Problem({
      status: 400,
      code: 'invalid_request',
      detail: 'A password goes with a user name.',
      errors: [{ pointer: '/body/settings/proxy/username', detail: 'is missing beside the password' }],
    });
  return {
    url: `${url.protocol}//${url.hostname}:${port}`,
    username: input.username ?? null,
    password: input.password ?? null,
  };
}

/** What may be shown of a proxy. */
export function showProxy(proxy: Proxy): components['schemas']['SessionProxy'] {
  const { url, username, password } = proxy;
  return { url, username: username && `${username.slice(0, 2)}…`, hasPassword: password !== null };
}

/** The sealed form, and back. */
export function sealProxy(seal: AccountSeal, sessionId: string, proxy: Proxy): Buffer {
  return seal.seal('sessions', `${sessionId} proxy`, Buffer.from(JSON.stringify(proxy)));
}

export function openProxy(seal: AccountSeal, sessionId: string, sealed: Uint8Array): Proxy {
  return JSON.parse(seal.open('sessions', `${sessionId} proxy`, sealed).toString()) as Proxy;
}

/** The proxy of a session, if it has one. */
export async function readProxyOf(
  tx: Transaction,
  options: { sessionId: string; seal: AccountSeal },
): Promise<Proxy | null> {
  const { sessionId, seal } = options;
  const [row] = await tx.query<{ proxy_sealed: Buffer | null }>(
    'select proxy_sealed from sessions where account_id = $1 and id = $2',
    [tx.accountId, sessionId],
  );
  return row?.proxy_sealed ? openProxy(seal, sessionId, row.proxy_sealed) : null;
}
