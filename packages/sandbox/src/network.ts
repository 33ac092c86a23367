import { randomUUID } from 'node:crypto';
import { proto } from './baileys.ts';
import { Phone, type PhoneNetwork } from './actors/phone.ts';
import { PhoneSignal, type KeyBundle } from './actors/phone-signal.ts';
import { Receipts } from './actors/receipts.ts';
import type { Connection, ConnectionListener } from './connection/connection.ts';
import { Deliveries } from './connection/deliveries.ts';
import { SERVER_JID, type BinaryNode } from './connection/stanza.ts';
import { limits } from './limits.ts';
import type { SandboxLogger } from './logger.ts';
import type { NetworkKeys } from './noise/network-keys.ts';
import { SandboxProblem } from './problem.ts';
import { Pairing } from './router/pairing.ts';
import { route } from './router/router.ts';
import type { CommitGate, Store } from './store/store.ts';
import type { Account, Companion } from './world/account.ts';
import { accountJid, lidJid, pnJid } from './world/addresses.ts';
import { EventHub } from './world/events.ts';
import { Faults } from './world/faults.ts';
import type { LedgerRow } from './world/ledger.ts';
import { StanzaLog } from './world/stanza-log.ts';
import { World } from './world/world.ts';

/** The network as a whole: who exists, who is connected, and what happens to what they send. */
export class Network implements PhoneNetwork, ConnectionListener {
  readonly keys: NetworkKeys;
  readonly gate: CommitGate;
  readonly world: World;
  readonly events = new EventHub();
  readonly faults: Faults;
  readonly deliveries: Deliveries;
  readonly receipts: Receipts;
  readonly pairing: Pairing;
  readonly stanzas = new StanzaLog();
  readonly logger: SandboxLogger;
  readonly #store: Store;
  readonly #phones = new Map<Account, Phone>();
  readonly #savedSessions = new Map<string, [address: string, serialised: Uint8Array][]>();
  readonly #open = new Set<Connection>();

  constructor(options: {
    store: Store;
    gate: CommitGate;
    keys: NetworkKeys;
    receiptDelayMs: number;
    logger: SandboxLogger;
  }) {
    this.keys = options.keys;
    this.gate = options.gate;
    this.logger = options.logger;
    this.#store = options.store;
    this.world = new World(options.store);
    this.faults = new Faults((fault) =>
      this.events.emit('fault.fired', fault.number ? [fault.number] : [], { ...fault }),
    );
    const { world, events, faults } = this;
    this.deliveries = new Deliveries({ world, events, faults });
    this.receipts = new Receipts({
      world,
      events,
      deliveries: this.deliveries,
      delayMs: options.receiptDelayMs,
    });
    this.pairing = new Pairing(this);
    for (const [key, serialised] of options.store.load<Uint8Array>('session')) {
      const [number, address] = key.split('|') as [string, string];
      const saved = this.#savedSessions.get(number);
      if (saved) saved.push([address, serialised]);
      else this.#savedSessions.set(number, [[address, serialised]]);
    }
    this.#resumeReceipts();
  }

  /** Sockets that are open now. */
  get connectionCount(): number {
    return this.#open.size;
  }

  phoneOf(account: Account): Phone {
    let phone = this.#phones.get(account);
    if (!phone) {
      const signal = new PhoneSignal({
        account,
        store: this.#store,
        saveAccount: () => this.world.saveAccount(account),
        sessions: this.#savedSessions.get(account.number) ?? [],
      });
      this.#savedSessions.delete(account.number);
      phone = new Phone(account, signal, this);
      this.#phones.set(account, phone);
    }
    return phone;
  }

  bundleOf(companion: Companion): KeyBundle {
    const preKey = this.world.takePreKey(companion);
    this.#tellPreKeysLow(companion);
    return {
      registrationId: companion.registrationId,
      identityKey: companion.identityKey,
      signedPreKey: companion.signedPreKey,
      preKey,
    };
  }

  /** A companion was linked: everybody who writes to this phone must encrypt for it, too. */
  linked(companion: Companion): void {
    const { account, id, platform } = companion;
    this.world.addCompanion(companion);
    this.#tellDevices(companion, 'add');
    this.events.emit('device.linked', [account.number], { number: account.number, device: id, platform });
  }

  /** Removes a phone: its companions are logged out, others keep what they have of it. */
  removePhone(account: Account): void {
    for (const companion of account.companions.values()) this.unlink(companion);
    this.phoneOf(account).signal.forgetAll();
    this.#phones.delete(account);
    this.world.removePhone(account);
    this.events.emit('phone.deleted', [account.number], { number: account.number });
  }

