import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureWebBuild, WebBuildFailed } from './web-build.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('web builds', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'a.ts'), '1');
    writeFileSync(
      join(folder, 'build.mjs'),
      `import { mkdirSync, writeFileSync } from 'node:fs';
       const out = process.argv[2]; mkdirSync(out); writeFileSync(out + '/built.js', String(Date.now()));`,
    );
  });

  test('are made once for the same sources, and again when these change', async () => {
    const reports: string[] = [];
    const first = await ensureWebBuild(build(), (message) => reports.push(message));
    expect(readdirSync(first)).toEqual(['built.js']);
    expect(await ensureWebBuild(build(), (message) => reports.push(message))).toBe(first);
    expect(reports).toHaveLength(1);
    writeFileSync(join(folder, 'src', 'a.test.ts'), 'a test is no source');
    expect(await ensureWebBuild(build(), () => {})).toBe(first);
    writeFileSync(join(folder, 'src', 'a.ts'), '2');
    expect(await ensureWebBuild(build(), () => {})).not.toBe(first);
  });

  test('say what the builder said when it fails, and leave nothing half made', async () => {
    writeFileSync(join(folder, 'build.mjs'), `console.error('no such import'); process.exit(1);`);
    const failed = ensureWebBuild(build(), () => {});
    await expect(failed).rejects.toThrow(WebBuildFailed);
    await expect(failed).rejects.toThrow('no such import');
    expect(readdirSync(join(folder, 'dist'))).toEqual([]);
  });
});

function build() {
  return {
    name: 'fixture',
    sources: [join(folder, 'src')],
    buildsFolder: join(folder, 'dist'),
    command: (outFolder: string) => ({ entry: join(folder, 'build.mjs'), args: [outFolder], cwd: folder }),
  };
}
