import { messageAckKey } from '../actors/message-addressing.ts';
import type { Connection } from '../connection/connection.ts';
import { childOf, childrenOf, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import type { Companion } from '../world/account.ts';
import { parseJid } from '../world/addresses.ts';
import { isCrowd } from '../world/groups.ts';
import { ledgerKey, type LedgerRow } from '../world/ledger.ts';
import { bundleInRetry } from './keys.ts';
import { answerMediaRetry } from './media.ts';

/** `<ack>`: the companion has a stanza, or refuses it with an error code. */
export function acceptAcknowledgement(network: Network, connection: Connection, node: BinaryNode): void {
  const { companion } = connection;
  const { class: kind = '', id = '', type = '', error = null } = node.attrs as Record<string, string>;
  if (!companion) return;
  if (kind === 'message') {
    network.deliveries.acknowledge(companion, messageAckKey(id, chatNumber(network, node)), error);
  } else if (kind === 'receipt') {
    network.deliveries.acknowledge(companion, `receipt:${id}:${type}`, error);
  } else if (kind === 'call') {
    network.deliveries.acknowledge(companion, `call:${id}`, error);
  } else if (kind === 'notification') {
    network.deliveries.acknowledge(companion, `notification:${id}`, error);
  } else {
    network.unknown(connection, node, `ack ${kind}`);
  }
}

/** `<receipt>`: the companion has messages, has read them, or wants one again. */
export async function acceptReceipt(
  network: Network,
  connection: Connection,
  node: BinaryNode,
): Promise<void> {
  const { companion } = connection;
  if (!companion) return;
  const ids = [
    node.attrs['id'] ?? '',
    ...childrenOf(childOf(node, 'list')).map((item) => item.attrs['id'] ?? ''),
  ].slice(0, limits.idsPerReceipt + 1);
  const chat = chatNumber(network, node);
  const author = authorOf(network, node, chat);
  const rows = ids
    .map((id) => network.world.ledger.find(ledgerKey(author, id)))
    .filter((row) => row !== undefined);
  switch (node.attrs['type'] ?? '') {
    case 'retry':
      return answerRetry(network, companion, node, author);
    case '':
    case 'inactive':
      acknowledgeMessages(network, companion, ids, chat);
      network.receipts.report(companion.account, rows, 'delivered');
      return;
    case 'sender':
    case 'peer_msg':
    case 'hist_sync':
      acknowledgeMessages(network, companion, ids, chat);
      return;
    case 'server-error':
      return answerMediaRetry(network, companion, node);
    case 'played':
      network.receipts.report(companion.account, rows, 'played');
      return;
    case 'read':
      network.receipts.report(companion.account, rows, 'read');
      markRead(network, companion, chat, rows);
      return;
    case 'read-self':
      markRead(network, companion, chat, rows);
      return;
    default:
      network.unknown(connection, node, `receipt ${node.attrs['type']}`);
  }
}

function acknowledgeMessages(network: Network, companion: Companion, ids: string[], chat: string): void {
  for (const id of ids) network.deliveries.acknowledge(companion, messageAckKey(id, chat), null);
}

function markRead(network: Network, companion: Companion, chat: string, rows: LedgerRow[]): void {
  const { number } = companion.account;
  network.world.chats.markReadElsewhere(
    number,
    chat,
    rows.map((row) => row.id),
  );
  network.receipts.readElsewhere(companion.account, rows, companion.id);
  network.events.emit('chat.read', [number, chat], { number, peer: chat, device: companion.id });
}

async function answerRetry(
  network: Network,
  asker: Companion,
  receipt: BinaryNode,
  chat: string,
): Promise<void> {
  const id = receipt.attrs['id'] ?? '';
  const count = Number(childOf(receipt, 'retry')?.attrs['count'] ?? 1);
  // A copy of the account's own message is asked from its author, and named by the chat that it stands in.
  const isOwnCopy = receipt.attrs['recipient'] !== undefined;
  const row = network.world.ledger.find(ledgerKey(isOwnCopy ? asker.account.number : chat, id));
  if (!row) return;
  const author = network.world.find(row.from);
  if (!author) return;
  if (row.fromDevice === 0) {
    await network.phoneOf(author).answerRetry(asker, row, count, bundleInRetry(receipt));
    return;
  }
  const companion = author.companions.get(row.fromDevice);
  if (companion) network.passRetry(asker, companion, row, receipt);
}

/** The chat that a receipt or acknowledgement speaks of: a number, or the JID of a group. */
function chatNumber(network: Network, node: BinaryNode): string {
  const jid = node.attrs['recipient'] ?? node.attrs['to'];
  const address = parseJid(jid);
  if (!address) return '';
  if (address.kind === 'other') return jid!;
  return network.world.resolve(jid)?.account.number ?? address.user;
}

/** Who wrote the messages of a receipt: in a group it names the author. */
function authorOf(network: Network, node: BinaryNode, chat: string): string {
  if (!isCrowd(chat)) return chat;
  return network.world.resolve(node.attrs['participant'])?.account.number ?? '';
}
