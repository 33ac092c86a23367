// What a host page downloads: minified ES modules of esbuild with splitting, each file in brotli 11, as a CDN would
// keep them. The peers go through the same build, from the pinned packages beside this file.
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import type { Bench } from './figure.ts';

const widgets = 'packages/widgets/src';
const root = fileURLToPath(new URL('..', import.meta.url));

/** Loaded on demand, and not by everybody who has an inbox open. */
const otherLanguages = [`${widgets}/words/en.ts`];
const onRequest = [`${widgets}/brand/appearance.ts`, `${widgets}/define/qr-pairing.ts`];
/** The list comes by HTTP: without the client nothing is painted. */
const httpClient = `${widgets}/client/make-client.ts`;

export const run: Bench = async function* () {
  const inboxPeer = {
    name: 'deep-chat 2.4.2, its own bundle',
    value: await weighFile('deep-chat/dist/deepChat.bundle.js'),
  };
  const inbox = await bundle(
    `import './${widgets}/define/provider.ts'; import './${widgets}/define/inbox.ts';`,
  );
  yield figure(
    'weight/inbox-first-paint',
    weighFrom(inbox, { andLazy: (path) => path === httpClient }),
    inboxPeer,
    0.16,
  );
  const wholeInbox = weighFrom(inbox, {
    andLazy: (path) => ![...otherLanguages, ...onRequest].includes(path),
  });
  yield figure('weight/inbox-whole', wholeInbox, inboxPeer, 0.45);

  const codePeer = {
    name: 'qrcode 1.5.4 alone',
    value: weighFrom(await bundle(`export { toString } from 'qrcode';`), {}),
  };
  const pairing = await bundle(
    `import './${widgets}/define/provider.ts'; import './${widgets}/define/qr-pairing.ts';`,
  );
  const wholePairing = weighFrom(pairing, {
    andLazy: (path) => ![...otherLanguages, `${widgets}/brand/appearance.ts`].includes(path),
  });
  yield figure('weight/pairing-whole', wholePairing, codePeer, 1.9);
};

function figure(name: string, value: number, baseline: { name: string; value: number }, atMost: number) {
  return { name, value, unit: 'KB', baseline, ratio: value / baseline.value, aim: { atMost }, rounds: 1 };
}

interface Bundle {
  /** What each file weighs by its path, in KB of brotli. */
  weights: Map<string, number>;
  outputs: Metafile['outputs'];
  entry: string;
}

async function bundle(source: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: root,
    nodePaths: [fileURLToPath(new URL('node_modules', import.meta.url))],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const outputs = metafile.outputs;
  const weights = new Map(outputFiles.map((file) => [relative(root, file.path), weigh(file.contents)]));
  const entry = Object.keys(outputs).find((path) => outputs[path]!.entryPoint === 'entry.ts')!;
  return { weights, outputs, entry };
}

/** The entry, what it imports, and the lazy parts that are wanted with what they import; each file once. */
function weighFrom(
  { weights, outputs, entry }: Bundle,
  { andLazy = () => false }: { andLazy?: (source: string) => boolean },
): number {
  const taken = new Set<string>();
  const take = (path: string): void => {
    if (taken.has(path)) return;
    taken.add(path);
    for (const { path: next, kind } of outputs[path]!.imports) {
      if (kind !== 'dynamic-import' || andLazy(outputs[next]?.entryPoint ?? next)) take(next);
    }
  };
  take(entry);
  return [...taken].reduce((sum, path) => sum + weights.get(path)!, 0);
}

async function weighFile(specifier: string): Promise<number> {
  return weigh(await readFile(fileURLToPath(import.meta.resolve(specifier))));
}

/** Brotli at its best, in KB of 1,024 bytes. */
function weigh(contents: Uint8Array): number {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
  };
  return brotliCompressSync(contents, { params }).length / 1024;
}
