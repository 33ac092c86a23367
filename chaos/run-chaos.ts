import { setTimeout as sleep } from 'node:timers/promises';
import { compareBooks } from './books.ts';
import { Dice } from './dice.ts';
import { gatherEvidence } from './evidence.ts';
import type { Fault } from './fault.ts';
import { type Evidence, type Finding, judge } from './judge.ts';
import { machineFaults } from './machine-faults.ts';
import { healNetwork, networkFaults } from './network-faults.ts';
import { planTurns, type Turn } from './plan.ts';
import type { Report } from './report.ts';
import { type Promised, Traffic } from './traffic.ts';
import { World } from './world.ts';

export const FAULTS: readonly Fault[] = [...machineFaults, ...networkFaults];

export interface ChaosOptions {
  seed: number;
  /** How long faults go on, all rounds together; absent: each fault has its turn once. */
  durationMs?: number;
  /** Only these; absent: all that the length allows. */
  faults?: readonly string[];
  lengths: readonly Fault['length'][];
  accounts: number;
  sessions: number;
  gateways: number;
  /** Messages a second, each way. */
  perSecond: number;
  mostCalmMs: number;
  /** How long what was promised may take once nothing is wrong any more. */
  patienceMs: number;
  signal: AbortSignal;
  say: (text: string) => void;
}

/** After so long a round is judged and another begins: the network's ledger doesn't go back without end. */
const ROUND_MS = 10 * 60_000;
/** In the judging, what was not handed over before must wait for the next login. */
const LOGIN_ANEW_AFTER_MS = 3_000;

/** Faults of one row have their turns one after the other, beside those of the other row. */
interface Row {
  faults: readonly Fault[];
  turns: Iterator<Turn, never>;
  /** Turns that are left. */
  left: number;
}

/** Runs the real programs under faults, and says what was lost, doubled or put out of order. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const began = Date.now();
  const world = await World.start(options);
  const report: Report = { seed: options.seed, rounds: [], skipped: [], repeated: 0, seconds: 0 };
  try {
    const rows = [
      makeRow('machines', chooseFaults(machineFaults, { world, options, report }), options),
      makeRow('network', chooseFaults(networkFaults, { world, options, report }), options),
    ].filter(({ faults }) => faults.length > 0);
    const end = Date.now() + (options.durationMs ?? 0);
    const dice = new Dice(options.seed);
    do {
      const number = report.rounds.length + 1;
      const until = options.durationMs === undefined ? Infinity : Math.min(end, Date.now() + ROUND_MS);
      const round = { ...options, rows, until, number, dice: dice.apart(`round ${number}`) };
      report.rounds.push(await runRound(world, round));
    } while (Date.now() < end && !options.signal.aborted);
    report.repeated = world.hub.repeated;
    report.seconds = Math.round((Date.now() - began) / 1_000);
    return report;
  } finally {
    await world.end();
  }
}

function makeRow(row: string, faults: Fault[], options: ChaosOptions): Row {
  const { seed, mostCalmMs, durationMs } = options;
  const names = faults.map(({ name }) => name);
  const left = durationMs === undefined ? faults.length : Infinity;
  return { faults, left, turns: planTurns({ seed, row, faults: names, mostCalmMs }) };
}

function chooseFaults(
  faults: readonly Fault[],
  { world, options, report }: { world: World; options: ChaosOptions; report: Report },
): Fault[] {
  const wanted = faults.filter(({ name, length }) =>
    options.faults ? options.faults.includes(name) : options.lengths.includes(length),
  );
  return wanted.filter(({ name, missing }) => {
    const reason = missing?.(world);
    if (reason) report.skipped.push({ fault: name, reason });
    return !reason;
  });
}

async function runRound(
  world: World,
  options: ChaosOptions & { rows: Row[]; until: number; dice: Dice; number: number },
): Promise<Report['rounds'][number]> {
  const { say, signal } = options;
  const since = new Date(Date.now() - 1_000);
  let fault = 'before any fault';
  const struck: string[] = [];
  const traffic = new Traffic({
    world,
    dice: options.dice,
    perSecond: options.perSecond,
    round: options.number,
    fault: () => fault,
    signal,
  });
  traffic.start();
  const strikeInTurn = async (row: Row): Promise<void> => {
    while (row.left > 0 && Date.now() < options.until) {
      row.left -= 1;
      const turn = row.turns.next().value;
      await sleep(turn.calmMs, undefined, { signal });
      fault = turn.fault;
      struck.push(turn.fault);
      say(turn.fault);
      await row.faults.find(({ name }) => name === turn.fault)!.strike(world, new Dice(turn.seed));
    }
  };
  await Promise.all(options.rows.map(strikeInTurn));
  await sleep(Math.min(2_000, options.mostCalmMs), undefined, { signal });
  const swallowed = await healNetwork(world);
  await traffic.stop();
  say(`${traffic.promised.length} messages; everything is whole again, and settles`);
  const { findings, sentAgain } = await settle(world, traffic.promised, { ...options, since, swallowed });
  const differences = await compareBooks(world, traffic.promised);
  if (findings.length > 0) for (const line of world.warnings().slice(-40)) say(line);
  return { promised: traffic.promised, struck, findings, differences, sentAgain: sentAgain.size };
}

/** Waits until nothing is wrong any more, or patience ends; a person sends again what failed and may be. */
async function settle(
  world: World,
  promised: readonly Promised[],
  options: { since: Date; swallowed: ReadonlySet<string>; patienceMs: number; signal: AbortSignal },
): Promise<{ findings: Finding[]; sentAgain: Set<string> }> {
  await world.untilConnected(options.patienceMs);
  const sentAgain = new Set<string>();
  const began = Date.now();
  let loggedInAnew = false;
  for (let pauseMs = 500; ; pauseMs = Math.min(5_000, pauseMs * 1.5)) {
    const evidence = await gatherEvidence(world, { ...options, sentAgain });
    await sendAgain(world, promised, evidence, sentAgain);
    const findings = judge(promised, evidence);
    const waited = Date.now() - began;
    if (findings.every(({ flaw }) => flaw !== 'lost') || waited > options.patienceMs)
      return { findings, sentAgain };
    if (!loggedInAnew && waited > LOGIN_ANEW_AFTER_MS) {
      loggedInAnew = true;
      await world.phones.call('POST', '/faults', { kind: 'drop', on: 'now' });
      await world.untilConnected(options.patienceMs);
    }
    await sleep(pauseMs, undefined, { signal: options.signal });
  }
}

/** What failed, and may be sent again, a person sends again: it must then arrive, and once. */
async function sendAgain(
  world: World,
  promised: readonly Promised[],
  { threads }: Evidence,
  sentAgain: Set<string>,
): Promise<void> {
  const failed = new Set(
    [...threads.values()].flatMap((thread) =>
      thread
        .filter(({ status, retryable }) => status === 'failed' && retryable)
        .map(({ whatsappId }) => whatsappId),
    ),
  );
  for (const { whatsappId, messageId, line } of promised) {
    if (!messageId || !failed.has(whatsappId)) continue;
    sentAgain.add(messageId);
    await world.hub.ask({
      token: line.session.account.token,
      method: 'POST',
      path: `/messages/${messageId}/retry`,
    });
  }
}
