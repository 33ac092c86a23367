import {
  crowdAttributes,
  incomingAttributes,
  messageAckKey,
  ownCopyAttributes,
} from '../actors/message-addressing.ts';
import type { Crowd } from '../actors/phone.ts';
import type { Ciphertext } from '../actors/phone-signal.ts';
import { seconds } from '../actors/receipts.ts';
import type { Connection } from '../connection/connection.ts';
import { childOf, childrenOf, contentBytes, wireName, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import type { Account, Companion } from '../world/account.ts';
import { parseJid } from '../world/addresses.ts';
import { STATUS_JID } from '../world/groups.ts';
import { ledgerKey, type LedgerRow } from '../world/ledger.ts';

const DEVICES_PER_TURN = 16;

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
  const crowd = companion && crowdOf(network, companion, node);
  if (!companion || !id || id.length > limits.messageIdLength || !chat || (chat.kind === 'other' && !crowd)) {
    network.unknown(
      connection,
      node,
      `message to ${chat ? `@${node.attrs['to']?.split('@')[1]}` : 'nobody'}`,
    );
    connection.send(acknowledgement(network, node, '501'));
    return;
  }
  const where = { number: companion.account.number, device: companion.id };
  if (network.faults.strike('drop', where, (fault) => fault.on === 'send')) {
    connection.drop();
    return;
  }
  const refusal = refusalOf(network, companion, node);
  if (refusal) {
    connection.send(acknowledgement(network, node, refusal));
    return;
  }
  const silence = network.faults.strike('silent_ack', where);
  if (silence?.delivered === false) {
    network.faults.swallowed(silence.id, id);
    return;
  }
  if (node.attrs['category'] === 'peer') await acceptPeerMessage(network, companion, node);
  else if (crowd) await passToCrowd(network, companion, node, id, crowd);
  else await passOn(network, companion, node, id, chat.kind as 'pn' | 'lid');
  if (network.faults.strike('drop', where, (fault) => fault.on === 'accepted')) {
    await network.gate.committed();
    connection.drop();
  } else if (!silence) {
    connection.send(acknowledgement(network, node));
  }
}

