import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { proto } from '../baileys.ts';
import type { Account, AppStateCollection } from '../world/account.ts';

const HASH_BYTES = 128;
const MAC_BYTES = 32;
const IV_BYTES = 16;
const { SET, REMOVE } = proto.SyncdMutation.SyncdOperation;

/** Something that an account's devices agree on: what it concerns, and how it is now. */
export interface AppStateEntry {
  index: string[];
  value: proto.ISyncActionValue;
  version: number;
}

/** The names of the collections that WhatsApp Web's clients know. */
export type CollectionName =
  | 'critical_block'
  | 'critical_unblock_low'
  | 'regular_high'
  | 'regular_low'
  | 'regular';

/** The key with which this phone and its companions encrypt their app state; made when it is first needed. */
export function appStateKeyOf(account: Account): { id: Buffer; data: Buffer } {
  account.appStateKey ??= { id: randomBytes(6), data: randomBytes(32) };
  return account.appStateKey;
}

/** The numbered patches of a collection. */
export function collectionOf(account: Account, name: string): AppStateCollection {
  let collection = account.appState.get(name);
  if (!collection) account.appState.set(name, (collection = { version: 0, patches: [] }));
  return collection;
}

/** Writes an entry as the phone does: encrypted, in a patch of its own. */
export function writeEntry(account: Account, name: CollectionName, entry: AppStateEntry): void {
  const { id, data } = appStateKeyOf(account);
  const keys = expand(data);
  const collection = collectionOf(account, name);
  const index = Buffer.from(JSON.stringify(entry.index));
  const encoded = proto.SyncActionData.encode({
    index,
    value: entry.value,
    padding: new Uint8Array(0),
    version: entry.version,
  }).finish();
  const encrypted = encrypt(Buffer.from(encoded), keys.valueEncryption);
  const valueMac = macOfValue(encrypted, id, keys.valueMac);
  const indexMac = createHmac('sha256', keys.index).update(index).digest();
  mix(collection, indexMac, valueMac, SET);
  const version = collection.version + 1;
  const snapshotMac = createHmac('sha256', keys.snapshotMac)
    .update(Buffer.concat([collection.hash!, bigEndian64(version), Buffer.from(name)]))
    .digest();
  const patchMac = createHmac('sha256', keys.patchMac)
    .update(Buffer.concat([snapshotMac, valueMac, bigEndian64(version), Buffer.from(name)]))
    .digest();
  const keyId = { id };
  appendPatch(collection, {
    snapshotMac,
    patchMac,
    keyId,
    mutations: [
      {
        operation: SET,
        record: { index: { blob: indexMac }, value: { blob: Buffer.concat([encrypted, valueMac]) }, keyId },
      },
    ],
  });
}

/** Takes a companion's patch into the collection; answers the entries in it that the phone can read. */
export function takePatch(account: Account, name: string, bytes: Buffer): AppStateEntry[] {
  const collection = collectionOf(account, name);
  const patch = proto.SyncdPatch.decode(bytes);
  const entries: AppStateEntry[] = [];
  for (const { operation, record } of patch.mutations) {
    const indexMac = Buffer.from(record?.index?.blob ?? []);
    const blob = Buffer.from(record?.value?.blob ?? []);
    if (indexMac.length === 0 || blob.length <= MAC_BYTES) continue;
    mix(collection, indexMac, blob.subarray(-MAC_BYTES), operation ?? SET);
    const entry = operation === REMOVE ? undefined : readEntry(account, blob.subarray(0, -MAC_BYTES));
    if (entry) entries.push(entry);
  }
  appendPatch(collection, patch);
  return entries;
}

function readEntry(account: Account, encrypted: Buffer): AppStateEntry | undefined {
  if (!account.appStateKey) return undefined;
  try {
    const key = expand(account.appStateKey.data).valueEncryption;
    const decipher = createDecipheriv('aes-256-cbc', key, encrypted.subarray(0, IV_BYTES));
    const plain = Buffer.concat([decipher.update(encrypted.subarray(IV_BYTES)), decipher.final()]);
    const { index, value, version } = proto.SyncActionData.decode(plain);
    return {
      index: JSON.parse(Buffer.from(index ?? []).toString('utf8')) as string[],
      value: value ?? {},
      version: version ?? 0,
    };
  } catch {
    // Written with a key that this phone does not have: it is kept, and stays unread.
    return undefined;
  }
}

function appendPatch(collection: AppStateCollection, patch: proto.ISyncdPatch): void {
  collection.version += 1;
  const numbered = { ...patch, version: { version: collection.version } };
  collection.patches.push(Buffer.from(proto.SyncdPatch.encode(numbered).finish()));
}

/** Takes one value into the collection's hash, in the place of the one that it replaces. */
function mix(
  collection: AppStateCollection,
  indexMac: Buffer,
  valueMac: Buffer,
  operation: proto.SyncdMutation.SyncdOperation,
): void {
  collection.macs ??= new Map();
  collection.hash ??= Buffer.alloc(HASH_BYTES);
  const key = indexMac.toString('base64');
  const before = collection.macs.get(key);
  if (before) addToHash(collection.hash, before, -1);
  if (operation === REMOVE) {
    collection.macs.delete(key);
    return;
  }
  addToHash(collection.hash, valueMac, 1);
  collection.macs.set(key, Buffer.from(valueMac));
}

/** The LT hash: a sum of 64 words of 16 bits, so that values come and go in any order. */
function addToHash(hash: Buffer, valueMac: Buffer, sign: 1 | -1): void {
  const words = Buffer.from(
    hkdfSync('sha256', valueMac, Buffer.alloc(0), 'WhatsApp Patch Integrity', HASH_BYTES),
  );
  for (let at = 0; at < HASH_BYTES; at += 2) {
    hash.writeUInt16LE((hash.readUInt16LE(at) + sign * words.readUInt16LE(at)) & 0xffff, at);
  }
}

function expand(keyData: Buffer) {
  const bytes = Buffer.from(hkdfSync('sha256', keyData, Buffer.alloc(0), 'WhatsApp Mutation Keys', 160));
  return {
    index: bytes.subarray(0, 32),
    valueEncryption: bytes.subarray(32, 64),
    valueMac: bytes.subarray(64, 96),
    snapshotMac: bytes.subarray(96, 128),
    patchMac: bytes.subarray(128, 160),
  };
}

function encrypt(plain: Buffer, key: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]);
}

function macOfValue(encrypted: Buffer, keyId: Buffer, key: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from([1]), keyId]);
  const length = Buffer.alloc(8);
  length[7] = head.length;
  return createHmac('sha512', key)
    .update(Buffer.concat([head, encrypted, length]))
    .digest()
    .subarray(0, MAC_BYTES);
}

function bigEndian64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
