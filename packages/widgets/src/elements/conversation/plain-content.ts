import { html, nothing, type TemplateResult } from 'lit';
import type { Choices, Content, LinkPreview } from '../../client/contract.ts';
import { formatNumber } from '../../format/people.ts';
import { avatar } from '../../foundation/avatar.ts';
import { phone } from '../../icons/list.gen.ts';
import { list, mapPin, phoneMissed } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { MessageContext } from './message-context.ts';

type Of<Type extends Content['type']> = Extract<Content, { type: Type }>;

/** Cards shown before the rest is folded away. */
const CARDS = 3;

/** A place in words. The map is a plain link: nothing of it is loaded, and no one learns who looked. */
export function place(content: Of<'location'>, context: MessageContext): TemplateResult {
  const { words } = context.contents;
  const { latitude, longitude, name, address, live } = content;
  const spot = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const title = name || (live ? context.kinds['live'] : address) || context.kinds['location'];
  const lines = [name ? address : '', live ? words.lastPlace : '', name || address ? '' : spot];
  const map = `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
  return html`<div class="file">
    <span class="tile-s">${icon(mapPin)}</span>
    <div class="grow">
      <div class="file-name">${title}</div>
      ${lines.filter(Boolean).map((line) => html`<div class="s muted">${line}</div>`)}
      <a class="s" href=${map} target="_blank" rel="noopener noreferrer">${words.seeOnMap}</a>
    </div>
  </div>`;
}

/** A call: what kind, and how it ended. */
export function call({ video, group, outcome }: Of<'call'>, context: MessageContext): TemplateResult {
  const { words } = context.contents;
  const missed = outcome === 'missed';
  return html`<div class="file">
    <span class="tile-s ${missed ? 'missed' : ''}">${icon(missed ? phoneMissed : phone)}</span>
    <div class="grow">
      <div class="file-name">${group ? words.groupCall : video ? words.videoCall : words.call}</div>
      <div class="s ${missed ? 'missed' : 'muted'}">${words.callOutcome[outcome]}</div>
    </div>
  </div>`;
}

/** Cards with a name and numbers; the numbers can be called where the device can. */
export function cards({ contacts }: Of<'contacts'>, context: MessageContext): TemplateResult {
  const draw = (card: (typeof contacts)[number]): TemplateResult => html`<li class="card">
    ${avatar(card.name, card.name)}
    <div class="grow">
      <div class="file-name"><bdi>${card.name}</bdi></div>
      ${card.numbers.map(
        ({ number, label }) =>
          html`<div class="s muted">
            <a class="num" href=${`tel:${number.replace(/[^\d+*#]/g, '')}`}
              ><bdi>${formatNumber(number)}</bdi></a
            >${label ? html` · ${label}` : nothing}
          </div>`,
      )}
    </div>
  </li>`;
  const more = contacts.slice(CARDS);
  return html`<ul class="cards">
      ${contacts.slice(0, CARDS).map(draw)}
    </ul>
    ${
      more.length
        ? html`<details>
          <summary class="s">${context.contents.words.others(more.length)}</summary>
          <ul class="cards">
            ${more.map(draw)}
          </ul>
        </details>`
        : nothing
    }`;
}

/** A poll with what each option got so far. */
export function poll({ question, options, selectable }: Of<'poll'>, context: MessageContext): TemplateResult {
  const { words } = context.contents;
  const most = Math.max(1, ...options.map((option) => option.votes));
  return html`<div class="poll">
    <p class="poll-q">${question}</p>
    <p class="s muted">${selectable === 1 ? words.chooseOne : words.chooseUpTo(selectable)}</p>
    <ul>
      ${options.map(
        ({ text, votes }) =>
          html`<li>
            <span>${text}</span><span class="s num muted" aria-label=${words.votes(votes)}>${votes}</span>
            <span class="bar" aria-hidden="true"><span .style=${`width:${(votes / most) * 100}%`}></span></span>
          </li>`,
      )}
    </ul>
  </div>`;
}

/** What another business's list or buttons offered beneath a text: to be read here, not pressed. */
export function choices(
  { title, footer, button, options }: Choices,
  context: MessageContext,
): TemplateResult {
  return html`<div class="choices">
    ${title ? html`<p class="poll-q">${title}</p>` : nothing}
    <ul aria-label=${context.contents.words.choices}>
      ${options.map(
        ({ label, description }) =>
          html`<li>
            ${label}${description ? html`<span class="s muted">${description}</span>` : nothing}
          </li>`,
      )}
    </ul>
    ${footer ? html`<p class="s muted">${footer}</p>` : nothing}
    ${button ? html`<p class="s muted row">${icon(list, 'i14')} ${button}</p>` : nothing}
  </div>`;
}

/** What the sender's phone knew of a link. Only web addresses lead anywhere. */
export function linkCard({ url, title, description, thumbnail }: LinkPreview): unknown {
  const address = webAddress(url);
  if (!address || !(title || description)) return nothing;
  return html`<a class="link" href=${address.href} target="_blank" rel="noopener noreferrer nofollow">
    ${thumbnail?.startsWith('data:image/') ? html`<img src=${thumbnail} alt="" />` : nothing}
    <span class="grow">
      ${title ? html`<b>${title}</b>` : nothing}
      ${description ? html`<span class="s muted">${description}</span>` : nothing}
      <span class="s muted cut">${address.host}</span>
    </span>
  </a>`;
}

function webAddress(url: string): URL | null {
  try {
    const read = new URL(/^[a-z][\w+.-]*:/i.test(url) ? url : `https://${url}`);
    return /^https?:$/.test(read.protocol) ? read : null;
  } catch {
    return null;
  }
}
