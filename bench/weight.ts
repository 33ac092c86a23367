// What a host page downloads: minified ES modules of esbuild with splitting, each file in brotli 11, as a CDN would
// keep them. Ours are those of `packages/widgets/build.ts`, which says what counts; the peers are built alike, from the
// pinned packages beside this file.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { buildWidgets } from '../packages/widgets/build.ts';
import type { Bench, Figure } from './figure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export const run: Bench = async function* () {
  const folder = await mkdtemp(join(tmpdir(), 'metahub-weight-'));
  const weights = await buildWidgets(folder);
  await rm(folder, { recursive: true, force: true });
  const weightOf = (entry: string) => weights.find((one) => one.entry === entry)!;

  const inboxPeer = {
    name: 'deep-chat 2.4.2, its own bundle',
    value: kilobytes(await weighFile('deep-chat/dist/deepChat.bundle.js')),
  };
  const inbox = weightOf('metahub-widgets.js');
  yield figure('weight/inbox-first-paint', inbox.first, inboxPeer, 0.16);
  yield figure('weight/inbox-whole', inbox.whole, inboxPeer, 0.45);

  const codePeer = {
    name: 'qrcode 1.5.4 alone',
    value: kilobytes(await weighBundle(`export { toString } from 'qrcode';`)),
  };
  yield figure('weight/pairing-whole', weightOf('metahub-pairing.js').whole, codePeer, 1.9);
};

function figure(
  name: string,
  bytes: number,
  baseline: { name: string; value: number },
  atMost: number,
): Figure {
  const value = kilobytes(bytes);
  return { name, value, unit: 'KB', baseline, ratio: value / baseline.value, aim: { atMost }, rounds: 1 };
}

/** One file of everything that a source needs. */
async function weighBundle(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: root,
    nodePaths: [fileURLToPath(new URL('node_modules', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return weigh(outputFiles[0]!.contents);
}

async function weighFile(specifier: string): Promise<number> {
  return weigh(await readFile(fileURLToPath(import.meta.resolve(specifier))));
}

/** Brotli at its best, in bytes. */
function weigh(contents: Uint8Array): number {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
  };
  return brotliCompressSync(contents, { params }).length;
}

/** Of 1,024 bytes. */
function kilobytes(bytes: number): number {
  return bytes / 1024;
}
