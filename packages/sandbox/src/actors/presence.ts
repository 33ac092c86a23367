import type { Connection } from '../connection/connection.ts';
import type { BinaryNode } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import type { Account } from '../world/account.ts';
import { accountJid, type Addressing } from '../world/addresses.ts';
import { seconds } from './receipts.ts';

/** Who is online, and who asked to be told. Lives as long as the connections. */
export class Presences {
  readonly #network: Network;
  /** What each connection wants to know: numbers, and how they were addressed. */
  readonly #wanted = new WeakMap<Connection, Map<string, Addressing>>();
  readonly #available = new WeakSet<Connection>();

  constructor(network: Network) {
    this.#network = network;
  }

  /** `<presence>` of a companion: it is there, it is away, or it wants to know of somebody. */
  take(connection: Connection, node: BinaryNode): void {
    const { companion } = connection;
    const { type, to } = node.attrs;
    if (!companion) return;
    if (type === 'subscribe') {
      const found = this.#network.world.resolve(to);
      if (!found) return;
      const wanted = this.#wanted.get(connection) ?? new Map<string, Addressing>();
      wanted.set(found.account.number, found.addressing);
      this.#wanted.set(connection, wanted);
      this.#tell(connection, found.account, found.addressing);
    } else if (type === 'available' || type === 'unavailable') {
      if (type === 'available') this.#available.add(connection);
      else this.#available.delete(connection);
      this.changed(companion.account);
    }
  }

  /** Whether a person is online: with the phone in hand, or by a companion that says so. */
  isOnline(account: Account): boolean {
    return (
      account.online === true ||
      this.#network.deliveries
        .connections(account.number)
        .some((connection) => this.#available.has(connection))
    );
  }

  /** Those that asked are told. */
  changed(account: Account): void {
    const { number } = account;
    for (const connection of this.#network.deliveries.connections()) {
      const addressing = this.#wanted.get(connection)?.get(number);
      if (addressing) this.#tell(connection, account, addressing);
    }
    this.#network.events.emit('phone.presence', [number], { number, online: this.isOnline(account) });
  }

  #tell(connection: Connection, account: Account, addressing: Addressing): void {
    const online = this.isOnline(account);
    connection.send({
      tag: 'presence',
      attrs: {
        from: accountJid(account, addressing),
        ...(online
          ? { type: 'available' }
          : { type: 'unavailable', last: seconds(account.lastSeenAt ?? account.createdAt) }),
      },
    });
  }
}
