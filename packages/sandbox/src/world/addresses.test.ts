import { describe, expect, it } from 'vitest';
import { accountJid, otherSpelling, parseJid } from './addresses.ts';

describe('the other spelling of a number', () => {
  it.each([
    ['5575988250001', '557588250001'],
    ['557588250001', '5575988250001'],
    ['551190000001', '5511990000001'],
    ['5491123456789', '541123456789'],
    ['541123456789', '5491123456789'],
    ['5215512345678', '525512345678'],
    ['525512345678', '5215512345678'],
  ])('%s is also %s', (number, other) => expect(otherSpelling(number)).toBe(other));

  it.each(['551133330001', '5511933330001', '351912000009', '5500988250001', '55119900000011', '5511'])(
    '%s has none',
    (number) => expect(otherSpelling(number)).toBeUndefined(),
  );
});

describe('addresses on the wire', () => {
  it.each([
    ['5511990000001@s.whatsapp.net', { user: '5511990000001', device: 0, kind: 'pn' }],
    ['5511990000001:3@s.whatsapp.net', { user: '5511990000001', device: 3, kind: 'pn' }],
    ['100000000000001:2@lid', { user: '100000000000001', device: 2, kind: 'lid' }],
    ['123@g.us', { user: '123', device: 0, kind: 'other' }],
  ])('%s is taken apart', (jid, parts) => expect(parseJid(jid)).toEqual(parts));

  it.each([undefined, '', 'rita', '@s.whatsapp.net', '1:x@lid'])('%s is none', (jid) =>
    expect(parseJid(jid)).toBeUndefined(),
  );

  it('are written in either way', () => {
    const account = { number: '5511990000001', lid: '100000000000001' };
    expect(accountJid(account, 'pn')).toBe('5511990000001@s.whatsapp.net');
    expect(accountJid(account, 'lid', 2)).toBe('100000000000001:2@lid');
  });
});
