import { describe, expect, it } from 'vitest';
import { dayLabelOf } from './day-label.ts';
import { parseNumber } from './parse-number.ts';
import { formatNumber, initialsOf, tintOf } from './people.ts';
import { rowTimeOf, type Clock } from './times.ts';
import { waitOf } from './waiting.ts';
import { listWords } from '../words/pt-br/list.ts';

describe('people', () => {
  it.each([
    ['+5511990000148', '+55 11 99000-0148'],
    ['+551133334444', '+55 11 3333-4444'],
    ['+14155550100', '+14155550100'],
    [null, ''],
  ])('writes %s as %s', (number, written) => expect(formatNumber(number)).toBe(written));

  it.each([
    ['+55 (11) 99000-0001', '+5511990000001'],
    ['11990000001', null],
    ['+12', null],
    ['+55 onze', null],
  ])('reads %s as %s', (typed, number) => expect(parseNumber(typed)).toBe(number));

  it.each([
    ['Otília Lacerda', 'OL'],
    ['ágata', 'Á'],
    ['Ana Maria de Souza', 'AS'],
    ['+55 11 99000-0148', '48'],
    ['😀 Bia', 'B'],
  ])('makes %s into %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it('gives the same tint for the same id', () => expect(tintOf('ctc_1')).toBe(tintOf('ctc_1')));
});

describe('times', () => {
  // 02:30 UTC on the 25th is 23:30 on the 24th in São Paulo.
  const clock: Clock = {
    locale: 'pt-BR',
    zone: 'America/Sao_Paulo',
    now: Date.parse('2026-11-25T02:30:00Z'),
    today: 'Hoje',
    yesterday: 'Ontem',
  };
  it('tells days in the account’s zone', () => {
    expect(rowTimeOf('2026-11-25T01:00:00Z', clock)).toBe('22:00');
    expect(rowTimeOf('2026-11-24T02:00:00Z', clock)).toBe('Ontem');
    expect(rowTimeOf('2026-11-20T12:00:00Z', clock)).toBe('20/11');
    expect(rowTimeOf('2025-11-20T12:00:00Z', clock)).toBe('20/11/2025');
    expect(dayLabelOf('2026-11-25T01:00:00Z', clock)).toBe('Hoje, 24 de novembro');
    expect(dayLabelOf('2026-10-03T12:00:00Z', clock)).toBe('3 de outubro');
  });
});

describe('waits', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  const wait = (minutes: number): string => {
    const { text, level } = waitOf(new Date(now - minutes * 60_000).toISOString(), now, 10, listWords);
    return `${text} ${level}`;
  };
  it.each([
    [0, 'agora fine'],
    [6, '6 min fine'],
    [7, '7 min near'],
    [10, '10 min late'],
    [65, '1 h 05 late'],
    [3 * 1440, '3 dias late'],
  ])('%s minutes: %s', (minutes, says) => expect(wait(minutes)).toBe(says));
});
