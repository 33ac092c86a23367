import { collectionOf, takePatch } from '../actors/app-state.ts';
import { errorOf, resultOf } from '../connection/connection.ts';
import { childOf, childrenOf, contentBytes, type BinaryNode } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import type { Companion } from '../world/account.ts';
import type { QueryTable } from './router.ts';

/**
 * App state: what an account's devices agree on (names, archived chats, …), as encrypted patches in numbered
 * versions. The network stores and orders them; a phone that shares its key reads them.
 */
export const appStateQueries: QueryTable = {
  'set w:sync:app:state sync': ({ network, connection, query, child }) => {
    const { companion } = connection;
    if (!companion) return errorOf(query, '401', 'not-authorized');
    const content = childrenOf(child).map((collection) => syncCollection(network, companion, collection));
    network.world.saveAccount(companion.account);
    return resultOf(query, [{ tag: 'sync', attrs: {}, content }]);
  },
};

function syncCollection(network: Network, companion: Companion, asked: BinaryNode): BinaryNode {
  const name = asked.attrs['name'] ?? '';
  const known = Number(asked.attrs['version'] ?? 0);
  const collection = collectionOf(companion.account, name);
  const patch = contentBytes(childOf(asked, 'patch'));
  if (patch && known !== collection.version) {
    return {
      tag: 'collection',
      attrs: { name, type: 'error' },
      content: [{ tag: 'error', attrs: { code: '409', text: 'conflict' } }],
    };
  }
  if (patch) {
    const entries = takePatch(companion.account, name, patch);
    network.lists.take(companion.account, entries);
    network.own.tellChange(companion.account, name, companion);
  }
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
