/**
 * Writes src/icons/*.gen.ts: the lucide drawings the widgets use, as paths.
 * Add a name here and run `pnpm --filter @metahub/widgets icons`. Drawings are ISC, lucide contributors.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** By where they are first needed: what is in one file cannot be loaded apart. */
const sections: Record<string, string[]> = {
  list: [
    'ban',
    'check',
    'check-check',
    'circle',
    'circle-alert',
    'file-text',
    'image',
    'mic',
    'phone',
    'search',
    'users',
    'video',
    'x',
  ],
  states: [
    'inbox',
    'lock',
    'log-out',
    'message-circle',
    'qr-code',
    'refresh-cw',
    'search-x',
    'smartphone',
    'wifi-off',
  ],
  thread: [
    'arrow-left',
    'chart-no-axes-column',
    'chevron-down',
    'download',
    'ear',
    'ellipsis',
    'eye-off',
    'forward',
    'info',
    'list',
    'map-pin',
    'megaphone',
    'paperclip',
    'pause',
    'phone-missed',
    'play',
    'plug',
    'reply',
    'send-horizontal',
    'sparkles',
    'sticker',
    'timer',
    'user-round',
    'waypoints',
  ],
  actions: ['copy', 'pencil', 'trash-2'],
  lightbox: ['chevron-left', 'chevron-right', 'zoom-in', 'zoom-out'],
  sessions: [
    'circle-check',
    'clock-alert',
    'copy',
    'ellipsis-vertical',
    'keyboard',
    'message-square-more',
    'phone-off',
    'plus',
    'unlink',
  ],
};
const lucide = dirname(createRequire(import.meta.url).resolve('lucide-static/package.json'));
const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** All shapes as one path, so that an icon is a plain text that bundlers leave out when nobody uses it. */
const drawing = (name: string): string => {
  const file = readFileSync(join(lucide, 'icons', `${name}.svg`), 'utf8');
  const paths: string[] = [];
  for (const [, tag, attributes] of file.matchAll(/<(path|circle|rect|line|polyline)\b([^>]*)\/>/g)) {
    const value = (key: string): string => new RegExp(`\\b${key}="([^"]*)"`).exec(attributes!)?.[1] ?? '0';
    const at = (key: string): number => Number(value(key));
    if (tag === 'path') paths.push(value('d').replace(/^m/, 'M0 0m'));
    else if (tag === 'circle') paths.push(round(at('cx') - at('r'), at('cy'), at('r')));
    else if (tag === 'line') paths.push(`M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`);
    else if (tag === 'polyline') paths.push(`M${value('points')}`);
    else paths.push(box(at('x'), at('y'), at('width'), at('height'), at('rx')));
  }
  if (!paths.length) throw new Error(`lucide has no drawing in ${name}.svg`);
  return paths.join('');
};
const round = (x: number, y: number, r: number): string =>
  `M${x} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0`;
const box = (x: number, y: number, w: number, h: number, r: number): string => {
  const corner = (dx: number, dy: number): string => (r ? `a${r} ${r} 0 0 1 ${dx} ${dy}` : '');
  return `M${x + r} ${y}h${w - 2 * r}${corner(r, r)}v${h - 2 * r}${corner(-r, r)}h${2 * r - w}${corner(-r, -r)}v${2 * r - h}${corner(r, -r)}z`;
};

for (const [section, names] of Object.entries(sections)) {
  writeFileSync(
    new URL(`../src/icons/${section}.gen.ts`, import.meta.url),
    `// Written by scripts/make-icons.ts from lucide-static (ISC). Do not edit.

${names.map((name) => `export const ${camel(name)} = '${drawing(name)}';`).join('\n')}
`,
  );
}
