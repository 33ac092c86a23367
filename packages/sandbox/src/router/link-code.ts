import { createCipheriv, createDecipheriv, hkdfSync, pbkdf2, randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Connection } from '../connection/connection.ts';
import { bytesOf, SERVER_JID, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { agree, makeKeyPair, type KeyPair } from '../noise/curve.ts';
import { SandboxProblem } from '../problem.ts';
import type { Account, Companion } from '../world/account.ts';
import { parseJid } from '../world/addresses.ts';
import type { Candidate } from './pairing.ts';

const deriveKey = promisify(pbkdf2);
const CODE_ITERATIONS = 131_072;

/** A client that showed a pairing code to its user and waits for the phone. */
interface Waiting {
  connection: Connection;
  number: string;
  /** `salt (32) || iv (16) || AES-CTR(ephemeral public key)`, under a key made of the code. */
  wrappedEphemeral: Buffer;
  exchange?: { reference: Buffer; finish(node: BinaryNode): void; abandon(): void };
}

/** Linking by an 8-letter code that the owner types on the phone. */
export class LinkCodes {
  readonly #network: Network;
  readonly #waiting = new Map<Connection, Waiting>();

  constructor(network: Network) {
    this.#network = network;
  }

  /** A client asks for a link by code, or ends the exchange that the phone began. */
  take(connection: Connection, node: BinaryNode): void {
    if (node.attrs['stage'] === 'companion_finish') {
      this.#waiting.get(connection)?.exchange?.finish(node);
      return;
    }
    const number = parseJid(node.attrs['jid'])?.user;
    const wrapped = bytesOf(node, 'link_code_pairing_wrapped_companion_ephemeral_pub');
    if (number && wrapped?.length === 80)
      this.#waiting.set(connection, { connection, number, wrappedEphemeral: wrapped });
  }

  abandon(connection: Connection): void {
    this.#waiting.get(connection)?.exchange?.abandon();
    this.#waiting.delete(connection);
  }

  /** The owner types a code on the phone. Resolves with the companion when it is linked. */
  async type(account: Account, code: string): Promise<Companion> {
    const candidates = [...this.#waiting.values()].filter((waiting) => waiting.number === account.number);
    for (const waiting of candidates) {
      const candidate = this.#network.pairing.candidateOf(waiting.connection);
      if (!candidate) continue;
      const advSecret = await this.#exchange(account, waiting, candidate, code);
      if (advSecret) {
        this.#waiting.delete(waiting.connection);
        return this.#network.pairing.link(account, candidate, advSecret);
      }
    }
    throw new SandboxProblem(
      candidates.length > 0 ? 409 : 404,
      candidates.length > 0 ? 'code_wrong' : 'code_not_expected',
      candidates.length > 0
        ? 'This code is not the one that the client shows. Look again, or ask for a new one.'
        : `No client waits for a code for ${account.number}. Ask for one first.`,
    );
  }

  /** Runs the key exchange; nothing when the code was wrong. */
  async #exchange(
    account: Account,
    waiting: Waiting,
    candidate: Candidate,
    code: string,
  ): Promise<Buffer | undefined> {
    const theirEphemeral = await unwrap(waiting.wrappedEphemeral, code);
    const ephemeral = makeKeyPair();
    const reference = randomBytes(16);
    const finished = this.#waitForFinish(waiting, reference);
    waiting.connection.send({
      tag: 'notification',
      attrs: {
        from: SERVER_JID,
        type: 'link_code_companion_reg',
        id: randomUUID(),
        t: String(Math.floor(this.#network.world.clock.now() / 1000)),
      },
      content: [
        {
          tag: 'link_code_companion_reg',
          attrs: { stage: 'primary_hello' },
          content: [
            {
              tag: 'link_code_pairing_wrapped_primary_ephemeral_pub',
              attrs: {},
              content: await wrap(ephemeral.public, code),
            },
            { tag: 'primary_identity_pub', attrs: {}, content: account.identity.public },
            { tag: 'link_code_pairing_ref', attrs: {}, content: reference },
          ],
        },
      ],
    });
    const bundle = bytesOf(await finished, 'link_code_pairing_wrapped_key_bundle');
    const shared = agree(ephemeral.private, theirEphemeral);
    const random = bundle && openKeyBundle(bundle, shared, candidate.identityKey, account.identity);
    if (!random) return undefined;
    const identities = agree(account.identity.private, candidate.identityKey);
    const secret = hkdfSync(
      'sha256',
      Buffer.concat([shared, identities, random]),
      Buffer.alloc(0),
      'adv_secret',
      32,
    );
    return Buffer.from(secret);
  }

  #waitForFinish(waiting: Waiting, reference: Buffer): Promise<BinaryNode> {
    const { promise, resolve, reject } = Promise.withResolvers<BinaryNode>();
    const timer = setTimeout(
      () => reject(new SandboxProblem(504, 'client_silent', 'The client did not answer the code in time.')),
      limits.pairingAnswerMs,
    );
    waiting.exchange = {
      reference,
      finish: resolve,
      abandon: () =>
        reject(new SandboxProblem(409, 'client_gone', 'The client disconnected before it was linked.')),
    };
    const finished = promise.finally(() => {
      clearTimeout(timer);
      delete waiting.exchange;
    });
    // It may fail before anybody waits for it.
    finished.catch(() => {});
    return finished;
  }
}

async function wrap(publicKey: Buffer, code: string): Promise<Buffer> {
  const salt = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv(
    'aes-256-ctr',
    await deriveKey(code, salt, CODE_ITERATIONS, 32, 'sha256'),
    iv,
  );
  return Buffer.concat([salt, iv, cipher.update(publicKey), cipher.final()]);
}

async function unwrap(wrapped: Buffer, code: string): Promise<Buffer> {
  const key = await deriveKey(code, wrapped.subarray(0, 32), CODE_ITERATIONS, 32, 'sha256');
  const decipher = createDecipheriv('aes-256-ctr', key, wrapped.subarray(32, 48));
  return Buffer.concat([decipher.update(wrapped.subarray(48)), decipher.final()]);
}

/** The random part of the client's key bundle; nothing when it was sealed under another code. */
function openKeyBundle(sealed: Buffer, shared: Buffer, theirs: Buffer, ours: KeyPair): Buffer | undefined {
  const key = hkdfSync(
    'sha256',
    shared,
    sealed.subarray(0, 32),
    'link_code_pairing_key_bundle_encryption_key',
    32,
  );
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), sealed.subarray(32, 44));
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    const opened = Buffer.concat([decipher.update(sealed.subarray(44, -16)), decipher.final()]);
    const isOurs = opened.subarray(0, 32).equals(theirs) && opened.subarray(32, 64).equals(ours.public);
    return isOurs ? opened.subarray(64, 96) : undefined;
  } catch {
    return undefined;
  }
}
