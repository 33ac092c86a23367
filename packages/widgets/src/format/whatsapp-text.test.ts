import { describe, expect, it } from 'vitest';
import { parseWhatsAppText, type Block, type Inline } from './whatsapp-text.ts';

const text = (text: string): Inline => ({ kind: 'text', text });
const lines = (...lines: Inline[][]): Block => ({ kind: 'lines', lines });

function plain(parts: Inline[]): string {
  return parts.map((part) => ('parts' in part ? plain(part.parts) : part.text)).join('');
}
function words(blocks: Block[]): string {
  return blocks
    .map((block) =>
      block.kind === 'mono'
        ? block.text
        : (block.kind === 'list' ? block.items : block.lines).map((line) => plain(line)).join(' '),
    )
    .join(' ');
}

const letters = (value: string): string => value.replace(/[^aé😀]/gu, '');

describe('parseWhatsAppText', () => {
  it('reads the four marks', () => {
    expect(parseWhatsAppText('*a* _b_ ~c~ `d`')).toEqual([
      lines([
        { kind: 'bold', parts: [text('a')] },
        text(' '),
        { kind: 'italic', parts: [text('b')] },
        text(' '),
        { kind: 'strike', parts: [text('c')] },
        text(' '),
        { kind: 'code', text: 'd' },
      ]),
    ]);
  });

  it('nests marks', () => {
    expect(parseWhatsAppText('*a _b_*')).toEqual([
      lines([{ kind: 'bold', parts: [text('a '), { kind: 'italic', parts: [text('b')] }] }]),
    ]);
  });

  it.each(['2*3*4', 'snake_case_name', 'x * a*', '*a *', '**', 'a * b * c', '~', '*a', '_'])(
    'leaves %s as it is',
    (source) => {
      expect(parseWhatsAppText(source)).toEqual([lines([text(source)])]);
    },
  );

  it('does not carry a mark over a line', () => {
    expect(parseWhatsAppText('*a\nb*')).toEqual([lines([text('*a')], [text('b*')])]);
  });

  it('reads quotes, lists and monospace', () => {
    expect(parseWhatsAppText('> dito\n- um\n- dois\n3. três\n```x *y*\nz```\nfim')).toEqual([
      { kind: 'quote', lines: [[text('dito')]] },
      { kind: 'list', start: null, items: [[text('um')], [text('dois')]] },
      { kind: 'list', start: 3, items: [[text('três')]] },
      { kind: 'mono', text: 'x *y*\nz' },
      lines([text('fim')]),
    ]);
  });

  it('keeps an odd fence as text', () => {
    expect(parseWhatsAppText('a ``` b')).toEqual([lines([text('a ``` b')])]);
    expect(parseWhatsAppText('``````')).toEqual([lines([text('``````')])]);
  });

  it('loses no letter of any text', () => {
    const alphabet = ['a', 'é', ' ', '*', '_', '~', '`', '```', '\n', '> ', '- ', '1. ', '😀'];
    let seed = 7;
    const next = (): number => (seed = (seed * 16807) % 2147483647);
    for (let round = 0; round < 2000; round++) {
      const source = Array.from({ length: next() % 40 }, () => alphabet[next() % alphabet.length]).join('');
      expect(letters(words(parseWhatsAppText(source)))).toBe(letters(source));
    }
  });

  it('reads the longest hostile text without hanging', () => {
    for (const source of [
      '*a '.repeat(20_000),
      '*_~'.repeat(20_000),
      '`'.repeat(60_000),
      '*_'.repeat(30_000) + 'x' + '_*'.repeat(30_000),
    ]) {
      expect(parseWhatsAppText(source).length).toBeGreaterThan(0);
    }
  });
});
