import { readSvg, type SvgElement, SvgError } from './read-svg.ts';

/** What draws. Everything else, and all that stands in it, is left out: scripts, links, pictures, frames, animations. */
const ELEMENTS = new Set([
  'svg',
  'g',
  'defs',
  'symbol',
  'use',
  'title',
  'desc',
  'style',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
  'mask',
]);

/** What says where and how it is drawn. No `on…`, and a reference only to something within the drawing. */
const ATTRIBUTES = new Set(
  `id class style viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength
   dx dy rotate textLength lengthAdjust transform offset gradientUnits gradientTransform spreadMethod clipPathUnits
   maskUnits maskContentUnits fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
   stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color stop-color stop-opacity
   clip-path clip-rule mask mask-type display visibility overflow vector-effect paint-order shape-rendering
   text-rendering font-family font-size font-weight font-style font-stretch letter-spacing word-spacing text-anchor
   dominant-baseline alignment-baseline baseline-shift text-decoration mix-blend-mode isolation href
   xml:space`
    .split(/\s+/)
    .filter(Boolean),
);
const TEXTS = new Set(['title', 'desc', 'text', 'tspan', 'style']);
const NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * A drawing with nothing in it but shapes, texts and colours, written anew from what was understood. Throws SvgError
 * when it is no drawing.
 */
export function cleanSvg(bytes: Uint8Array): Buffer {
  const root = readSvg(bytes);
  if (localName(root.name) !== 'svg') throw new SvgError('it is no SVG');
  const kept = keep(root);
  if (!kept.attributes.has('viewBox') && !(kept.attributes.has('width') && kept.attributes.has('height')))
    throw new SvgError('it says neither viewBox nor width and height');
  refuseNestedUses(kept);
  return Buffer.from(write(kept, true));
}

function keep(element: SvgElement): SvgElement {
  const attributes = new Map<string, string>();
  for (const [written, value] of element.attributes) {
    const name = written === 'xlink:href' ? 'href' : written;
    if (!ATTRIBUTES.has(name) || attributes.has(name)) continue;
    if (name === 'href' ? /^#[\w.:-]+$/.test(value) : isHarmless(value)) attributes.set(name, value);
  }
  const name = localName(element.name);
  const children: (SvgElement | string)[] = [];
  for (const child of element.children) {
    if (typeof child !== 'string') {
      if (ELEMENTS.has(localName(child.name))) children.push(keep(child));
    } else if (TEXTS.has(name)) children.push(child);
  }
  if (name !== 'style') return { name, attributes, children };
  const rules = children.filter((child) => typeof child === 'string').join('');
  return { name, attributes: new Map(), children: isHarmless(rules) && !rules.includes('@') ? [rules] : [] };
}

/** `svg:path` is `path`. Another vocabulary's prefix makes it something else. */
function localName(name: string): string {
  return name.startsWith('svg:') ? name.slice(4) : name;
}

/** A value, or a style, that loads nothing and hides nothing: `url()` leads to something within, no escapes. */
function isHarmless(value: string): boolean {
  if (/[\\<]|javascript:|expression\s*\(|image(-set)?\s*\(|src\s*\(|-moz-binding|behavior\s*:/i.test(value))
    return false;
  const within = value.match(/url\(\s*(["']?)#[\w.:-]+\1\s*\)/gi) ?? [];
  const all = value.match(/url\s*\(/gi) ?? [];
  return within.length === all.length;
}

/** What is used must not use again: each level would multiply what is drawn. */
function refuseNestedUses(root: SvgElement): void {
  const byId = new Map<string, SvgElement>();
  const uses: SvgElement[] = [];
  walk(root, (element) => {
    const id = element.attributes.get('id');
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
    if (element.name === 'use') uses.push(element);
  });
  if (uses.length > 500) throw new SvgError('it uses its parts too often');
  for (const use of uses) {
    const target = byId.get((use.attributes.get('href') ?? '#').slice(1));
    if (!target) continue;
    walk(target, (element) => {
      if (element.name === 'use') throw new SvgError('it uses a part within a part that is used');
    });
  }
}

function walk(element: SvgElement, visit: (element: SvgElement) => void): void {
  visit(element);
  for (const child of element.children) if (typeof child !== 'string') walk(child, visit);
}

function write(element: SvgElement, isRoot = false): string {
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
  const open = `<${element.name}${isRoot ? ` xmlns="${NAMESPACE}"` : ''}${attributes}`;
  if (element.children.length === 0) return `${open}/>`;
  const inner = element.children.map((child) => (typeof child === 'string' ? escape(child) : write(child)));
  return `${open}>${inner.join('')}</${element.name}>`;
}

function escape(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // oxlint-disable-next-line no-control-regex -- XML has no place for them
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
  );
}
