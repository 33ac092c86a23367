import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { BinaryNode } from '../connection/stanza.ts';
import type { Store } from '../store/store.ts';
import {
  makeAccount,
  makeLid,
  type Account,
  type AccountRow,
  type Companion,
  type CompanionRow,
  type QueuedStanza,
} from './account.ts';
import { otherSpelling, parseJid, type Addressing } from './addresses.ts';
import { Chats } from './chats.ts';
import { Clock } from './clock.ts';
import { Groups } from './groups.ts';
import { Ledger } from './ledger.ts';

/** An address on the wire and whom it belongs to. */
export interface Resolved {
  account: Account;
  device: number;
  addressing: Addressing;
}

/**
 * Who exists on this network: phones, their companions, what waits for each of them, chats and ledger. Knows
 * nothing of sockets or time; every change is told to the store.
 */
export class World {
  readonly clock = new Clock();
  readonly groups: Groups;
  readonly chats: Chats;
  readonly ledger: Ledger;
  readonly #store: Store;
  readonly #byNumber = new Map<string, Account>();
  readonly #byLid = new Map<string, Account>();
  #nextSeq = 1;

  constructor(store: Store) {
    this.#store = store;
    this.chats = new Chats(store);
    this.ledger = new Ledger(store);
    this.groups = new Groups(store);
    this.#load();
  }

  /** Reads everything from the store again, after that was replaced. */
  reload(): void {
    this.chats.load();
    this.ledger.load();
    this.groups.load();
    this.#load();
  }

