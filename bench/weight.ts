// What a host page downloads, each file in brotli 11, as a CDN would keep it: the widgets as their own build makes them
// for pages without a bundler, and the peers from their pinned packages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { buildWidgets } from '../packages/widgets/build.ts';
import type { Bench, Figure } from './figure.ts';
import { makeScratchFolder } from './scratch-folder.ts';

/** The entries of the widgets' build that pages name. */
const INBOX = 'metahub-widgets.js';
const PAIRING = 'metahub-pairing.js';

export const run: Bench = async function* () {
  const folder = join(makeScratchFolder(), 'widgets');
  const weights = new Map((await buildWidgets(folder)).map((weight) => [weight.entry, weight]));
  const inbox = weights.get(INBOX);
  const pairing = weights.get(PAIRING);
  if (!inbox || !pairing) throw new Error(`The widgets' build made no ${INBOX} and ${PAIRING}.`);

  // The first paint is one file, or the build's own claim about it would be wrong.
  const first = await readFile(join(folder, INBOX));
  if (/(?:^|[;}\n])import\s*["{*\w]/.test(first.toString('utf8')))
    throw new Error(`${INBOX} imports other files before the first paint.`);

  const chat = await readFile(fileURLToPath(import.meta.resolve('deep-chat/dist/deepChat.bundle.js')));
  const chatPeer = { name: 'deep-chat 2.4.2, its own bundle', value: weigh(chat) };
  yield figure({ name: 'weight/inbox-first-paint', value: weigh(first), baseline: chatPeer, atMost: 0.16 });
  yield figure({ name: 'weight/inbox-whole', value: inbox.whole / 1024, baseline: chatPeer, atMost: 0.45 });

  const codePeer = { name: 'qrcode 1.5.4 alone', value: weigh(await bundleQrCode()) };
  yield figure({
    name: 'weight/pairing-whole',
    value: pairing.whole / 1024,
    baseline: codePeer,
    atMost: 1.9,
  });
};

function figure(options: {
  name: string;
  value: number;
  baseline: Figure['baseline'];
  atMost: number;
}): Figure {
  const { name, value, baseline, atMost } = options;
  return { name, value, unit: 'KB', baseline, ratio: value / baseline.value, aim: { atMost }, rounds: 1 };
}

/** What a page would download of the code library alone, without any page to show it. */
async function bundleQrCode(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: `export { toString } from 'qrcode';`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]!.contents;
}

/** Brotli at its best, in KB of 1,024 bytes. */
function weigh(contents: Uint8Array): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(contents, { params }).length / 1024;
}
