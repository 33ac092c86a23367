/**
 * Builds dist/: ES modules for pages that use no bundler, minified, with what is not needed at once apart.
 *
 *     node build.ts            writes dist/ and prints what a page downloads
 *     node build.ts --json     prints the weights as JSON lines
 */
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform, type Metafile, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Minifies the CSS in `css` literals, which no minifier of scripts touches, and the white space of `html` ones. */
const literals: Plugin = {
  name: 'literals',
  setup(build) {
    build.onLoad({ filter: /packages[\\/]widgets[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      let contents = source;
      for (const [whole, style] of source.matchAll(/css`([^`$]*)`/g)) {
        const { code } = await transform(style!, { loader: 'css', minify: true, target: 'chrome123' });
        contents = contents.replace(whole, () => `css\`${code.trim().replaceAll('\\', '\\\\')}\``);
      }
      // Line breaks inside templates are only the source's own: text of a message never stands in one.
      contents = contents
        .replace(/>\s*\n\s*</g, '><')
        .replace(/>\s*\n\s*\$\{/g, '>${')
        .replace(/\}\s*\n\s*</g, '}<');
      return { contents, loader: 'ts' };
    });
  },
};

export interface Weight {
  entry: string;
  /** Brotli bytes (quality 11) of the files that the entry needs to start, each compressed by itself. */
  first: number;
  /** Those, and everything it may load later. */
  whole: number;
  files: number;
}

/** Bundles into `outdir` and answers what each entry weighs. */
export async function buildWidgets(outdir = `${root}dist`): Promise<Weight[]> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      'metahub-widgets': 'src/browser.ts',
      provider: 'src/define/provider.ts',
      inbox: 'src/define/inbox.ts',
      'qr-pairing': 'src/define/qr-pairing.ts',
      sessions: 'src/define/sessions.ts',
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    metafile: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    conditions: ['production', 'browser'],
    legalComments: 'none',
    chunkNames: 'part-[hash]',
    plugins: [literals],
  });
  return weigh(metafile);
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(2).padStart(6);
}

async function weigh({ outputs }: Metafile): Promise<Weight[]> {
  const sizes = new Map<string, number>();
  for (const path of Object.keys(outputs)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    sizes.set(path, brotliCompressSync(await readFile(`${root}${path}`), { params }).length);
  }
  const reach = (from: string, lazy: boolean, seen = new Set<string>()): Set<string> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const { path, kind } of outputs[from]?.imports ?? []) {
      if (outputs[path] && (lazy || kind === 'import-statement')) reach(path, lazy, seen);
    }
    return seen;
  };
  const total = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + sizes.get(path)!, 0);
  return Object.entries(outputs)
    .filter(
      ([, output]) =>
        output.entryPoint && !output.entryPoint.includes('words') && !/part-/.test(output.entryPoint),
    )
    .map(([path, output]) => ({
      entry: output.entryPoint!,
      first: total(reach(path, false)),
      whole: total(reach(path, true)),
      files: reach(path, false).size,
    }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const weights = await buildWidgets();
  const json = process.argv.includes('--json');
  for (const weight of weights) {
    process.stdout.write(
      json
        ? `${JSON.stringify(weight)}\n`
        : `${weight.entry.padEnd(44)} first ${kilobytes(weight.first)} KB in ${weight.files}, whole ${kilobytes(weight.whole)} KB\n`,
    );
  }
}
