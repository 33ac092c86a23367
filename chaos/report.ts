import type { Finding, Flaw } from './judge.ts';
import type { Promised } from './traffic.ts';

/** What came of a run. */
export interface Report {
  seed: number;
  rounds: {
    promised: readonly Promised[];
    /** The faults in the order in which they struck. */
    struck: readonly string[];
    findings: readonly Finding[];
    /** Where the server's own books say otherwise. */
    differences: readonly string[];
    /** Messages that failed, said so, and were sent again. */
    sentAgain: number;
  }[];
  skipped: { fault: string; reason: string }[];
  /** Requests that had to be repeated until they were answered. */
  repeated: number;
  seconds: number;
}

/** One fault's line. */
export interface Row {
  fault: string;
  times: number;
  in: number;
  out: number;
  lost: number;
  doubled: number;
  outOfOrder: number;
}

/** A line for each fault: how often it struck, what was written in its time, and what was wrong with that. */
export function rowsOf({ rounds }: Report): Row[] {
  const rows = new Map<string, Row>();
  const rowOf = (fault: string): Row => {
    let row = rows.get(fault);
    if (!row) rows.set(fault, (row = { fault, times: 0, in: 0, out: 0, lost: 0, doubled: 0, outOfOrder: 0 }));
    return row;
  };
  for (const { promised, struck, findings } of rounds) {
    for (const fault of struck) rowOf(fault).times += 1;
    for (const { fault, way } of promised) rowOf(fault)[way] += 1;
    for (const { flaw, message } of findings) rowOf(message.fault)[columnOf[flaw]] += 1;
  }
  return [...rows.values()];
}

const columnOf = { lost: 'lost', doubled: 'doubled', 'out of order': 'outOfOrder' } as const satisfies Record<
  Flaw,
  keyof Row
>;

/** Whether nothing at all was wrong. */
export function isClean({ rounds }: Report): boolean {
  return rounds.every(({ findings, differences }) => findings.length === 0 && differences.length === 0);
}

/** The table for a person. */
export function showReport(report: Report): string {
  const rows = rowsOf(report);
  const total = rows.reduce(
    (sum, row) => ({
      fault: 'all',
      times: sum.times + row.times,
      in: sum.in + row.in,
      out: sum.out + row.out,
      lost: sum.lost + row.lost,
      doubled: sum.doubled + row.doubled,
      outOfOrder: sum.outOfOrder + row.outOfOrder,
    }),
    { fault: 'all', times: 0, in: 0, out: 0, lost: 0, doubled: 0, outOfOrder: 0 },
  );
  const head = ['fault', 'times', 'in', 'out', 'lost', 'doubled', 'out of order'];
  const cells = [...rows, total].map((row) => [
    row.fault,
    ...[row.times, row.in, row.out, row.lost, row.doubled, row.outOfOrder].map(String),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]!.length)),
  );
  const show = (line: string[]) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const lines = [show(head), rule, ...cells.slice(0, -1).map(show), rule, show(cells.at(-1)!)];
  const again = report.rounds.reduce((sum, { sentAgain }) => sum + sentAgain, 0);
  lines.push(
    '',
    `seed ${report.seed}, ${report.seconds} s; ${report.repeated} requests were repeated until they`,
  );
  lines.push(`were answered; ${again} messages failed, said so, and arrived when they were sent again.`);
  for (const { fault, reason } of report.skipped) lines.push(`not tried: ${fault} (${reason})`);
  for (const { findings, differences } of report.rounds) {
    for (const { flaw, message, because } of findings.slice(0, 50))
      lines.push(`${flaw.toUpperCase()} (${message.fault}): "${message.text}" ${message.way}: ${because}`);
    for (const difference of differences) lines.push(`THE SERVER'S OWN BOOKS: ${difference}`);
  }
  return lines.join('\n');
}
