import { proto } from '../baileys.ts';
import type { Deliveries } from '../connection/deliveries.ts';
import { bigEndian, wireName, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import { makeMessageId, type Account, type Companion } from '../world/account.ts';
import { accountJid, pnJid, type Addressing } from '../world/addresses.ts';
import type { EventHub } from '../world/events.ts';
import type { Faults } from '../world/faults.ts';
import { delivery, ledgerKey, type LedgerRow } from '../world/ledger.ts';
import type { ChatMessage } from '../world/messages.ts';
import type { World } from '../world/world.ts';
import {
  encodeText,
  effectOf,
  openBody,
  pad,
  wrapForOwnDevices,
  type MessageEffect,
} from './message-body.ts';
import { keysNode } from './key-nodes.ts';
import { incomingAttributes, messageAckKey, ownCopyAttributes } from './message-addressing.ts';
import type { Ciphertext, KeyBundle, PhoneSignal } from './phone-signal.ts';
import { seconds, type Receipts } from './receipts.ts';

/** What phones share: the network that they are on. */
export interface PhoneNetwork {
  world: World;
  deliveries: Deliveries;
  events: EventHub;
  faults: Faults;
  receipts: Receipts;
  phoneOf(account: Account): Phone;
  /** The key bundle of a companion; takes one of its one-time pre-keys. */
  bundleOf(companion: Companion): KeyBundle;
}

/** A message that a person writes on a phone. */
export interface Draft {
  to: Account;
  text: string;
  /** Id of a message of the same chat that this one answers. */
  replyTo?: string;
  /** The author's clock, milliseconds. */
  at?: number;
  addressing?: Addressing;
  /** Whether the network tells the recipient the author's other address (number or LID) too. */
  alternate?: boolean;
  id?: string;
}

/** One simulated phone: a person's thumb, and the primary device that answers by itself. */
export class Phone {
  readonly account: Account;
  readonly signal: PhoneSignal;
  readonly #network: PhoneNetwork;
  #work: Promise<unknown> = Promise.resolve();

  constructor(account: Account, signal: PhoneSignal, network: PhoneNetwork) {
    this.account = account;
    this.signal = signal;
    this.#network = network;
  }

  /** Writes a message; it is on its way when this resolves. Messages leave in the order of the calls. */
  write(draft: Draft): Promise<{ id: string }> {
    return this.#inOrder(() => this.#write(draft));
  }

  /** Opens the chat with a peer: everything in it is read, and the authors are told. */
  read(peer: string): number {
    const { world, receipts, events } = this.#network;
    const bubbles = world.chats.markRead(this.account.number, peer);
    const rows = bubbles
      .map((bubble) => world.ledger.find(ledgerKey(bubble.from, bubble.id)))
      .filter((row) => row !== undefined);
    receipts.report(this.account, rows, 'read');
    receipts.readElsewhere(this.account, rows, 0);
    if (bubbles.length > 0)
      events.emit('chat.read', [this.account.number, peer], { number: this.account.number, peer });
    return bubbles.length;
  }

  /** The person types, or stops: connected companions of the peer see it; nothing is kept. */
  type(peer: Account, state: 'composing' | 'paused'): void {
    for (const connection of this.#network.deliveries.connections(peer.number)) {
      connection.send({
        tag: 'chatstate',
        attrs: { from: pnJid(this.account.number) },
        content: [{ tag: state, attrs: {} }],
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
    const { world, faults, events } = this.#network;
    const { author, row } = copy;
    const { number } = this.account;
    const isOwnCopy = author.account === this.account;
    world.ledger.handedOver(row, number, 0, Date.now());
    const fault = isOwnCopy
      ? undefined
      : faults.strike(
          'retry_request',
          { number, device: 0 },
          (wanted) => !wanted.messageId || wanted.messageId === row.id,
        );
    let body;
    try {
      if (fault) throw new Error('a fault was asked for');
      const plaintext = await this.signal.decrypt(
        { lid: author.account.lid, device: author.id },
        copy.ciphertext,
      );
      body = openBody(plaintext);
    } catch (error) {
      events.emit('message.waiting', [row.from, row.to], {
        id: row.id,
        number,
        reason: (error as Error).message,
      });
      this.#askSoon(row, fault?.askAfterMs ?? 0);
      return;
    }
    world.ledger.acknowledged(row, number, 0, Date.now(), null);
    const peer = isOwnCopy ? row.to : row.from;
    this.#apply(peer, isOwnCopy, row, effectOf(body.message), body.message, copy.at);
  }

  /** A companion of this account speaks to its phone; the phone reads it and has nothing to answer. */
  async receivePeer(author: Companion, ciphertext: Ciphertext): Promise<void> {
    try {
      await this.signal.decrypt({ lid: author.account.lid, device: author.id }, ciphertext);
    } catch (error) {
      const { number } = this.account;
      this.#network.events.emit('message.waiting', [number], { number, reason: (error as Error).message });
    }
  }

  /** Asks the author's companion to encrypt a message again, as a phone does that could not read it. */
  askAgain(row: LedgerRow): boolean {
    const { world, deliveries, events } = this.#network;
    const author = world.companion(row.from, row.fromDevice);
    if (!author || delivery(row, this.account.number, 0).retries >= limits.retriesPerMessage) return false;
    const count = world.ledger.retried(row, this.account.number, 0);
    const isOwnCopy = author.account === this.account;
    const recipient = world.find(row.to);
    const node: BinaryNode = {
      tag: 'receipt',
      attrs: {
        from: isOwnCopy ? pnJid(this.account.number) : accountJid(this.account, row.addressing),
        ...(isOwnCopy && recipient ? { recipient: accountJid(recipient, row.addressing) } : {}),
        id: row.id,
        type: 'retry',
        t: seconds(Date.now()),
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
    deliveries.deliver(author, { node, ackKey: `receipt:${row.id}:retry` });
    events.emit('message.retry_requested', [row.from, row.to], {
      id: row.id,
      number: this.account.number,
      count,
    });
    return true;
  }

  /** A companion could not read this phone's message: encrypt it again, in a new session. */
  answerRetry(asker: Companion, row: LedgerRow, count: number, bundle: KeyBundle | undefined): Promise<void> {
    return this.#inOrder(async () => {
      const { world, events } = this.#network;
      const peer = asker.account === this.account ? row.to : asker.account.number;
      const bubble = world.chats.bubble(this.account.number, peer, true, row.id);
      if (!bubble?.body || delivery(row, asker.account.number, asker.id).retries >= limits.retriesPerMessage)
        return;
      world.ledger.retried(row, asker.account.number, asker.id);
      events.emit('message.retry_requested', [row.from, row.to], {
        id: row.id,
        number: asker.account.number,
        count,
      });
      const identity = { lid: asker.account.lid, device: asker.id };
      await this.signal.openSession(identity, bundle ?? this.#network.bundleOf(asker));
      await this.#sendTo(asker, row, bubble, { retry: count, alternate: true });
    });
  }

  async #write(draft: Draft): Promise<{ id: string }> {
    const { world, events } = this.#network;
    const { number } = this.account;
    const { to } = draft;
    const now = Date.now();
    const id = draft.id ?? makeMessageId();
    const quoted = draft.replyTo === undefined ? undefined : this.#quoted(to, draft.replyTo);
    const known = world.chats.bubble(number, to.number, true, id);
    const body =
      known?.body ??
      encodeText({
        text: draft.text,
        quote: quoted && {
          id: quoted.id,
          participant: accountJid(quoted.fromMe ? this.account : to, draft.addressing ?? 'pn'),
          message: quoted.body ? proto.Message.decode(quoted.body) : { conversation: quoted.text ?? '' },
        },
      });
    const addressing = draft.addressing ?? 'pn';
    const row = world.ledger.accept({ id, from: number, fromDevice: 0, to: to.number, addressing }, now);
    const at = draft.at ?? now;
    const bubble = known ?? this.#show(to.number, true, row, effectOf(proto.Message.decode(body)), body, at)!;
    events.emit('message.accepted', [number, to.number], { id, from: number, device: 0, to: to.number });
    const sent = { ...bubble, at };
    for (const companion of this.account.companions.values()) await this.#sendTo(companion, row, sent, draft);
    if (to !== this.account) {
      this.#network.phoneOf(to).#take(row, sent);
      for (const companion of to.companions.values()) await this.#sendTo(companion, row, sent, draft);
    }
    return { id };
  }

  /** A message of another phone arrives: both ends are in this sandbox, so it needs no wire. */
  #take(row: LedgerRow, sent: ChatMessage): void {
    const { world } = this.#network;
    world.ledger.handedOver(row, this.account.number, 0, Date.now());
    world.ledger.acknowledged(row, this.account.number, 0, Date.now(), null);
    const message = proto.Message.decode(sent.body!);
    this.#apply(row.from, false, row, effectOf(message), message, sent.at);
  }

  /** Encrypts this phone's message for one companion and queues it. */
  async #sendTo(
    companion: Companion,
    row: LedgerRow,
    message: ChatMessage,
    options: { retry?: number; alternate?: boolean },
  ): Promise<void> {
    const { world, deliveries } = this.#network;
    const peer = { lid: companion.account.lid, device: companion.id };
    if (!this.signal.hasSession(peer)) {
      await this.signal.openSession(peer, this.#network.bundleOf(companion));
    }
    const isOwn = companion.account === this.account;
    const recipient = world.find(row.to)!;
    const chatJid = accountJid(recipient, row.addressing);
    const body = isOwn ? wrapForOwnDevices(message.body!, chatJid) : message.body!;
    const { type, body: ciphertext } = await this.signal.encrypt(peer, pad(body));
    const attrs = isOwn
      ? ownCopyAttributes(this.account, recipient, row.addressing)
      : incomingAttributes(this.account, row.addressing, options.alternate ?? true);
    deliveries.deliver(companion, {
      ackKey: messageAckKey(row.id, isOwn ? recipient.number : this.account.number),
      ledgerKey: ledgerKey(row.from, row.id),
      node: {
        tag: 'message',
        attrs: {
          ...attrs,
          id: row.id,
          type: 'text',
          t: seconds(message.at),
          notify: wireName(this.account.name),
        },
        content: [
          {
            tag: 'enc',
            attrs: { v: '2', type, ...(options.retry ? { count: String(options.retry) } : {}) },
            content: ciphertext,
          },
        ],
      },
    });
  }

  #askSoon(row: LedgerRow, afterMs: number): void {
    if (afterMs === 0) this.askAgain(row);
    else setTimeout(() => this.askAgain(row), afterMs).unref();
  }

  #apply(
    peer: string,
    fromMe: boolean,
    row: LedgerRow,
    effect: MessageEffect,
    message: proto.IMessage,
    at: number,
  ): void {
    const { world, receipts } = this.#network;
    const body = Buffer.from(proto.Message.encode(message).finish());
    const shown = effect.kind === 'bubble' && this.#show(peer, fromMe, row, effect, body, at) !== undefined;
    if (effect.kind !== 'bubble') this.#change(peer, fromMe, effect);
    if (fromMe) return;
    world.ledger.arrived(row, shown, Date.now());
    receipts.deliveredSoon(this.account, ledgerKey(row.from, row.id));
  }

  #show(
    peer: string,
    fromMe: boolean,
    row: LedgerRow,
    effect: MessageEffect,
    body: Buffer,
    at: number,
  ): ChatMessage | undefined {
    if (effect.kind !== 'bubble') return undefined;
    const { number } = this.account;
    const bubble = this.#network.world.chats.show(number, peer, {
      id: row.id,
      from: row.from,
      to: row.to,
      fromMe,
      device: row.fromDevice,
      type: effect.type,
      text: effect.text,
      at,
      status: fromMe ? row.status : 'delivered',
      replyTo: effect.replyTo,
      edited: false,
      deleted: false,
      reactions: [],
      body,
    });
    if (bubble)
      this.#network.events.emit('message.shown', [number, peer], { number, peer, id: row.id, fromMe });
    return bubble;
  }

  /** A message that changes another one: reaction, edit, deletion. */
  #change(peer: string, fromMe: boolean, effect: MessageEffect): void {
    if (effect.kind === 'bubble' || effect.kind === 'none') return;
    const { world, events } = this.#network;
    const { number } = this.account;
    // In a reaction's key, `fromMe` is the view of whoever reacted.
    const targetFromMe = effect.kind === 'reaction' ? effect.targetFromMe === fromMe : fromMe;
    const bubble = world.chats.bubble(number, peer, targetFromMe, effect.target);
    if (!bubble) return;
    if (effect.kind === 'edit') Object.assign(bubble, { text: effect.text, edited: true });
    if (effect.kind === 'delete') Object.assign(bubble, { text: null, deleted: true });
    if (effect.kind === 'reaction') {
      const from = fromMe ? number : peer;
      bubble.reactions = bubble.reactions.filter((reaction) => reaction.from !== from);
      if (effect.emoji) bubble.reactions.push({ from, emoji: effect.emoji });
    }
    world.chats.save(number, peer, bubble);
    events.emit('message.changed', [number, peer], { number, peer, id: bubble.id, change: effect.kind });
  }

  #quoted(to: Account, id: string): ChatMessage {
    const { chats } = this.#network.world;
    const { number } = this.account;
    const bubble = chats.bubble(number, to.number, false, id) ?? chats.bubble(number, to.number, true, id);
    if (!bubble) {
      throw new SandboxProblem(
        404,
        'message_not_found',
        `The chat of ${number} with ${to.number} has no message ${id}.`,
      );
    }
    return bubble;
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => {});
    return result;
  }
}
