import { Curve, proto } from '@whiskeysockets/baileys';

/** A Curve25519 pair; the public half is 32 bytes, without Signal's type byte. */
export interface KeyPair {
  public: Buffer;
  private: Buffer;
}

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

/** A new Curve25519 pair. */
export function makeKeyPair(): KeyPair {
  const pair = Curve.generateKeyPair();
  return { public: Buffer.from(pair.public), private: Buffer.from(pair.private) };
}

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
      signature: Curve.sign(root.private, intermediateDetails),
    },
    leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
  }).finish();
  return { root, static: staticKey, chain: Buffer.from(chain) };
}
