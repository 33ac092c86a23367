import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Quoted, Session } from '../../client/contract.ts';
import { LONGEST_TEXT, outboxOf, type Outbox, type Outgoing } from '../../controllers/outbox.ts';
import { formatNumber } from '../../format/people.ts';
import { base } from '../../foundation/base.styles.ts';
import { controls } from '../../foundation/controls.styles.ts';
import { MetaHubElement, SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { circleAlert, x } from '../../icons/list.gen.ts';
import { paperclip, sendHorizontal } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { threadWords } from '../../words/pt-br/thread.ts';
import type { AttachedFiles } from './attached-files.ts';
import { composerStyles } from './composer.styles.ts';

/**
 * Where an answer is written. Keeps a draft for each conversation, also over a reload; what is sent
 * while nothing can be reached waits and goes out by itself. Enter sends, Shift+Enter begins a line. Files
 * are attached by the button, by dropping or by pasting them; Esc ends a reply.
 *
 * @summary Writes into one conversation.
 * @fires {CustomEvent<{ conversationId: string; text: string; idempotencyKey: string }>} mh-message-send - A text or a file was put on its way.
 * @csspart dock - The frame around text and buttons.
 * @csspart attach - The button that attaches files.
 * @csspart send - The send button.
 */
export class MhComposer extends MetaHubElement {
  static override styles = [tokens, base, controls, composerStyles];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    conversationId: { attribute: 'conversation-id' },
    recipient: {},
    session: { attribute: false },
    quoted: { attribute: false },
  };

  /** Which conversation is written into. */
  declare conversationId: string | null;
  /** Who is written to, for the placeholder. */
  declare recipient: string;
  /** The session that carries the conversation: named, and a warning when it is not connected. */
  declare session: Session | null;

  /** The message that is replied to; null again once it was sent or given up. */
  declare quoted: Quoted | null;

  #outbox: Outbox | null = null;
  #text = '';
  /** Null until something was attached. */
  #files: AttachedFiles | null = null;
  #dragged = false;

  constructor() {
    super();
    this.conversationId = null;
    this.recipient = '';
    this.session = null;
    this.quoted = null;
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
      this.#files?.clear();
      if (!changed.has('quoted')) this.quoted = null;
      this.#takeDraft();
    }
  }

  override focus(options?: FocusOptions): void {
    this.#field?.focus(options);
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot?.querySelector('textarea') ?? null;
  }

  /** Adds files, to be sent with the next press of Send. */
  async attach(files: Iterable<File>): Promise<void> {
    const wanted = [...files];
    if (!wanted.length || !this.#outbox) return;
    if (!this.#files) {
      const { AttachedFiles } = await import('./attached-files.ts');
      this.#files ??= new AttachedFiles(this.shadowRoot!, () => this.requestUpdate());
    }
    await this.#files.add(wanted, this.words('thread', threadWords), this.#locale);
    this.focus();
  }

  get #locale(): string {
    return this.clock(this.words('list', listWords)).locale;
  }

  protected override render(): TemplateResult {
    const words = this.words('thread', threadWords);
    const { session } = this;
    const down = session && session.status !== 'connected';
    const tooLong = this.#text.length > LONGEST_TEXT;
    const number = formatNumber(session?.number);
    const files = this.#files?.size ?? 0;
    return html`<form
      class="dock ${this.#dragged ? 'dropping' : ''}"
      part="dock"
      @submit=${this.#onSubmit}
      @dragover=${this.#onDrag}
      @dragleave=${this.#onDrag}
      @drop=${this.#onDrop}
    >
      ${
        down
          ? html`<div class="queue" role="status">${icon(circleAlert)} <span>${words.willQueue(session.name)}</span></div>`
          : nothing
      }
      ${
        session && !down
          ? html`<div class="by cut">${words.answeringBy} <b>${session.name}</b>${number ? html`<span class="num">· <bdi>${number}</bdi></span>` : nothing}</div>`
          : nothing
      }
      ${this.quoted ? this.#quote(this.quoted, words) : nothing}
      ${this.#files?.render(words, this.#locale) ?? nothing}
      <textarea
        rows="1"
        aria-label=${files ? words.caption : words.message}
        placeholder=${files ? words.caption : words.placeholder(this.recipient)}
        .value=${this.#text}
        aria-invalid=${tooLong ? 'true' : 'false'}
        ?disabled=${!this.#outbox}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
        @paste=${this.#onPaste}
      ></textarea>
      <div class="bar">
        <button
          class="ib"
          part="attach"
          type="button"
          aria-label=${words.attach}
          title=${words.attach}
          ?disabled=${!this.#outbox}
          @click=${() => this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click()}
        >
          ${icon(paperclip)}
        </button>
        <input type="file" multiple hidden aria-label=${words.attach} @change=${this.#onChosen} />
        <span class="grow"
          >${
            tooLong
              ? html`<span class="wrong" role="alert">${words.tooLong(LONGEST_TEXT.toLocaleString())}</span>`
              : nothing
          }</span
        >
        <span class="hint" aria-hidden="true"><kbd>${words.enter}</kbd> ${words.enterSends}</span>
        <button
          class="btn btn--main"
          part="send"
          type="submit"
          aria-disabled=${this.#text.trim() || files ? 'false' : 'true'}
        >
          ${icon(sendHorizontal)} ${words.send}
        </button>
      </div>
    </form>`;
  }

  #quote({ author, preview }: Quoted, words: typeof threadWords): TemplateResult {
    return html`<div class="reply-to">
      <div class="grow">
        <b class="cut">${author.name === words.you ? words.replyingToYou : words.replyingTo(author.name || this.recipient)}</b>
        <span class="cut">${preview}</span>
      </div>
      <button class="ib" type="button" aria-label=${words.cancelReply} title=${words.cancelReply} @click=${this.#endReply}>
        ${icon(x)}
      </button>
    </div>`;
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
    if (event.key === 'Escape' && this.quoted && !event.isComposing) {
      event.preventDefault();
      this.#endReply();
      return;
    }
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey || event.altKey) return;
    // On a touch keyboard Enter begins a line; the button sends.
    if (!event.ctrlKey && !event.metaKey && matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    this.#send();
  };

  #endReply = (): void => {
    this.quoted = null;
    this.focus();
  };

  #onChosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    void this.attach(input.files ?? []).then(() => (input.value = ''));
  };

  #onPaste = (event: ClipboardEvent): void => {
    const { files, types } = event.clipboardData ?? {};
    // Office programs put a picture of a text beside the text: then the text is meant.
    if (!files?.length || types?.includes('text/plain')) return;
    event.preventDefault();
    void this.attach(files);
  };

  #onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const over = event.type === 'dragover';
    if (over === this.#dragged) return;
    this.#dragged = over;
    this.requestUpdate();
  };

  #onDrop = (event: DragEvent): void => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#dragged = false;
    void this.attach(event.dataTransfer.files);
  };

  #onSubmit = (event: Event): void => {
    event.preventDefault();
    this.#send();
    this.focus();
  };

  #send(): void {
    const text = this.#text.trim();
    const { conversationId } = this;
    if (text.length > LONGEST_TEXT || !this.#outbox || !conversationId) return;
    const files = this.#files?.take() ?? [];
    if (!text && !files.length) return;
    // Under an audio WhatsApp shows no words: they go before it, as a message.
    const captioned = files.findIndex(({ attachment }) => attachment.type !== 'audio');
    const outgoing: Outgoing[] = files.map((it, at) => ({ ...it, text: at === captioned ? text : '' }));
    if (text && captioned < 0) outgoing.unshift({ text });
    const { quoted } = this;
    this.#text = '';
    this.quoted = null;
    this.#outbox.saveDraft(conversationId, '');
    for (const [at, what] of outgoing.entries()) {
      const { key } = this.#outbox.send(conversationId, { ...what, quoted: at ? null : quoted });
      this.fire('mh-message-send', { conversationId, text: what.text, idempotencyKey: key });
    }
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-composer': MhComposer;
  }
}
