// `npm test`: every check of the repository, then every test, and one line at the end that says how many passed.
// `npm test -- <words>` passes file filters on to vitest and leaves the checks out.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChromiumMissing, findChromium } from './test/find-chromium.ts';
import { type Check, runCheck } from './test/run-check.ts';
import { provideCaddy, provideRedis } from './test/system-programs.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const filters = process.argv.slice(2);
const MINUTE_MS = 60_000;
const TESTS_LIMIT_MS = 45 * MINUTE_MS;

/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
  testResults: { status: string; name: string; message: string; assertionResults: unknown[] }[];
}

let passed = 0;
let failed = 0;
process.exitCode = await main();

async function main(): Promise<number> {
  if (filters.length === 0) for (const check of checks()) await count(check);
  await countTests();
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function tool(name: string, ...args: string[]): string[] {
  return [join(bin, name), ...args];
}

function checks(): Check[] {
  const typed = [
    'packages/sdk',
    'packages/widgets',
    'packages/sandbox',
    'server',
    'scripts',
    'bench',
    'chaos',
    'e2e',
  ];
  const projects = [...typed, 'examples/agency-portal', 'examples/reference-app'];
  const list: [string, string[]][] = [
    ['format', tool('biome', 'format')],
    ['lint', tool('oxlint', '--type-aware')],
    ...projects.map((project): [string, string[]] => [`types of ${project}`, tool('tsc', '-p', project)]),
    ['generated files', [process.execPath, 'scripts/generate.ts', '--check']],
    ['contract', tool('redocly', 'lint', 'openapi.yaml')],
    ['known holes in dependencies', [process.execPath, 'scripts/test/audit-dependencies.ts']],
  ];
  return list.map(([name, command]) => ({ name, command, cwd: root, limitMs: 3 * MINUTE_MS }));
}

async function count(check: Check): Promise<void> {
  process.stdout.write(`${check.name} … `);
  const { passed: ok, seconds, output } = await runCheck(check);
  console.log(`${ok ? 'passed' : 'FAILED'} (${seconds.toFixed(1)} s)`);
  if (ok) passed++;
  else {
    failed++;
    console.log(output.trimEnd());
  }
}

async function countTests(): Promise<void> {
  let chromium: string;
  try {
    chromium = findChromium(process.env, console.log);
  } catch (error) {
    if (!(error instanceof ChromiumMissing)) throw error;
    console.log(`\n${error.message}`);
    failed++;
    return;
  }
  provideRedis(process.env, console.log);
  provideCaddy(process.env, console.log);
  const folder = mkdtempSync(join(tmpdir(), 'metahub-test-'));
  const reportFile = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { passed: ok, output } = await runCheck({
    name: 'tests',
    command: [join(bin, 'vitest'), 'run', ...reporters, ...filters],
    cwd: root,
    env: { CHROMIUM_PATH: chromium, NO_COLOR: '1' },
    limitMs: TESTS_LIMIT_MS,
    live: true,
  });
  const report = existsSync(reportFile)
    ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
    : null;
  rmSync(folder, { recursive: true, force: true });
  if (!report) {
    console.log(
      `\nThe test runner ended without a report. ${output.includes('Stopped after') ? 'It took too long.' : ''}`,
    );
    failed++;
    return;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  );
  failed += broken.length;
  // Everything passed, and still the runner failed: an error outside a test, or files that hold no test.
  if (!ok && report.numFailedTests + broken.length === 0) {
    console.log('\nThe test runner failed outside a test; see above.');
    failed++;
  }
}
