import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Session } from '../../client/contract.ts';
import { LONGEST_TEXT, outboxOf, type Outbox } from '../../controllers/outbox.ts';
import { formatNumber } from '../../format/people.ts';
import { base } from '../../foundation/base.styles.ts';
import { controls } from '../../foundation/controls.styles.ts';
import { MetaHubElement, SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { circleAlert } from '../../icons/list.gen.ts';
import { sendHorizontal } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import { threadWords } from '../../words/pt-br/thread.ts';
import { composerStyles } from './composer.styles.ts';

/**
 * Where an answer is written. Keeps a draft for each conversation, also over a reload; what is sent
 * while nothing can be reached waits and goes out by itself. Enter sends, Shift+Enter begins a line.
 *
 * @summary Writes into one conversation.
 * @fires {CustomEvent<{ conversationId: string; text: string; idempotencyKey: string }>} mh-message-send - A text was put on its way.
 * @csspart dock - The frame around text and buttons.
 * @csspart send - The send button.
 */
export class MhComposer extends MetaHubElement {
  static override styles = [tokens, base, controls, composerStyles];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    conversationId: { attribute: 'conversation-id' },
    recipient: {},
    session: { attribute: false },
  };

  /** Which conversation is written into. */
  declare conversationId: string | null;
  /** Who is written to, for the placeholder. */
  declare recipient: string;
  /** The session that carries the conversation: named, and a warning when it is not connected. */
  declare session: Session | null;

  #outbox: Outbox | null = null;
  #text = '';

  constructor() {
    super();
    this.conversationId = null;
    this.recipient = '';
    this.session = null;
  }

  /** What is in the field. */
  get text(): string {
    return this.#text;
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    this.#outbox = client ? outboxOf(client) : null;
    // A draft kept from before a reload arrives once it is known whose it is.
    if (this.#outbox)
      this.follow({ subscribe: (told) => this.#outbox!.subscribe(() => (this.#takeDraft(), told())) });
    this.#takeDraft();
  }

  #takeDraft(): void {
    if (!this.#outbox || !this.conversationId || this.#text) return;
    this.#text = this.#outbox.draftOf(this.conversationId);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('conversationId')) {
      this.#text = '';
      this.#takeDraft();
    }
  }

  override focus(options?: FocusOptions): void {
    this.#field?.focus(options);
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot?.querySelector('textarea') ?? null;
  }

  protected override render(): TemplateResult {
    const words = this.words('thread', threadWords);
    const { session } = this;
    const down = session && session.status !== 'connected';
    const tooLong = this.#text.length > LONGEST_TEXT;
    const number = formatNumber(session?.number);
    return html`<form class="dock" part="dock" @submit=${this.#onSubmit}>
      ${
        down
          ? html`<div class="queue" role="status">${icon(circleAlert)} <span>${words.willQueue(session.name)}</span></div>`
          : nothing
      }
      ${
        session && !down
          ? html`<div class="by cut">${words.answeringBy} <b>${session.name}</b>${number ? html`<span class="num">· ${number}</span>` : nothing}</div>`
          : nothing
      }
      <textarea
        rows="1"
        aria-label=${words.message}
        placeholder=${words.placeholder(this.recipient)}
        .value=${this.#text}
        aria-invalid=${tooLong ? 'true' : 'false'}
        ?disabled=${!this.#outbox}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
      ></textarea>
      <div class="bar">
        <span class="grow"
          >${
            tooLong
              ? html`<span class="wrong" role="alert">${words.tooLong(LONGEST_TEXT.toLocaleString())}</span>`
              : nothing
          }</span
        >
        <span class="hint" aria-hidden="true"><kbd>${words.enter}</kbd> ${words.enterSends}</span>
        <button class="btn btn--main" part="send" type="submit" aria-disabled=${this.#text.trim() ? 'false' : 'true'}>
          ${icon(sendHorizontal)} ${words.send}
        </button>
      </div>
    </form>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const field = this.#field;
    // Engines without \`field-sizing\` get their height from the text.
    if (field && !CSS.supports('field-sizing', 'content')) {
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight}px`;
    }
    if (this.#outbox) this.report('ready');
    else this.report(this.surroundings.pending ? 'loading' : 'signed-out', SIGNED_OUT);
  }

  #onInput = (event: Event): void => {
    this.#text = (event.target as HTMLTextAreaElement).value;
    if (this.conversationId) this.#outbox?.saveDraft(this.conversationId, this.#text);
    this.requestUpdate();
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey || event.altKey) return;
    // On a touch keyboard Enter begins a line; the button sends.
    if (!event.ctrlKey && !event.metaKey && matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    this.#send();
  };

  #onSubmit = (event: Event): void => {
    event.preventDefault();
    this.#send();
    this.focus();
  };

  #send(): void {
    const text = this.#text.trim();
    const { conversationId } = this;
    if (!text || text.length > LONGEST_TEXT || !this.#outbox || !conversationId) return;
    this.#text = '';
    this.#outbox.saveDraft(conversationId, '');
    const { key } = this.#outbox.send(conversationId, text);
    this.fire('mh-message-send', { conversationId, text, idempotencyKey: key });
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-composer': MhComposer;
  }
}
