import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

test.each([
  ['a family', '👩‍👩‍👧‍👦'],
  ['a flag', '🏳️‍🌈'],
  ['a letter with its accent', 'e\u0301'],
  ['half of a pair', '👍'],
])('C31: a cut never falls inside %s', (_, sign) => {
  for (const length of [10, 200, 300]) {
    const text = `${'a'.repeat(length - 1)}${sign}fim`;
    const cut = cutText(text, length);
    expect(cut).toBe('a'.repeat(length - 1));
    expect(cutText(text, text.length)).toBe(text);
    expect(cutText(text, length - 1 + sign.length)).toBe('a'.repeat(length - 1) + sign);
  }
});

test('what is stored has no NUL and no half of a pair', () => {
  expect(cutText('a\u0000b\ud83dc', 10)).toBe('ab\ufffdc');
  expect(cutText('', 10)).toBe('');
  expect(cutText('\u0301'.repeat(1_000), 10)).toHaveLength(10);
});
