import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Conversation } from '../../client/contract.ts';
import { controls } from '../../foundation/controls.styles.ts';
import type { ErrorDetail } from '../../foundation/events.ts';
import { fullState, offlineStrip, signedOutState } from '../../foundation/full-states.ts';
import { MetaHubElement, SIGNED_OUT, type ElementState } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { messageCircle, x } from '../../icons/icons.gen.ts';
import { icon } from '../../icons/icon.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import type { MhConversationList } from '../conversation-list/conversation-list.ts';
import type { MhConversation } from '../conversation/conversation.ts';
import { inboxStyles } from './inbox.styles.ts';

/**
 * The whole inbox: list and thread side by side, or one over the other where it is narrow. F6 moves
 * between panes, Esc goes back to the list, `/` searches.
 *
 * @summary Conversations of the account, and the one that is open.
 * @fires {CustomEvent<{ conversation: Conversation }>} mh-conversation-open - A conversation was opened.
 * @fires {CustomEvent<{ conversationId: string }>} mh-conversation-close - It was closed (narrow).
 * @fires {CustomEvent<{ conversationId: string; text: string; idempotencyKey: string }>} mh-message-send - A text was put on its way.
 * @fires {CustomEvent<{}>} mh-connect-request - The person wants to connect a number. Cancel it to show your own page; otherwise a dialog opens.
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - The list is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - Something could not be loaded, or access ended.
 * @csspart list - The list pane.
 * @csspart conversation - The thread pane.
 */
