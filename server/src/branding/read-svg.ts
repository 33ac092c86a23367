import { LIMITS } from '../limits.ts';

/** An element of a drawing, with its attributes as they were written, entities replaced. */
export interface SvgElement {
  name: string;
  attributes: Map<string, string>;
  children: (SvgElement | string)[];
}

/** The file is no drawing that can be taken; the message says why. */
export class SvgError extends Error {
  override readonly name = 'SvgError';
  readonly code = 'svg_unreadable';
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/**
 * Reads the XML of a drawing, strictly: what is not well-formed, declares entities of its own, or is too deep or too
 * large is refused with SvgError, so that nothing is left to what a browser makes of it.
 */
export function readSvg(bytes: Uint8Array): SvgElement {
  const text = decode(bytes).replace(/^\uFEFF/, '');
  const reader = new Reader(text);
  return reader.read();
}

class Reader {
  readonly #text: string;
  #at = 0;
  #elements = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): SvgElement {
    this.#skipProlog();
    const root = this.#readElement(0);
    this.#skipMisc();
    if (this.#at !== this.#text.length) throw new SvgError('something follows the drawing');
    return root;
  }

  /** Declaration, comments and a document type without declarations of its own. */
  #skipProlog(): void {
    this.#skipMisc();
    if (this.#take('<!DOCTYPE')) {
      const end = this.#text.indexOf('>', this.#at);
      if (end < 0 || this.#text.slice(this.#at, end).includes('['))
        throw new SvgError('it declares entities of its own');
      this.#at = end + 1;
    }
    this.#skipMisc();
  }

  #skipMisc(): void {
    for (;;) {
      this.#at += /^\s*/.exec(this.#text.slice(this.#at, this.#at + 10_000))![0].length;
      if (this.#text.startsWith('<!--', this.#at)) this.#skipTo('-->');
      else if (this.#text.startsWith('<?', this.#at)) this.#skipTo('?>');
      else return;
    }
  }

  #skipTo(end: string): void {
    const at = this.#text.indexOf(end, this.#at);
    if (at < 0) throw new SvgError('it ends too early');
    this.#at = at + end.length;
  }

  #take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #readElement(depth: number): SvgElement {
    this.#elements += 1;
    if (this.#elements > LIMITS.branding.svgElements || depth > LIMITS.branding.svgDepth)
      throw new SvgError('it has too many elements, or too deep ones');
    if (!this.#take('<')) throw new SvgError('it is no XML');
    const name = this.#readName();
    const attributes = this.#readAttributes();
    this.#at += /^\s*/.exec(this.#text.slice(this.#at, this.#at + 1_000))![0].length;
    if (this.#take('/>')) return { name, attributes, children: [] };
    if (!this.#take('>')) throw new SvgError(`the element ${name} is not well-formed`);
    const children = this.#readChildren(depth);
    if (this.#readName() !== name) throw new SvgError(`the element ${name} is not closed`);
    this.#at += /^\s*/.exec(this.#text.slice(this.#at, this.#at + 1_000))![0].length;
    if (!this.#take('>')) throw new SvgError(`the element ${name} is not closed`);
    return { name, attributes, children };
  }

  #readName(): string {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#text)?.[0];
    if (name === undefined) throw new SvgError('it is not well-formed');
    this.#at += name.length;
    return name;
  }

  #readAttributes(): Map<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      ATTRIBUTE.lastIndex = this.#at;
      const found = ATTRIBUTE.exec(this.#text);
      if (!found) return attributes;
      const name = found[1]!;
      if (attributes.has(name)) throw new SvgError(`${name} is there twice`);
      attributes.set(name, replaceEntities(found[2] ?? found[3] ?? ''));
      this.#at += found[0].length;
    }
  }

  /** Up to and with the `</` of the parent. */
  #readChildren(depth: number): (SvgElement | string)[] {
    const children: (SvgElement | string)[] = [];
    for (;;) {
      const next = this.#text.indexOf('<', this.#at);
      if (next < 0) throw new SvgError('it ends too early');
      if (next > this.#at) children.push(replaceEntities(this.#text.slice(this.#at, next)));
      this.#at = next;
      if (this.#take('</')) return children;
      if (this.#text.startsWith('<!--', this.#at)) this.#skipTo('-->');
      else if (this.#text.startsWith('<?', this.#at)) this.#skipTo('?>');
      else if (this.#take('<![CDATA[')) {
        const start = this.#at;
        this.#skipTo(']]>');
        children.push(this.#text.slice(start, this.#at - 3));
      } else children.push(this.#readElement(depth + 1));
    }
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SvgError('it is not UTF-8');
  }
}

function replaceEntities(text: string): string {
  return text.replaceAll(/&([^;\s]{0,12};?)/g, (_, inner: string) => {
    const name = inner.endsWith(';') ? inner.slice(0, -1) : null;
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name ?? '');
    const code = number ? (number[1] ? Number.parseInt(number[1], 16) : Number(number[2])) : null;
    if (code !== null && code >= 32 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff))
      return String.fromCodePoint(code);
    if (code === 9 || code === 10 || code === 13) return ' ';
    const plain = name === null ? undefined : ENTITIES[name];
    if (plain === undefined) throw new SvgError('it has an entity that XML does not know');
    return plain;
  });
}
