import type { Network } from '../network.ts';
import type { Account } from '../world/account.ts';
import type { Group } from '../world/groups.ts';
import type { Delivery, LedgerRow } from '../world/ledger.ts';
import type { Chat, ChatMessage } from '../world/messages.ts';

/** How the control API shows the world; times are RFC 3339 in UTC with milliseconds. */
export function phoneView(network: Network, account: Account) {
  const chats = network.world.chats.list(account.number);
  return {
    number: account.number,
    name: account.name,
    lid: account.lid,
    username: account.username ?? null,
    hidesNumber: account.hidesNumber ?? false,
    history: account.history ?? null,
    online: network.presences.isOnline(account),
    createdAt: time(account.createdAt),
    unread: chats.reduce((sum, chat) => sum + chat.unread, 0),
    devices: [...account.companions.values()].map((companion) => ({
      id: companion.id,
      platform: companion.platform,
      revision: network.deliveries.connectionOf(companion)?.revision ?? null,
      online: network.deliveries.connectionOf(companion) !== undefined,
      linkedAt: time(companion.linkedAt),
      lastSeenAt: companion.lastSeenAt === null ? null : time(companion.lastSeenAt),
      waiting: companion.queue.size,
      preKeys: companion.preKeys.size,
    })),
  };
}

/** A group with its members. */
export function groupView(network: Network, group: Group) {
  return {
    id: group.id,
    subject: group.subject,
    description: group.description,
    addressing: group.addressing,
    announce: group.announce,
    locked: group.locked,
    ephemeral: group.ephemeral,
    createdAt: time(group.createdAt),
    creator: group.creator,
    members: [...group.members].map(([number, role]) => ({
      number,
      name: network.world.find(number)?.name ?? null,
      role,
    })),
  };
}

export function chatView(network: Network, owner: Account, chat: Chat) {
  const last = chat.messages.at(-1);
  return {
    peer: chat.peer,
    name:
      owner.contacts?.get(chat.peer) ??
      network.world.find(chat.peer)?.name ??
      network.world.groups.find(chat.peer)?.subject ??
      null,
    unread: chat.unread,
    archived: owner.archived?.has(chat.peer) ?? false,
    pinned: owner.pinned?.has(chat.peer) ?? false,
    lastMessage: last ? messageView(last) : null,
  };
}

export function messageView(message: ChatMessage) {
  return {
    id: message.id,
    from: message.from,
    to: message.to,
    fromMe: message.fromMe,
    device: message.device,
    type: message.type,
    text: message.text,
    at: time(message.at),
    status: message.status,
    replyTo: message.replyTo,
    edited: message.edited,
    deleted: message.deleted,
    reactions: message.reactions,
    ...message.content,
  };
}

/**
 * A ledger row. Its summary speaks of the way that matters: the companions that the message was for, or, when
 * it was for none, the recipient's phone. `deliveries` has each device by itself.
 */
export function ledgerView(row: LedgerRow, number?: string) {
  const companions = row.deliveries.filter((delivery) => delivery.device !== 0);
  const phones = row.deliveries.filter(
    (delivery) =>
      delivery.device === 0 &&
      (delivery.number === row.to || (row.to.includes('@') && delivery.number !== row.from)),
  );
  const main = companions.length > 0 ? companions : phones;
  const waiting = main.some((delivery) => delivery.acknowledgedAt === null);
  return {
    id: row.id,
    from: row.from,
    fromDevice: row.fromDevice,
    to: row.to,
    ...(number ? { direction: row.from === number ? 'out' : 'in' } : {}),
    addressing: row.addressing,
    status: row.status,
    ...(row.readers ? { readers: Object.fromEntries(row.readers) } : {}),
    acceptedAt: time(row.acceptedAt),
    timesSent: row.timesSent,
    handedOver: main
      .flatMap((delivery) => delivery.handedOver)
      .toSorted((a, b) => a - b)
      .map(time),
    handOver: row.handOver ?? null,
    acknowledgedAt:
      main.length === 0 || waiting
        ? null
        : time(Math.max(...main.map((delivery) => delivery.acknowledgedAt!))),
    retries: row.deliveries.reduce((sum, delivery) => sum + delivery.retries, 0),
    arrivals: row.arrivals,
    shownAt: row.shownAt === null ? null : time(row.shownAt),
    shownCount: row.shownCount,
    deliveries: row.deliveries.map(deliveryView),
  };
}

function deliveryView(delivery: Delivery) {
  return {
    number: delivery.number,
    device: delivery.device,
    handedOver: delivery.handedOver.map(time),
    acknowledgedAt: delivery.acknowledgedAt === null ? null : time(delivery.acknowledgedAt),
    acknowledgement: delivery.acknowledgement,
    error: delivery.error,
    retries: delivery.retries,
  };
}

/** RFC 3339. */
export function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
