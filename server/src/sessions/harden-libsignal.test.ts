import { ProtocolAddress, SessionBuilder, SessionCipher, SessionRecord } from 'libsignal';
import * as keyhelper from 'libsignal/src/keyhelper.js';
import { expect, test } from 'vitest';
import { loadBaileys } from './baileys.ts';

await loadBaileys();

/** A device with its Signal state in memory; records are copied on the way in and out, as a store does. */
class Device {
  readonly identity = keyhelper.generateIdentityKeyPair();
  readonly registrationId = keyhelper.generateRegistrationId();
  readonly signedPreKey = keyhelper.generateSignedPreKey(this.identity, 1);
  readonly preKeys = new Map<number, { pubKey: Buffer; privKey: Buffer }>();
  readonly records = new Map<string, object>();
  readonly storage: any;

  constructor() {
    this.storage = {
      loadSession: async (id: string) => {
        const kept = this.records.get(id);
        return kept && SessionRecord.deserialize(structuredClone(kept) as Uint8Array);
      },
      storeSession: async (id: string, record: SessionRecord) =>
        void this.records.set(id, record.serialize()),
      isTrustedIdentity: () => true,
      loadPreKey: async (id: number) => this.preKeys.get(id),
      removePreKey: (id: number) => void this.preKeys.delete(id),
      loadSignedPreKey: () => this.signedPreKey.keyPair,
      getOurRegistrationId: () => this.registrationId,
      getOurIdentity: () => this.identity,
    };
  }

  bundle(preKeyId: number): any {
    const { keyId, keyPair } = keyhelper.generatePreKey(preKeyId);
    this.preKeys.set(keyId, keyPair);
    return {
      registrationId: this.registrationId,
      identityKey: this.identity.pubKey,
      signedPreKey: {
        keyId: this.signedPreKey.keyId,
        publicKey: this.signedPreKey.keyPair.pubKey,
        signature: this.signedPreKey.signature,
      },
      preKey: { keyId, publicKey: keyPair.pubKey },
    };
  }
}

async function read(cipher: SessionCipher, message: { type: number; body: any }): Promise<string> {
  const body = Buffer.from(message.body);
  const text =
    message.type === 3
      ? await cipher.decryptPreKeyWhisperMessage(body)
      : await cipher.decryptWhisperMessage(body);
  return text.toString();
}

test('a message on an older session leaves the newer one as it was, so that the other side can follow it', async () => {
  const [hub, phone] = [new Device(), new Device()];
  const [toPhone, toHub] = [new ProtocolAddress('phone', 0), new ProtocolAddress('hub', 1)];
  const cipherOfHub = new SessionCipher(hub.storage, toPhone);
  const cipherOfPhone = new SessionCipher(phone.storage, toHub);

  // They have talked before, both ways.
  await new SessionBuilder(phone.storage, toHub).initOutgoing(hub.bundle(1));
  expect(await read(cipherOfHub, await cipherOfPhone.encrypt(Buffer.from('oi')))).toBe('oi');
  expect(await read(cipherOfPhone, await cipherOfHub.encrypt(Buffer.from('olá')))).toBe('olá');

  // The hub opens a session anew, as after each reconnect, while the phone writes on the old one.
  await new SessionBuilder(hub.storage, toPhone).initOutgoing(phone.bundle(7));
  const onOld = await cipherOfPhone.encrypt(Buffer.from('tudo bem?'));
  const first = await cipherOfHub.encrypt(Buffer.from('primeira'));
  expect(await read(cipherOfHub, onOld)).toBe('tudo bem?');
  const second = await cipherOfHub.encrypt(Buffer.from('segunda'));

  expect(await read(cipherOfPhone, first)).toBe('primeira');
  expect(await read(cipherOfPhone, second)).toBe('segunda');
});
