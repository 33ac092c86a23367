import { html, nothing, type TemplateResult } from 'lit';
import type { Message, Reaction } from '../../client/contract.ts';
import { kindOf, textOf } from '../../foundation/message-preview.ts';
import { ban, fileText } from '../../icons/list.gen.ts';
import { smartphone } from '../../icons/states.gen.ts';
import { forward } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import { mediaContent } from './media-content.ts';
import type { MessageContext } from './message-context.ts';
import { messageText } from './message-text.ts';
import { call, cards, choices, linkCard, place, poll } from './plain-content.ts';

/** What a message says, whatever its kind. Never nothing. */
export function messageContent(message: Message, key: string, context: MessageContext): unknown {
  const { content } = message;
  switch (content.type) {
    case 'text':
      return html`${content.link ? linkCard(content.link) : nothing}${written(message, context)}${
        content.choices ? choices(content.choices, context) : nothing
      }`;
    case 'location':
      return place(content, context);
    case 'contacts':
      return cards(content, context);
    case 'poll':
      return poll(content, context);
    case 'call':
      return call(content, context);
    case 'deleted':
      return html`<span class="kind">${icon(ban)} ${context.words.deletedBy(context.authorOf(message))}</span>`;
    case 'notice':
      return content.text;
    case 'unsupported':
      return unsupported(content.rawType, context);
    default: {
      const media = 'media' in content ? mediaContent(message, content, key, context) : nothing;
      return html`${media}${textOf(content) ? html`<div class="cap">${written(message, context)}</div>` : nothing}`;
    }
  }
}

function written(message: Message, context: MessageContext): TemplateResult {
  const nameless = context.contents.words.somebody;
  return messageText(textOf(message.content), { mentions: message.mentions, nameless });
}

/** What cannot be shown is named: as yet to come, or by WhatsApp's own name of it. */
function unsupported(rawType: string, context: MessageContext): TemplateResult {
  const { words } = context.contents;
  const isWaiting = rawType === 'unavailable' || rawType === 'undecryptable';
  return html`<div class="file">
    <span class="tile-s">${icon(isWaiting ? smartphone : fileText)}</span>
    <div class="grow">
      <div class="file-name">${isWaiting ? words.waitingTitle : words.unsupported}</div>
      <div class="s muted">${isWaiting ? words.waitingText : words.rawType(rawType)}</div>
    </div>
  </div>`;
}

/** How a bubble stands around its content: a picture fills it, a sticker has none. */
export function frameOf({ content, quoted, flags }: Message): string {
  const kind = kindOf(content);
  if (kind === 'waiting') return 'queued';
  if (kind === 'sticker') return quoted ? 'media' : 'media bare';
  const seen = kind === 'image' || kind === 'video' || kind === 'gif';
  const only = 'media' in content && !content.media.thumbnail && /expired|failed/.test(content.media.state);
  return seen && !only ? `media ${flags.includes('forwarded') ? 'titled' : ''}` : '';
}

/** Says that a message came from elsewhere. */
export function forwardedLine({ flags }: Message, context: MessageContext): unknown {
  const { words } = context.contents;
  const often = flags.includes('forwarded_often');
  if (!often && !flags.includes('forwarded')) return nothing;
  return html`<div class="fwd">${icon(forward, 'i12')} ${often ? words.forwardedOften : words.forwarded}</div>`;
}

/** What else is to be known of a message, in words for its line of meta. */
export function flagWords({ flags }: Message, context: MessageContext): string[] {
  const { words } = context.contents;
  const named: Partial<Record<Message['flags'][number], string>> = {
    view_once: words.viewOnce,
    disappearing: words.disappearing,
    broadcast: words.broadcast,
  };
  return flags.flatMap((flag) => named[flag] ?? []);
}

/** The pill on the lower edge: each sign once, with how many gave it. */
export function reactionPill(reactions: readonly Reaction[], context: MessageContext): unknown {
  if (!reactions.length) return nothing;
  const given = new Map<string, string[]>();
  for (const { emoji, author } of reactions) {
    const name = context.nameOf(author);
    given.set(emoji, [...(given.get(emoji) ?? []), name]);
  }
  const { words } = context.contents;
  const spoken = [...given].map(([emoji, names]) => words.reactionBy(emoji, names.join(', '))).join('; ');
  return html`<span class="react" role="img" aria-label=${words.reactions(spoken)} title=${spoken}>
    ${[...given].slice(0, 4).map(([emoji]) => html`<span>${emoji}</span>`)}
    ${reactions.length > 1 ? html`<span class="num muted">${reactions.length}</span>` : nothing}
  </span>`;
}
