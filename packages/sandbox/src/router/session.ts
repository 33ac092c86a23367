import { resultOf, type Connection } from '../connection/connection.ts';
import { childOf, childrenOf, SERVER_JID, type BinaryNode } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import type { Companion, QueuedStanza } from '../world/account.ts';
import type { QueryTable } from './router.ts';

/** The life of a connection: becoming active, keep-alive. */
export const sessionQueries: QueryTable = {
  'set passive active': ({ connection, query }) => {
    connection.send(resultOf(query));
    if (connection.companion) connection.send(offlinePreview(connection.companion));
    return undefined;
  },
  'set passive passive': ({ query }) => resultOf(query),
  'get w:p ping': ({ query }) => resultOf(query),
  'get w:p': ({ query }) => resultOf(query),
  'set w:stats *': ({ query }) => resultOf(query),
  ' w:stats *': ({ query }) => resultOf(query),
  'set urn:xmpp:whatsapp:dirty clean': ({ query }) => resultOf(query),
};

/** Stanzas that inform and expect no answer. */
export async function acceptInfo(network: Network, connection: Connection, node: BinaryNode): Promise<void> {
  const { companion } = connection;
  if (node.tag === 'ib') {
    const known = ['offline_batch', 'unified_session'];
    const stranger = childrenOf(node).find((child) => !known.includes(child.tag));
    if (stranger) network.unknown(connection, node, `ib ${stranger.tag}`);
    if (childOf(node, 'offline_batch')) {
      await network.deliveries.catchUp(connection);
      if (companion) await network.own.greet(companion);
    }
  } else if (node.tag === 'chatstate' && companion) {
    const peer = network.world.resolve(node.attrs['to']);
    const [child] = childrenOf(node);
    const state = child?.attrs['media'] === 'audio' ? 'recording' : child?.tag;
    if (peer && state) network.phoneOf(companion.account).noteTyping(peer.account.number, state);
  } else if (node.tag === 'presence') {
    network.presences.take(connection, node);
  } else if (node.tag === 'xmlstreamend') {
    connection.close();
  }
}

function offlinePreview(companion: Companion): BinaryNode {
  const count = (tag: string) =>
    String([...companion.queue.values()].filter((item: QueuedStanza) => item.node.tag === tag).length);
  return {
    tag: 'ib',
    attrs: { from: SERVER_JID },
    content: [
      {
        tag: 'offline_preview',
        attrs: {
          count: String(companion.queue.size),
          message: count('message'),
          notification: count('notification'),
          receipt: count('receipt'),
          appdata: '0',
        },
      },
    ],
  };
}
