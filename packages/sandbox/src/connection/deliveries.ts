import { limits } from '../limits.ts';
import type { Companion, QueuedStanza } from '../world/account.ts';
import type { EventHub } from '../world/events.ts';
import type { Faults } from '../world/faults.ts';
import type { World } from '../world/world.ts';
import type { Connection } from './connection.ts';
import { childrenOf, SERVER_JID, type BinaryNode } from './stanza.ts';

const WAIT_FOR_SOCKET_MS = 5;

/**
 * Hands queued stanzas to the companions that are connected. A stanza stays in its queue until it is
 * acknowledged; what is still there at the next login is handed over again.
 */
export class Deliveries {
  readonly #world: World;
  readonly #events: EventHub;
  readonly #faults: Faults;
  readonly #online = new Map<Companion, Connection>();
  /** What waits until another stanza has overtaken it. */
  readonly #held = new WeakMap<Connection, () => void>();

  constructor(options: { world: World; events: EventHub; faults: Faults }) {
    this.#world = options.world;
    this.#events = options.events;
    this.#faults = options.faults;
  }

  connectionOf(companion: Companion): Connection | undefined {
    return this.#online.get(companion);
  }

  /** Connections of all companions, or those of one phone. */
  connections(number?: string): Connection[] {
    const all = [...this.#online.values()];
    return number ? all.filter((connection) => connection.companion?.account.number === number) : all;
  }

  /** A companion logged in; the connection it had before is replaced. */
  attach(companion: Companion, connection: Connection): void {
    const before = this.#online.get(companion);
    this.#online.set(companion, connection);
    before?.endStream({ tag: 'conflict', attrs: { type: 'replaced' } });
    this.#tell('device.online', companion);
  }

  detach(companion: Companion, connection: Connection): void {
    if (this.#online.get(companion) !== connection) return;
    this.#online.delete(companion);
    this.#tell('device.offline', companion);
  }

  /** Queues a stanza for a companion and hands it over if that is connected and caught up. */
  deliver(companion: Companion, stanza: { node: BinaryNode; ackKey: string; ledgerKey?: string }): void {
    const item = this.#world.enqueue(companion, stanza);
    const row = item.ledgerKey ? this.#world.ledger.find(item.ledgerKey) : undefined;
    if (row) this.#world.ledger.expect(row, companion.account.number, companion.id);
    const connection = this.#online.get(companion);
    if (connection?.live) this.#handOver(connection, companion, item);
  }

  /** Hands over everything that waited while the companion was away, then says how much that was. */
  async catchUp(connection: Connection): Promise<void> {
    const { companion } = connection;
    if (!companion) return;
    let count = 0;
    // A Map is walked in order, and includes what is added during the walk.
    for (const item of companion.queue.values()) {
      while (connection.isOpen && connection.bufferedBytes > limits.socketBufferBytes) {
        await new Promise((resolve) => setTimeout(resolve, WAIT_FOR_SOCKET_MS));
      }
      if (!connection.isOpen) return;
      this.#handOver(connection, companion, item, '0');
      count += 1;
    }
    connection.live = true;
    connection.send({
      tag: 'ib',
      attrs: { from: SERVER_JID },
      content: [{ tag: 'offline', attrs: { count: String(count) } }],
    });
  }

  /** The companion has (or refuses, with an error) what this acknowledgement names. */
  acknowledge(companion: Companion, ackKey: string, error: string | null): boolean {
    const item = this.#world.acknowledge(companion, ackKey);
    if (!item) return false;
    const row = item.ledgerKey ? this.#world.ledger.find(item.ledgerKey) : undefined;
    if (row) {
      const { number } = companion.account;
      this.#world.ledger.acknowledged(row, number, companion.id, this.#world.clock.now(), error);
      this.#events.emit('message.acknowledged', [row.from, row.to], {
        id: row.id,
        number,
        device: companion.id,
        error,
      });
    }
    return true;
  }

  #handOver(connection: Connection, companion: Companion, item: QueuedStanza, offline?: string): void {
    const node = offline ? { ...item.node, attrs: { ...item.node.attrs, offline } } : item.node;
    const where = { number: companion.account.number, device: companion.id };
    const fits = (fault: { messageId?: string }) =>
      !fault.messageId || fault.messageId === item.node.attrs['id'];
    const isMessage = item.node.tag === 'message';
    const repeated = isMessage ? this.#faults.strike('redelivery', where, fits) : undefined;
    const copies = repeated ? (repeated.copies ?? 2) : 1;
    const dropping =
      isMessage && this.#faults.strike('drop', where, (fault) => fault.on === 'handover' && fits(fault));
    const corrupted = isMessage && this.#faults.strike('corrupt_enc', where, fits);
    const sent = corrupted ? corrupt(node) : node;
    for (let copy = 0; copy < copies; copy++) {
      this.#sendOne(connection, companion, item, sent, () => dropping && connection.drop());
    }
  }

  /** Sends one stanza as the faults of its delivery want it. */
  #sendOne(
    connection: Connection,
    companion: Companion,
    item: QueuedStanza,
    node: BinaryNode,
    written: () => void,
  ): void {
    const where = { number: companion.account.number, device: companion.id };
    const fault = this.#faults.strike(
      'delivery',
      where,
      (wanted) =>
        (wanted.stanza ?? 'message') === node.tag &&
        (!wanted.messageId || wanted.messageId === node.attrs['id']),
    );
    const send = () => {
      item.handedOver += 1;
      connection.send(node, written);
      this.#noteHandedOver(companion, item);
    };
    if (fault?.effect === 'lost') {
      if (fault.forever) this.#world.acknowledge(companion, item.ackKey);
    } else if (fault?.effect === 'late') {
      setTimeout(send, fault.delayMs ?? 0).unref();
    } else if (fault?.effect === 'swap') {
      this.#held.set(connection, send);
    } else {
      send();
      if (fault?.effect === 'twice') send();
      const held = this.#held.get(connection);
      this.#held.delete(connection);
      held?.();
    }
  }

  #noteHandedOver(companion: Companion, item: QueuedStanza): void {
    const row = item.ledgerKey ? this.#world.ledger.find(item.ledgerKey) : undefined;
    if (!row) return;
    const { number } = companion.account;
    this.#world.ledger.handedOver(row, number, companion.id, this.#world.clock.now());
    this.#events.emit('message.handed_over', [row.from, row.to], {
      id: row.id,
      number,
      device: companion.id,
      time: item.handedOver,
    });
  }

  #tell(type: 'device.online' | 'device.offline', companion: Companion): void {
    this.#events.emit(type, [companion.account.number], {
      number: companion.account.number,
      device: companion.id,
    });
  }
}

/** A message whose ciphertexts were damaged on the way. */
function corrupt(node: BinaryNode): BinaryNode {
  return {
    ...node,
    content: childrenOf(node).map((child) => {
      if (child.tag !== 'enc' || !(child.content instanceof Uint8Array)) return child;
      const bytes = Buffer.from(child.content);
      const middle = bytes.length >> 1;
      bytes[middle] = bytes[middle]! ^ 0xff;
      return { ...child, content: bytes };
    }),
  };
}
