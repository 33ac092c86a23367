import { resultOf } from '../connection/connection.ts';
import { childOf, childrenOf, contentText, type BinaryNode } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import type { Account } from '../world/account.ts';
import { accountJid, lidJid, pnJid } from '../world/addresses.ts';
import type { QueryTable } from './router.ts';

/** "Who is this number, which devices has it": the directory of the network. */
export const usyncQueries: QueryTable = {
  'get usync usync': ({ network, query, child }) => {
    const wanted = childrenOf(childOf(child, 'query')).map((protocol) => protocol.tag);
    const users = childrenOf(childOf(child, 'list')).map((user) => answerUser(network, user, wanted));
    return resultOf(query, [
      {
        tag: 'usync',
        attrs: {
          sid: child!.attrs['sid'] ?? '',
          index: '0',
          last: 'true',
          mode: child!.attrs['mode'] ?? 'query',
          context: child!.attrs['context'] ?? 'interactive',
        },
        content: [
          { tag: 'result', attrs: {}, content: wanted.map((tag) => ({ tag, attrs: {} })) },
          { tag: 'list', attrs: {}, content: users },
        ],
      },
    ]);
  },
};

function answerUser(network: Network, user: BinaryNode, wanted: string[]): BinaryNode {
  const spelled = contentText(childOf(user, 'contact'));
  const { jid } = user.attrs;
  const username = childOf(user, 'contact')?.attrs['username'];
  const digits = spelled?.replaceAll(/\D/g, '') ?? '';
  const found = jid ? network.world.resolve(jid) : undefined;
  const account =
    found?.account ??
    (username ? network.world.accounts().find((one) => one.username === username) : undefined) ??
    (digits ? network.world.lookUp(digits) : undefined);
  const address = account
    ? accountJid(account, found?.addressing ?? (username ? 'lid' : 'pn'))
    : (jid ?? pnJid(digits));
  return {
    tag: 'user',
    attrs: { jid: address },
    content: wanted.flatMap((protocol) => answerProtocol(protocol, account, spelled)),
  };
}

function answerProtocol(
  protocol: string,
  account: Account | undefined,
  spelled: string | undefined,
): BinaryNode[] {
  switch (protocol) {
    case 'contact':
      return [
        {
          tag: 'contact',
          attrs: { type: account ? 'in' : 'out' },
          ...(spelled ? { content: Buffer.from(spelled) } : {}),
        },
      ];
    case 'devices':
      return [{ tag: 'devices', attrs: {}, content: [deviceList(account)] }];
    case 'lid':
      return account ? [{ tag: 'lid', attrs: { val: lidJid(account.lid) } }] : [];
    case 'status':
      return account ? [{ tag: 'status', attrs: { t: String(Math.floor(account.createdAt / 1000)) } }] : [];
    case 'username':
      return account?.username
        ? [{ tag: 'username', attrs: {}, content: Buffer.from(account.username) }]
        : [];
    case 'disappearing_mode':
      return account ? [{ tag: 'disappearing_mode', attrs: { duration: '0', t: '0' } }] : [];
    default:
      return [];
  }
}

function deviceList(account: Account | undefined): BinaryNode {
  const devices: BinaryNode[] = account
    ? [
        { tag: 'device', attrs: { id: '0' } },
        ...[...account.companions.values()].map((companion) => ({
          tag: 'device',
          attrs: { id: String(companion.id), 'key-index': String(companion.keyIndex) },
        })),
      ]
    : [];
  return { tag: 'device-list', attrs: {}, content: devices };
}
