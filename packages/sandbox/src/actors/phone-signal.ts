import './quiet-libsignal.ts';
import * as libsignal from 'libsignal';
import { limits } from '../limits.ts';
import { isSignedBy, makeKeyPair, signalKey, type KeyPair } from '../noise/curve.ts';
import type { Store } from '../store/store.ts';
import type { Account } from '../world/account.ts';

/** The public keys with which somebody opens a Signal session to a device. */
export interface KeyBundle {
  registrationId: number;
  identityKey: Buffer;
  signedPreKey: { id: number; public: Buffer; signature: Buffer };
  preKey?: { id: number; public: Buffer };
}

/** One end-to-end encrypted body. */
export interface Ciphertext {
  type: 'pkmsg' | 'msg';
  body: Buffer;
}

/** The Signal identity of a device elsewhere: one per user and device, however it is addressed on the wire. */
export interface SignalPeer {
  lid: string;
  device: number;
}

/** A phone's Signal sessions with companions: the real protocol, so that a client proves itself against it. */
export class PhoneSignal {
  readonly #account: Account;
  readonly #store: Store;
  readonly #saveAccount: () => void;
  readonly #sessions = new Map<string, libsignal.SessionRecord>();
  readonly #storage: libsignal.SignalStorage;

  constructor(options: {
    account: Account;
    store: Store;
    saveAccount: () => void;
    /** Serialised sessions from the store, by address. */
    sessions: Iterable<[address: string, serialised: Uint8Array]>;
  }) {
    this.#account = options.account;
    this.#store = options.store;
    this.#saveAccount = options.saveAccount;
    for (const [address, serialised] of options.sessions) {
      this.#sessions.set(address, libsignal.SessionRecord.deserialize(serialised));
    }
    this.#storage = this.#makeStorage((address) => this.#sessions.get(address));
  }

  hasSession(peer: SignalPeer): boolean {
    return this.#sessions.get(addressOf(peer).toString())?.haveOpenSession() ?? false;
  }

  /** Opens a session from a bundle, in the place of an older one. Throws when the bundle's signature is wrong. */
  async openSession(peer: SignalPeer, bundle: KeyBundle): Promise<void> {
    if (!isBundleSigned(bundle)) {
      throw new Error('the signed pre-key of this device is not signed by its identity');
    }
    const builder = new libsignal.SessionBuilder(this.#storage, addressOf(peer));
    await builder.initOutgoing({
      registrationId: bundle.registrationId,
      identityKey: signalKey(bundle.identityKey),
      signedPreKey: {
        keyId: bundle.signedPreKey.id,
        publicKey: signalKey(bundle.signedPreKey.public),
        signature: bundle.signedPreKey.signature,
      },
      // libsignal's types demand a one-time pre-key; its code takes a bundle without one.
      preKey: (bundle.preKey
        ? { keyId: bundle.preKey.id, publicKey: signalKey(bundle.preKey.public) }
        : undefined) as { keyId: number; publicKey: Uint8Array },
    });
  }

  async encrypt(peer: SignalPeer, plaintext: Buffer): Promise<Ciphertext> {
    const cipher = new libsignal.SessionCipher(this.#storage, addressOf(peer));
    const { type, body } = await cipher.encrypt(plaintext);
    return { type: type === 3 ? 'pkmsg' : 'msg', body: Buffer.from(body) };
  }

  /** Decrypts one body; throws when it cannot, and leaves the session as it was. */
  async decrypt(peer: SignalPeer, ciphertext: Ciphertext): Promise<Buffer> {
    const address = addressOf(peer);
    // libsignal changes the session before it has checked the message: work on a copy, kept on success only.
    const storage = this.#makeStorage((key) => {
      const current = this.#sessions.get(key);
      return current && libsignal.SessionRecord.deserialize(current.serialize());
    });
    const cipher = new libsignal.SessionCipher(storage, address);
    return ciphertext.type === 'pkmsg'
      ? cipher.decryptPreKeyWhisperMessage(ciphertext.body)
      : cipher.decryptWhisperMessage(ciphertext.body);
  }

