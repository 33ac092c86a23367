import { html, nothing, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Message } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { LONGEST_TEXT } from '../../controllers/outbox.ts';
import type { ThreadController } from '../../controllers/thread.ts';
import { dress, explain } from '../../foundation/full-states.ts';
import { textOf } from '../../foundation/message-preview.ts';
import { copy, pencil, trash2 } from '../../icons/actions.gen.ts';
import { icon } from '../../icons/icon.ts';
import { forward, reply } from '../../icons/thread.gen.ts';
import type { Dictionary, Section } from '../../words/dictionary.ts';
import { actionWords, type ActionWords } from '../../words/pt-br/actions.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { sharedWords, type SharedWords } from '../../words/pt-br/shared.ts';
import { ForwardPicker } from './forward-picker.ts';
import { messageActionsStyles } from './message-actions.styles.ts';
import { whatCanBeDone, type MessageAction } from './what-can-be-done.ts';

/** Reactions offered in the menu: WhatsApp's own six. */
const REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** What the element shows of itself to the actions of its messages. */
export interface ActionsStage {
  readonly root: ShadowRoot;
  readonly client: MetaHubClient;
  readonly thread: ThreadController;
  redraw(): void;
  /** Resolves once what was asked for is drawn. */
  drawn(): Promise<unknown>;
  words<S extends Section>(section: S, first: Dictionary[S]): Dictionary[S];
  reply(message: Message): void;
}

/** The menu of a message, and what it asks before it acts. Loaded when somebody first opens it. */
export class MessageActions {
  readonly #stage: ActionsStage;
  #message: Message | null = null;
  #asking: 'edit' | 'remove' | 'forward' | null = null;
  #picker: ForwardPicker | null = null;
  #isBusy = false;
  #failure: Failure | null = null;
  #opener: HTMLElement | null = null;

  constructor(stage: ActionsStage) {
    this.#stage = stage;
    dress(stage.root, messageActionsStyles);
  }

  /** Opens the menu of a message beside what asked for it. */
  async open(message: Message, opener: HTMLElement): Promise<void> {
    this.#message = message;
    this.#opener = opener;
    this.#failure = null;
    this.#stage.redraw();
    await this.#stage.drawn();
    const menu = this.#stage.root.querySelector<HTMLElement>('.message-menu');
    if (!menu || menu.matches(':popover-open')) return;
    menu.showPopover();
    place(menu, opener.getBoundingClientRect());
    menu.querySelector('button')?.focus();
  }

  render(): TemplateResult {
    const message = this.#message;
    if (!message) return html``;
    const words = this.#stage.words('actions', actionWords);
    const shared = this.#stage.words('shared', sharedWords);
    const list = this.#stage.words('list', listWords);
    return html`${this.#menu(message, words)}
    ${
      this.#asking === 'edit'
        ? this.#editDialog(message, words, shared)
        : this.#asking === 'remove'
          ? this.#removeDialog(message, words, shared)
          : this.#asking === 'forward'
            ? this.#picker?.render({ words, shared, list })
            : nothing
    }`;
  }

  /** Call it after each drawing. */
  updated(): void {
    const dialog = this.#stage.root.querySelector<HTMLDialogElement>('dialog.act');
    if (dialog && !dialog.open) dialog.showModal();
  }

  #menu(message: Message, words: ActionWords): TemplateResult {
    const able = whatCanBeDone(message, Date.now());
    const own = message.reactions.find(({ author }) => author.kind !== 'contact')?.emoji;
    const items: [MessageAction, string, string][] = [
      ['reply', reply, words.reply],
      ['forward', forward, words.forward],
      ['copy', copy, words.copy],
      ['edit', pencil, words.edit],
      ['remove', trash2, words.remove],
    ];
    return html`<div popover class="message-menu" role="menu" aria-label=${words.menu} @keydown=${this.#onMenuKey}>
      ${
        able.includes('react')
          ? html`<div class="emojis" role="group" aria-label=${words.react}>
              ${REACTIONS.map(
                (emoji) =>
                  html`<button
                    role="menuitemradio"
                    aria-checked=${emoji === own ? 'true' : 'false'}
                    aria-label=${emoji === own ? words.takeBack(emoji) : words.reactWith(emoji)}
                    @click=${() => void this.#react(message, emoji === own ? null : emoji)}
                  >
                    ${emoji}
                  </button>`,
              )}
            </div>`
          : nothing
      }
      ${items
        .filter(([action]) => able.includes(action))
        .map(
          ([action, drawing, label]) =>
            html`<button class="btn ${action === 'remove' ? 'danger' : ''}" role="menuitem" @click=${() => this.#choose(action, message)}>
              ${icon(drawing)} ${label}
            </button>`,
        )}
      ${this.#failure && !this.#asking ? html`<p class="wrong s" role="alert">${words.failed}</p>` : nothing}
    </div>`;
  }

