import { limits } from '../limits.ts';
import type { Store } from '../store/store.ts';
import { bubbleKey, isAdvance, isRead, type Chat, type ChatMessage, type MessageStatus } from './messages.ts';

/** The chats of every phone, as their owners see them. */
export class Chats {
  readonly #store: Store;
  readonly #phones = new Map<string, Map<string, Chat>>();
  #next = 1;

  constructor(store: Store) {
    this.#store = store;
    this.load();
  }

  /** Reads the chats from the store. */
  load(): void {
    this.#phones.clear();
    for (const [key, message] of this.#store.load<ChatMessage>('message')) {
      const [owner, peer] = key.split('|') as [string, string];
      const chat = this.open(owner, peer);
      chat.messages.push(message);
      chat.byKey.set(bubbleKey(message.fromMe, message.id), message);
      if (!message.fromMe && !isRead(message.status)) chat.unread += 1;
      this.#next = Math.max(this.#next, message.seq + 1);
    }
  }

  /** The chats of a phone, the one with the newest message first. */
  list(owner: string): Chat[] {
    const chats = [...(this.#phones.get(owner)?.values() ?? [])];
    return chats.toSorted((a, b) => (b.messages.at(-1)?.seq ?? 0) - (a.messages.at(-1)?.seq ?? 0));
  }

  find(owner: string, peer: string): Chat | undefined {
    return this.#phones.get(owner)?.get(peer);
  }

  open(owner: string, peer: string): Chat {
    let chats = this.#phones.get(owner);
    if (!chats) this.#phones.set(owner, (chats = new Map()));
    let chat = chats.get(peer);
    if (!chat) chats.set(peer, (chat = { peer, messages: [], byKey: new Map(), unread: 0 }));
    return chat;
  }

  bubble(owner: string, peer: string, fromMe: boolean, id: string): ChatMessage | undefined {
    return this.find(owner, peer)?.byKey.get(bubbleKey(fromMe, id));
  }

  /** Shows a new bubble; nothing when this id of this author is already there. */
  show(owner: string, peer: string, message: Omit<ChatMessage, 'seq'>): ChatMessage | undefined {
    const chat = this.open(owner, peer);
    const key = bubbleKey(message.fromMe, message.id);
    if (chat.byKey.has(key)) return undefined;
    const bubble: ChatMessage = { ...message, seq: this.#next++ };
    chat.messages.push(bubble);
    chat.byKey.set(key, bubble);
    if (!bubble.fromMe && !isRead(bubble.status)) chat.unread += 1;
    this.save(owner, peer, bubble);
    if (chat.messages.length > limits.messagesPerChat) this.#forgetOldest(owner, chat);
    return bubble;
  }

  /** Moves a bubble's tick forward; false when it already was there. */
  advance(owner: string, peer: string, bubble: ChatMessage, status: MessageStatus): boolean {
    if (!isAdvance(bubble.status, status)) return false;
    bubble.status = status;
    this.save(owner, peer, bubble);
    return true;
  }

  /** The owner opens the chat: the incoming messages that were unread, now marked. */
  markRead(owner: string, peer: string): ChatMessage[] {
    const chat = this.find(owner, peer);
    if (!chat || chat.unread === 0) return [];
    const unread = chat.messages.filter((bubble) => !bubble.fromMe && !isRead(bubble.status));
    for (const bubble of unread) this.advance(owner, peer, bubble, 'read');
    chat.unread = 0;
    return unread;
  }

  /** Another device of the owner read these. */
  markReadElsewhere(owner: string, peer: string, ids: string[]): void {
    const chat = this.find(owner, peer);
    if (!chat) return;
    for (const id of ids) {
      const bubble = chat.byKey.get(bubbleKey(false, id));
      if (bubble && this.advance(owner, peer, bubble, 'read')) chat.unread -= 1;
    }
  }

  /** Writes a changed bubble. */
  save(owner: string, peer: string, bubble: ChatMessage): void {
    this.#store.put('message', rowKey(owner, peer, bubble), () => bubble);
  }

  /** A phone has another number: its chats are now its own under that. */
  renumber(former: string, number: string): void {
    const chats = this.#phones.get(former);
    if (!chats) return;
    this.#phones.delete(former);
    this.#phones.set(number, chats);
    for (const chat of chats.values()) {
      for (const bubble of chat.messages) {
        this.#store.remove('message', rowKey(former, chat.peer, bubble));
        this.save(number, chat.peer, bubble);
      }
    }
  }

  /** Forgets the chats of one phone. */
  forget(owner: string): void {
    for (const chat of this.list(owner)) {
      for (const bubble of chat.messages) this.#store.remove('message', rowKey(owner, chat.peer, bubble));
    }
    this.#phones.delete(owner);
  }

  #forgetOldest(owner: string, chat: Chat): void {
    const oldest = chat.messages.shift()!;
    chat.byKey.delete(bubbleKey(oldest.fromMe, oldest.id));
    if (!oldest.fromMe && !isRead(oldest.status)) chat.unread -= 1;
    this.#store.remove('message', rowKey(owner, chat.peer, oldest));
  }
}

function rowKey(owner: string, peer: string, bubble: ChatMessage): string {
  return `${owner}|${peer}|${String(bubble.seq).padStart(12, '0')}`;
}
