import { expect, test } from 'vitest';
import { readVcard, writeVcard } from './vcard.ts';

test('C22: cards are read with their groups, labels and escapes', () => {
  expect(
    readVcard(
      'BEGIN:VCARD\nVERSION:3.0\nN:;Dona Lúcia;;;\nFN:Dona Lúcia\nTEL;type=CELL;waid=5511990000041:+55 11 99000-0041\nEND:VCARD',
      'x',
    ),
  ).toEqual({ name: 'Dona Lúcia', numbers: [{ number: '+5511990000041' }] });
  expect(
    readVcard(
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Oficina\\, Zé & Filhos\r\nitem1.TEL;waid=5511990000042:+55 11 99000-0042\r\nitem1.X-ABLabel:Loja\r\nitem2.TEL:+55 11 3333-0043\r\nEND:VCARD',
      'x',
    ),
  ).toEqual({
    name: 'Oficina, Zé & Filhos',
    numbers: [{ number: '+5511990000042', label: 'Loja' }, { number: '+55 11 3333-0043' }],
  });
});

test('a card without a name has the one it came under, or its number; a broken one is still a card', () => {
  expect(readVcard('BEGIN:VCARD\nTEL:123\nEND:VCARD', 'Zé')).toEqual({
    name: 'Zé',
    numbers: [{ number: '123' }],
  });
  expect(readVcard('TEL:123', ' ')).toEqual({ name: '123', numbers: [{ number: '123' }] });
  expect(readVcard('', '')).toEqual({ name: '?', numbers: [] });
});

test('what is written is read again as it was', () => {
  const card = {
    name: 'Zé; da\\Silva, filho',
    numbers: [{ number: '+5511990000041' }, { number: '11 3333-0043', label: 'Casa; praia' }],
  };
  expect(readVcard(writeVcard(card), '')).toEqual(card);
});