  #choose(action: MessageAction, message: Message): void {
    this.#hideMenu();
    if (action === 'reply') return this.#stage.reply(message);
    if (action === 'copy') {
      void navigator.clipboard.writeText(textOf(message.content));
      return this.#giveBack();
    }
    this.#failure = null;
    this.#asking = action as 'edit' | 'remove' | 'forward';
    if (action === 'forward') {
      this.#picker = new ForwardPicker({
        client: this.#stage.client,
        message,
        redraw: () => this.#stage.redraw(),
        done: () => this.#close(),
      });
    }
    this.#stage.redraw();
  }

  async #react(message: Message, emoji: string | null): Promise<void> {
    try {
      await this.#stage.thread.react(message.id, emoji);
      this.#hideMenu();
      this.#giveBack();
    } catch (error) {
      this.#failure = readFailure(error);
      this.#stage.redraw();
    }
  }

  #editDialog(message: Message, words: ActionWords, shared: SharedWords): TemplateResult {
    return html`<dialog class="act" aria-labelledby="act" @close=${this.#close} @keydown=${stopKeys}>
      <form @submit=${(event: Event) => void this.#edit(event, message)}>
        <h2 class="title" id="act">${words.editTitle}</h2>
        <textarea
          name="text"
          rows="4"
          required
          maxlength=${LONGEST_TEXT}
          aria-labelledby="act"
          autofocus
          .value=${textOf(message.content)}
        ></textarea>
        <p class="s muted">${words.editHint}</p>
        ${this.#problem(words, shared)}
        <div class="row">
          <button class="btn" type="button" @click=${this.#close}>${shared.cancel}</button>
          <button class="btn btn--main" ?disabled=${this.#isBusy}>${words.save}</button>
        </div>
      </form>
    </dialog>`;
  }

  #removeDialog(message: Message, words: ActionWords, shared: SharedWords): TemplateResult {
    return html`<dialog class="act" aria-labelledby="act" @close=${this.#close} @keydown=${stopKeys}>
      <h2 class="title" id="act">${words.removeTitle}</h2>
      <p class="muted">${words.removeText}</p>
      ${this.#problem(words, shared)}
      <div class="row">
        <button class="btn" autofocus @click=${this.#close}>${shared.cancel}</button>
        <button class="btn btn--danger" ?disabled=${this.#isBusy} @click=${() => void this.#run(() => this.#stage.thread.remove(message.id))}>
          ${words.remove}
        </button>
      </div>
    </dialog>`;
  }

  #problem(words: ActionWords, shared: SharedWords): unknown {
    const failure = this.#failure;
    return failure
      ? html`<p class="wrong" role="alert">${words.failed} ${explain(shared, failure)}</p>`
      : nothing;
  }

  async #edit(event: Event, message: Message): Promise<void> {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector('textarea')!;
    const text = field.value.trim();
    if (!text) return;
    if (text === textOf(message.content)) this.#close();
    else await this.#run(() => this.#stage.thread.edit(message.id, text));
  }

  async #run(act: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    this.#failure = null;
    this.#stage.redraw();
    try {
      await act();
      this.#close();
    } catch (error) {
      this.#failure = readFailure(error);
    }
    this.#isBusy = false;
    this.#stage.redraw();
  }

  #close = (): void => {
    if (!this.#asking) return;
    this.#asking = null;
    this.#picker?.destroy();
    this.#picker = null;
    this.#stage.redraw();
    this.#giveBack();
  };

  #hideMenu(): void {
    const menu = this.#stage.root.querySelector<HTMLElement>('.message-menu');
    if (menu?.matches(':popover-open')) menu.hidePopover();
  }

  /** The focus goes back to the message, whose button may be gone with the pointer. */
  #giveBack(): void {
    const opener = this.#opener;
    queueMicrotask(() => opener?.isConnected && opener.focus());
  }

  #onMenuKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const items = [...this.#stage.root.querySelectorAll<HTMLElement>('.message-menu button')];
    const at = items.indexOf(this.#stage.root.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      items[(at + step + items.length) % items.length]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      this.#hideMenu();
      this.#giveBack();
    }
  };
}

/** Keys of a dialog are its own: the thread and the inbox behind it do nothing with them. */
function stopKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}

/** Puts a menu below what opened it, or above where there is more room, within the window. */
function place(menu: HTMLElement, at: DOMRect): void {
  const size = menu.getBoundingClientRect();
  const isBelow = at.bottom + 4 + size.height < innerHeight;
  menu.style.top = `${Math.max(8, isBelow ? at.bottom + 4 : at.top - 4 - size.height)}px`;
  menu.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, at.left))}px`;
}
