import { html, nothing, render, type TemplateResult } from 'lit';
import type { Media, Message } from '../../client/contract.ts';
import type { MediaLinks } from '../../controllers/media-links.ts';
import { shownFileName } from '../../format/file-words.ts';
import { textOf } from '../../foundation/message-preview.ts';
import { dress } from '../../foundation/full-states.ts';
import { icon } from '../../icons/icon.ts';
import { chevronLeft, chevronRight, zoomIn, zoomOut } from '../../icons/lightbox.gen.ts';
import { x } from '../../icons/list.gen.ts';
import { download } from '../../icons/thread.gen.ts';
import type { ContentWords } from '../../words/pt-br/content.ts';
import type { SharedWords } from '../../words/pt-br/shared.ts';
import { lightboxStyles } from './lightbox.styles.ts';

export interface LightboxOptions {
  root: ShadowRoot;
  links: MediaLinks;
  /** Pictures and films, in the order of the thread. */
  messages: Message[];
  /** Which of them is shown first. */
  messageId: string;
  content: ContentWords;
  shared: SharedWords;
}

/**
 * Shows pictures and films large, in the browser's top layer. Arrows go through them, + and - (or a press) change
 * between fitting and real size, Esc closes; then the focus is back where it was.
 */
export function openLightbox(options: LightboxOptions): void {
  new Lightbox(options).show();
}

class Lightbox {
  #options: LightboxOptions;
  #at: number;
  #real = false;
  #dialog = document.createElement('dialog');
  #stop: () => void;

  constructor(options: LightboxOptions) {
    this.#options = options;
    this.#at = Math.max(
      0,
      options.messages.findIndex((message) => message.id === options.messageId),
    );
    dress(options.root, lightboxStyles);
    const dialog = this.#dialog;
    dialog.className = 'lightbox';
    dialog.addEventListener('close', () => this.#end());
    dialog.addEventListener('keydown', (event) => this.#onKey(event));
    // A press beside the picture closes, as everywhere.
    dialog.addEventListener('click', (event) => {
      if ((event.target as Element).matches('.stage')) dialog.close();
    });
    this.#stop = options.links.subscribe(() => this.#draw());
  }

  show(): void {
    const dialog = this.#dialog;
    this.#draw();
    this.#options.root.append(dialog);
    dialog.showModal();
    dialog.querySelector<HTMLElement>('.stage')?.focus();
  }

  #end(): void {
    this.#stop();
    this.#dialog.remove();
  }

  #onKey(event: KeyboardEvent): void {
    // Keys of the thread beneath and of the page are not meant while this is open.
    event.stopPropagation();
    if ((event.target as Element).localName === 'video') return;
    const rtl = this.#dialog.matches(':dir(rtl)');
    const acts: Record<string, () => void> = {
      ArrowRight: () => this.#go(rtl ? -1 : 1),
      ArrowLeft: () => this.#go(rtl ? 1 : -1),
      Home: () => this.#go(-Infinity),
      End: () => this.#go(Infinity),
      '+': () => this.#zoom(true),
      '=': () => this.#zoom(true),
      '-': () => this.#zoom(false),
      '0': () => this.#zoom(false),
    };
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    // At its real size the arrows move the picture.
    if (this.#real && event.key.startsWith('Arrow')) return;
    event.preventDefault();
    act();
  }

  #go(by: number): void {
    const to = Math.min(this.#options.messages.length - 1, Math.max(0, this.#at + by));
    if (to === this.#at) return;
    this.#at = to;
    this.#real = false;
    this.#draw();
  }

  #zoom(real: boolean): void {
    this.#real = real;
    this.#draw();
  }

  #draw(): void {
    render(this.#view(), this.#dialog);
  }

  #view(): TemplateResult {
    const { messages, content: words, shared, links } = this.#options;
    const message = messages[this.#at]!;
    const { content } = message;
    if (!('media' in content)) return html``;
    const { media } = content;
    const address = links.addressOf(media);
    const caption = textOf(content);
    const still = content.type === 'image';
    const many = messages.length > 1;
    return html`<div class="lb-top">
        <span class="cut grow" aria-live="polite">
          ${message.author.name}
          ${many ? html`<span class="num muted">· ${words.countOf(this.#at + 1, messages.length)}</span>` : nothing}
        </span>
        ${
          still
            ? this.#real
              ? button(words.zoomOut, zoomOut, () => this.#zoom(false))
              : button(words.zoomIn, zoomIn, () => this.#zoom(true))
            : nothing
        }
        ${address ? this.#saveLink(media, address, words) : nothing}
        ${button(shared.close, x, () => this.#dialog.close())}
      </div>
      <div class="stage ${this.#real ? 'real' : ''}" tabindex="-1">
        ${
          !address
            ? html`<p class="muted">${shared.loading}</p>`
            : still
              ? html`<img
                  src=${address}
                  alt=${caption || words.countOf(this.#at + 1, messages.length)}
                  @click=${() => this.#zoom(!this.#real)}
                />`
              : html`<video src=${address} controls autoplay playsinline aria-label=${caption || message.author.name}></video>`
        }
      </div>
      ${
        many
          ? html`${button(words.previous, chevronLeft, () => this.#go(-1), {
              look: 'lb-go lb-prev',
              off: this.#at === 0,
            })}
            ${button(words.next, chevronRight, () => this.#go(1), {
              look: 'lb-go lb-next',
              off: this.#at === messages.length - 1,
            })}`
          : nothing
      }
      ${caption ? html`<p class="lb-cap">${caption}</p>` : nothing}`;
  }

  #saveLink({ fileName }: Media, address: string, words: ContentWords): TemplateResult {
    return html`<a
      class="ib"
      href=${address}
      download=${shownFileName(fileName ?? '')}
      target="_blank"
      rel="noopener noreferrer"
      aria-label=${words.download}
      title=${words.download}
      >${icon(download)}</a
    >`;
  }
}

function button(
  label: string,
  drawing: string,
  act: () => void,
  { look = '', off = false } = {},
): TemplateResult {
  return html`<button class="ib ${look}" aria-label=${label} title=${label} ?disabled=${off} @click=${act}>
    ${icon(drawing)}
  </button>`;
}