export class MhInbox extends MetaHubElement {
  static override styles = [tokens, controls, inboxStyles];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    conversationId: { attribute: 'conversation-id' },
    waitTarget: { attribute: 'wait-target', type: Number },
    readOnly: { attribute: 'read-only', type: Boolean },
    noShortcuts: { attribute: 'no-shortcuts', type: Boolean },
  };

  /** The open conversation; set it to open one. */
  declare conversationId: string | null;
  /** Minutes within which an answer is due. Default 10. */
  declare waitTarget: number;
  /** Shows threads without a composer. */
  declare readOnly: boolean;
  /** Turns single keys off; F6 and Esc stay. */
  declare noShortcuts: boolean;

  #conversation: Conversation | null = null;
  #threadReady = false;
  #connecting = false;
  #signedOut: ErrorDetail | null = null;

  constructor() {
    super();
    this.conversationId = null;
    this.waitTarget = 10;
    this.readOnly = false;
    this.noShortcuts = false;
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    this.#signedOut = null;
    if (client) this.followConnection(client);
  }

  protected override render(): TemplateResult {
    const shared = this.words('shared', sharedWords);
    const client = this.activeClient ?? undefined;
    if ((!client && !this.surroundings.pending && !this.surroundings.failure) || this.#signedOut) {
      return html`<div class="frame">${signedOutState(shared, () => this.#signIn())}</div>`;
    }
    const words = this.words('list', listWords);
    const open = this.conversationId;
    return html`<div class="frame" @keydown=${this.#onKey}>
      ${client && this.offline ? offlineStrip(shared) : nothing}
      <div class="panes" data-view=${open ? 'thread' : 'list'}>
        <mh-conversation-list
          part="list"
          .client=${client}
          .selected=${open}
          .waitTarget=${this.waitTarget}
          @mh-conversation-open=${this.#onOpen}
          @mh-connect-request=${this.#onConnect}
          @mh-load-start=${this.#onListState}
          @mh-ready=${this.#onListState}
          @mh-error=${this.#onListState}
        ></mh-conversation-list>
        <section class="pane" aria-label=${words.conversation}>
          ${open && this.#threadReady
            ? html`<mh-conversation
                part="conversation"
                .client=${client}
                .conversationId=${open}
                .conversation=${this.#conversation}
                .waitTarget=${this.waitTarget}
                .readOnly=${this.readOnly}
                back
                @mh-conversation-close=${this.#close}
                @mh-error=${this.#onThreadError}
              ></mh-conversation>`
            : open
              ? nothing
              : fullState({ drawing: messageCircle, title: words.pickTitle, text: words.pickText })}
        </section>
      </div>
      ${this.#connecting ? this.#connectDialog(words, shared) : nothing}
    </div>`;
  }

  #connectDialog(words: typeof listWords, shared: typeof sharedWords): TemplateResult {
    return html`<dialog aria-label=${words.connect} @close=${this.#closeConnect}>
      <div class="dialog-top">
        <h2 class="title" tabindex="-1" autofocus>${words.connect}</h2>
        <button class="ib" aria-label=${shared.close} @click=${this.#closeConnect}>${icon(x)}</button>
      </div>
      <mh-qr-pairing
        .client=${this.activeClient ?? undefined}
        auto-start
        @mh-open-inbox=${this.#closeConnect}
      ></mh-qr-pairing>
    </dialog>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.conversationId && !this.#threadReady) void this.#loadThread();
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    if (this.#signedOut) this.report('signed-out', this.#signedOut);
    else if (!this.activeClient && !this.surroundings.pending && !this.surroundings.failure) this.report('signed-out');
  }

  protected override firstUpdated(): void {
    // The thread is wanted soon after the list: it is fetched once the browser has nothing better to do.
    const later = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 300));
    later(() => void this.#loadThread());
  }

  async #loadThread(): Promise<void> {
    if (this.#threadReady) return;
    await import('../../define/conversation.ts');
    this.#threadReady = true;
    this.requestUpdate();
  }

  get #list(): MhConversationList | null {
    return this.renderRoot?.querySelector('mh-conversation-list') ?? null;
  }

  get #thread(): MhConversation | null {
    return this.renderRoot?.querySelector('mh-conversation') ?? null;
  }

  #onOpen = (event: CustomEvent<{ conversation: Conversation }>): void => {
    this.#conversation = event.detail.conversation;
    this.conversationId = event.detail.conversation.id;
    void this.#focusThread();
  };

  async #focusThread(): Promise<void> {
    await this.#loadThread();
    await this.updateComplete;
    const thread = this.#thread;
    await thread?.updateComplete;
    // On touch the keyboard would cover what the person came to read.
    if (matchMedia('(pointer: coarse)').matches) thread?.focusThread();
    else thread?.focus();
  }

  #close = (): void => {
    this.conversationId = null;
    this.#conversation = null;
    void this.updateComplete.then(() => this.#list?.focus());
  };

  #onConnect = (event: Event): void => {
    // The host may have its own page for it: it hears the event first, and cancels it.
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      void import('../../define/qr-pairing.ts').then(() => {
        this.#connecting = true;
        this.requestUpdate();
      });
    });
  };

  #closeConnect = (): void => {
    this.#connecting = false;
    this.requestUpdate();
    void this.#list?.controller?.load();
  };

  /** The list's state is the inbox's own. */
  #onListState = (event: Event): void => {
    event.stopPropagation();
    if (event.type === 'mh-error') {
      const failure = (event as CustomEvent<ErrorDetail>).detail;
      if (failure.type === 'signed_out') {
        this.#signedOut = failure;
        this.requestUpdate();
      } else this.report('error', failure);
    } else this.report(this.#list?.state ?? ('loading' satisfies ElementState));
  };

  #onThreadError = (event: CustomEvent<ErrorDetail>): void => {
    event.stopPropagation();
    if (event.detail.type !== 'signed_out') return;
    this.#signedOut = event.detail;
    this.requestUpdate();
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const inField = event.composedPath().some((it) => it instanceof HTMLInputElement || it instanceof HTMLTextAreaElement);
    if (event.key === 'F6') {
      event.preventDefault();
      this.#nextPane(event.shiftKey);
    } else if (event.key === 'Escape' && this.conversationId && !this.#connecting) {
      event.preventDefault();
      if (this.#narrow) this.#close();
      else this.#list?.focus();
    } else if (event.key === '/' && !inField && !this.noShortcuts && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (this.#narrow) this.conversationId = null;
      void this.updateComplete.then(() => this.#list?.focusSearch());
    }
  };

  get #narrow(): boolean {
    return Boolean(this.#list && !this.#list.checkVisibility());
  }

  /** List, thread, composer, and around. */
  #nextPane(back: boolean): void {
    const [list, thread] = [this.#list, this.#thread];
    const stops: (() => void)[] = [];
    if (list?.checkVisibility()) stops.push(() => list.focus());
    if (thread) stops.push(() => thread.focusThread(), () => thread.focus());
    const inner = thread?.shadowRoot?.activeElement;
    const at = this.shadowRoot?.activeElement === list ? 0 : stops.length - (inner?.localName === 'mh-composer' ? 1 : 2);
    stops[(at + (back ? -1 : 1) + stops.length) % stops.length]?.();
  }

  #signIn(): void {
    this.fire('mh-error', this.#signedOut ?? SIGNED_OUT);
    this.#signedOut = null;
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-inbox': MhInbox;
  }
}
