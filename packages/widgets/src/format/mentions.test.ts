import { describe, expect, it } from 'vitest';
import { splitMentions } from './mentions.ts';
import { nameMentions } from './name-mentions.ts';

const paulo = { token: '@183000000000055', contactId: 'ctc_paulo', name: 'Paulo' };
const unknown = { token: '@183000000000077', contactId: null, name: null };

describe('mentions', () => {
  it('C25: shows a name, and a neutral one for who is unknown, never digits', () => {
    const text = '@183000000000055 pode ver? @183000000000077';
    expect(nameMentions(text, [paulo, unknown], 'participante')).toBe('@Paulo pode ver? @participante');
  });

  it('prefers the longer of two tokens that begin alike', () => {
    const long = { ...paulo, token: '@5511', name: 'Longa' };
    const short = { ...paulo, token: '@55', name: 'Curta' };
    expect(nameMentions('@5511 e @55', [short, long], '')).toBe('@Longa e @Curta');
    expect(splitMentions('@5511 e @55', [short, long]).map((it) => it.mention?.name)).toEqual([
      'Longa',
      undefined,
      'Curta',
    ]);
  });

  it('leaves every other character as it was', () => {
    const text = 'oi @183000000000055!\n*sim*';
    expect(
      splitMentions(text, [paulo])
        .map((it) => it.text)
        .join(''),
    ).toBe(text);
    expect(nameMentions(text, [], 'x')).toBe(text);
  });
});
