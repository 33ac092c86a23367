/** One measured figure beside the baseline that was measured in the same run. */
export interface Figure {
  /** Stable name, `bench/figure`, for comparing runs. */
  name: string;
  /** The median of the rounds. */
  value: number;
  unit: string;
  /** The lowest and the highest round; absent where a round gives the same value each time. */
  range?: [low: number, high: number];
  /** What the figure is compared with, measured in this run; its value is a median too. */
  baseline: { name: string; value: number };
  /** value / baseline. Of rounds, the median of each round's ratio, since only rounds side by side compare. */
  ratio: number;
  /** What we aim for, as a bound on the ratio; absent where the figure is only watched. */
  aim?: { atLeast?: number; atMost?: number };
  /** How many interleaved rounds the medians come from. */
  rounds: number;
}

export interface BenchOptions {
  /** Fewer rounds and shorter loads: to see that a bench works, not to quote. */
  quick: boolean;
  /** A folder for the CPU profiles of our own programs; absent: none are made. */
  profile?: string;
}

/** A bench yields its figures as they are ready. */
export type Bench = (options: BenchOptions) => AsyncIterable<Figure>;

/** One round: ours and the baseline, measured right after each other. */
export interface Round {
  ours: number;
  baseline: number;
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The p-th percentile (0 to 100) by linear interpolation between the closest ranks. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new Error('A percentile needs at least one value.');
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (p / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(rank)]!;
  const high = sorted[Math.ceil(rank)]!;
  return low + (high - low) * (rank - Math.floor(rank));
}

/** Sums interleaved rounds up. */
export function figureOf(
  rounds: readonly Round[],
  { name, unit, baseline, aim }: { name: string; unit: string; baseline: string; aim?: Figure['aim'] },
): Figure {
  const ours = rounds.map((round) => round.ours);
  return {
    name,
    value: median(ours),
    unit,
    range: [Math.min(...ours), Math.max(...ours)],
    baseline: { name: baseline, value: median(rounds.map((round) => round.baseline)) },
    ratio: median(rounds.map((round) => round.ours / round.baseline)),
    aim,
    rounds: rounds.length,
  };
}

/** Whether the figure meets its aim; true where it has none. */
export function meetsAim({ ratio, aim }: Figure): boolean {
  return (
    (aim?.atLeast === undefined || ratio >= aim.atLeast) && (aim?.atMost === undefined || ratio <= aim.atMost)
  );
}

/** The figure in one line for a person. */
export function describeFigure(figure: Figure): string {
  const { name, value, unit, range, baseline, ratio, rounds } = figure;
  const spread = range && rounds > 1 ? ` [${round(range[0])}–${round(range[1])}]` : '';
  const count = rounds === 1 ? '1 round' : `${rounds} rounds`;
  return (
    `${name}: ${round(value)} ${unit}${spread}; ${baseline.name}: ${round(baseline.value)}; ` +
    `ratio ${ratio.toFixed(2)}${goal(figure)} (${count})`
  );
}

function goal(figure: Figure): string {
  const { aim } = figure;
  if (!aim) return '';
  const bound = aim.atLeast === undefined ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`;
  return `, aim ${bound}: ${meetsAim(figure) ? 'met' : 'NOT met'}`;
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
