import { randomBytes } from 'node:crypto';
import type { BinaryNode } from '../connection/stanza.ts';
import { wireName } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import type { Account } from '../world/account.ts';
import { accountJid, lidJid, pnJid } from '../world/addresses.ts';
import { seconds } from './receipts.ts';

export type CallStatus = 'ringing' | 'rejected' | 'missed' | 'answered';

/** A call from a phone; nobody talks, but it rings and is refused or given up. */
export interface Call {
  id: string;
  from: string;
  to: string;
  video: boolean;
  status: CallStatus;
  at: number;
}

/** Calls of the last while; they do not outlive the process. */
export class Calls {
  readonly #network: Network;
  readonly #calls = new Map<string, Call>();

  constructor(network: Network) {
    this.#network = network;
  }

  list(number?: string): Call[] {
    return [...this.#calls.values()].filter((call) => !number || call.from === number || call.to === number);
  }

  find(id: string): Call {
    const call = this.#calls.get(id);
    if (!call) throw new SandboxProblem(404, 'call_not_found', `There is no call ${id}.`);
    return call;
  }

  /** A phone rings another. */
  start(from: Account, to: Account, video: boolean): Call {
    const id = randomBytes(16).toString('hex').toUpperCase();
    const call: Call = {
      id,
      from: from.number,
      to: to.number,
      video,
      status: 'ringing',
      at: this.#network.world.clock.now(),
    };
    this.#calls.set(id, call);
    if (this.#calls.size > limits.calls) this.#calls.delete(this.#calls.keys().next().value!);
    this.#showOn(from, to.number, call);
    this.#showOn(to, from.number, call);
    const media: BinaryNode[] = [{ tag: 'audio', attrs: { enc: 'opus', rate: '16000' } }];
    if (video) media.push({ tag: 'video', attrs: { enc: 'vp8', orientation: '0' } });
    this.#send(call, 'offer', {}, media);
    this.#tell(call);
    return call;
  }

  /** The caller gives up, or nobody answered. */
  end(call: Call): void {
    if (call.status !== 'ringing') return;
    this.#send(call, 'terminate', { reason: 'timeout' }, []);
    this.#set(call, 'missed');
  }

  /** The callee answers on the phone, or refuses there; its other devices stop ringing. */
  take(call: Call, status: 'answered' | 'rejected'): void {
    if (call.status !== 'ringing') return;
    const reason = status === 'answered' ? 'accepted_elsewhere' : 'rejected_elsewhere';
    this.#send(call, 'terminate', { reason }, []);
    this.#set(call, status);
  }

  /** A device of the callee refuses. */
  reject(id: string, by: Account): void {
    const call = this.#calls.get(id);
    if (call?.to === by.number && call.status === 'ringing') this.#set(call, 'rejected');
  }

  clear(): void {
    this.#calls.clear();
  }

  #set(call: Call, status: CallStatus): void {
    call.status = status;
    const { chats } = this.#network.world;
    for (const [owner, peer] of [
      [call.from, call.to],
      [call.to, call.from],
    ] as const) {
      const bubble = chats.bubble(owner, peer, owner === call.from, call.id);
      if (!bubble?.content?.call) continue;
      bubble.content.call.status = status;
      chats.save(owner, peer, bubble);
    }
    this.#tell(call);
  }

  #showOn(owner: Account, peer: string, call: Call): void {
    const fromMe = owner.number === call.from;
    this.#network.world.chats.show(owner.number, peer, {
      id: call.id,
      from: call.from,
      to: call.to,
      fromMe,
      device: 0,
      type: 'call',
      text: null,
      at: call.at,
      status: fromMe ? 'sent' : 'delivered',
      replyTo: null,
      edited: false,
      deleted: false,
      reactions: [],
      content: { call: { id: call.id, video: call.video, status: call.status } },
      body: null,
    });
  }

  #send(call: Call, tag: string, attrs: Record<string, string>, content: BinaryNode[]): void {
    const caller = this.#network.world.account(call.from);
    const callee = this.#network.world.account(call.to);
    const id = randomBytes(8).toString('hex').toUpperCase();
    const by = caller.hidesNumber ? 'lid' : 'pn';
    for (const companion of callee.companions.values()) {
      this.#network.deliveries.deliver(companion, {
        ackKey: `call:${id}`,
        node: {
          tag: 'call',
          attrs: {
            from: accountJid(caller, by),
            id,
            t: seconds(this.#network.world.clock.now()),
            notify: wireName(caller.name),
            sender_lid: lidJid(caller.lid),
          },
          content: [
            {
              tag,
              attrs: {
                'call-id': call.id,
                'call-creator': accountJid(caller, by),
                ...(caller.hidesNumber ? {} : { caller_pn: pnJid(caller.number) }),
                ...attrs,
              },
              content,
            },
          ],
        },
      });
    }
  }

  #tell(call: Call): void {
    this.#network.events.emit('call.changed', [call.from, call.to], { ...call });
  }
}
