import { proto } from '../baileys.ts';
import { makeKeyPair, signWith, type KeyPair } from './curve.ts';

/**
 * What makes a sandbox one network for its clients: the root that they trust, the static key of the Noise
 * handshake, and the certificate chain that ties the two. Kept across restarts.
 */
export interface NetworkKeys {
  root: KeyPair;
  static: KeyPair;
  /** Encoded `CertChain`: intermediate signed by the root, leaf (our static key) signed by the intermediate. */
  chain: Buffer;
}

const ROOT_SERIAL = 0;
const INTERMEDIATE_SERIAL = 1;
const LEAF_SERIAL = 2;

/** A new network: root, static key and a properly signed chain (a client with a strict verifier accepts it). */
export function makeNetworkKeys(): NetworkKeys {
  const root = makeKeyPair();
  const intermediate = makeKeyPair();
  const staticKey = makeKeyPair();
  const intermediateDetails = proto.CertChain.NoiseCertificate.Details.encode({
    serial: INTERMEDIATE_SERIAL,
    issuerSerial: ROOT_SERIAL,
    key: intermediate.public,
  }).finish();
  const leafDetails = proto.CertChain.NoiseCertificate.Details.encode({
    serial: LEAF_SERIAL,
    issuerSerial: INTERMEDIATE_SERIAL,
    key: staticKey.public,
  }).finish();
  const chain = proto.CertChain.encode({
    intermediate: {
      details: intermediateDetails,
      signature: signWith(root.private, intermediateDetails),
    },
    leaf: { details: leafDetails, signature: signWith(intermediate.private, leafDetails) },
  }).finish();
  return { root, static: staticKey, chain: Buffer.from(chain) };
}
