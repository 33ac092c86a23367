import { proto } from './baileys.ts';
import { AutoReplies } from './actors/auto-replies.ts';
import { Calls } from './actors/calls.ts';
import { ChatLists } from './actors/chat-lists.ts';
import { GroupKeys } from './actors/group-keys.ts';
import { GroupLife } from './actors/group-life.ts';
import { Notices } from './actors/notices.ts';
import { OwnCompanions } from './actors/own-companions.ts';
import { Presences } from './actors/presence.ts';
import { Phone, type Crowd, type PhoneNetwork } from './actors/phone.ts';
import { PhoneSignal, type KeyBundle } from './actors/phone-signal.ts';
import { replace } from './actors/sudden-faults.ts';
import { Receipts } from './actors/receipts.ts';
import type { Connection, ConnectionListener } from './connection/connection.ts';
import { Deliveries } from './connection/deliveries.ts';
import type { BinaryNode } from './connection/stanza.ts';
import { MediaHost } from './media/media-host.ts';
import { MediaStore } from './media/media-store.ts';
import type { SandboxLogger } from './logger.ts';
import type { NetworkKeys } from './noise/network-keys.ts';
import { Pairing } from './router/pairing.ts';
import { Restrictions } from './router/restrictions.ts';
import { route } from './router/router.ts';
import { SandboxProblem } from './problem.ts';
import type { CommitGate, Store, StoredRow } from './store/store.ts';
import { renewKeys, type Account, type Companion } from './world/account.ts';
import { accountJid, lidJid } from './world/addresses.ts';
import { EventHub } from './world/events.ts';
import { Faults, isInForce } from './world/faults.ts';
import type { Group } from './world/groups.ts';
import type { LedgerRow } from './world/ledger.ts';
import type { ChatMessage } from './world/messages.ts';
import { StanzaLog } from './world/stanza-log.ts';
import { WebVersion } from './world/web-version.ts';
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
  readonly media: MediaStore;
  readonly mediaHost: MediaHost;
  readonly groupKeys: GroupKeys;
  readonly groups: GroupLife;
  readonly notices: Notices;
  readonly restrictions: Restrictions;
  readonly own: OwnCompanions;
  readonly lists: ChatLists;
  readonly calls: Calls;
  readonly presences: Presences;
  readonly replies: AutoReplies;
  readonly stanzas = new StanzaLog();
  readonly webVersion = new WebVersion();
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
    /** Folder where encrypted files survive; absent: in memory. */
    mediaFolder: string | undefined;
    mediaCertificate: { certificate: string; key: string };
    logger: SandboxLogger;
  }) {
    this.keys = options.keys;
    this.gate = options.gate;
    this.logger = options.logger;
    this.#store = options.store;
    this.world = new World(options.store);
    this.faults = new Faults(options.store, (fault) =>
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
    this.media = new MediaStore(options.store, options.mediaFolder);
    this.mediaHost = new MediaHost({ media: this.media, faults, ...options.mediaCertificate });
    this.groupKeys = new GroupKeys(options.store);
    this.notices = new Notices({ world, deliveries: this.deliveries });
    this.groups = new GroupLife(this);
    this.restrictions = new Restrictions(this);
    this.own = new OwnCompanions(this);
    this.lists = new ChatLists(this);
    this.calls = new Calls(this);
    this.presences = new Presences(this);
    this.replies = new AutoReplies(this);
    this.pairing = new Pairing(this);
    this.#loadSessions();
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

  /** A group with those of its members that are on the network. */
  crowdOf(group: Group): Crowd {
    const members = [...group.members.keys()].map((number) => this.world.find(number));
    return {
      id: group.id,
      addressing: group.addressing,
      members: members.filter((member) => member !== undefined),
    };
  }

  shown(account: Account, bubble: ChatMessage): void {
    this.replies.consider(account, bubble);
  }

  askedByCompanion(phone: Phone, companion: Companion, message: proto.IMessage, id: string): Promise<void> {
    return this.own.answer(phone, companion, message, id);
  }

  bundleOf(companion: Companion): KeyBundle {
    const preKey = this.world.takePreKey(companion);
    this.notices.preKeysLow(companion);
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
    this.notices.devices(companion, 'add');
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

  /**
   * The phone is set up anew: fresh keys, no sessions, its companions logged out. Those that talk with it are told
   * that its security code changed.
   */
  reinstall(account: Account): void {
    for (const companion of account.companions.values()) this.unlink(companion);
    this.phoneOf(account).signal.forgetAll();
    renewKeys(account);
    this.world.saveAccount(account);
    this.notices.identity(account);
    this.events.emit('phone.reinstalled', [account.number], { number: account.number });
  }

  /** The owner takes another number with the phone; companions must be linked anew. */
  renumber(account: Account, number: string): void {
    const former = account.number;
    const phone = this.phoneOf(account);
    if (this.world.find(number)) {
      throw new SandboxProblem(409, 'number_taken', `Another phone has the number ${number}.`);
    }
    for (const companion of account.companions.values()) this.unlink(companion);
    this.world.renumber(account, number);
    phone.signal.moveFrom(former);
    this.notices.number(account, former);
    for (const group of this.world.groups.list(number)) this.groups.renumbered(group, account, former);
    this.events.emit('phone.renumbered', [former, number], { former, number });
  }

  /** Cuts all connections and goes back to rows that were taken earlier. */
  restore(rows: StoredRow[]): void {
    for (const connection of this.#open) connection.drop();
    this.gate.flush();
    this.#store.replace(rows);
    this.#phones.clear();
    this.world.reload();
    this.#loadSessions();
    this.media.load();
    this.groupKeys.load();
    this.faults.load();
    this.restrictions.clear();
    this.calls.clear();
    this.#resumeReceipts();
    this.events.emit('world.restored', [], {});
  }

  /** A copy of everything that the network keeps. */
  dump(): StoredRow[] {
    this.gate.flush();
    return this.#store.dump();
  }

  /** Unlinks a companion; a connected one is told and logged out, another learns it at its next login. */
  unlink(companion: Companion): void {
    const { account, id } = companion;
    this.#logOut(companion);
    this.world.removeCompanion(companion);
    this.notices.devices(companion, 'remove');
    for (const phone of this.#phones.values()) phone.signal.forget({ lid: account.lid, device: id });
    this.events.emit('device.unlinked', [account.number], { number: account.number, device: id });
  }

  /** Forgets phones, chats, ledger, faults and stanzas. The network's keys stay, so clients still trust it. */
  reset(): void {
    for (const account of this.world.accounts()) this.removePhone(account);
    this.world.clear();
    this.faults.clear();
    this.media.clear();
    this.groupKeys.clear();
    this.restrictions.clear();
    this.calls.clear();
    this.stanzas.clear();
    this.webVersion.clear();
    this.events.emit('world.reset', [], {});
  }

  add(connection: Connection): void {
    this.#open.add(connection);
  }

  async greeted(connection: Connection, staticKey: Buffer, payload: Buffer): Promise<void> {
    const hello = proto.ClientPayload.decode(payload);
    connection.revision = hello.userAgent?.appVersion?.tertiary ?? null;
    if (!this.webVersion.takes(connection.revision)) {
      connection.refuse(405);
      return;
    }
    if (hello.devicePairingData) {
      this.pairing.begin(connection, staticKey, hello.devicePairingData);
      return;
    }
    const number = String(hello.username ?? '');
    const companion = this.world.companion(number, hello.device ?? 0);
    const where = { number, device: hello.device ?? 0 };
    const fault = this.faults.strike('ban', where, isInForce) ?? this.faults.strike('login_failure', where);
    if (fault) {
      connection.refuse(fault.reason ?? (fault.kind === 'ban' ? 403 : 503));
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

  latencyOf(connection: Connection): number {
    const { companion } = connection;
    const fault =
      companion && this.faults.holds('latency', { number: companion.account.number, device: companion.id });
    if (!fault) return 0;
    return (fault.delayMs ?? 0) + Math.random() * (fault.jitterMs ?? 0);
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
    companion.lastSeenAt = this.world.clock.now();
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
          t: String(Math.floor(this.world.clock.now() / 1000)),
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
    this.replies.stop();
    for (const connection of this.#open) connection.drop();
  }

  #logIn(connection: Connection, companion: Companion): void {
    connection.companion = companion;
    this.deliveries.attach(companion, connection);
    connection.send({
      tag: 'success',
      attrs: {
        t: String(Math.floor(this.world.clock.now() / 1000)),
        lid: lidJid(companion.account.lid, companion.id),
        props: '0',
        location: 'sandbox',
      },
    });
    const where = { number: companion.account.number, device: companion.id };
    const fault = this.faults.strike('replaced', where, (wanted) => wanted.afterOpenMs !== undefined);
    if (fault) setTimeout(() => replace(connection), fault.afterOpenMs).unref();
  }

  #logOut(companion: Companion): void {
    const connection = this.deliveries.connectionOf(companion);
    connection?.endStream({ tag: 'conflict', attrs: { type: 'device_removed' } }, '401');
  }

  #loadSessions(): void {
    this.#savedSessions.clear();
    for (const [key, serialised] of this.#store.load<Uint8Array>('session')) {
      const [number, address] = key.split('|') as [string, string];
      const saved = this.#savedSessions.get(number);
      if (saved) saved.push([address, serialised]);
      else this.#savedSessions.set(number, [[address, serialised]]);
    }
  }

  /** Phones that had shown a message but not said so when the sandbox was stopped say it now. */
  #resumeReceipts(): void {
    for (const row of this.world.ledger.rows()) {
      const reader = row.status === 'sent' && row.arrivals > 0 ? this.world.find(row.to) : undefined;
      if (reader) this.receipts.deliveredSoon(reader, `${row.from}:${row.id}`);
    }
  }
}
