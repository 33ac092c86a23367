import { bigEndian, type BinaryNode } from '../connection/stanza.ts';
import type { KeyBundle } from './phone-signal.ts';

/** A key bundle as it stands in a retry request. */
export function keysNode(bundle: KeyBundle): BinaryNode {
  return {
    tag: 'keys',
    attrs: {},
    content: [
      { tag: 'type', attrs: {}, content: Buffer.from([5]) },
      { tag: 'identity', attrs: {}, content: bundle.identityKey },
      ...bundleKeyNodes(bundle),
    ],
  };
}

/** The pre-keys of a bundle, as they stand in bundles and in retry requests. */
export function bundleKeyNodes(bundle: KeyBundle): BinaryNode[] {
  const { signedPreKey, preKey } = bundle;
  return [
    {
      tag: 'skey',
      attrs: {},
      content: [
        { tag: 'id', attrs: {}, content: bigEndian(signedPreKey.id, 3) },
        { tag: 'value', attrs: {}, content: signedPreKey.public },
        { tag: 'signature', attrs: {}, content: signedPreKey.signature },
      ],
    },
    ...(preKey
      ? [
          {
            tag: 'key',
            attrs: {},
            content: [
              { tag: 'id', attrs: {}, content: bigEndian(preKey.id, 3) },
              { tag: 'value', attrs: {}, content: preKey.public },
            ],
          },
        ]
      : []),
  ];
}
