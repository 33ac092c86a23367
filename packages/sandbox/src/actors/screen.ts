import { proto } from '../baileys.ts';
import { describeFile } from '../contents/read-media.ts';
import { openVote } from '../contents/polls.ts';
import { effectOf, type MessageEffect } from '../contents/read-message.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Account } from '../world/account.ts';
import { accountJid, parseJid } from '../world/addresses.ts';
import type { EventHub } from '../world/events.ts';
import type { LedgerRow } from '../world/ledger.ts';
import type { ChatMessage } from '../world/messages.ts';
import { isCrowd } from '../world/groups.ts';
import type { World } from '../world/world.ts';

/** A message that reached a phone, readable. */
export interface Arrival {
  /** Key of the chat that it belongs to. */
  chat: string;
  fromMe: boolean;
  row: LedgerRow;
  message: proto.IMessage;
  at: number;
}

/** What one phone shows: bubbles, and what other messages make of them. */
export class Screen {
  readonly #account: Account;
  readonly #world: World;
  readonly #events: EventHub;
  readonly #media: MediaStore;

  constructor(account: Account, network: { world: World; events: EventHub; media: MediaStore }) {
    this.#account = account;
    this.#world = network.world;
    this.#events = network.events;
    this.#media = network.media;
  }

  /** Shows a message, or changes what is shown; answers the bubble that is new. */
  apply(arrival: Arrival): ChatMessage | undefined {
    const effect = effectOf(arrival.message);
    if (effect.kind === 'bubble') return this.#show(arrival, effect);
    if (effect.kind !== 'none') this.#change(arrival, effect);
    return undefined;
  }

  #show(arrival: Arrival, effect: MessageEffect & { kind: 'bubble' }): ChatMessage | undefined {
    const { chat, fromMe, row, message } = arrival;
    const { number } = this.#account;
    const content = effect.file
      ? { ...effect.content, media: describeFile(this.#media, effect.file, message) }
      : effect.content;
    const bubble = this.#world.chats.show(number, chat, {
      id: row.id,
      from: row.from,
      to: row.to,
      fromMe,
      device: row.fromDevice,
      type: effect.type,
      text: effect.text,
      at: arrival.at,
      status: fromMe ? row.status : 'delivered',
      replyTo: effect.replyTo,
      edited: false,
      deleted: false,
      reactions: [],
      ...(Object.keys(content).length > 0 ? { content } : {}),
      body: Buffer.from(proto.Message.encode(message).finish()),
    });
    if (bubble)
      this.#events.emit('message.shown', [number, chat], { number, peer: chat, id: row.id, fromMe });
    return bubble;
  }

  /** A message that changes another one: reaction, edit, deletion, vote. */
  #change(arrival: Arrival, effect: Exclude<MessageEffect, { kind: 'bubble' } | { kind: 'none' }>): void {
    const { chat, row } = arrival;
    const { number } = this.#account;
    const bubble = this.#targetOf(arrival, effect);
    if (!bubble) return;
    switch (effect.kind) {
      case 'edit':
        Object.assign(bubble, { text: effect.text, edited: true });
        break;
      case 'delete':
        Object.assign(bubble, { text: null, deleted: true });
        delete bubble.content;
        break;
      case 'reaction':
        bubble.reactions = bubble.reactions.filter((reaction) => reaction.from !== row.from);
        if (effect.emoji) bubble.reactions.push({ from: row.from, emoji: effect.emoji });
        break;
      default:
        if (!this.#countVote(bubble, effect.vote, row)) return;
    }
    this.#world.chats.save(number, chat, bubble);
    this.#events.emit('message.changed', [number, chat], {
      number,
      peer: chat,
      id: bubble.id,
      change: effect.kind,
    });
  }

  #targetOf(
    arrival: Arrival,
    effect: { kind: string; target: string } & Partial<MessageEffect>,
  ): ChatMessage | undefined {
    const { chats } = this.#world;
    const { number } = this.#account;
    const { chat, fromMe } = arrival;
    const find = (mine: boolean) => chats.bubble(number, chat, mine, effect.target);
    if (isCrowd(chat) || effect.kind === 'vote') {
      const bubble = find(true) ?? find(false);
      // Only its author edits a message; an admin may delete another's.
      return effect.kind === 'edit' && bubble?.from !== arrival.row.from ? undefined : bubble;
    }
    // In a reaction's key, `fromMe` is the view of whoever reacted.
    if (effect.kind === 'reaction')
      return find((effect as { targetFromMe: boolean }).targetFromMe === fromMe);
    return find(fromMe);
  }

  #countVote(bubble: ChatMessage, vote: proto.Message.IPollEncValue, row: LedgerRow): boolean {
    const poll = bubble.content?.poll;
    const secret = bubble.body && proto.Message.decode(bubble.body).messageContextInfo?.messageSecret;
    const creator = this.#world.find(bubble.from);
    const voter = this.#world.find(row.from);
    if (!poll || !secret || !creator || !voter) return false;
    // Which of their two addresses the voter had in mind is not told: whichever opens the vote is right.
    for (const mine of ['pn', 'lid'] as const) {
      for (const theirs of ['pn', 'lid'] as const) {
        const parties = {
          pollId: bubble.id,
          creatorJid: accountJid(creator, mine),
          voterJid: accountJid(voter, theirs),
        };
        const options = openVote(vote, secret, parties, poll.options);
        if (!options) continue;
        poll.votes = poll.votes.filter((one) => one.from !== voter.number);
        if (options.length > 0) poll.votes.push({ from: voter.number, options });
        return true;
      }
    }
    return false;
  }
}

/** The chat that a copy of an account's own message belongs to. */
export function chatOf(world: World, jid: string): string {
  const address = parseJid(jid);
  if (!address || address.kind === 'other') return jid;
  return world.resolve(jid)?.account.number ?? address.user;
}
