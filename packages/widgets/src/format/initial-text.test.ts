import { describe, expect, it } from 'vitest';
import { initialText } from './initial-text.ts';

const LIMIT = 20;

describe('initialText', () => {
  it.each(['👩‍👩‍👧‍👦', '🏳️‍🌈', 'e\u0301', '😀'])('C31: never cuts %s in two', (character) => {
    for (let before = LIMIT - 12; before <= LIMIT; before++) {
      const text = `${'a'.repeat(before)}${character}fim${'.'.repeat(LIMIT)}`;
      const cut = initialText(text, LIMIT);
      const kept = cut.slice(0, -1);
      expect(text.startsWith(kept)).toBe(true);
      expect(kept.length).toBeLessThanOrEqual(LIMIT);
      expect(kept.endsWith('a') || kept.includes(character), kept).toBe(true);
      expect(cut.isWellFormed()).toBe(true);
    }
  });

  it('leaves a text that is short enough', () => {
    expect(initialText('oi', 2)).toBe('oi');
    expect(initialText('olá', 2)).toBe('ol…');
  });
});
