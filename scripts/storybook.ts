// `npm run storybook`: every widget in every state, on http://localhost:6006 (or `-- --port N`).
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const given = process.argv.slice(2);
const args = given.includes('--port') || given.includes('-p') ? given : ['--port', '6006', ...given];
const child = spawn(
  join(root, 'packages/widgets/node_modules/.bin/storybook'),
  ['dev', '--config-dir', join(root, '.storybook'), '--no-open', '--disable-telemetry', ...args],
  { cwd: join(root, 'packages/widgets'), stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
