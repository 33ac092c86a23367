import { proto } from '../baileys.ts';
import type { Deliveries } from '../connection/deliveries.ts';
import { bigEndian, type BinaryNode } from '../connection/stanza.ts';
import { isViewOnce } from '../contents/read-message.ts';
import { stanzaKindOf } from '../contents/stanza-kind.ts';
import { limits } from '../limits.ts';
import type { MediaStore } from '../media/media-store.ts';
import { makeMessageId, type Account, type Companion } from '../world/account.ts';
import { accountJid, pnJid, type Addressing } from '../world/addresses.ts';
import type { EventHub } from '../world/events.ts';
import type { Faults } from '../world/faults.ts';
import { isCrowd } from '../world/groups.ts';
import { delivery, ledgerKey, type LedgerRow } from '../world/ledger.ts';
import type { ChatMessage } from '../world/messages.ts';
import type { World } from '../world/world.ts';
import type { GroupKeys } from './group-keys.ts';
import { keysNode } from './key-nodes.ts';
import { encodeMessage, openBody, pad } from './message-body.ts';
import type { Ciphertext, KeyBundle, PhoneSignal } from './phone-signal.ts';
import { seconds, type Receipts } from './receipts.ts';
import { Screen, type Arrival } from './screen.ts';
import { Sender, type Outgoing } from './sender.ts';

/** What phones share: the network that they are on. */
export interface PhoneNetwork {
  world: World;
  deliveries: Deliveries;
  events: EventHub;
  faults: Faults;
  receipts: Receipts;
  media: MediaStore;
  groupKeys: GroupKeys;
  phoneOf(account: Account): Phone;
  /** The key bundle of a companion; takes one of its one-time pre-keys. */
  bundleOf(companion: Companion): KeyBundle;
  /** A phone shows a new message of somebody else. */
  shown(account: Account, bubble: ChatMessage): void;
  /** A companion asks its own phone for something. */
  askedByCompanion(phone: Phone, companion: Companion, message: proto.IMessage, id: string): Promise<void>;
}

/** Several readers at one address: a group, or those who see an account's status posts. */
export interface Crowd {
  id: string;
  addressing: Addressing;
  members: Account[];
}

/** A message that a person writes on a phone. */
export interface Draft {
  to: Account | Crowd;
  message: proto.IMessage;
  /** The author's clock, milliseconds. */
  at?: number;
  addressing?: Addressing;
  /** Whether the network tells the recipient the author's other address (number or LID) too. */
  alternate?: boolean;
  id?: string;
  /** The recipient's companions are told that there is a message, and not what it says. */
  unavailable?: boolean;
}

