// Asks the registry for known holes in what runs in production. Fails for grave ones; passes, and says so, where the
// registry can't be asked: without internet, or behind a mirror that does not answer such questions.
import { spawnSync } from 'node:child_process';

/** What is read of `pnpm audit --json`. */
interface Report {
  advisories?: Record<string, { module_name: string; severity: string; title: string; url: string }>;
  error?: { code?: string; message?: string };
}

const GRAVE = new Set(['high', 'critical']);
const asked = spawnSync('npx', ['--yes', 'pnpm@12.21.0', 'audit', '--prod', '--json'], {
  encoding: 'utf8',
  timeout: 60_000,
});
const report = readReport(asked.stdout ?? '');
if (!report?.advisories) {
  console.log('The registry can not be asked for known holes now.');
} else {
  const grave = Object.values(report.advisories).filter(({ severity }) => GRAVE.has(severity));
  for (const { module_name: name, severity, title, url } of grave)
    console.log(`${name}: ${title} (${severity}) ${url}`);
  console.log(`${grave.length} grave holes are known.`);
  if (grave.length > 0) process.exitCode = 1;
}

function readReport(text: string): Report | null {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return null;
  }
}
