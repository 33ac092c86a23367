import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What the image's build does not get: deploy/Dockerfile.dockerignore. */
const LEFT_OUT = new Set([
  'node_modules',
  'dist',
  '.metahub',
  'coverage',
  'test-artefacts',
  'storybook-static',
  '.git',
]);

let folder: string;
let out: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mh-image-'));
  out = join(folder, 'out');
  const checkout = join(folder, 'checkout');
  cpSync(root, checkout, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  const steps = spawnSync('sh', [join(checkout, 'deploy/image/gather.sh'), checkout, out], {
    encoding: 'utf8',
  });
  if (steps.status !== 0) throw new Error(`The steps failed:\n${steps.stdout}\n${steps.stderr}`);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

describe('the image’s steps', () => {
  test('leave out what the build is not given, as the Dockerfile does', () => {
    const ignored = readFileSync(join(root, 'deploy/Dockerfile.dockerignore'), 'utf8');
    expect(
      new Set(
        ignored
          .trim()
          .split('\n')
          .map((line) => basename(line)),
      ),
    ).toEqual(LEFT_OUT);
  });

  test('gather the built app', () => {
    expect(readFileSync(join(out, 'app-files/index.html'), 'utf8')).toContain('<metahub-app>');
    expect(readdirSync(join(out, 'app-files/assets')).some((name) => name.endsWith('.js'))).toBe(true);
  });

  test('gather a server without what only builds or tests', () => {
    const files = join(out, 'server-files');
    for (const name of [
      'node_modules/vitest',
      'node_modules/.bin/node',
      'server/test',
      'server/node_modules/vitest',
    ])
      expect(existsSync(join(files, name)), name).toBe(false);
    const sources = readdirSync(join(files, 'server/src'), { recursive: true, encoding: 'utf8' });
    expect(sources.filter((name) => name.endsWith('.test.ts'))).toEqual([]);
  });

  test('gather a server that starts and answers', async () => {
    const child = spawn(process.execPath, ['server/src/main.ts'], {
      cwd: join(out, 'server-files'),
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, PORT: '0', METAHUB_DATA: join(folder, 'data'), METAHUB_ROLE: 'api' },
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
          const { url: at } = JSON.parse(line) as { url?: string };
          if (at) resolve(at);
        });
        child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
      });
      const health = await fetch(`${url}/v1/health`);
      expect(await health.json()).toMatchObject({ status: 'ok' });
    } finally {
      child.kill();
      await new Promise((done) => child.once('exit', done));
    }
  }, 120_000);
});
