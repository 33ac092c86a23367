import { find } from 'linkifyjs';
import { describe, expect, it } from 'vitest';
import { findLinks, type FoundLink } from './find-links.ts';

/** What the established library finds, of the kinds that we draw. */
const peer = (text: string): FoundLink[] =>
  find(text, { defaultProtocol: 'https' })
    .filter((link) => link.isLink && /^(https?|mailto):/i.test(link.href))
    .map(({ start, end, href }) => ({ start, end, href }));

/** Numbers that look random and are the same each time (mulberry32). */
function randomness(seed: number): <T>(list: readonly T[]) => T {
  let state = seed;
  return (list) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return list[((mixed ^ (mixed >>> 14)) >>> 0) % list.length]!;
  };
}

const HOSTS = [
  'clinica.com.br',
  'www.loja.com',
  'meet.google.com',
  'wa.me',
  'agenda-facil.app',
  'saúde.org.br',
  'a.b.c.d.net',
];
const PATHS = [
  '',
  '/',
  '/convenios',
  '/Praia_(Recife)',
  '/a_b_c?q=1,2;3&x=%20#fim',
  '?utm_source=zap',
  '/~ana/foto.jpg',
  ':8080/x',
];
const BEFORE = ['', 'veja ', '(', '"', 'Agenda: ', 'é aqui → ', '\n', '1. '];
const AFTER = ['', '.', ', ok', '!', ')', '"', '?', ' e depois', '\nobrigada', '; certo'];
const WORDS = [
  'Olá.',
  'bom',
  'dia',
  '12.30h',
  'R$ 1.200,00',
  'foto.jpg',
  'v2.1',
  'e.g.',
  'javascript:alert(1)',
  'data:text/html,x',
  'C:\\pasta',
  'fim...',
  '@lia',
  '#1',
  '5/12',
  'a@b',
  '.com',
  'obrigada.Até',
];

describe('findLinks', () => {
  it('finds what the library finds, wherever a link stands in a sentence', () => {
    const pick = randomness(7);
    for (let round = 0; round < 3_000; round++) {
      const link = `${pick(['https://', 'http://', ''])}${pick(HOSTS)}${pick(PATHS)}`;
      const text = `${pick(BEFORE)}${link}${pick(AFTER)}`;
      expect(findLinks(text), text).toEqual(peer(text));
    }
  });

  it('finds mail addresses as the library does', () => {
    const pick = randomness(11);
    for (let round = 0; round < 1_000; round++) {
      const mail = `${pick(['lia', 'ana.maria', 'a+b', 'x_1'])}@${pick(HOSTS)}`;
      const text = `${pick(BEFORE)}${mail}${pick(AFTER)}`;
      expect(findLinks(text), text).toEqual(peer(text));
    }
  });

  it('finds nothing in other text that the library does not find', () => {
    const pick = randomness(3);
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: 6 }, () => pick(WORDS)).join(pick([' ', '\n', '  ', ', ']));
      expect(
        findLinks(text).filter(
          ({ start, end }) => !peer(text).some((it) => it.start <= start && it.end >= end),
        ),
        text,
      ).toEqual([]);
    }
  });

  it.each([
    ['javascript:alert(1)', []],
    ['ftp://clinica.com/x', []],
    // A name with a password in it pretends to be another: it stays text.
    ['https://banco.com:senha@mal.example/x', []],
    ['https://clinica.com/x*', ['https://clinica.com/x']],
    ['https://clinica.com/Ana_Maria_Braga', ['https://clinica.com/Ana_Maria_Braga']],
    ['http://localhost:3000/a e http://10.0.0.1/b', ['http://localhost:3000/a', 'http://10.0.0.1/b']],
    ['HTTPS://CLINICA.COM/X', ['HTTPS://CLINICA.COM/X']],
    ['meu_nome_de_usuario', []],
  ])('%s', (text, links) => {
    expect(findLinks(text).map((link) => link.href)).toEqual(links);
  });

  it('reads the longest message fast, however it is made', () => {
    for (const piece of ['a', 'a.', 'a-', 'http://', 'a@', '1.1.', "a.com'", ')', '(']) {
      const text = `https://a.com/${piece.repeat(65_536 / piece.length)}`;
      expect(findLinks(text).length, piece).toBeLessThan(65_536);
    }
  });
});
