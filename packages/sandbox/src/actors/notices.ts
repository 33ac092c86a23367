import { randomUUID } from 'node:crypto';
import type { Deliveries } from '../connection/deliveries.ts';
import { SERVER_JID, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Account, Companion } from '../world/account.ts';
import { accountJid, pnJid } from '../world/addresses.ts';
import type { Group } from '../world/groups.ts';
import type { World } from '../world/world.ts';
import { seconds } from './receipts.ts';

/** What the network tells companions by itself: `<notification>`. */
export class Notices {
  readonly #world: World;
  readonly #deliveries: Deliveries;

  constructor(options: { world: World; deliveries: Deliveries }) {
    this.#world = options.world;
    this.#deliveries = options.deliveries;
  }

  /** Queues a notification for a companion. */
  tell(
    companion: Companion,
    attrs: Record<string, string>,
    content: BinaryNode[],
    id: string = randomUUID(),
  ): void {
    this.#deliveries.deliver(companion, {
      ackKey: `notification:${id}`,
      node: {
        tag: 'notification',
        attrs: { ...attrs, id, t: seconds(this.#world.clock.now()) },
        content,
      },
    });
  }

  /** The other companions of this phone, and of those that it talks with, learn that its devices changed. */
  devices({ account, id, keyIndex }: Companion, change: 'add' | 'remove'): void {
    for (const companion of this.#companionsThatKnow(account, true)) {
      if (companion.account === account && companion.id === id) continue;
      this.tell(companion, { from: pnJid(account.number), type: 'devices' }, [
        {
          tag: change,
          attrs: { device_hash: `2:${account.nextDeviceId}` },
          content: (['pn', 'lid'] as const).map((addressing) => ({
            tag: 'device',
            attrs: { jid: accountJid(account, addressing, id), 'key-index': String(keyIndex) },
          })),
        },
      ]);
    }
  }

  /** Those that a phone talks with learn that its security code changed: it was installed anew. */
  identity(account: Account): void {
    for (const companion of this.#companionsThatKnow(account, false)) {
      this.tell(companion, { from: pnJid(account.number), type: 'encrypt' }, [
        { tag: 'identity', attrs: {} },
      ]);
    }
  }

  /** Those that a phone talks with learn its new number. */
  number(account: Account, former: string): void {
    for (const companion of this.#companionsThatKnow(account, false, former)) {
      this.tell(companion, { from: pnJid(former), type: 'contacts' }, [
        {
          tag: 'modify',
          attrs: {
            old: pnJid(former),
            new: pnJid(account.number),
            old_lid: accountJid(account, 'lid'),
            new_lid: accountJid(account, 'lid'),
          },
        },
      ]);
    }
  }

  /** Companions of the members learn what happened in a group. */
  group(
    group: Group,
    actor: Account,
    change: BinaryNode,
    numbers: Iterable<string> = group.members.keys(),
  ): void {
    const other = group.addressing === 'lid' ? 'participant_pn' : 'participant_lid';
    const attrs = {
      from: group.id,
      type: 'w:gp2',
      participant: accountJid(actor, group.addressing),
      addressing_mode: group.addressing,
      [other]: accountJid(actor, group.addressing === 'lid' ? 'pn' : 'lid'),
    };
    for (const number of new Set(numbers)) {
      for (const companion of this.#world.find(number)?.companions.values() ?? []) {
        this.tell(companion, attrs, [change]);
      }
    }
  }

  /** A companion whose stock of one-time pre-keys runs low is asked for more, once. */
  preKeysLow(companion: Companion): void {
    if (companion.preKeys.size >= limits.preKeysLow || companion.toldPreKeysLow) return;
    const connection = this.#deliveries.connectionOf(companion);
    if (!connection) return;
    companion.toldPreKeysLow = true;
    connection.send({
      tag: 'notification',
      attrs: {
        from: SERVER_JID,
        type: 'encrypt',
        id: String(Date.now()),
        t: seconds(this.#world.clock.now()),
      },
      content: [{ tag: 'count', attrs: { value: String(companion.preKeys.size) } }],
    });
  }

  #companionsThatKnow(account: Account, andOwn: boolean, number: string = account.number): Companion[] {
    return this.#world
      .accounts()
      .filter((other) => (other === account ? andOwn : this.#world.chats.find(other.number, number)))
      .flatMap((other) => [...other.companions.values()]);
  }
}
