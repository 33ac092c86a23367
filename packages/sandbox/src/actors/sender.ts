import { proto } from '../baileys.ts';
import type { Deliveries } from '../connection/deliveries.ts';
import { wireName, type BinaryNode } from '../connection/stanza.ts';
import type { StanzaKind } from '../contents/stanza-kind.ts';
import type { Account, Companion } from '../world/account.ts';
import { accountJid } from '../world/addresses.ts';
import { ledgerKey, type LedgerRow } from '../world/ledger.ts';
import type { World } from '../world/world.ts';
import type { GroupKeys } from './group-keys.ts';
import {
  crowdAttributes,
  incomingAttributes,
  messageAckKey,
  ownCopyAttributes,
} from './message-addressing.ts';
import { pad, wrapForOwnDevices } from './message-body.ts';
import type { KeyBundle, PhoneSignal } from './phone-signal.ts';
import { seconds } from './receipts.ts';

/** A message on its way from a phone. */
export interface Outgoing {
  row: LedgerRow;
  body: Buffer;
  /** What the stanza says of the content. */
  kind: StanzaKind;
  at: number;
  /** Whether the recipient is told the author's other address. */
  alternate: boolean;
  /** The content does not come along: companions must ask their own phone for it. */
  unavailable?: 'content' | 'view_once';
  /** Set on an answer to a request for a retry. */
  retry?: number;
}

/** Encrypts a phone's messages for companions and queues them. */
export class Sender {
  readonly #account: Account;
  readonly #signal: PhoneSignal;
  readonly #network: {
    world: World;
    deliveries: Deliveries;
    groupKeys: GroupKeys;
    bundleOf(companion: Companion): KeyBundle;
  };

  constructor(
    account: Account,
    signal: PhoneSignal,
    network: {
      world: World;
      deliveries: Deliveries;
      groupKeys: GroupKeys;
      bundleOf(companion: Companion): KeyBundle;
    },
  ) {
    this.#account = account;
    this.#signal = signal;
    this.#network = network;
  }

  /** To one companion, of the recipient or of the author, in a chat of two. */
  async send(companion: Companion, recipient: Account, outgoing: Outgoing): Promise<void> {
    const { row, body } = outgoing;
    const isOwn = companion.account === this.#account;
    const attrs = isOwn
      ? ownCopyAttributes(this.#account, recipient, row.addressing)
      : incomingAttributes(this.#account, row.addressing, outgoing.alternate);
    if (outgoing.unavailable && !isOwn && outgoing.retry === undefined) {
      this.#queue(companion, outgoing, attrs, this.#account.number, [
        {
          tag: 'unavailable',
          attrs: outgoing.unavailable === 'view_once' ? { type: 'view_once' } : {},
        },
      ]);
      return;
    }
    const content = isOwn ? wrapForOwnDevices(body, accountJid(recipient, row.addressing)) : body;
    const enc = await this.#encrypt(companion, content, outgoing);
    this.#queue(companion, outgoing, attrs, isOwn ? recipient.number : this.#account.number, [enc]);
  }

  /** To one companion in a group or other crowd: the shared ciphertext, with the key when it lacks it. */
  async sendToCrowd(
    companion: Companion,
    outgoing: Outgoing,
    sealed: { message: Buffer; distribution: Buffer },
  ): Promise<void> {
    const { row } = outgoing;
    const { groupKeys } = this.#network;
    const needsKey = groupKeys.share(
      row.to,
      this.#account.number,
      `${companion.account.number}:${companion.id}`,
    );
    const key = needsKey
      ? [await this.#encrypt(companion, distributionBody(row.to, sealed.distribution), null)]
      : [];
    const { enc } = outgoing.kind;
    this.#queue(companion, outgoing, this.#crowdAttributes(outgoing), row.to, [
      ...key,
      { tag: 'enc', attrs: { v: '2', type: 'skmsg', ...enc }, content: sealed.message },
    ]);
  }

  /** Again, to the one companion of a crowd that could not read it: encrypted for it alone, with the key. */
  async resendToCrowd(companion: Companion, outgoing: Outgoing): Promise<void> {
    const { row } = outgoing;
    const distribution = this.#network.groupKeys.distribution(row.to, this.#account.number);
    const message = proto.Message.decode(outgoing.body);
    if (distribution) {
      message.senderKeyDistributionMessage = {
        groupId: row.to,
        axolotlSenderKeyDistributionMessage: distribution,
      };
    }
    const body = Buffer.from(proto.Message.encode(message).finish());
    const enc = await this.#encrypt(companion, body, outgoing);
    this.#queue(companion, outgoing, this.#crowdAttributes(outgoing), row.to, [enc]);
  }

  /** To an own companion, as the phone speaks to its devices: no chat shows it. */
  async sendPeer(companion: Companion, message: proto.IMessage, id: string, at: number): Promise<void> {
    const body = Buffer.from(proto.Message.encode(message).finish());
    const enc = await this.#encrypt(companion, body, null);
    const { deliveries } = this.#network;
    deliveries.deliver(companion, {
      ackKey: messageAckKey(id, this.#account.number),
      node: {
        tag: 'message',
        attrs: {
          from: accountJid(this.#account, 'pn'),
          id,
          type: 'text',
          category: 'peer',
          t: seconds(at),
          notify: wireName(this.#account.name),
        },
        content: [enc],
      },
    });
  }

  #crowdAttributes(outgoing: Outgoing): Record<string, string> {
    return crowdAttributes(this.#account, outgoing.row.to, outgoing.row.addressing, outgoing.alternate);
  }

  async #encrypt(companion: Companion, body: Buffer, outgoing: Outgoing | null): Promise<BinaryNode> {
    const peer = { lid: companion.account.lid, device: companion.id };
    if (!this.#signal.hasSession(peer)) {
      await this.#signal.openSession(peer, this.#network.bundleOf(companion));
    }
    const { type, body: ciphertext } = await this.#signal.encrypt(peer, pad(body));
    const enc = outgoing?.kind.enc ?? {};
    const retry: Record<string, string> =
      outgoing?.retry === undefined ? {} : { count: String(outgoing.retry) };
    return { tag: 'enc', attrs: { v: '2', type, ...enc, ...retry }, content: ciphertext };
  }

  #queue(
    companion: Companion,
    outgoing: Outgoing,
    address: Record<string, string>,
    chat: string,
    content: BinaryNode[],
  ): void {
    const { row, at, kind } = outgoing;
    const { attrs } = kind;
    this.#network.deliveries.deliver(companion, {
      ackKey: messageAckKey(row.id, chat),
      ledgerKey: ledgerKey(row.from, row.id),
      node: {
        tag: 'message',
        attrs: { ...address, id: row.id, ...attrs, t: seconds(at), notify: wireName(this.#account.name) },
        content,
      },
    });
  }
}

function distributionBody(groupId: string, distribution: Buffer): Buffer {
  return Buffer.from(
    proto.Message.encode({
      senderKeyDistributionMessage: { groupId, axolotlSenderKeyDistributionMessage: distribution },
    }).finish(),
  );
}
