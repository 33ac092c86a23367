import { randomBytes, randomInt } from 'node:crypto';
import type { BinaryNode } from '../connection/stanza.ts';
import { makeKeyPair, signalKey, signWith, type KeyPair } from '../noise/curve.ts';

/** A pre-key signed by its owner's identity. */
export interface SignedPreKey {
  id: number;
  pair: KeyPair;
  signature: Buffer;
}

/**
 * A phone: one WhatsApp account with its primary device (device 0) and its linked companions. A business's phone
 * and a customer's phone are the same thing; the customer's has no companion.
 */
export interface Account {
  number: string;
  lid: string;
  name: string;
  createdAt: number;
  registrationId: number;
  identity: KeyPair;
  signedPreKey: SignedPreKey;
  /** One-time pre-keys that were handed out and not used yet. */
  preKeys: Map<number, KeyPair>;
  nextPreKeyId: number;
  nextDeviceId: number;
  /** Versions of the app-state collections, by name. */
  appState: Map<string, AppStateCollection>;
  /** A name by which others may find it without its number. */
  username?: string;
  /** The network tells others its LID only. */
  hidesNumber?: boolean;
  /** What the phone tells a companion of the time before it was linked; absent: nothing. */
  history?: HistorySettings;
  /** The key of the app state that the phone shares with its companions. */
  appStateKey?: { id: Buffer; data: Buffer };
  /** What the owner sees and set in the phone's lists: names, archived and pinned chats. */
  contacts?: Map<string, string>;
  archived?: Set<string>;
  pinned?: Set<string>;
  /** Answers that the phone gives by itself. */
  replies?: ReplyRule[];
  online?: boolean;
  lastSeenAt?: number;
  companions: Map<number, Companion>;
}

/** How much a companion is told at its first login. */
export interface HistorySettings {
  chats: number;
  messages: number;
  /** It lies on the media host, and the notification only says where. */
  external?: boolean;
}

/** An answer that a phone gives by itself. */
export interface ReplyRule {
  id: string;
  /** Words that a message must contain, whatever their case; absent: any message. */
  keyword?: string;
  /** What it answers; absent: the message's own text comes back. */
  text?: string;
  delayMs: number;
  /** Whether it shows that it types meanwhile. */
  typing: boolean;
}

/** What the companions of an account agreed on: archived chats, contact names and so on, encrypted for us. */
export interface AppStateCollection {
  version: number;
  patches: Buffer[];
  /** Hash of all values (LT hash), and each value's MAC by its index' MAC: to write the next patch. */
  hash?: Buffer;
  macs?: Map<string, Buffer>;
}

/** A device linked to a phone: for MetaHub, a session. */
export interface Companion {
  account: Account;
  id: number;
  keyIndex: number;
  /** Static key of its Noise handshake: its login credential. */
  noiseKey: Buffer;
  identityKey: Buffer;
  registrationId: number;
  signedPreKey: { id: number; public: Buffer; signature: Buffer };
  /** The network's stock of its one-time pre-keys, oldest first. */
  preKeys: Map<number, Buffer>;
  platform: string;
  linkedAt: number;
  lastSeenAt: number | null;
  /** Stanzas that it has not acknowledged, in order. */
  queue: Map<number, QueuedStanza>;
  /** Sequence numbers in the queue by what an acknowledgement names. */
  queueIndex: Map<string, number[]>;
  toldPreKeysLow: boolean;
  /** Whether it was told of the time before it was linked. */
  toldHistory?: boolean;
}

/** A stanza that waits for a companion's acknowledgement, and is handed over again at its next login. */
export interface QueuedStanza {
  seq: number;
  node: BinaryNode;
  /** What an acknowledgement must name to take it out of the queue. */
  ackKey: string;
  /** Ledger row that it belongs to, for messages. */
  ledgerKey: string | null;
  handedOver: number;
}

/** The part of a companion that is written to the store; its queue and pre-keys are rows of their own. */
export type CompanionRow = Omit<Companion, 'account' | 'preKeys' | 'queue' | 'queueIndex'> & {
  number: string;
};

/** The part of an account that is written to the store. */
export type AccountRow = Omit<Account, 'companions'>;

/** A new phone with fresh keys. Signing takes about 10 ms. */
export function makeAccount(options: { number: string; name: string; lid: string; now: number }): Account {
  return {
    number: options.number,
    lid: options.lid,
    name: options.name,
    createdAt: options.now,
    ...makeKeys(),
    nextDeviceId: 1,
    appState: new Map(),
    companions: new Map(),
  };
}

/** Fresh keys for a phone that is set up anew. */
export function renewKeys(account: Account): void {
  Object.assign(account, makeKeys());
}

function makeKeys(): Pick<
  Account,
  'registrationId' | 'identity' | 'signedPreKey' | 'preKeys' | 'nextPreKeyId'
> {
  const identity = makeKeyPair();
  const pair = makeKeyPair();
  return {
    registrationId: randomInt(1, 16_381),
    identity,
    signedPreKey: { id: 1, pair, signature: signWith(identity.private, signalKey(pair.public)) },
    preKeys: new Map(),
    nextPreKeyId: 1,
  };
}

/** A LID as the network gives them out: 15 digits that are no phone number. */
export function makeLid(): string {
  return `1${Array.from(randomBytes(14), (byte) => byte % 10).join('')}`;
}

/** A message id as an Android phone makes them. */
export function makeMessageId(): string {
  return `AC${randomBytes(15).toString('hex').toUpperCase()}`;
}
