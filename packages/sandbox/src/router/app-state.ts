import { errorOf, resultOf } from '../connection/connection.ts';
import { childOf, childrenOf, contentBytes, type BinaryNode } from '../connection/stanza.ts';
import type { Account, AppStateCollection } from '../world/account.ts';
import { proto } from '../baileys.ts';
import type { QueryTable } from './router.ts';

/**
 * App state: what an account's devices agree on (names, archived chats, …), as encrypted patches in numbered
 * versions. The sandbox stores and orders them; it cannot read them.
 */
export const appStateQueries: QueryTable = {
  'set w:sync:app:state sync': ({ network, connection, query, child }) => {
    const account = connection.companion?.account;
    if (!account) return errorOf(query, '401', 'not-authorized');
    const content = childrenOf(child).map((collection) => syncCollection(account, collection));
    network.world.saveAccount(account);
    return resultOf(query, [{ tag: 'sync', attrs: {}, content }]);
  },
};

function syncCollection(account: Account, asked: BinaryNode): BinaryNode {
  const name = asked.attrs['name'] ?? '';
  const known = Number(asked.attrs['version'] ?? 0);
  const collection = account.appState.get(name) ?? { version: 0, patches: [] };
  account.appState.set(name, collection);
  const patch = contentBytes(childOf(asked, 'patch'));
  if (patch && known !== collection.version) {
    return {
      tag: 'collection',
      attrs: { name, type: 'error' },
      content: [{ tag: 'error', attrs: { code: '409', text: 'conflict' } }],
    };
  }
  if (patch) addPatch(collection, patch);
  const news = patch ? [] : collection.patches.slice(known);
  return {
    tag: 'collection',
    attrs: { name, version: String(collection.version) },
    content:
      news.length > 0
        ? [
            {
              tag: 'patches',
              attrs: {},
              content: news.map((bytes) => ({ tag: 'patch', attrs: {}, content: bytes })),
            },
          ]
        : [],
  };
}

function addPatch(collection: AppStateCollection, bytes: Buffer): void {
  collection.version += 1;
  const patch = proto.SyncdPatch.decode(bytes);
  patch.version = { version: collection.version };
  collection.patches.push(Buffer.from(proto.SyncdPatch.encode(patch).finish()));
}
