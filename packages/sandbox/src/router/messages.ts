import { incomingAttributes, messageAckKey, ownCopyAttributes } from '../actors/message-addressing.ts';
import type { Ciphertext } from '../actors/phone-signal.ts';
import { seconds } from '../actors/receipts.ts';
import type { Connection } from '../connection/connection.ts';
import { childOf, childrenOf, contentBytes, wireName, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import type { Companion } from '../world/account.ts';
import { parseJid } from '../world/addresses.ts';
import { ledgerKey, type LedgerRow } from '../world/ledger.ts';

/** A companion sends a message: written down, passed to every device that it was encrypted for, acknowledged. */
export async function acceptMessage(
  network: Network,
  connection: Connection,
  node: BinaryNode,
): Promise<void> {
  const { companion } = connection;
  const { id } = node.attrs;
  // A copy that is sent again to one own device names the chat in `recipient`.
  const chat = parseJid(node.attrs['recipient'] ?? node.attrs['to']);
  if (!companion || !id || id.length > limits.messageIdLength || !chat || chat.kind === 'other') {
    network.unknown(
      connection,
      node,
      `message to ${chat ? `@${node.attrs['to']?.split('@')[1]}` : 'nobody'}`,
    );
    connection.send(acknowledgement(node, '501'));
    return;
  }
  const where = { number: companion.account.number, device: companion.id };
  if (network.faults.strike('drop', where, (fault) => fault.on === 'send')) {
    connection.drop();
    return;
  }
  const refusal = network.faults.strike('ack_error', where);
  if (refusal) {
    connection.send(acknowledgement(node, refusal.code ?? '463'));
    return;
  }
  const silence = network.faults.strike('silent_ack', where);
  if (silence?.delivered === false) return;
  if (node.attrs['category'] === 'peer') await acceptPeerMessage(network, companion, node);
  else await passOn(network, companion, node, id, chat.kind);
  if (network.faults.strike('drop', where, (fault) => fault.on === 'accepted')) {
    await network.gate.committed();
    connection.drop();
  } else if (!silence) {
    connection.send(acknowledgement(node));
  }
}

async function passOn(
  network: Network,
  author: Companion,
  node: BinaryNode,
  id: string,
  addressing: 'pn' | 'lid',
): Promise<void> {
  const chatJid = node.attrs['recipient'] ?? node.attrs['to'];
  const recipient = network.world.resolve(chatJid)?.account;
  const now = Date.now();
  const row = network.world.ledger.accept(
    {
      id,
      from: author.account.number,
      fromDevice: author.id,
      to: recipient?.number ?? parseJid(chatJid)!.user,
      addressing,
    },
    now,
  );
  network.events.emit('message.accepted', [row.from, row.to], {
    id,
    from: row.from,
    device: author.id,
    to: row.to,
    again: row.timesSent > 1,
  });
  for (const { jid, enc } of copiesIn(node)) {
    const target = network.world.resolve(jid);
    const ciphertext = ciphertextOf(enc);
    if (!target || !ciphertext) continue;
    if (target.device === 0) {
      await network.phoneOf(target.account).receive({ author, row, ciphertext, at: now });
    } else {
      const companion = target.account.companions.get(target.device);
      if (companion) forward(network, author, companion, row, target.addressing, enc, node);
    }
  }
}

/** The encrypted copies in a message: one per device, or a single one for the addressee. */
function copiesIn(node: BinaryNode): { jid: string; enc: BinaryNode }[] {
  const single = childOf(node, 'enc');
  const copies = childrenOf(childOf(node, 'participants')).map((to) => ({
    jid: to.attrs['jid'] ?? '',
    enc: childOf(to, 'enc')!,
  }));
  return single ? [...copies, { jid: node.attrs['to'] ?? '', enc: single }] : copies;
}

function ciphertextOf(enc: BinaryNode | undefined): Ciphertext | undefined {
  const type = enc?.attrs['type'];
  const body = contentBytes(enc);
  return body && (type === 'msg' || type === 'pkmsg') ? { type, body } : undefined;
}

/** Passes one companion's copy on to another companion, as it is. */
function forward(
  network: Network,
  author: Companion,
  companion: Companion,
  row: LedgerRow,
  addressing: 'pn' | 'lid',
  enc: BinaryNode,
  node: BinaryNode,
): void {
  const isOwn = companion.account === author.account;
  const recipient = network.world.find(row.to);
  if (isOwn && !recipient) return;
  const attrs = isOwn
    ? ownCopyAttributes(author.account, recipient!, row.addressing, author.id)
    : incomingAttributes(author.account, addressing, true, author.id);
  const identity = childOf(node, 'device-identity');
  network.deliveries.deliver(companion, {
    ackKey: messageAckKey(row.id, isOwn ? row.to : row.from),
    ledgerKey: ledgerKey(row.from, row.id),
    node: {
      tag: 'message',
      attrs: {
        ...attrs,
        id: row.id,
        type: node.attrs['type'] ?? 'text',
        t: seconds(Date.now()),
        notify: wireName(author.account.name),
      },
      content: [enc, ...(identity ? [identity] : [])],
    },
  });
}

/** A companion speaks to its own phone: requests between devices, which no chat shows. */
async function acceptPeerMessage(network: Network, author: Companion, node: BinaryNode): Promise<void> {
  const ciphertext = ciphertextOf(childOf(node, 'enc'));
  const target = network.world.resolve(node.attrs['to']);
  if (!ciphertext || target?.account !== author.account || target.device !== 0) return;
  await network.phoneOf(author.account).receivePeer(author, ciphertext);
}

function acknowledgement(node: BinaryNode, error?: string): BinaryNode {
  return {
    tag: 'ack',
    attrs: {
      class: 'message',
      id: node.attrs['id'] ?? '',
      from: node.attrs['to'] ?? '',
      t: seconds(Date.now()),
      ...(node.attrs['participant'] ? { participant: node.attrs['participant'] } : {}),
      ...(error ? { error } : {}),
    },
  };
}
