import { html, nothing, type TemplateResult } from 'lit';
import { parseWhatsAppText, type Block, type Inline } from '../../format/whatsapp-text.ts';

/** Finds links in plain text. */
export type FindLinks = (text: string) => { start: number; end: number; href: string }[];

const parsed = new Map<string, Block[]>();
/** Texts whose tree is kept, so that a redraw does not read them again. */
const MOST_PARSED = 400;

/** A message's text as templates, never as markup. `findLinks` is null until it was loaded. */
export function messageText(text: string, findLinks: FindLinks | null): TemplateResult {
  let blocks = parsed.get(text);
  if (!blocks) {
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(text, (blocks = parseWhatsAppText(text)));
  }
  return html`${blocks.map((block) => drawBlock(block, findLinks))}`;
}

/** True when a text may hold a link, so that it is worth loading what finds them. */
export function mayHoldLink(text: string): boolean {
  return /\w\.\w\w|@|:\/\//.test(text);
}

function drawBlock(block: Block, links: FindLinks | null): unknown {
  if (block.kind === 'mono') return html`<pre>${block.text}</pre>`;
  if (block.kind === 'list') {
    const items = block.items.map((item) => html`<li>${item.map((part) => drawInline(part, links))}</li>`);
    return block.start === null ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`;
  }
  const lines = block.lines.map(
    (line, at) => html`${at ? html`<br />` : nothing}${line.map((part) => drawInline(part, links))}`,
  );
  return block.kind === 'quote' ? html`<blockquote>${lines}</blockquote>` : html`<p>${lines}</p>`;
}

function drawInline(part: Inline, links: FindLinks | null): unknown {
  if (part.kind === 'text') return links ? drawLinks(part.text, links) : part.text;
  if (part.kind === 'code') return html`<code>${part.text}</code>`;
  const inner = part.parts.map((it: Inline): unknown => drawInline(it, links));
  if (part.kind === 'bold') return html`<strong>${inner}</strong>`;
  return part.kind === 'italic' ? html`<em>${inner}</em>` : html`<s>${inner}</s>`;
}

function drawLinks(text: string, links: FindLinks): unknown {
  const found = links(text);
  if (!found.length) return text;
  const drawn: unknown[] = [];
  let from = 0;
  for (const { start, end, href } of found) {
    drawn.push(
      text.slice(from, start),
      html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text.slice(start, end)}</a>`,
    );
    from = end;
  }
  drawn.push(text.slice(from));
  return drawn;
}
