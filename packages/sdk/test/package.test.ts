import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedOperations, hubOperations } from '../src/operations.gen.ts';
import { ScriptedApi } from './scripted-api.ts';

// What people get from npm: the built package, laid out as an installation would lay it out.
const source = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
let project: string;
let installed: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'metahub-sdk-'));
  installed = join(project, 'node_modules/@metahub/sdk');
  await mkdir(installed, { recursive: true });
  // In a process of its own: tsup looks for everything from where it runs.
  await run(join(source, 'node_modules/.bin/tsup'), ['--silent', '--out-dir', join(installed, 'dist')], {
    cwd: source,
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` },
  });
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
    publishConfig: object;
  };
  await writeFile(
    join(installed, 'package.json'),
    JSON.stringify({ ...manifest, ...manifest.publishConfig }),
  );
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
}, 120_000);
afterAll(() => rm(project, { recursive: true, force: true }));

async function examples(): Promise<string[]> {
  const readme = await readFile(join(source, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
  expect(blocks.length).toBeGreaterThan(5);
  return Promise.all(
    blocks.map(async (code, at) => {
      const path = join(project, `example-${at}.ts`);
      await writeFile(path, code);
      return path;
    }),
  );
}

function complaints(files: string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

describe('the published package', () => {
  it('compiles every example of the README', { timeout: 120_000 }, async () => {
    const files = await examples();
    const env = join(project, 'environment.d.ts');
    await writeFile(env, 'declare const process: { env: Record<string, string | undefined> };');
    const browser = { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [] };
    expect(complaints([...files, env], browser)).toEqual([]);
  });

  it('needs no DOM types', { timeout: 120_000 }, async () => {
    const file = join(project, 'server.ts');
    await writeFile(
      file,
      `import { MetaHub, iterate } from '@metahub/sdk';
       const hub = new MetaHub({ apiUrl: 'https://hub.example', apiKey: 'mh_test_key', fetch, WebSocket });
       for await (const { id } of iterate((cursor) => hub.listAccounts({ cursor }))) id.toUpperCase();`,
    );
    const types = {
      lib: ['lib.es2023.d.ts'],
      types: ['node'],
      typeRoots: [join(source, '../../node_modules/@types')],
    };
    // Node's own types are not what is judged here.
    expect(complaints([file], { ...types, skipLibCheck: true })).toEqual([]);
  });

  it('works in Node, events included', async () => {
    await using api = await ScriptedApi.listen();
    api.on('GET /me', () => ({ body: { kind: 'api_key' } }));
    const program = `
      import { MetaHub, NotFound } from '@metahub/sdk';
      const hub = new MetaHub({ apiUrl: '${api.url}', apiKey: 'mh_test_key' });
      const { kind } = await hub.getMe();
      const missing = await hub.getSession('ses_0').catch((error) => error instanceof NotFound);
      await new Promise((resolve) => hub.realtime.subscribe(['messages'], resolve));
      hub.close();
      console.log(kind, missing, hub.realtime.state);`;
    await writeFile(join(project, 'program.js'), program);
    const { stdout, stderr } = await run(process.execPath, [join(project, 'program.js')]);
    expect({ stdout, stderr }).toEqual({ stdout: 'api_key true closed\n', stderr: '' });
  });
});

/** Brotli, in bytes, of what a page loads for `code`, minified: what it needs first, and the events, which come later. */
async function weigh(code: string): Promise<{ first: number; events: number }> {
  const { outputFiles, metafile } = await bundle({
    stdin: { contents: code, resolveDir: project },
    bundle: true,
    minify: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    absWorkingDir: '/',
    outdir: '/',
  });
  const weightOf = (path: string): number =>
    brotliCompressSync(outputFiles.find((file) => file.path === `/${path}`)!.contents).length;
  const first = new Set<string>();
  const need = (path: string): void => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of metafile.outputs[path]!.imports)
      if (kind === 'import-statement') need(next);
  };
  const paths = Object.keys(metafile.outputs);
  need(paths.find((path) => metafile.outputs[path]!.entryPoint === '<stdin>')!);
  const events = paths.filter((path) => path.includes('realtime-socket'));
  const sum = (list: string[]): number => list.reduce((total, path) => total + weightOf(path), 0);
  return { first: sum([...first]), events: sum(events) };
}

const countOf = (table: string): number => table.trim().split('\n').length;

describe('the weight', () => {
  it('stays within its budget', async () => {
    const all = await weigh(`export { MetaHub } from '@metahub/sdk'`);
    const embed = await weigh(`export { EmbedClient } from '@metahub/sdk'`);
    const ofEmbeds = countOf(embedOperations);
    // What a client is without operations, and one line of data for each.
    expect(embed.first).toBeLessThan(2_770 + 11 * ofEmbeds);
    expect(all.first).toBeLessThan(3_040 + 11 * (ofEmbeds + countOf(hubOperations)));
    expect(embed.events).toBeGreaterThan(1_000);
    expect(embed.events).toBeLessThan(1_600);
  });
});

it('is silent and safe to import where there is no browser and no network', async () => {
  const files = await readdir(join(installed, 'dist'));
  expect(files).toEqual(expect.arrayContaining(['index.js', 'index.d.ts']));
  const { stdout, stderr } = await run(
    process.execPath,
    ['--input-type=module', '-e', `await import('@metahub/sdk')`],
    {
      cwd: project,
    },
  );
  expect(stdout + stderr).toBe('');
});
