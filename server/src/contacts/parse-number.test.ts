import { describe, expect, test } from 'vitest';
import { parseNumber } from './parse-number.ts';

const withoutAreaCode = { country: 'BR', areaCode: null };
const inSaoPaulo = { country: 'BR', areaCode: '11' };

describe('a number as people in Brazil write it', () => {
  test.each([
    ['81 99000-0001', '+5581990000001'],
    ['(33) 99000-0002', '+5533990000002'],
    ['011 99000-0003', '+5511990000003'],
    ['0 15 11 99000-0004', '+5511990000004'],
    ['+55 (0) 11 99000-0005', '+5511990000005'],
    ['5511990000006', '+5511990000006'],
    ['55 99000-0007', '+5555990000007'],
    ['+351 912 000 009', '+351912000009'],
    ['(11) 3333-0001', '+551133330001'],
  ])('%s is %s', (text, number) => {
    expect(parseNumber(text, withoutAreaCode)).toEqual({ number });
  });

  test('without an area code it takes the one of the account, or is refused', () => {
    expect(parseNumber('99000-0008', inSaoPaulo)).toEqual({ number: '+5511990000008' });
    expect(parseNumber('99000-0008', withoutAreaCode)).toEqual({ refused: 'no_area_code' });
  });

  test.each(['abc', '', '+', '12', '+5511', '+551199000000000', 'ramal 12', '11 99000-0001 / 11 99000-0002'])(
    '%j is no number',
    (text) => {
      expect(parseNumber(text, inSaoPaulo)).toEqual({ refused: 'not_a_number' });
    },
  );

  test.each([
    ['+5575988250001', '+5575988250001'],
    ['+557588250001', '+557588250001'],
    ['75 8825-0001', '+557588250001'],
    ['+551190000001', '+551190000001'],
    ['+551133330001', '+551133330001'],
  ])('%s keeps its digits: the ninth is neither added nor taken', (text, number) => {
    expect(parseNumber(text, withoutAreaCode)).toEqual({ number });
  });
});

describe('elsewhere', () => {
  test.each([
    ['912 000 009', { country: 'PT', areaCode: null }, { number: '+351912000009' }],
    ['020 7946 0018', { country: 'GB', areaCode: null }, { number: '+442079460018' }],
    ['7946 0018', { country: 'GB', areaCode: '20' }, { number: '+442079460018' }],
    ['+55 11 99000-0001', { country: 'PT', areaCode: null }, { number: '+5511990000001' }],
  ] as const)('%s', (text, habits, expected) => {
    expect(parseNumber(text, habits)).toEqual(expected);
  });
});
