import type { Network } from '../network.ts';
import type { Account } from '../world/account.ts';
import { accountJid } from '../world/addresses.ts';
import { isCrowd } from '../world/groups.ts';
import type { AppStateEntry } from './app-state.ts';
import { chatOf } from './screen.ts';

const CONTACT_VERSION = 2;
const ARCHIVE_VERSION = 3;
const PIN_VERSION = 5;

/** How a phone's owner keeps the lists: names for numbers, archived and pinned chats. All devices agree on it. */
export class ChatLists {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  /** The owner saves a contact under a name. */
  name(account: Account, number: string, name: string): void {
    const [firstName] = name.split(' ');
    const other = this.#network.world.find(number);
    this.#set(account, number, 'contact', name);
    this.#network.own.change(account, 'critical_unblock_low', {
      index: ['contact', this.#jidOf(number)],
      value: {
        timestamp: this.#network.world.clock.now(),
        contactAction: {
          fullName: name,
          firstName,
          saveOnPrimaryAddressbook: true,
          ...(other ? { lidJid: accountJid(other, 'lid') } : {}),
        },
      },
      version: CONTACT_VERSION,
    });
  }

  archive(account: Account, chat: string, archived: boolean): void {
    this.#set(account, chat, 'archive', archived);
    this.#network.own.change(account, 'regular_low', {
      index: ['archive', this.#jidOf(chat)],
      value: { timestamp: this.#network.world.clock.now(), archiveChatAction: { archived } },
      version: ARCHIVE_VERSION,
    });
  }

  pin(account: Account, chat: string, pinned: boolean): void {
    this.#set(account, chat, 'pin_v1', pinned);
    this.#network.own.change(account, 'regular_low', {
      index: ['pin_v1', this.#jidOf(chat)],
      value: { timestamp: this.#network.world.clock.now(), pinAction: { pinned } },
      version: PIN_VERSION,
    });
  }

  /** A companion changed the lists: the phone shows it. */
  take(account: Account, entries: AppStateEntry[]): void {
    for (const { index, value } of entries) {
      const [kind, jid] = index;
      if (!jid) continue;
      const chat = chatOf(this.#network.world, jid);
      if (kind === 'contact') this.#set(account, chat, kind, value.contactAction?.fullName ?? '');
      else if (kind === 'archive') this.#set(account, chat, kind, value.archiveChatAction?.archived ?? false);
      else if (kind === 'pin_v1') this.#set(account, chat, kind, value.pinAction?.pinned ?? false);
    }
  }

  #set(
    account: Account,
    chat: string,
    kind: 'contact' | 'archive' | 'pin_v1',
    value: string | boolean,
  ): void {
    if (kind === 'contact') {
      account.contacts ??= new Map();
      if (value) account.contacts.set(chat, value as string);
      else account.contacts.delete(chat);
    } else {
      const set = kind === 'archive' ? (account.archived ??= new Set()) : (account.pinned ??= new Set());
      if (value) set.add(chat);
      else set.delete(chat);
    }
    this.#network.world.saveAccount(account);
    const { number } = account;
    this.#network.events.emit('chat.changed', [number], { number, peer: chat, change: kind });
  }

  #jidOf(chat: string): string {
    if (isCrowd(chat)) return chat;
    const account = this.#network.world.find(chat);
    return account ? accountJid(account, 'pn') : `${chat}@s.whatsapp.net`;
  }
}
