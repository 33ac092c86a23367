import { findLinks, type FoundLink } from './find-links.ts';

/**
 * WhatsApp's own formatting, as its help pages describe it: *bold*, _italic_, ~strike~, `code`,
 * ```monospace```, lines that begin with "> ", "- ", "* " or "1. ". Yields a tree; draws nothing.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; parts: Inline[] };

export type Block =
  | { kind: 'lines' | 'quote'; lines: Inline[][] }
  | { kind: 'list'; start: number | null; items: Inline[][] }
  | { kind: 'mono'; text: string };

const MARKS: Record<string, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };
/** Marks inside marks beyond this are shown as they are. */
const DEEPEST = 5;
const WORD = /[\p{L}\p{N}]/u;

const FENCE = '```';

export function parseWhatsAppText(text: string): Block[] {
  const blocks: Block[] = [];
  // Monospace may span lines, so it is found first; an odd or empty fence is only text.
  let from = 0;
  let open = text.indexOf(FENCE);
  while (open >= 0) {
    const close = text.indexOf(FENCE, open + FENCE.length);
    if (close < 0) break;
    const inside = text.slice(open + FENCE.length, close);
    if (!inside.trim()) {
      open = close;
      continue;
    }
    parseLines(text.slice(from, open).replace(/\n$/, ''), blocks);
    blocks.push({ kind: 'mono', text: inside.replace(/^\n|\n$/g, '') });
    from = close + FENCE.length;
    if (text[from] === '\n') from++;
    open = text.indexOf(FENCE, from);
  }
  parseLines(text.slice(from), blocks);
  return blocks;
}

function parseLines(text: string, blocks: Block[]): void {
  if (!text) return;
  for (const line of text.split('\n')) {
    const last = blocks.at(-1);
    const quote = /^> (.*)$/.exec(line);
    const bullet = /^[-*] (.+)$/.exec(line);
    const numbered = /^(\d{1,3})\. (.+)$/.exec(line);
    if (quote) {
      if (last?.kind === 'quote') last.lines.push(parseInline(quote[1]!));
      else blocks.push({ kind: 'quote', lines: [parseInline(quote[1]!)] });
    } else if (bullet) {
      if (last?.kind === 'list' && last.start === null) last.items.push(parseInline(bullet[1]!));
      else blocks.push({ kind: 'list', start: null, items: [parseInline(bullet[1]!)] });
    } else if (numbered) {
      if (last?.kind === 'list' && last.start !== null) last.items.push(parseInline(numbered[2]!));
      else blocks.push({ kind: 'list', start: Number(numbered[1]), items: [parseInline(numbered[2]!)] });
    } else if (last?.kind === 'lines') last.lines.push(parseInline(line));
    else blocks.push({ kind: 'lines', lines: [parseInline(line)] });
  }
}

/** Marks count only around words: opened before and closed after something that is neither space nor word. */
function parseInline(line: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  const unclosed = new Set<string>();
  const links = /[*_~`]/.test(line) ? findLinks(line) : [];
  let plain = '';
  const flush = (): void => {
    if (plain) parts.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < line.length; at++) {
    const mark = line[at]!;
    // A mark inside a link is a letter of it.
    const end = isMark(mark) && !within(links, at) ? closingOf(line, at, unclosed, links) : -1;
    if (end < 0 || (mark !== '`' && depth >= DEEPEST)) {
      plain += mark;
      continue;
    }
    flush();
    const inside = line.slice(at + 1, end);
    if (mark === '`') parts.push({ kind: 'code', text: inside });
    else parts.push({ kind: MARKS[mark]!, parts: parseInline(inside, depth + 1) });
    at = end;
  }
  flush();
  return parts;
}

function isMark(character: string): boolean {
  return character === '`' || character in MARKS;
}

function within(links: FoundLink[], at: number): boolean {
  return links.some(({ start, end }) => start <= at && at < end);
}

function closingOf(line: string, open: number, unclosed: Set<string>, links: FoundLink[]): number {
  const mark = line[open]!;
  const next = line[open + 1];
  if (unclosed.has(mark) || !next || next === mark || /\s/.test(next)) return -1;
  if (open > 0 && WORD.test(line[open - 1]!)) return -1;
  for (let at = open + 2; at < line.length; at++) {
    if (line[at] !== mark || /\s/.test(line[at - 1]!) || within(links, at)) continue;
    if (at + 1 < line.length && WORD.test(line[at + 1]!)) continue;
    return at;
  }
  // No later mark of this kind can be closed either.
  unclosed.add(mark);
  return -1;
}