  /** Forgets the sessions with a device that is gone. */
  forget(peer: SignalPeer): void {
    const address = addressOf(peer).toString();
    this.#sessions.delete(address);
    this.#store.remove('session', sessionKey(this.#account, address));
  }

  /** The phone has another number: its sessions are kept under that. */
  moveFrom(former: string): void {
    for (const [address, session] of this.#sessions) {
      this.#store.remove('session', `${former}|${address}`);
      this.#store.put('session', sessionKey(this.#account, address), () => session.serialize());
    }
  }

  /** Forgets all sessions. */
  forgetAll(): void {
    for (const address of this.#sessions.keys())
      this.#store.remove('session', sessionKey(this.#account, address));
    this.#sessions.clear();
  }

  /** This phone's own bundle, with a one-time pre-key made for the asker. */
  makeBundle(): KeyBundle {
    const { identity, registrationId, signedPreKey } = this.#account;
    return {
      registrationId,
      identityKey: identity.public,
      signedPreKey: {
        id: signedPreKey.id,
        public: signedPreKey.pair.public,
        signature: signedPreKey.signature,
      },
      preKey: this.#mintPreKey(),
    };
  }

  #mintPreKey(): { id: number; public: Buffer } {
    const { preKeys } = this.#account;
    const id = this.#account.nextPreKeyId;
    this.#account.nextPreKeyId = id >= 0xffffff ? 1 : id + 1;
    const pair = makeKeyPair();
    preKeys.set(id, pair);
    if (preKeys.size > limits.mintedPreKeysPerPhone) preKeys.delete(preKeys.keys().next().value!);
    this.#saveAccount();
    return { id, public: pair.public };
  }

  #makeStorage(load: (address: string) => libsignal.SessionRecord | undefined): libsignal.SignalStorage {
    const account = this.#account;
    return {
      loadSession: async (address) => load(address),
      storeSession: async (address, session) => {
        this.#sessions.set(address, session);
        this.#store.put('session', sessionKey(account, address), () => session.serialize());
      },
      isTrustedIdentity: () => true,
      loadPreKey: async (id) => signalPair(account.preKeys.get(Number(id))),
      removePreKey: (id) => {
        account.preKeys.delete(id);
        this.#saveAccount();
      },
      loadSignedPreKey: () => signalPair(account.signedPreKey.pair)!,
      getOurRegistrationId: () => account.registrationId,
      getOurIdentity: () => ({
        privKey: account.identity.private,
        pubKey: signalKey(account.identity.public),
      }),
    };
  }
}

/** A session's key in the store. */
function sessionKey(account: Account, address: string): string {
  return `${account.number}|${address}`;
}

function addressOf(peer: SignalPeer): libsignal.ProtocolAddress {
  return new libsignal.ProtocolAddress(peer.lid, peer.device);
}

function signalPair(pair: KeyPair | undefined): { privKey: Buffer; pubKey: Buffer } | undefined {
  return pair && { privKey: pair.private, pubKey: signalKey(pair.public) };
}

const verified = new Map<string, boolean>();
const VERIFIED_KEPT = 1_000;

/** Verifying takes 8 ms in JavaScript and many phones ask about the same device: remember the answers. */
function isBundleSigned(bundle: KeyBundle): boolean {
  const { signedPreKey } = bundle;
  const question = Buffer.concat([bundle.identityKey, signedPreKey.public, signedPreKey.signature]).toString(
    'base64',
  );
  let answer = verified.get(question);
  if (answer === undefined) {
    answer = isSignedBy(bundle.identityKey, signalKey(signedPreKey.public), signedPreKey.signature);
    verified.set(question, answer);
    if (verified.size > VERIFIED_KEPT) verified.delete(verified.keys().next().value!);
  }
  return answer;
}