/** The error code with which a message is refused, if it is. */
function refusalOf(network: Network, companion: Companion, node: BinaryNode): string | undefined {
  const where = { number: companion.account.number, device: companion.id };
  const fault = network.faults.strike('ack_error', where);
  if (fault) return fault.code ?? '463';
  const group = network.world.groups.find(node.attrs['to']);
  if (group) {
    const role = group.members.get(companion.account.number);
    return role === undefined || (group.announce && role === 'member') ? '401' : undefined;
  }
  const recipient = network.world.resolve(node.attrs['recipient'] ?? node.attrs['to'])?.account;
  return recipient && network.restrictions.refusalFor(companion.account, recipient);
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
  const now = network.world.clock.now();
  const row = writeDown(network, author, id, recipient?.number ?? parseJid(chatJid)!.user, addressing);
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

/** A message to a group or to those who see status posts: one ciphertext for all, and keys for those without. */
async function passToCrowd(
  network: Network,
  author: Companion,
  node: BinaryNode,
  id: string,
  crowd: Crowd,
): Promise<void> {
  const now = network.world.clock.now();
  const row = writeDown(network, author, id, crowd.id, crowd.addressing);
  const shared = childOf(node, 'enc');
  const asker = network.world.resolve(node.attrs['participant']);
  if (asker) {
    await answerAsker(network, author, asker, row, shared, node);
    return;
  }
  const keys = copiesIn({ ...node, content: childrenOf(node).filter((child) => child.tag !== 'enc') });
  const keyFor = new Map<string, BinaryNode>();
  let steps = 0;
  for (const { jid, enc } of keys) {
    const target = network.world.resolve(jid);
    const ciphertext = ciphertextOf(enc);
    if (!target || !ciphertext) continue;
    if (target.device === 0) await network.phoneOf(target.account).learnKey(author, crowd.id, ciphertext);
    else keyFor.set(`${target.account.number}:${target.device}`, enc);
    // A thousand devices are opened one by one; others must be heard in between.
    if (++steps % DEVICES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const message = contentBytes(shared);
  if (!shared || !message) return;
  for (const member of new Set([...crowd.members, author.account])) {
    await network.phoneOf(member).receiveFromCrowd({ author, row, message, at: now });
    for (const companion of member.companions.values()) {
      if (companion === author) continue;
      const key = keyFor.get(`${member.number}:${companion.id}`);
      forwardToCrowd(network, author, companion, row, key ? [key, shared] : [shared], node);
    }
  }
}

/** One device of a crowd gets a message again, encrypted for it alone. */
async function answerAsker(
  network: Network,
  author: Companion,
  asker: { account: Account; device: number },
  row: LedgerRow,
  enc: BinaryNode | undefined,
  node: BinaryNode,
): Promise<void> {
  const ciphertext = ciphertextOf(enc);
  if (!enc || !ciphertext) return;
  if (asker.device === 0) {
    await network.phoneOf(asker.account).receive({ author, row, ciphertext, at: network.world.clock.now() });
    return;
  }
  const companion = asker.account.companions.get(asker.device);
  if (companion) forwardToCrowd(network, author, companion, row, [enc], node);
}

function forwardToCrowd(
  network: Network,
  author: Companion,
  companion: Companion,
  row: LedgerRow,
  content: BinaryNode[],
  node: BinaryNode,
): void {
  const identity = childOf(node, 'device-identity');
  network.deliveries.deliver(companion, {
    ackKey: messageAckKey(row.id, row.to),
    ledgerKey: ledgerKey(row.from, row.id),
    node: {
      tag: 'message',
      attrs: {
        ...crowdAttributes(author.account, row.to, row.addressing, true, author.id),
        id: row.id,
        type: node.attrs['type'] ?? 'text',
        ...(node.attrs['edit'] ? { edit: node.attrs['edit'] } : {}),
        t: seconds(network.world.clock.now()),
        notify: wireName(author.account.name),
      },
      content: [...content, ...(identity ? [identity] : [])],
    },
  });
}

/** The group that a message is for, or the audience of a status post. */
function crowdOf(network: Network, author: Companion, node: BinaryNode): Crowd | undefined {
  const to = node.attrs['to'];
  const group = network.world.groups.find(to);
  if (group) return network.crowdOf(group);
  if (to !== STATUS_JID) return undefined;
  const members = copiesIn(node)
    .map(({ jid }) => network.world.resolve(jid)?.account)
    .filter((account) => account !== undefined && account !== author.account);
  return { id: STATUS_JID, addressing: 'pn', members: members as Account[] };
}

function writeDown(
  network: Network,
  author: Companion,
  id: string,
  to: string,
  addressing: 'pn' | 'lid',
): LedgerRow {
  const { world, events } = network;
  const from = author.account.number;
  const row = world.ledger.accept({ id, from, fromDevice: author.id, to, addressing }, world.clock.now());
  events.emit('message.accepted', [row.from, row.to], {
    id,
    from: row.from,
    device: author.id,
    to: row.to,
    again: row.timesSent > 1,
  });
  return row;
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
        ...(node.attrs['edit'] ? { edit: node.attrs['edit'] } : {}),
        t: seconds(network.world.clock.now()),
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
  await network.phoneOf(author.account).receivePeer(author, ciphertext, node.attrs['id'] ?? '');
}

function acknowledgement(network: Network, node: BinaryNode, error?: string): BinaryNode {
  return {
    tag: 'ack',
    attrs: {
      class: 'message',
      id: node.attrs['id'] ?? '',
      from: node.attrs['to'] ?? '',
      t: seconds(network.world.clock.now()),
      ...(node.attrs['participant'] ? { participant: node.attrs['participant'] } : {}),
      ...(error ? { error } : {}),
    },
  };
}
