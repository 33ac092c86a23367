// Brings the workspace up on any Node from 20 and runs one entry under the project's own Node:
// `node scripts/up.mjs <entry> [arguments]`. It installs only when the lockfile changed since last time,
// so a second start costs nothing and works offline.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const stamp = join(root, 'node_modules', '.installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing what MetaHub needs (first run, or the lockfile changed)…');
  const install = spawnSync('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (install.status !== 0) {
    console.error(
      `The installation failed. Check that npm reaches its registry, then run the same command again.`,
    );
    process.exit(install.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

const [entry, ...args] = process.argv.slice(2);
const ownNode = join(bin, 'node');
const node = existsSync(ownNode) ? ownNode : process.execPath;
const child = spawn(node, [join(root, entry), ...args], {
  stdio: 'inherit',
  env: {
    // What Node has compiled once it needn't compile at the next start.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