  #load(): void {
    this.#byNumber.clear();
    this.#byLid.clear();
    const store = this.#store;
    for (const [, row] of store.load<AccountRow>('phone')) this.#index({ ...row, companions: new Map() });
    for (const [, row] of store.load<CompanionRow>('companion')) this.#restoreCompanion(row);
    for (const [key, value] of store.load<Buffer>('pre-key')) {
      const [number, device, id] = key.split('|') as [string, string, string];
      this.companion(number, Number(device))?.preKeys.set(Number(id), value);
    }
    for (const [key, item] of store.load<QueuedStanza>('queued')) {
      const [number, device] = key.split('|') as [string, string];
      const companion = this.companion(number, Number(device));
      if (companion) this.#addToQueue(companion, item);
      this.#nextSeq = Math.max(this.#nextSeq, item.seq + 1);
    }
  }

  accounts(): Account[] {
    return [...this.#byNumber.values()];
  }

  find(number: string): Account | undefined {
    return this.#byNumber.get(number);
  }

  /** The account with this number; a 404 problem when there is none. */
  account(number: string): Account {
    const account = this.#byNumber.get(number);
    if (!account) {
      throw new SandboxProblem(
        404,
        'phone_not_found',
        `No phone has the number ${number}. Make it with POST /phones.`,
      );
    }
    return account;
  }

  /** Whom the network finds for a number as a person spells it: exactly, or by the other spelling. */
  lookUp(number: string): Account | undefined {
    const exact = this.#byNumber.get(number);
    if (exact) return exact;
    const variant = otherSpelling(number);
    return variant ? this.#byNumber.get(variant) : undefined;
  }

  /** Whom a JID belongs to. */
  resolve(jid: string | undefined): Resolved | undefined {
    const address = parseJid(jid);
    if (!address || address.kind === 'other') return undefined;
    const account = (address.kind === 'lid' ? this.#byLid : this.#byNumber).get(address.user);
    return account ? { account, device: address.device, addressing: address.kind } : undefined;
  }

  /** Makes a phone, or finds the one that has the number; `created` tells which. */
  addPhone(options: { number: string; name: string; lid?: string; now: number }): {
    account: Account;
    created: boolean;
  } {
    const known = this.#byNumber.get(options.number);
    if (known) return { account: known, created: false };
    if (this.#byNumber.size >= limits.phones) {
      throw new SandboxProblem(409, 'too_many_phones', `This sandbox holds at most ${limits.phones} phones.`);
    }
    if (options.lid && this.#byLid.has(options.lid)) {
      throw new SandboxProblem(409, 'lid_taken', `Another phone has the LID ${options.lid}.`);
    }
    let lid = options.lid ?? makeLid();
    while (this.#byLid.has(lid)) lid = makeLid();
    const account = makeAccount({ ...options, lid });
    this.#index(account);
    this.saveAccount(account);
    return { account, created: true };
  }

  /** Removes a phone with its companions and chats. */
  removePhone(account: Account): void {
    for (const companion of account.companions.values()) this.removeCompanion(companion);
    this.chats.forget(account.number);
    this.#byNumber.delete(account.number);
    this.#byLid.delete(account.lid);
    this.#store.remove('phone', account.number);
  }

  /** Gives a phone another number. Its chats go along; those of others stay under the number that they know. */
  renumber(account: Account, number: string): void {
    const former = account.number;
    if (this.#byNumber.has(number)) {
      throw new SandboxProblem(409, 'number_taken', `Another phone has the number ${number}.`);
    }
    this.#byNumber.delete(former);
    this.#store.remove('phone', former);
    account.number = number;
    this.#index(account);
    this.saveAccount(account);
    this.chats.renumber(former, number);
    for (const group of this.groups.list(former)) {
      const role = group.members.get(former)!;
      group.members.delete(former);
      group.members.set(number, role);
      if (group.creator === former) group.creator = number;
      this.groups.save(group);
    }
  }

  saveAccount(account: Account): void {
    this.#store.put('phone', account.number, () => {
      const { companions: _, ...row } = account;
      return row satisfies AccountRow;
    });
  }

  companion(number: string, device: number): Companion | undefined {
    return this.#byNumber.get(number)?.companions.get(device);
  }

  /** Links a companion that proved its identity. */
  addCompanion(companion: Companion): void {
    companion.account.companions.set(companion.id, companion);
    this.saveCompanion(companion);
  }

  removeCompanion(companion: Companion): void {
    const { account } = companion;
    account.companions.delete(companion.id);
    this.#store.remove('companion', companionKey(companion));
    for (const id of companion.preKeys.keys())
      this.#store.remove('pre-key', `${companionKey(companion)}|${id}`);
    for (const item of companion.queue.values()) this.#store.remove('queued', queueKey(companion, item));
  }

  saveCompanion(companion: Companion): void {
    this.#store.put('companion', companionKey(companion), () => {
      const { account, preKeys: _, queue: __, queueIndex: ___, ...row } = companion;
      return { ...row, number: account.number } satisfies CompanionRow;
    });
  }

  /** Adds to the network's stock of a companion's one-time pre-keys. */
  stockPreKeys(companion: Companion, keys: Map<number, Buffer>): void {
    for (const [id, key] of keys) {
      companion.preKeys.set(id, key);
      this.#store.put('pre-key', `${companionKey(companion)}|${id}`, () => key);
    }
    while (companion.preKeys.size > limits.preKeysPerCompanion) this.takePreKey(companion);
    companion.toldPreKeysLow = false;
  }

  /** Hands out the oldest one-time pre-key of a companion: each is given once. */
  takePreKey(companion: Companion): { id: number; public: Buffer } | undefined {
    const first = companion.preKeys.entries().next().value;
    if (!first) return undefined;
    companion.preKeys.delete(first[0]);
    this.#store.remove('pre-key', `${companionKey(companion)}|${first[0]}`);
    return { id: first[0], public: first[1] };
  }

  /** Puts a stanza in a companion's queue, where it stays until it is acknowledged. */
  enqueue(
    companion: Companion,
    stanza: { node: BinaryNode; ackKey: string; ledgerKey?: string },
  ): QueuedStanza {
    if (companion.queue.size >= limits.queuedStanzas) {
      throw new SandboxProblem(
        503,
        'queue_full',
        `${limits.queuedStanzas} stanzas already wait for device ${companion.id} of ${companion.account.number}.`,
      );
    }
    const item: QueuedStanza = {
      seq: this.#nextSeq++,
      node: stanza.node,
      ackKey: stanza.ackKey,
      ledgerKey: stanza.ledgerKey ?? null,
      handedOver: 0,
    };
    this.#addToQueue(companion, item);
    this.#store.put('queued', queueKey(companion, item), () => item);
    return item;
  }

  /**
   * Takes the oldest stanza out of the queue that this acknowledgement names. One acknowledgement answers one
   * stanza, so the copy that a retry asked for outlives the refusal of the first.
   */
  acknowledge(companion: Companion, ackKey: string): QueuedStanza | undefined {
    const sequence = companion.queueIndex.get(ackKey);
    const seq = sequence?.shift();
    if (seq === undefined) return undefined;
    if (sequence!.length === 0) companion.queueIndex.delete(ackKey);
    const item = companion.queue.get(seq)!;
    companion.queue.delete(seq);
    this.#store.remove('queued', queueKey(companion, item));
    return item;
  }

  /** Forgets all phones, chats and the ledger. */
  clear(): void {
    for (const account of this.accounts()) this.removePhone(account);
    this.ledger.clear();
    this.groups.clear();
  }

  #index(account: Account): void {
    this.#byNumber.set(account.number, account);
    this.#byLid.set(account.lid, account);
  }

  #restoreCompanion(row: CompanionRow): void {
    const account = this.#byNumber.get(row.number);
    if (!account) return;
    const { number: _, ...rest } = row;
    account.companions.set(row.id, {
      ...rest,
      account,
      preKeys: new Map(),
      queue: new Map(),
      queueIndex: new Map(),
    });
  }

  #addToQueue(companion: Companion, item: QueuedStanza): void {
    companion.queue.set(item.seq, item);
    const same = companion.queueIndex.get(item.ackKey);
    if (same) same.push(item.seq);
    else companion.queueIndex.set(item.ackKey, [item.seq]);
  }
}

function companionKey(companion: Companion): string {
  return `${companion.account.number}|${companion.id}`;
}

function queueKey(companion: Companion, item: QueuedStanza): string {
  return `${companionKey(companion)}|${String(item.seq).padStart(12, '0')}`;
}