  /** Unlinks a companion; a connected one is told and logged out, another learns it at its next login. */
  unlink(companion: Companion): void {
    const { account, id } = companion;
    this.#logOut(companion);
    this.world.removeCompanion(companion);
    this.#tellDevices(companion, 'remove');
    for (const phone of this.#phones.values()) phone.signal.forget({ lid: account.lid, device: id });
    this.events.emit('device.unlinked', [account.number], { number: account.number, device: id });
  }

  /** Forgets phones, chats, ledger, faults and stanzas. The network's keys stay, so clients still trust it. */
  reset(): void {
    for (const account of this.world.accounts()) this.removePhone(account);
    this.world.clear();
    this.faults.clear();
    this.stanzas.clear();
    this.events.emit('world.reset', [], {});
  }

  add(connection: Connection): void {
    this.#open.add(connection);
  }

  async greeted(connection: Connection, staticKey: Buffer, payload: Buffer): Promise<void> {
    const hello = proto.ClientPayload.decode(payload);
    if (hello.devicePairingData) {
      this.pairing.begin(connection, staticKey, hello.devicePairingData);
      return;
    }
    const number = String(hello.username ?? '');
    const companion = this.world.companion(number, hello.device ?? 0);
    const fault = this.faults.strike('login_failure', { number, device: hello.device ?? 0 });
    if (fault) {
      connection.refuse(fault.reason ?? 503);
    } else if (!companion || !companion.noiseKey.equals(staticKey)) {
      connection.refuse(401);
    } else {
      this.#logIn(connection, companion);
    }
  }

  received(connection: Connection, node: BinaryNode): void | Promise<void> {
    this.stanzas.add(connection.companion?.account.number, 'from_client', node);
    return route(this, connection, node);
  }

  sent(connection: Connection, node: BinaryNode): void {
    this.stanzas.add(connection.companion?.account.number, 'to_client', node);
  }

  failed(connection: Connection, error: Error): void {
    this.logger.warn(
      { number: connection.companion?.account.number, error: error.message },
      'a connection failed',
    );
  }

  closed(connection: Connection): void {
    this.#open.delete(connection);
    this.pairing.abandon(connection);
    const { companion } = connection;
    if (!companion) return;
    companion.lastSeenAt = Date.now();
    if (companion.account.companions.has(companion.id)) this.world.saveCompanion(companion);
    this.deliveries.detach(companion, connection);
  }

  /** One companion could not read what another one sent: the author's companion is asked again. */
  passRetry(asker: Companion, author: Companion, row: LedgerRow, receipt: BinaryNode): void {
    this.world.ledger.retried(row, asker.account.number, asker.id);
    this.deliveries.deliver(author, {
      ackKey: `receipt:${row.id}:retry`,
      node: {
        ...receipt,
        attrs: {
          from: accountJid(asker.account, row.addressing, asker.id),
          id: row.id,
          type: 'retry',
          t: String(Math.floor(Date.now() / 1000)),
        },
      },
    });
  }

  /** Counts a stanza that the sandbox does not understand: a hole in its reading of the protocol. */
  unknown(connection: Connection, node: BinaryNode, what: string): void {
    const number = connection.companion?.account.number;
    this.stanzas.countUnknown(what);
    this.logger.warn({ number, what }, 'an unknown stanza');
    this.events.emit('stanza.unknown', number ? [number] : [], { what });
  }

  /** Closes all connections and stops all timers. */
  stop(): void {
    this.receipts.stop();
    for (const connection of this.#open) connection.drop();
  }

  #logIn(connection: Connection, companion: Companion): void {
    connection.companion = companion;
    this.deliveries.attach(companion, connection);
    connection.send({
      tag: 'success',
      attrs: {
        t: String(Math.floor(Date.now() / 1000)),
        lid: lidJid(companion.account.lid, companion.id),
        props: '0',
        location: 'sandbox',
      },
    });
  }

  #logOut(companion: Companion): void {
    const connection = this.deliveries.connectionOf(companion);
    connection?.endStream({ tag: 'conflict', attrs: { type: 'device_removed' } }, '401');
  }

  /** Tells the other companions of this phone, and of those that it talks with, that its devices changed. */
  #tellDevices({ account, id, keyIndex }: Companion, change: 'add' | 'remove'): void {
    for (const other of this.world.accounts()) {
      if (other !== account && !this.world.chats.find(other.number, account.number)) continue;
      for (const companion of other.companions.values()) {
        if (other === account && companion.id === id) continue;
        const notification = randomUUID();
        this.deliveries.deliver(companion, {
          ackKey: `notification:${notification}`,
          node: {
            tag: 'notification',
            attrs: {
              from: pnJid(account.number),
              type: 'devices',
              id: notification,
              t: String(Math.floor(Date.now() / 1000)),
            },
            content: [
              {
                tag: change,
                attrs: { device_hash: `2:${account.nextDeviceId}` },
                content: (['pn', 'lid'] as const).map((addressing) => ({
                  tag: 'device',
                  attrs: { jid: accountJid(account, addressing, id), 'key-index': String(keyIndex) },
                })),
              },
            ],
          },
        });
      }
    }
  }

  #tellPreKeysLow(companion: Companion): void {
    if (companion.preKeys.size >= limits.preKeysLow || companion.toldPreKeysLow) return;
    const connection = this.deliveries.connectionOf(companion);
    if (!connection) return;
    companion.toldPreKeysLow = true;
    connection.send({
      tag: 'notification',
      attrs: {
        from: SERVER_JID,
        type: 'encrypt',
        id: String(Date.now()),
        t: String(Math.floor(Date.now() / 1000)),
      },
      content: [{ tag: 'count', attrs: { value: String(companion.preKeys.size) } }],
    });
  }

  /** Phones that had shown a message but not said so when the sandbox was stopped say it now. */
  #resumeReceipts(): void {
    for (const row of this.world.ledger.rows()) {
      const reader = row.status === 'sent' && row.arrivals > 0 ? this.world.find(row.to) : undefined;
      if (reader) this.receipts.deliveredSoon(reader, `${row.from}:${row.id}`);
    }
  }
}

/** Refuses what the sandbox does not do, as section 1 of its design asks. */
export function notBuilt(what: string): SandboxProblem {
  return new SandboxProblem(501, 'not_built', `${what} is not part of this sandbox yet.`);
}
