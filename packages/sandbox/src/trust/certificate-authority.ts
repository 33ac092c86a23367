import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bitString, der, derTrue, utcTime, integer, objectId, sequence } from './der.ts';

/** The authority that signs this sandbox's HTTPS certificates. */
export interface CertificateAuthority {
  /** Certificate, PEM: what a client in sandbox mode trusts. */
  certificate: string;
  /** Private key, PKCS #8, PEM. Never leaves the data folder. */
  privateKey: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 3_650;
const AUTHORITY_NAME = 'MetaHub sandbox (this machine only)';
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

/**
 * Makes an authority that can vouch for this machine only: its X.509 name constraints (RFC 5280, 4.2.1.10)
 * permit `localhost` and 127.0.0.1, so a process that trusts it trusts nobody else by it.
 */
export function makeCertificateAuthority(): CertificateAuthority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = distinguishedName(AUTHORITY_NAME);
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(new Date(Date.now() - DAY_MS)), utcTime(new Date(Date.now() + VALID_DAYS * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(basicConstraints(), keyUsage(), nameConstraints())),
  );
  return {
    certificate: certificatePem(body, privateKey),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

/** A certificate for this machine's own addresses, signed by the authority, and its private key; PEM. */
export function makeServerCertificate(authority: CertificateAuthority): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuerKey = createPrivateKey(authority.privateKey);
  const subject = distinguishedName('MetaHub sandbox media');
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    distinguishedName(AUTHORITY_NAME),
    sequence(utcTime(new Date(Date.now() - DAY_MS)), utcTime(new Date(Date.now() + VALID_DAYS * DAY_MS))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(subjectNames(), serverAuthentication())),
  );
  return {
    certificate: certificatePem(body, issuerKey),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

function certificatePem(body: Buffer, key: KeyObject): string {
  const certificate = sequence(body, ECDSA_WITH_SHA256, bitString(sign('sha256', body, key)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(commonName, 'utf8')))));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), derTrue, der(0x04, value));
}

/** A CA that signs no other CA. */
function basicConstraints(): Buffer {
  return extension('2.5.29.19', sequence(derTrue, integer(Buffer.from([0]))));
}

/** keyCertSign (bit 5). */
function keyUsage(): Buffer {
  return extension('2.5.29.15', bitString(Buffer.from([0b0000_0100]), 2));
}

/** `permittedSubtrees [0] { dNSName localhost, iPAddress 127.0.0.1/255.255.255.255 }`. */
function nameConstraints(): Buffer {
  const localhost = sequence(der(0x82, Buffer.from('localhost', 'ascii')));
  const loopback = sequence(der(0x87, Buffer.from([127, 0, 0, 1, 255, 255, 255, 255])));
  return extension('2.5.29.30', sequence(der(0xa0, localhost, loopback)));
}

/** subjectAltName (RFC 5280, 4.2.1.6): `localhost` and 127.0.0.1. */
function subjectNames(): Buffer {
  return plainExtension(
    '2.5.29.17',
    sequence(der(0x82, Buffer.from('localhost', 'ascii')), der(0x87, Buffer.from([127, 0, 0, 1]))),
  );
}

/** extendedKeyUsage: serverAuth. */
function serverAuthentication(): Buffer {
  return plainExtension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1')));
}

/** An extension that is not critical. */
function plainExtension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), der(0x04, value));
}
