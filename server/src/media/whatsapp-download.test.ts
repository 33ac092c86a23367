import { expect, test } from 'vitest';
import { addressOf, LinkGoneError } from './whatsapp-download.ts';

const at = (url: string | null, directPath: string | null, transport: 'live' | 'sandbox' = 'live'): string =>
  addressOf({ url, directPath }, transport).href;

test('a file is asked for at the host of WhatsApp that its message names', () => {
  expect(at('https://media-gru2-1.cdn.whatsapp.net/v/a?x=1', '/v/b?y=2')).toBe(
    'https://media-gru2-1.cdn.whatsapp.net/v/b?y=2',
  );
  expect(at('https://mmg.whatsapp.net/v/a?x=1', null)).toBe('https://mmg.whatsapp.net/v/a?x=1');
  expect(at(null, '/v/b')).toBe('https://mmg.whatsapp.net/v/b');
});

test.each([
  ['https://169.254.169.254/latest/meta-data', '/latest'],
  ['http://mmg.whatsapp.net/v/a', '/v/a'],
  ['https://whatsapp.net.evil.example/v/a', '/v/a'],
  ['https://mmg.whatsapp.net:8443/v/a', '/v/a'],
  ['https://127.0.0.1:7780/v/a', '/v/a'],
  ['file:///etc/passwd', '/v/a'],
  ['nothing', '/v/a'],
])('whoever names %s reaches WhatsApp all the same', (url, directPath) => {
  expect(new URL(at(url, directPath)).host).toBe('mmg.whatsapp.net');
});

test.each([
  ['https://mmg.whatsapp.net/v/a', '//evil.example/a'],
  ['https://mmg.whatsapp.net/v/a', '@evil.example/a'],
  [null, 'v/a'],
  ['https://evil.example/a', null],
  [null, null],
])('an address that leads elsewhere is none: %s %s', (url, directPath) => {
  const told = (): string => at(url, directPath);
  if (directPath === '//evil.example/a') expect(new URL(told()).host).toBe('mmg.whatsapp.net');
  else expect(told).toThrow(LinkGoneError);
});

test('in the sandbox only this machine is asked', () => {
  expect(at('https://127.0.0.1:4711/v/a', '/v/b', 'sandbox')).toBe('https://127.0.0.1:4711/v/b');
  for (const url of [
    'https://mmg.whatsapp.net/v/a',
    'https://10.0.0.1/v/a',
    'https://127.evil.example/a',
    null,
  ])
    expect(() => at(url, '/v/b', 'sandbox')).toThrow(LinkGoneError);
});
