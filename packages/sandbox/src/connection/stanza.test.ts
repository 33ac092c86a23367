import { describe, expect, it } from 'vitest';
import { bigEndian, decodeStanza, encodeStanza, wireName } from './stanza.ts';

describe('stanzas on the wire', () => {
  it('come back as they went', async () => {
    const node = {
      tag: 'message',
      attrs: {
        from: '5511990000001:2@s.whatsapp.net',
        id: 'ABC-1',
        notify: wireName('Rita_2: casa @ praia'),
      },
      content: [{ tag: 'enc', attrs: { v: '2' }, content: bigEndian(70_000, 3) }],
    };
    expect(await decodeStanza(encodeStanza(node))).toEqual({
      ...node,
      attrs: { ...node.attrs, notify: 'Rita_2: casa ＠ praia' },
      content: [{ tag: 'enc', attrs: { v: '2' }, content: Buffer.from([0x01, 0x11, 0x70]) }],
    });
  });

  it('refuse an attribute that is no text, which would corrupt the frame', () => {
    const node = {
      tag: 'ib',
      attrs: {},
      content: [{ tag: 'offline', attrs: { count: 3 as unknown as string } }],
    };
    expect(() => encodeStanza(node)).toThrow('<offline count> must be text');
  });

  it('refuse bytes that are none', async () => {
    await expect(decodeStanza(Buffer.from([0, 0xff, 0xff]))).rejects.toThrow();
  });
});
