import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificateAuthority } from './certificate-authority.ts';

describe('the certificate authority of a sandbox', () => {
  const authority = makeCertificateAuthority();
  const certificate = new X509Certificate(authority.certificate);

  it('is a self-signed CA that is valid now, with the key that belongs to it', () => {
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.validFromDate.getTime()).toBeLessThan(Date.now());
    expect(certificate.validToDate.getTime()).toBeGreaterThan(Date.now());
    const key = createPublicKey(createPrivateKey(authority.privateKey));
    expect(key.equals(certificate.publicKey)).toBe(true);
  });

  it('is limited, critically, to localhost and 127.0.0.1', () => {
    // OBJECT 2.5.29.30, BOOLEAN TRUE, then permitted: dNSName localhost, iPAddress 127.0.0.1/32.
    const constraint = `0603551d1e0101ff041d301ba019300b8209${Buffer.from('localhost').toString('hex')}300a87087f000001ffffffff`;
    expect(certificate.raw.toString('hex')).toContain(constraint);
  });
});
