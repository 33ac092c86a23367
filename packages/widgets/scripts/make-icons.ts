/**
 * Writes src/icons/icons.gen.ts: the lucide drawings the widgets use, as Lit fragments.
 * Add a name here and run `pnpm --filter @metahub/widgets icons`. Drawings are ISC, lucide contributors.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const names = [
  'arrow-left',
  'ban',
  'check',
  'check-check',
  'chevron-down',
  'circle-alert',
  'circle-check',
  'circle-dashed',
  'clock-alert',
  'copy',
  'ear',
  'ellipsis-vertical',
  'file-text',
  'image',
  'inbox',
  'keyboard',
  'lock',
  'log-out',
  'map-pin',
  'mic',
  'message-circle',
  'message-square-more',
  'phone-off',
  'plug',
  'plus',
  'qr-code',
  'refresh-cw',
  'search',
  'search-x',
  'send-horizontal',
  'smartphone',
  'sparkles',
  'sticker',
  'unlink',
  'user-round',
  'video',
  'waypoints',
  'wifi-off',
  'x',
];
const lucide = dirname(createRequire(import.meta.url).resolve('lucide-static/package.json'));
const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const drawing = (name: string): string => {
  const file = readFileSync(join(lucide, 'icons', `${name}.svg`), 'utf8');
  const inner = /<svg[^>]*>([\s\S]*?)<\/svg>/.exec(file)?.[1];
  if (!inner) throw new Error(`lucide has no drawing in ${name}.svg`);
  return inner
    .replace(/\s*\n\s*/g, '')
    .replace(/ \/>/g, '/>')
    .trim();
};

writeFileSync(
  new URL('../src/icons/icons.gen.ts', import.meta.url),
  `// Written by scripts/make-icons.ts from lucide-static (ISC). Do not edit.
import { svg } from 'lit';

${names.map((name) => `export const ${camel(name)} = svg\`${drawing(name)}\`;`).join('\n')}
`,
);
