import { errorOf, type Connection } from '../connection/connection.ts';
import { childrenOf, type BinaryNode } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import { acceptAcknowledgement, acceptReceipt } from './acknowledgements.ts';
import { appStateQueries } from './app-state.ts';
import { groupQueries } from './groups.ts';
import { keyQueries } from './keys.ts';
import { mediaQueries } from './media.ts';
import { acceptMessage } from './messages.ts';
import { pairingQueries } from './pairing.ts';
import { restrictionQueries } from './restrictions.ts';
import { sessionQueries, acceptInfo } from './session.ts';
import { settingsQueries } from './settings.ts';
import { usyncQueries } from './usync.ts';

/**
 * Answers a query, or answers nothing when the protocol expects nothing. `query` is the whole `iq`; `child` its
 * first child.
 */
export type QueryHandler = (context: {
  network: Network;
  connection: Connection;
  query: BinaryNode;
  child: BinaryNode | undefined;
}) => BinaryNode | undefined | Promise<BinaryNode | undefined>;

/** Handlers by `<type> <xmlns> <first child>`; `*` stands for any child. */
export type QueryTable = Record<string, QueryHandler>;

const queries: QueryTable = {
  ...pairingQueries,
  ...sessionQueries,
  ...keyQueries,
  ...usyncQueries,
  ...settingsQueries,
  ...appStateQueries,
  ...groupQueries,
  ...mediaQueries,
  ...restrictionQueries,
};

/** Gives one inbound stanza to whoever understands it; what nobody understands is counted and refused. */
export async function route(network: Network, connection: Connection, node: BinaryNode): Promise<void> {
  switch (node.tag) {
    case 'iq':
      return answerQuery(network, connection, node);
    case 'message':
      return acceptMessage(network, connection, node);
    case 'receipt':
      return acceptReceipt(network, connection, node);
    case 'ack':
      return acceptAcknowledgement(network, connection, node);
    case 'call':
      return acceptCall(network, connection, node);
    case 'ib':
    case 'presence':
    case 'chatstate':
    case 'xmlstreamend':
      return acceptInfo(network, connection, node);
    default:
      network.unknown(connection, node, `<${node.tag}>`);
  }
}

async function answerQuery(network: Network, connection: Connection, query: BinaryNode): Promise<void> {
  const { type = '', xmlns = '' } = query.attrs;
  if (type === 'result' || type === 'error') {
    network.pairing.answered(connection, query);
    return;
  }
  const child = childrenOf(query)[0];
  const name = `${type} ${xmlns} ${child?.tag ?? ''}`.trim();
  const where = { number: connection.companion?.account.number, device: connection.companion?.id };
  const fault = network.faults.strike(
    'query',
    where,
    (wanted) => wanted.xmlns === xmlns && (!wanted.child || wanted.child === child?.tag),
  );
  if (fault) {
    if (fault.code) connection.send(errorOf(query, fault.code, 'fault'));
    return;
  }
  const handler = queries[name] ?? queries[`${type} ${xmlns} *`];
  if (!handler) {
    network.unknown(connection, query, `iq ${name}`);
    connection.send(errorOf(query, '501', 'feature-not-implemented'));
    return;
  }
  const answer = await handler({ network, connection, query, child });
  if (answer) connection.send(answer);
}

/** A companion refuses a call; anything else about calls is a stranger. */
function acceptCall(network: Network, connection: Connection, node: BinaryNode): void {
  const [child] = childrenOf(node);
  if (child?.tag === 'reject' && connection.companion) {
    network.calls.reject(child.attrs['call-id'] ?? '', connection.companion.account);
  } else {
    network.unknown(connection, node, `call ${child?.tag ?? ''}`);
  }
  connection.send({
    tag: 'ack',
    attrs: {
      class: 'call',
      id: node.attrs['id'] ?? '',
      from: node.attrs['to'] ?? '',
      type: child?.tag ?? '',
    },
  });
}
