/**
 * Builds dist/: ES modules for pages that use no bundler, minified, with what is not needed at once apart.
 *
 *     node build.ts            writes dist/ and prints what a page downloads
 *     node build.ts --json     prints the weights as JSON lines
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, transform, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Minifies the CSS in `css` literals, which no minifier of scripts touches, and the white space between tags. */
export const minifyLiterals: Plugin = {
  name: 'minify-literals',
  setup(build) {
    build.onLoad({ filter: /packages[\\/]widgets[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      let contents = source;
      for (const [whole, style] of source.matchAll(/css`([^`$]*)`/g)) {
        const { code } = await transform(style!, { loader: 'css', minify: true, target: 'chrome123' });
        contents = contents.replace(whole, () => `css\`${code.trim().replaceAll('\\', '\\\\')}\``);
      }
      // Line breaks between tags are only the source's own: text of a message never stands in one.
      contents = contents
        .replace(/>\s*\n\s*</g, '><')
        .replace(/>\s*\n\s*\$\{/g, '>${')
        .replace(/\}\s*\n\s*</g, '}<')
        // Attributes on lines of their own: nothing else has an equals sign without spaces around it.
        .replace(/\s*\n\s*([@.?]?[a-zA-Z][\w-]*=["$])/g, ' $1')
        .replace(/(["}])\s*\n\s*>/g, '$1>')
        .replace(/\}\s*\n\s*\$\{/g, '} ${')
        .replace(/<\/([\w-]+)\s*\n\s*>/g, '</$1>');
      return { contents, loader: 'ts' };
    });
  },
};

/**
 * Lit's own file for style sheets also serves browsers that cannot adopt them. All that we build for can, so what it
 * says for them is left out; the rest is as Lit has it.
 */
export const adoptOnly: Plugin = {
  name: 'adopt-only',
  setup(build) {
    build.onLoad({ filter: /@lit[\\/]reactive-element[\\/]css-tag\.js$/ }, () => ({
      contents: CSS_TAG,
      loader: 'js',
    }));
  },
};
const CSS_TAG = `
const made = new WeakMap();
export class CSSResult {
  constructor(cssText, strings) { this._$cssResult$ = true; this.cssText = cssText; this.t = strings; }
  get styleSheet() {
    const key = this.t ?? this;
    let sheet = made.get(key);
    if (!sheet) { made.set(key, sheet = new CSSStyleSheet()); sheet.replaceSync(this.cssText); }
    return sheet;
  }
  toString() { return this.cssText; }
}
export const unsafeCSS = (text) => new CSSResult(String(text));
export const css = (strings, ...values) => new CSSResult(strings.map((text, at) => text + (values[at] ?? '')).join(''), values.length ? undefined : strings);
export const supportsAdoptingStyleSheets = true;
export const adoptStyles = (root, styles) => { root.adoptedStyleSheets = styles.map((it) => it.styleSheet ?? it); };
export const getCompatibleStyle = (style) => style;
`;

const options: BuildOptions = {
  bundle: true,
  format: 'esm',
  minify: true,
  metafile: true,
  write: false,
  target: ['chrome123', 'firefox128', 'safari17.5'],
  conditions: ['production', 'browser'],
  legalComments: 'none',
};

/** What a page downloads, in bytes of brotli (quality 11), each file compressed by itself. */
export interface Weight {
  entry: string;
  /** The entry's own file, with everything up to the first paint. */
  first: number;
  /** That, and what it loads later by itself, in the first language: not what only a request loads. */
  whole: number;
}

/** What a page may name: everything up to the first paint is in that file, the rest beside it. */
const ENTRIES = {
  /** The provider, the inbox, and all other elements when a page has them. */
  'metahub-widgets.js': 'src/browser.ts',
  /** For a page that only connects numbers. Shares nothing with the other: name one of them. */
  'metahub-pairing.js': 'src/browser-pairing.ts',
};

/**
 * Loaded only where a page asks for it (another language, a look, another element) or a person does (who opens a
 * picture, plays a recording, attaches a file, pairs without a camera, acts on a
 * message).
 */
const ON_REQUEST = [
  'src/words/en.ts',
  'src/brand/dress-provider.ts',
  'src/define/qr-pairing.ts',
  'src/define/session.ts',
  'src/define/sessions.ts',
  'src/elements/conversation/lightbox.ts',
  'src/elements/conversation/audio-player.ts',
  'src/elements/conversation/contact-sheet.ts',
  'src/elements/conversation/message-actions.ts',
  'src/elements/composer/attached-files.ts',
  'src/elements/qr-pairing/pairing-code.ts',
  '../sdk/src/upload.ts',
];

/** Bundles into `outdir` and answers what each entry weighs. */
export async function buildWidgets(outdir = join(root, 'dist')): Promise<Weight[]> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  return Promise.all(
    Object.entries(ENTRIES).map(async ([entry, source]) => {
      const { files, outputs } = await bundle(entry, source);
      const written = await joinFirst(entry, files, outputs);
      await Promise.all([...written].map(([name, text]) => writeFile(join(outdir, name), text)));
      return weigh(entry, written, outputs);
    }),
  );
}

async function bundle(
  entry: string,
  source: string,
): Promise<{ files: Map<string, string>; outputs: Outputs }> {
  const { outputFiles, metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: { [entry.replace('.js', '')]: source },
    outdir: 'out',
    splitting: true,
    chunkNames: `${entry.replace(/metahub-|\.js/g, '')}-[hash]`,
    plugins: [minifyLiterals, adoptOnly],
  });
  return {
    files: new Map(outputFiles!.map((file) => [basename(file.path), file.text])),
    outputs: Object.fromEntries(
      Object.entries(metafile!.outputs).map(([path, output]) => [basename(path), output]),
    ),
  };
}

type Outputs = Metafile['outputs'];

/**
 * esbuild cuts what two entries share into files of their own, which a page would find one after the other.
 * This puts those that the first paint needs into its one file, and points all others there.
 */
async function joinFirst(
  entry: string,
  files: Map<string, string>,
  outputs: Outputs,
): Promise<Map<string, string>> {
  const inFirst = [...reach(outputs, entry, false)].filter((name) => name !== entry);
  const exported = (file: string, name: string): string => `_${inFirst.indexOf(file)}${name}`;
  const lines = inFirst.map((file) => {
    const names = outputs[file]!.exports.map((name) => `${name} as ${exported(file, name)}`);
    return names.length ? `export { ${names.join(', ')} } from './${file}';` : `import './${file}';`;
  });
  const { outputFiles } = await build({
    ...options,
    stdin: {
      contents: [...lines, `export * from './${entry}';`].join('\n'),
      resolveDir: '/',
      sourcefile: 'first.js',
    },
    plugins: [fromMemory(files, new Set([...inFirst, entry]))],
  });
  const joined = new Map<string, string>([[entry, outputFiles![0]!.text]]);
  for (const [name, text] of files) {
    if (name !== entry && !inFirst.includes(name)) joined.set(name, pointTo(entry, text, inFirst, exported));
  }
  return joined;
}

/** Rewrites esbuild's own `import{a as b}from"./part.js"` of files that are in the entry now. */
function pointTo(
  entry: string,
  text: string,
  inFirst: string[],
  exported: (file: string, name: string) => string,
): string {
  const imports = /\b(import|export)(?:\s*\{([^}]*)\}\s*from)?\s*"\.\/([\w-]+\.js)"/g;
  return text.replace(imports, (whole: string, word: string, names: string | undefined, file: string) => {
    if (!inFirst.includes(file)) return whole;
    if (names === undefined) return `import"./${entry}"`;
    const renamed = names.split(',').map((pair) => {
      const [name, local = name] = pair.split(/\s+as\s+/).map((part) => part.trim());
      return `${exported(file, name!)} as ${local}`;
    });
    return `${word}{${renamed.join(',')}}from"./${entry}"`;
  });
}

/** Serves built files to esbuild; those outside `inside` stay apart. */
function fromMemory(files: Map<string, string>, inside: Set<string>): Plugin {
  return {
    name: 'from-memory',
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path, kind }) => {
        const name = basename(path);
        const external = kind === 'dynamic-import' || !inside.has(name);
        return external ? { path: `./${name}`, external } : { path: name, namespace: 'memory' };
      });
      build.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({
        contents: files.get(path)!,
        loader: 'js',
        resolveDir: dirname(root),
      }));
    },
  };
}

function reach(outputs: Outputs, from: string, lazy: boolean, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const { path, kind } of outputs[from]?.imports ?? []) {
    const asked = ON_REQUEST.includes(outputs[basename(path)]?.entryPoint ?? '');
    if (kind === 'import-statement' || (lazy && !asked)) reach(outputs, basename(path), lazy, seen);
  }
  return seen;
}

function weigh(entry: string, written: Map<string, string>, outputs: Outputs): Weight {
  const sizes = new Map<string, number>();
  for (const [name, text] of written) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    sizes.set(name, brotliCompressSync(text, { params }).length);
  }
  const total = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  return { entry, first: sizes.get(entry)!, whole: total(reach(outputs, entry, true)) };
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(2).padStart(6);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const weights = await buildWidgets();
  for (const weight of weights) {
    process.stdout.write(
      process.argv.includes('--json')
        ? `${JSON.stringify(weight)}\n`
        : `${weight.entry.padEnd(24)} first ${kilobytes(weight.first)} KB, whole ${kilobytes(weight.whole)} KB\n`,
    );
  }
}
