import { proto } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';
import { encodeText } from './encode-text.ts';

test('a text is what Baileys reads, with a secret and an id of its own', () => {
  const text = `Olá, Rita 👋 ${'ção '.repeat(200)}`;
  const [one, other] = [encodeText({ text }), encodeText({ text })];
  const message = proto.Message.decode(one.encoded);
  expect(message.extendedTextMessage?.text).toBe(text);
  expect(message.messageContextInfo?.messageSecret).toHaveLength(32);
  expect(one.whatsappId).toMatch(/^3EB0[0-9A-F]{18}$/);
  expect(other.whatsappId).not.toBe(one.whatsappId);
  expect(Buffer.from(other.encoded).equals(Buffer.from(one.encoded))).toBe(false);
  expect(Buffer.from(proto.Message.encode(message).finish()).equals(Buffer.from(one.encoded))).toBe(true);
});

test('an answer names the message it answers, its author, and carries it', () => {
  const first = encodeText({ text: 'Tem horário?' });
  const answer = encodeText({
    text: 'Tem, às 15h',
    quoted: {
      whatsappId: 'ABC',
      fromMe: false,
      lid: '183000000000055',
      number: '+5511970000002',
      encoded: first.encoded,
      text: 'Tem horário?',
    },
  });
  const info = proto.Message.decode(answer.encoded).extendedTextMessage?.contextInfo;
  expect(info?.stanzaId).toBe('ABC');
  expect(info?.participant).toBe('183000000000055@lid');
  expect(info?.quotedMessage?.extendedTextMessage?.text).toBe('Tem horário?');
});

test('an answer to a message whose proto is not kept carries its text, and falls back to the number', () => {
  const answer = encodeText({
    text: 'Sim',
    quoted: {
      whatsappId: 'X',
      fromMe: true,
      lid: null,
      number: '+5511990000001',
      encoded: null,
      text: 'Posso?',
    },
  });
  const info = proto.Message.decode(answer.encoded).extendedTextMessage?.contextInfo;
  expect(info?.participant).toBe('5511990000001@s.whatsapp.net');
  expect(info?.quotedMessage?.extendedTextMessage?.text).toBe('Posso?');
});
