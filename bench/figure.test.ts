import { describe, expect, test } from 'vitest';
import { describeFigure, type Figure, figureOf, median, meetsAim, percentile } from './figure.ts';

describe('percentiles', () => {
  test('lie between the closest ranks, whatever the order', () => {
    expect(percentile([40, 10, 30, 20], 0)).toBe(10);
    expect(percentile([40, 10, 30, 20], 100)).toBe(40);
    expect(percentile([40, 10, 30, 20], 50)).toBe(25);
    expect(percentile([1, 2, 3, 4, 5], 95)).toBeCloseTo(4.8);
    expect(percentile([7], 95)).toBe(7);
  });

  test('compare numbers and not their texts, and leave what they were given as it was', () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  test('need a value', () => {
    expect(() => median([])).toThrow('at least one value');
  });
});

describe('a figure of rounds', () => {
  // The second round ran on a busy machine: both sides were slow in it.
  const rounds = [
    { ours: 50, baseline: 100 },
    { ours: 12, baseline: 20 },
    { ours: 80, baseline: 100 },
  ];
  const figure = figureOf(rounds, {
    name: 'send/accepted',
    unit: '/s',
    baseline: 'bare',
    aim: { atLeast: 0.5 },
  });

  test('has medians, the range, and the ratio of rounds side by side', () => {
    expect(figure).toEqual({
      name: 'send/accepted',
      value: 50,
      unit: '/s',
      range: [12, 80],
      baseline: { name: 'bare', value: 100 },
      ratio: 0.6,
      aim: { atLeast: 0.5 },
      rounds: 3,
    });
  });

  test('reads as one line', () => {
    expect(describeFigure(figure)).toBe(
      'send/accepted: 50.0 /s [12.0–80.0]; bare: 100; ratio 0.60, aim ≥ 0.5: met (3 rounds)',
    );
    const missed = { ...figure, value: 12_345.6, ratio: 0.49, range: undefined, rounds: 1 };
    expect(describeFigure(missed)).toBe(
      'send/accepted: 12,346 /s; bare: 100; ratio 0.49, aim ≥ 0.5: NOT met (1 round)',
    );
  });
});

describe('an aim', () => {
  const figure: Figure = {
    name: 'weight/inbox',
    value: 11,
    unit: 'KB',
    baseline: { name: 'a peer', value: 100 },
    ratio: 0.11,
    rounds: 1,
  };

  test('is a bound on the ratio, its edge included', () => {
    expect(meetsAim({ ...figure, aim: { atMost: 0.11 } })).toBe(true);
    expect(meetsAim({ ...figure, aim: { atMost: 0.1 } })).toBe(false);
    expect(meetsAim({ ...figure, aim: { atLeast: 0.11 } })).toBe(true);
    expect(meetsAim({ ...figure, aim: { atLeast: 0.12 } })).toBe(false);
  });

  test('is met where there is none, and not mentioned', () => {
    expect(meetsAim(figure)).toBe(true);
    expect(describeFigure(figure)).not.toContain('aim');
  });
});
