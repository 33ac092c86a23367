// `npm run chaos`: the real programs under traffic and faults; a table of what was lost, doubled or out of order. The
// exit code is 1 unless all of it is zero. `--help` names the flags.
import { parseArgs } from 'node:util';
import { isClean, rowsOf, showReport } from './report.ts';
import { FAULTS, runChaos } from './run-chaos.ts';

const HELP = `npm run chaos -- [--minutes n | --hours n] [--seed n] [--sessions n] [--accounts n] [--servers n]
                 [--rate n] [--only <fault>]… [--quiet] [--json]

  --minutes, --hours  how long faults strike (5 minutes)
  --seed              the same seed gives the same faults in the same order (by chance)
  --sessions          numbers that are linked (30), of so many --accounts (3)
  --servers           server processes on one database (2)
  --rate              messages a second, each way (20)
  --only              only this fault; may be repeated
  --json              the report as JSON, a line for each fault, and one for all`;

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string' },
    hours: { type: 'string' },
    seed: { type: 'string' },
    sessions: { type: 'string', default: '30' },
    accounts: { type: 'string', default: '3' },
    servers: { type: 'string', default: '2' },
    rate: { type: 'string', default: '20' },
    only: { type: 'string', multiple: true },
    quiet: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) {
  console.log(`${HELP}\n\nThe faults:\n${FAULTS.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exit(0);
}
const unknown = (flags.only ?? []).find((name) => !FAULTS.some((fault) => fault.name === name));
if (unknown) {
  console.error(`No fault is called "${unknown}". --help names them.`);
  process.exit(2);
}

const seed = flags.seed === undefined ? Math.floor(Math.random() * 1_000_000) : numberOf('seed', flags.seed);
const minutes = flags.hours ? 60 * numberOf('hours', flags.hours) : numberOf('minutes', flags.minutes ?? '5');
const broken = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => broken.abort(new Error('The run was broken off.')));

const began = Date.now();
const say = (text: string): void => {
  if (flags.quiet || flags.json) return;
  console.log(`${((Date.now() - began) / 1_000).toFixed(1).padStart(7)} s  ${text}`);
};
say(`seed ${seed}`);
try {
  const report = await runChaos({
    seed,
    durationMs: minutes * 60_000,
    ...(flags.only ? { faults: flags.only } : {}),
    lengths: ['short', 'long'],
    accounts: numberOf('accounts', flags.accounts),
    sessions: numberOf('sessions', flags.sessions),
    gateways: numberOf('servers', flags.servers),
    perSecond: numberOf('rate', flags.rate),
    mostCalmMs: 3_000,
    patienceMs: 120_000,
    signal: broken.signal,
    say,
  });
  if (flags.json) {
    for (const row of rowsOf(report)) console.log(JSON.stringify(row));
    const { seconds, repeated, skipped, rounds } = report;
    const differences = rounds.flatMap((round) => round.differences);
    console.log(JSON.stringify({ seed, seconds, repeated, skipped, differences, clean: isClean(report) }));
  } else console.log(`\n${showReport(report)}`);
  process.exitCode = isClean(report) ? 0 : 1;
} catch (error) {
  console.error(`The run could not be ended (seed ${seed}).`, error);
  process.exitCode = 1;
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || (value === 0 && flag !== 'seed')) {
    console.error(`--${flag} must be a number above 0, not "${text}".`);
    process.exit(2);
  }
  return value;
}
