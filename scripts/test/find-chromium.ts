import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { canInstall, installPackages, isProgram, onPath } from './system-programs.ts';

/** No Chromium is here and none could be installed. The message names the command that installs one. */
export class ChromiumMissing extends Error {
  override name = 'ChromiumMissing';
}

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
];
const places = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The Chromium that the browser tests drive: `CHROMIUM_PATH` (or `CHROME_PATH`, `CHROME_BIN`), one on the PATH, one in
 * a usual place, or one that playwright downloaded before. As root on a machine with apt it is installed.
 */
export function findChromium(env: NodeJS.ProcessEnv, report: (message: string) => void): string {
  const named = env.CHROMIUM_PATH ?? env.CHROME_PATH ?? env.CHROME_BIN;
  if (named) {
    if (isProgram(named)) return named;
    throw new ChromiumMissing(
      `${named} is not a program that can be run. Correct CHROMIUM_PATH, or unset it.`,
    );
  }
  const found = search(env);
  if (found) return found;
  if (canInstall()) {
    report('No Chromium on this machine: installing it with apt (once)…');
    installPackages('chromium', 'fonts-liberation');
    const installed = search(env);
    if (installed) return installed;
  }
  throw new ChromiumMissing(
    'The browser tests need Chromium. Install it, then run npm test again:\n' +
      '  Debian, Ubuntu: sudo apt-get install -y chromium\n' +
      '  Fedora:         sudo dnf install -y chromium\n' +
      '  macOS:          brew install --cask chromium\n' +
      '  anywhere:       npx playwright install chromium\n' +
      'Or point to one: CHROMIUM_PATH=/path/to/chromium npm test',
  );
}

function search(env: NodeJS.ProcessEnv): string | undefined {
  return [...onPath(env, commands), ...places, ...downloaded(env)].find(isProgram);
}

/** What `npx playwright install chromium` leaves behind. */
function downloaded(env: NodeJS.ProcessEnv): string[] {
  const folder = env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .flatMap((name) =>
      ['chrome-linux/chrome', 'chrome-linux64/chrome'].map((end) => join(folder, name, end)),
    );
}
