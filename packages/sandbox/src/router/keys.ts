import { createHash } from 'node:crypto';
import { bundleKeyNodes } from '../actors/key-nodes.ts';
import type { KeyBundle } from '../actors/phone-signal.ts';
import { resultOf } from '../connection/connection.ts';
import { bigEndian, bytesOf, childOf, childrenOf, type BinaryNode } from '../connection/stanza.ts';
import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import type { QueryTable } from './router.ts';

/** Pre-keys: a companion's own stock, and the bundles of others. */
export const keyQueries: QueryTable = {
  'get encrypt count': ({ connection, query }) =>
    resultOf(query, [{ tag: 'count', attrs: { value: String(connection.companion?.preKeys.size ?? 0) } }]),

  'set encrypt *': ({ network, connection, query }) => {
    const { companion } = connection;
    if (companion) {
      // The keys come with the registration, or a rotated signed pre-key comes alone.
      const skey = childOf(query, 'skey') ?? childOf(childOf(query, 'rotate'), 'skey');
      if (skey) companion.signedPreKey = signedPreKeyOf(skey);
      const keys = childrenOf(childOf(query, 'list')).slice(0, limits.preKeysPerUpload);
      network.world.stockPreKeys(
        companion,
        new Map(keys.map((key) => [bytesOf(key, 'id')!.readUIntBE(0, 3), bytesOf(key, 'value')!])),
      );
      network.world.saveCompanion(companion);
    }
    return resultOf(query);
  },

  'get encrypt digest': ({ connection, query }) => {
    const { companion } = connection;
    if (!companion) return resultOf(query);
    const hash = createHash('sha1')
      .update(companion.identityKey)
      .update(companion.signedPreKey.public)
      .digest();
    return resultOf(query, [
      {
        tag: 'digest',
        attrs: {},
        content: [
          { tag: 'registration', attrs: {}, content: bigEndian(companion.registrationId, 4) },
          { tag: 'hash', attrs: {}, content: hash },
        ],
      },
    ]);
  },

  'get encrypt key': ({ network, query, child }) =>
    resultOf(query, [
      {
        tag: 'list',
        attrs: {},
        content: childrenOf(child).map((user) => bundleNode(network, user.attrs['jid'] ?? '')),
      },
    ]),
};

function bundleNode(network: Network, jid: string): BinaryNode {
  const bundle = bundleFor(network, jid);
  if (!bundle) {
    return {
      tag: 'user',
      attrs: { jid },
      content: [{ tag: 'error', attrs: { code: '404', text: 'item-not-found' } }],
    };
  }
  return {
    tag: 'user',
    attrs: { jid },
    content: [
      { tag: 'registration', attrs: {}, content: bigEndian(bundle.registrationId, 4) },
      { tag: 'type', attrs: {}, content: Buffer.from([5]) },
      { tag: 'identity', attrs: {}, content: bundle.identityKey },
      ...bundleKeyNodes(bundle),
    ],
  };
}

function bundleFor(network: Network, jid: string): KeyBundle | undefined {
  const owner = network.world.resolve(jid);
  if (!owner) return undefined;
  if (owner.device === 0) return network.phoneOf(owner.account).signal.makeBundle();
  const companion = owner.account.companions.get(owner.device);
  return companion && network.bundleOf(companion);
}

function signedPreKeyOf(skey: BinaryNode): { id: number; public: Buffer; signature: Buffer } {
  return {
    id: bytesOf(skey, 'id')!.readUIntBE(0, 3),
    public: bytesOf(skey, 'value')!,
    signature: bytesOf(skey, 'signature')!,
  };
}

/** The key bundle that a companion puts in its request for a retry, if it does. */
export function bundleInRetry(receipt: BinaryNode): KeyBundle | undefined {
  const keys = childOf(receipt, 'keys');
  const registration = bytesOf(receipt, 'registration');
  const identityKey = bytesOf(keys, 'identity');
  const skey = childOf(keys, 'skey');
  if (!registration || !identityKey || !skey) return undefined;
  const key = childOf(keys, 'key');
  return {
    registrationId: registration.readUInt32BE(),
    identityKey,
    signedPreKey: signedPreKeyOf(skey),
    ...(key ? { preKey: { id: bytesOf(key, 'id')!.readUIntBE(0, 3), public: bytesOf(key, 'value')! } } : {}),
  };
}
