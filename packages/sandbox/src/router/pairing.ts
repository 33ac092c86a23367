import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { proto } from '../baileys.ts';
import { resultOf, type Connection } from '../connection/connection.ts';
import { bytesOf, childOf, SERVER_JID, wireName, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import { SandboxProblem } from '../problem.ts';
import type { Network } from '../network.ts';
import { isSignedBy, signWith } from '../noise/curve.ts';
import type { Account, Companion } from '../world/account.ts';
import { lidJid, pnJid } from '../world/addresses.ts';
import { LinkCodes } from './link-code.ts';
import type { QueryTable } from './router.ts';

const ACCOUNT_SIGNATURE = Buffer.from([6, 0]);
const PASSKEY_TIMEOUT_MS = 600_000;
const DEVICE_SIGNATURE = Buffer.from([6, 1]);

/** A client that waits to be linked to a phone. */
export interface Candidate {
  connection: Connection;
  noiseKey: Buffer;
  identityKey: Buffer;
  registrationId: number;
  signedPreKey: { id: number; public: Buffer; signature: Buffer };
  platform: string;
  since: number;
  references: string[];
}

interface PendingSignature {
  connection: Connection;
  accept(answer: BinaryNode): void;
  reject(problem: SandboxProblem): void;
}

/** Links companions to phones: by a QR that the phone scans, or by a code that its owner types. */
export class Pairing {
  readonly codes: LinkCodes;
  readonly #network: Network;
  readonly #candidates = new Map<Connection, Candidate>();
  readonly #pending = new Map<string, PendingSignature>();

  constructor(network: Network) {
    this.#network = network;
    this.codes = new LinkCodes(network);
  }

  candidateOf(connection: Connection): Candidate | undefined {
    return this.#candidates.get(connection);
  }

  /** A client without an account connects: it gets references to show as QR codes. */
  begin(
    connection: Connection,
    noiseKey: Buffer,
    data: proto.ClientPayload.IDevicePairingRegistrationData,
  ): void {
    const candidate: Candidate = {
      connection,
      noiseKey,
      identityKey: required(data.eIdent, 32, 'identity key'),
      registrationId: required(data.eRegid, 4, 'registration id').readUInt32BE(),
      signedPreKey: {
        id: required(data.eSkeyId, 3, 'signed pre-key id').readUIntBE(0, 3),
        public: required(data.eSkeyVal, 32, 'signed pre-key'),
        signature: required(data.eSkeySig, 64, 'signed pre-key signature'),
      },
      platform: platformOf(data.deviceProps),
      since: this.#network.world.clock.now(),
      references: Array.from(
        { length: limits.qrReferences },
        () => `2@${randomBytes(30).toString('base64url')}`,
      ),
    };
    this.#candidates.set(connection, candidate);
    connection.send({
      tag: 'iq',
      attrs: { from: SERVER_JID, type: 'set', id: randomUUID(), xmlns: 'md' },
      content: [
        {
          tag: 'pair-device',
          attrs: {},
          content: candidate.references.map((reference) => ({
            tag: 'ref',
            attrs: {},
            content: Buffer.from(reference),
          })),
        },
      ],
    });
  }

  /** The phone scans a QR. Resolves with the companion when that has proved its identity. */
  async scan(account: Account, qr: string): Promise<Companion> {
    const { reference, noiseKey, identityKey, advSecret } = parseQr(qr);
    const candidate = [...this.#candidates.values()].find((waiting) =>
      waiting.references.includes(reference),
    );
    if (!candidate || isExpired(candidate, reference, this.#network.world.clock.now())) {
      throw new SandboxProblem(
        410,
        'qr_expired',
        'This QR code has expired, or it was not made on this network. Show a fresh one.',
      );
    }
    if (!candidate.noiseKey.equals(noiseKey) || !candidate.identityKey.equals(identityKey)) {
      throw new SandboxProblem(
        400,
        'qr_invalid',
        'The keys in this QR code are not those of the client that shows it.',
      );
    }
    return this.link(account, candidate, advSecret);
  }

  /** The account wants a passkey of whoever is linked: the client is asked for one and the phone waits in vain. */
  #askForPasskey(account: Account, candidate: Candidate): never {
    const options = {
      challenge: randomBytes(32).toString('base64url'),
      timeout: PASSKEY_TIMEOUT_MS,
      rpId: 'whatsapp.com',
      allowCredentials: [],
      userVerification: 'required',
    };
    candidate.connection.send({
      tag: 'notification',
      attrs: {
        from: SERVER_JID,
        type: 'passkey_prologue_request',
        id: randomUUID(),
        t: String(Math.floor(this.#network.world.clock.now() / 1000)),
      },
      content: [{ tag: 'passkey_request_options', attrs: {}, content: Buffer.from(JSON.stringify(options)) }],
    });
    throw new SandboxProblem(
      409,
      'passkey_required',
      `${account.number} links devices only with a passkey; the client was asked for one.`,
    );
  }

  /** Confirms a client as a companion of a phone, with the secret that the two agreed on. */
  async link(account: Account, candidate: Candidate, advSecret: Buffer): Promise<Companion> {
    if (account.companions.size >= limits.companionsPerPhone) {
      throw new SandboxProblem(
        409,
        'too_many_devices',
        `${account.number} already has ${limits.companionsPerPhone} linked devices; unlink one first.`,
      );
    }
    if (this.#network.faults.strike('passkey_request', { number: account.number })) {
      this.#askForPasskey(account, candidate);
    }
    this.#candidates.delete(candidate.connection);
    const id = account.nextDeviceId++;
    this.#network.world.saveAccount(account);
    const details = proto.ADVDeviceIdentity.encode({
      rawId: randomBytes(4).readUInt32BE(),
      timestamp: Math.floor(this.#network.world.clock.now() / 1000),
      keyIndex: id,
    }).finish();
    const signed = proto.ADVSignedDeviceIdentity.encode({
      details,
      accountSignatureKey: account.identity.public,
      accountSignature: signWith(
        account.identity.private,
        Buffer.concat([ACCOUNT_SIGNATURE, details, candidate.identityKey]),
      ),
    }).finish();
    const sealed = proto.ADVSignedDeviceIdentityHMAC.encode({
      details: signed,
      hmac: createHmac('sha256', advSecret).update(signed).digest(),
    }).finish();
    const answer = await this.#askToSign(account, candidate, id, Buffer.from(sealed));
    this.#checkDeviceSignature(account, candidate, Buffer.from(details), answer);
    const companion = this.#register(account, candidate, id);
    candidate.connection.endStream(null, '515');
    await this.#network.gate.committed();
    return companion;
  }

  /** All codes that are shown now have expired; answers how many clients show one. */
  expireAll(): number {
    for (const candidate of this.#candidates.values()) candidate.since = Number.NEGATIVE_INFINITY;
    return this.#candidates.size;
  }

  /** A client answered one of our queries. */
  answered(connection: Connection, answer: BinaryNode): void {
    const id = answer.attrs['id'] ?? '';
    const pending = this.#pending.get(id);
    if (pending?.connection === connection) pending.accept(answer);
  }

  /** The client went away before it was linked. */
  abandon(connection: Connection): void {
    this.#candidates.delete(connection);
    this.codes.abandon(connection);
    for (const pending of this.#pending.values()) {
      if (pending.connection === connection) {
        pending.reject(
          new SandboxProblem(
            409,
            'client_gone',
            'The client disconnected before it confirmed the link. Try again with a fresh code.',
          ),
        );
      }
    }
  }

  #askToSign(account: Account, candidate: Candidate, device: number, identity: Buffer): Promise<BinaryNode> {
    const id = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<BinaryNode>();
    const timer = setTimeout(
      () => reject(new SandboxProblem(504, 'client_silent', 'The client did not confirm the link in time.')),
      limits.pairingAnswerMs,
    );
    this.#pending.set(id, { connection: candidate.connection, accept: resolve, reject });
    candidate.connection.send({
      tag: 'iq',
      attrs: { from: SERVER_JID, type: 'set', id, xmlns: 'md' },
      content: [
        {
          tag: 'pair-success',
          attrs: {},
          content: [
            { tag: 'device-identity', attrs: {}, content: identity },
            { tag: 'biz', attrs: { name: wireName(account.name) } },
            {
              tag: 'device',
              attrs: { jid: pnJid(account.number, device), lid: lidJid(account.lid, device) },
            },
            { tag: 'platform', attrs: { name: 'android' } },
          ],
        },
      ],
    });
    return promise.finally(() => {
      clearTimeout(timer);
      this.#pending.delete(id);
    });
  }

  #checkDeviceSignature(account: Account, candidate: Candidate, details: Buffer, answer: BinaryNode): void {
    const encoded = bytesOf(childOf(answer, 'pair-device-sign'), 'device-identity');
    const signature = encoded && proto.ADVSignedDeviceIdentity.decode(encoded).deviceSignature;
    const message = Buffer.concat([
      DEVICE_SIGNATURE,
      details,
      candidate.identityKey,
      account.identity.public,
    ]);
    if (!signature || !isSignedBy(candidate.identityKey, message, Buffer.from(signature))) {
      candidate.connection.drop();
      throw new SandboxProblem(
        409,
        'client_unproved',
        'The client did not prove its identity; it was not linked.',
      );
    }
  }

  #register(account: Account, candidate: Candidate, id: number): Companion {
    const companion: Companion = {
      account,
      id,
      keyIndex: id,
      noiseKey: candidate.noiseKey,
      identityKey: candidate.identityKey,
      registrationId: candidate.registrationId,
      signedPreKey: candidate.signedPreKey,
      preKeys: new Map(),
      platform: candidate.platform,
      linkedAt: this.#network.world.clock.now(),
      lastSeenAt: null,
      queue: new Map(),
      queueIndex: new Map(),
      toldPreKeysLow: false,
    };
    this.#network.linked(companion);
    return companion;
  }
}

/** Queries of clients that want to be, or no longer be, companions. */
export const pairingQueries: QueryTable = {
  'set md link_code_companion_reg': ({ network, connection, query, child }) => {
    network.pairing.codes.take(connection, child!);
    return resultOf(query);
  },
  'set md remove-companion-device': ({ network, connection, query }) => {
    const { companion } = connection;
    connection.send(resultOf(query));
    if (companion) network.unlink(companion);
    return undefined;
  },
};

/** Takes a QR apart: `https://wa.me/settings/linked_devices#ref,noise,identity,secret,platform`, or the part after `#`. */
export function parseQr(qr: string): {
  reference: string;
  noiseKey: Buffer;
  identityKey: Buffer;
  advSecret: Buffer;
} {
  const [reference, noise, identity, secret] = qr
    .trim()
    .slice(qr.trim().indexOf('#') + 1)
    .split(',');
  const keys = [noise, identity, secret].map((part) => Buffer.from(part ?? '', 'base64'));
  if (!reference || keys.some((key) => key.length !== 32)) {
    throw new SandboxProblem(400, 'qr_invalid', 'This is not the text of a WhatsApp linking QR code.', [
      {
        field: 'qr',
        message: 'expected https://wa.me/settings/linked_devices#<reference>,<key>,<key>,<secret>,<platform>',
      },
    ]);
  }
  return { reference, noiseKey: keys[0]!, identityKey: keys[1]!, advSecret: keys[2]! };
}

/** Whether a client should by now show a later reference than this one. */
function isExpired(candidate: Candidate, reference: string, now: number): boolean {
  const index = candidate.references.indexOf(reference);
  const until = candidate.since + limits.qrFirstMs + index * limits.qrNextMs + limits.qrGraceMs;
  return now > until;
}

function required(value: Uint8Array | null | undefined, length: number, what: string): Buffer {
  if (value?.length !== length) throw new Error(`the client's ${what} is missing or has a wrong length`);
  return Buffer.from(value);
}

function platformOf(deviceProps: Uint8Array | null | undefined): string {
  if (!deviceProps) return 'unknown';
  const { os, platformType } = proto.DeviceProps.decode(deviceProps);
  const browser = proto.DeviceProps.PlatformType[platformType ?? 0] ?? 'UNKNOWN';
  const name = browser.charAt(0) + browser.slice(1).toLowerCase().replaceAll('_', ' ');
  return os ? `${name} (${os})` : name;
}
