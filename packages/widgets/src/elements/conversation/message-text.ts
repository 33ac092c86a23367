import { html, nothing, type TemplateResult } from 'lit';
import type { Mention } from '../../client/contract.ts';
import { findLinks } from '../../format/find-links.ts';
import { splitMentions } from '../../format/mentions.ts';
import { parseWhatsAppText, type Block, type Inline } from '../../format/whatsapp-text.ts';

/** Who is mentioned in a text, and the word for those nobody knows. */
export interface Mentioned {
  mentions: readonly Mention[];
  nameless: string;
}

const parsed = new Map<string, Block[]>();
/** Texts whose tree is kept, so that a redraw does not read them again. */
const MOST_PARSED = 400;
const NOBODY: Mentioned = { mentions: [], nameless: '' };

/** A message's text as templates, never as markup. */
export function messageText(text: string, mentioned: Mentioned = NOBODY): TemplateResult {
  let blocks = parsed.get(text);
  if (!blocks) {
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(text, (blocks = parseWhatsAppText(text)));
  }
  return html`${blocks.map((block) => drawBlock(block, mentioned))}`;
}

function drawBlock(block: Block, mentioned: Mentioned): unknown {
  if (block.kind === 'mono') return html`<pre>${block.text}</pre>`;
  if (block.kind === 'list') {
    const items = block.items.map(
      (item) => html`<li>${item.map((part) => drawInline(part, mentioned))}</li>`,
    );
    return block.start === null ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`;
  }
  const lines = block.lines.map(
    (line, at) => html`${at ? html`<br />` : nothing}${line.map((part) => drawInline(part, mentioned))}`,
  );
  return block.kind === 'quote' ? html`<blockquote>${lines}</blockquote>` : html`<p>${lines}</p>`;
}

function drawInline(part: Inline, mentioned: Mentioned): unknown {
  if (part.kind === 'text') return drawMentions(part.text, mentioned);
  if (part.kind === 'code') return html`<code>${part.text}</code>`;
  const inner = part.parts.map((it: Inline): unknown => drawInline(it, mentioned));
  if (part.kind === 'bold') return html`<strong>${inner}</strong>`;
  return part.kind === 'italic' ? html`<em>${inner}</em>` : html`<s>${inner}</s>`;
}

function drawMentions(text: string, { mentions, nameless }: Mentioned): unknown {
  if (!mentions.length) return drawLinks(text);
  return splitMentions(text, mentions).map((piece) =>
    piece.mention
      ? html`<bdi class="mention">@${piece.mention.name ?? nameless}</bdi>`
      : drawLinks(piece.text),
  );
}

function drawLinks(text: string): unknown {
  const found = findLinks(text);
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
