import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether programs can be installed here without asking anybody: as root, where there is apt. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs Debian packages, with a new list of them when the present one doesn't do. */
export function installPackages(...names: string[]): void {
  // Services that a package brings are not started: the tests start what they need themselves.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const run = (args: string[]) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const install = ['install', '-y', '--no-install-recommends', ...names];
  if (!run(install)) {
    run(['update']);
    run(install);
  }
}

/** Where programs of these names would be on the PATH. */
export function onPath(env: NodeJS.ProcessEnv, names: string[]): string[] {
  return (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs a Redis server for the tests that want one, where that can be done; elsewhere those tests are skipped. */
export function provideRedis(env: NodeJS.ProcessEnv, report: (message: string) => void): void {
  if (onPath(env, ['redis-server']).some(isProgram)) return;
  if (!canInstall()) return report('No redis-server here: the tests of REDIS_URL are skipped.');
  report('No redis-server on this machine: installing it with apt (once)…');
  installPackages('redis-server');
  if (!onPath(env, ['redis-server']).some(isProgram))
    report('It could not be installed: those tests are skipped.');
}

/** Installs the web server whose configuration is tested, where that can be done; elsewhere those tests are skipped. */
export function provideCaddy(env: NodeJS.ProcessEnv, report: (message: string) => void): void {
  if (onPath(env, ['caddy']).some(isProgram)) return;
  const skipped = 'The tests of deploy/Caddyfile are skipped; to run them: apt-get install caddy.';
  if (!canInstall()) return report(`No caddy here. ${skipped}`);
  report('No caddy on this machine: installing it with apt (once)…');
  installPackages('caddy');
  if (!onPath(env, ['caddy']).some(isProgram)) report(`It could not be installed. ${skipped}`);
}