/** One simulated phone: a person's thumb, and the primary device that answers by itself. */
export class Phone {
  readonly account: Account;
  readonly signal: PhoneSignal;
  readonly sender: Sender;
  readonly #network: PhoneNetwork;
  readonly #screen: Screen;
  /** Bodies of messages that are no bubbles, to answer a request for a retry. */
  readonly #changes = new Map<string, { body: Buffer; at: number }>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(account: Account, signal: PhoneSignal, network: PhoneNetwork) {
    this.account = account;
    this.signal = signal;
    this.#network = network;
    this.#screen = new Screen(account, network);
    this.sender = new Sender(account, signal, network);
  }

  /** Writes a message; it is on its way when this resolves. Messages leave in the order of the calls. */
  write(draft: Draft): Promise<{ id: string }> {
    return this.inOrder(() => this.#write(draft));
  }

  /** Runs work of this phone after what it is busy with. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => {});
    return result;
  }

  /** Opens the chat with a peer: everything in it is read, and the authors are told. */
  read(peer: string): number {
    const { world, receipts, events } = this.#network;
    const bubbles = world.chats.markRead(this.account.number, peer);
    const rows = this.#rowsOf(bubbles);
    receipts.report(this.account, rows, 'read');
    receipts.readElsewhere(this.account, rows, 0);
    if (bubbles.length > 0)
      events.emit('chat.read', [this.account.number, peer], { number: this.account.number, peer });
    return bubbles.length;
  }

  /** Plays recordings: those with these ids, or all that were not played; answers how many. */
  play(peer: string, ids: string[] | undefined): number {
    const { world, receipts } = this.#network;
    const { number } = this.account;
    const bubbles = (world.chats.find(number, peer)?.messages ?? []).filter((bubble) =>
      ids ? ids.includes(bubble.id) : bubble.content?.media?.kind === 'audio',
    );
    const played = bubbles.filter(
      (bubble) => !bubble.fromMe && world.chats.advance(number, peer, bubble, 'played'),
    );
    receipts.report(this.account, this.#rowsOf(played), 'played');
    return played.length;
  }

  /** The person types or records, or stops: connected companions of the peer see it; nothing is kept. */
  type(peer: Account, state: 'composing' | 'recording' | 'paused'): void {
    for (const connection of this.#network.deliveries.connections(peer.number)) {
      connection.send({
        tag: 'chatstate',
        attrs: { from: pnJid(this.account.number) },
        content: [
          state === 'recording' ? { tag: 'composing', attrs: { media: 'audio' } } : { tag: state, attrs: {} },
        ],
      });
    }
    this.noteTyping(peer.number, state);
  }

  /** Tells listeners that this account types. */
  noteTyping(peer: string, state: string): void {
    this.#network.events.emit('chat.typing', [this.account.number, peer], {
      from: this.account.number,
      peer,
      state,
    });
  }

  /** An encrypted copy of a companion's message reaches this phone. */
  async receive(copy: {
    author: Companion;
    row: LedgerRow;
    ciphertext: Ciphertext;
    at: number;
  }): Promise<void> {
    const { author, row } = copy;
    await this.#open(author, row, copy.at, async () => {
      const peer = { lid: author.account.lid, device: author.id };
      return openBody(await this.signal.decrypt(peer, copy.ciphertext)).message;
    });
  }

  /** A companion's message to a crowd reaches this phone: the shared ciphertext. */
  async receiveFromCrowd(copy: {
    author: Companion;
    row: LedgerRow;
    message: Buffer;
    at: number;
  }): Promise<void> {
    const { author, row } = copy;
    await this.#open(author, row, copy.at, async () => {
      const peer = { lid: author.account.lid, device: author.id };
      return openBody(this.#network.groupKeys.open(row.to, peer, copy.message, this.account.number)).message;
    });
  }

  /** A companion gives this phone its key of a crowd. */
  async learnKey(author: Companion, crowd: string, ciphertext: Ciphertext): Promise<void> {
    const peer = { lid: author.account.lid, device: author.id };
    try {
      const { message } = openBody(await this.signal.decrypt(peer, ciphertext));
      const key = message.senderKeyDistributionMessage?.axolotlSenderKeyDistributionMessage;
      if (key) this.#network.groupKeys.learn(crowd, peer, Buffer.from(key), this.account.number);
    } catch (error) {
      this.#noteWaiting([author.account.number], { reason: (error as Error).message });
    }
  }

  /** A companion of this account speaks to its phone. */
  async receivePeer(author: Companion, ciphertext: Ciphertext, id: string): Promise<void> {
    try {
      const peer = { lid: author.account.lid, device: author.id };
      const { message } = openBody(await this.signal.decrypt(peer, ciphertext));
      await this.#network.askedByCompanion(this, author, message, id);
    } catch (error) {
      this.#noteWaiting([], { reason: (error as Error).message });
    }
  }

  /** Asks the author's companion to encrypt a message again, as a phone does that could not read it. */
  askAgain(row: LedgerRow): boolean {
    const { world, deliveries, events } = this.#network;
    const author = world.companion(row.from, row.fromDevice);
    if (!author || delivery(row, this.account.number, 0).retries >= limits.retriesPerMessage) return false;
    const count = world.ledger.retried(row, this.account.number, 0);
    deliveries.deliver(author, {
      node: this.#retryRequest(author, row, count),
      ackKey: `receipt:${row.id}:retry`,
    });
    events.emit('message.retry_requested', [row.from, row.to], {
      id: row.id,
      number: this.account.number,
      count,
    });
    return true;
  }

  /** Asks so often as no phone does, and waits for nothing. Answers whether anybody was there to hear it. */
  askEndlessly(row: LedgerRow, times: number): boolean {
    const { world, deliveries } = this.#network;
    const author = world.companion(row.from, row.fromDevice);
    const lines = deliveries.connections(row.from);
    if (!author || lines.length === 0) return false;
    const node = this.#retryRequest(author, row, 1);
    for (let time = 0; time < times; time += 1) for (const line of lines) line.send(node);
    return true;
  }

  #retryRequest(author: Companion, row: LedgerRow, count: number): BinaryNode {
    const { world } = this.#network;
    return {
      tag: 'receipt',
      attrs: {
        ...this.#retryAddress(author, row),
        id: row.id,
        type: 'retry',
        t: seconds(world.clock.now()),
      },
      content: [
        {
          tag: 'retry',
          attrs: { count: String(count), id: row.id, t: seconds(row.acceptedAt), v: '1' },
        },
        { tag: 'registration', attrs: {}, content: bigEndian(this.account.registrationId, 4) },
        ...(count > 1 ? [keysNode(this.signal.makeBundle())] : []),
      ],
    };
  }

  /** A companion could not read this phone's message: encrypt it again, in a new session. */
  answerRetry(asker: Companion, row: LedgerRow, count: number, bundle: KeyBundle | undefined): Promise<void> {
    return this.inOrder(async () => {
      const { world, events } = this.#network;
      const sent = this.#sent(row);
      if (!sent || delivery(row, asker.account.number, asker.id).retries >= limits.retriesPerMessage) return;
      world.ledger.retried(row, asker.account.number, asker.id);
      events.emit('message.retry_requested', [row.from, row.to], {
        id: row.id,
        number: asker.account.number,
        count,
      });
      const identity = { lid: asker.account.lid, device: asker.id };
      await this.signal.openSession(identity, bundle ?? this.#network.bundleOf(asker));
      const kind = stanzaKindOf(proto.Message.decode(sent.body));
      const outgoing: Outgoing = { row, ...sent, kind, alternate: true, retry: count };
      if (isCrowd(row.to)) await this.sender.resendToCrowd(asker, outgoing);
      else await this.sender.send(asker, world.find(row.to)!, outgoing);
    });
  }

  async #write(draft: Draft): Promise<{ id: string }> {
    const { world, events } = this.#network;
    const { number } = this.account;
    const now = world.clock.now();
    const id = draft.id ?? makeMessageId();
    const crowd = 'members' in draft.to ? draft.to : undefined;
    const chat = crowd?.id ?? (draft.to as Account).number;
    const known = world.chats.bubble(number, chat, true, id);
    const body = known?.body ?? encodeMessage(draft.message);
    const addressing = crowd?.addressing ?? draft.addressing ?? 'pn';
    const row = world.ledger.accept({ id, from: number, fromDevice: 0, to: chat, addressing }, now);
    const at =
      draft.at ?? now + (this.#network.faults.strike('clock_skew', { number, device: 0 })?.offsetMs ?? 0);
    const message = proto.Message.decode(body);
    this.#apply({ chat, fromMe: true, row, message, at });
    if (!world.chats.bubble(number, chat, true, id)) this.#keepChange(id, { body, at });
    events.emit('message.accepted', [number, chat], { id, from: number, device: 0, to: chat });
    const outgoing: Outgoing = {
      row,
      body,
      kind: stanzaKindOf(message),
      at,
      alternate: draft.alternate ?? !this.account.hidesNumber,
      ...(draft.unavailable ? { unavailable: isViewOnce(message) ? 'view_once' : 'content' } : {}),
    };
    if (crowd) await this.#sendToCrowd(crowd, outgoing);
    else await this.#sendToOne(draft.to as Account, outgoing);
    return { id };
  }

  async #sendToOne(to: Account, outgoing: Outgoing): Promise<void> {
    for (const companion of this.account.companions.values()) await this.sender.send(companion, to, outgoing);
    if (to === this.account) return;
    this.#network.phoneOf(to).#take(outgoing);
    for (const companion of to.companions.values()) await this.sender.send(companion, to, outgoing);
  }

  async #sendToCrowd(crowd: Crowd, outgoing: Outgoing): Promise<void> {
    const members = [...new Set([this.account, ...crowd.members])];
    for (const member of members) if (member !== this.account) this.#network.phoneOf(member).#take(outgoing);
    const companions = members.flatMap((member) => [...member.companions.values()]);
    if (companions.length === 0) return;
    const sealed = this.#network.groupKeys.seal(crowd.id, this.account.number, pad(outgoing.body));
    for (const companion of companions) await this.sender.sendToCrowd(companion, outgoing, sealed);
  }

  /** A message of another phone arrives: both ends are in this sandbox, so it needs no wire. */
  #take({ row, body, at }: Outgoing): void {
    const { world } = this.#network;
    world.ledger.handedOver(row, this.account.number, 0, world.clock.now());
    world.ledger.acknowledged(row, this.account.number, 0, world.clock.now(), null);
    const chat = isCrowd(row.to) ? row.to : row.from;
    this.#apply({ chat, fromMe: false, row, message: proto.Message.decode(body), at });
  }

  /** Reads a message of a companion, or asks for it again. */
  async #open(
    author: Companion,
    row: LedgerRow,
    at: number,
    decrypt: () => Promise<proto.IMessage>,
  ): Promise<void> {
    const { world, faults } = this.#network;
    const { number } = this.account;
    const isOwnCopy = author.account === this.account;
    world.ledger.handedOver(row, number, 0, world.clock.now());
    const fault = isOwnCopy
      ? undefined
      : faults.strike(
          'retry_request',
          { number, device: 0 },
          (wanted) => !wanted.messageId || wanted.messageId === row.id,
        );
    let message: proto.IMessage;
    try {
      if (fault) throw new Error('a fault was asked for');
      message = await decrypt();
    } catch (error) {
      this.#noteWaiting([row.from, row.to], { id: row.id, reason: (error as Error).message });
      this.#askSoon(row, fault?.askAfterMs ?? 0);
      return;
    }
    world.ledger.acknowledged(row, number, 0, world.clock.now(), null);
    const chat = isOwnCopy || isCrowd(row.to) ? row.to : row.from;
    this.#apply({ chat, fromMe: isOwnCopy, row, message, at });
  }

  #apply(arrival: Arrival): void {
    const { world, receipts } = this.#network;
    const { row } = arrival;
    const bubble = this.#screen.apply(arrival);
    if (arrival.fromMe) return;
    world.ledger.arrived(row, bubble !== undefined, world.clock.now());
    receipts.deliveredSoon(this.account, ledgerKey(row.from, row.id));
    if (bubble) this.#network.shown(this.account, bubble);
  }

  #retryAddress(author: Companion, row: LedgerRow): Record<string, string> {
    if (isCrowd(row.to)) return { from: row.to, participant: accountJid(this.account, row.addressing) };
    if (author.account !== this.account) return { from: accountJid(this.account, row.addressing) };
    const recipient = this.#network.world.find(row.to);
    return {
      from: pnJid(this.account.number),
      ...(recipient ? { recipient: accountJid(recipient, row.addressing) } : {}),
    };
  }

  #sent(row: LedgerRow): { body: Buffer; at: number } | undefined {
    const bubble = this.#network.world.chats.bubble(this.account.number, row.to, true, row.id);
    return bubble?.body ? { body: bubble.body, at: bubble.at } : this.#changes.get(row.id);
  }

  #keepChange(id: string, sent: { body: Buffer; at: number }): void {
    this.#changes.set(id, sent);
    if (this.#changes.size > limits.changesKeptPerPhone)
      this.#changes.delete(this.#changes.keys().next().value!);
  }

  #rowsOf(bubbles: ChatMessage[]): LedgerRow[] {
    return bubbles
      .map((bubble) => this.#network.world.ledger.find(ledgerKey(bubble.from, bubble.id)))
      .filter((row) => row !== undefined);
  }

  #noteWaiting(numbers: string[], data: { id?: string; reason: string }): void {
    const { number } = this.account;
    this.#network.events.emit('message.waiting', [number, ...numbers], { number, ...data });
  }

  #askSoon(row: LedgerRow, afterMs: number): void {
    if (afterMs === 0) this.askAgain(row);
    else setTimeout(() => this.askAgain(row), afterMs).unref();
  }
}
