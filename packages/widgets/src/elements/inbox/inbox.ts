import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Conversation } from '../../client/contract.ts';
import { base } from '../../foundation/base.styles.ts';
import type { ErrorDetail } from '../../foundation/events.ts';
import { MetaHubElement } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { listWords } from '../../words/pt-br/list.ts';
import type { MhConversationList } from '../conversation-list/conversation-list.ts';
import { inboxStyles } from './inbox.styles.ts';
import type { InboxLater } from './inbox-later.ts';

/**
 * The whole inbox: list and thread side by side, or one over the other where it is narrow. F6 moves
 * between panes, Esc goes back to the list, `/` searches.
 *
 * @summary Conversations of the account, and the one that is open.
 * @fires {CustomEvent<{ conversation: Conversation }>} mh-conversation-open - A conversation was opened.
 * @fires {CustomEvent<{ conversationId: string }>} mh-conversation-close - It was closed (narrow).
 * @fires {CustomEvent<{ conversation: Conversation }>} mh-conversation-moved - The open conversation went into this one: both are the same person's.
 * @fires {CustomEvent<{ conversationId: string; text: string; idempotencyKey: string }>} mh-message-send - A text was put on its way.
 * @fires {CustomEvent<{}>} mh-connect-request - The person wants to connect a number. Cancel it to show your own page; otherwise a dialog opens.
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - The list is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - Something could not be loaded, or access ended.
 * @csspart list - The list pane.
 * @csspart conversation - The thread pane.
 */
export class MhInbox extends MetaHubElement {
  static override styles = [tokens, base, inboxStyles];
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
  /** The thread, keys, dialogs and unusual states: what comes right after the list. */
  #later: InboxLater | null = null;
  #coming: Promise<void> | undefined;
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
    const later = this.#later;
    const client = this.activeClient ?? undefined;
    if (this.#gone) return html`<div class="frame">${later?.signedOut() ?? nothing}</div>`;
    const words = this.words('list', listWords);
    const open = this.conversationId;
    return html`<div class="frame" @keydown=${later?.onKey}>
      ${client && this.offline ? later?.strip() : nothing}
      <div class="panes" data-view=${open ? 'thread' : 'list'}>
        <mh-conversation-list
          part="list"
          .client=${client}
          .selected=${open}
          .waitTarget=${this.waitTarget}
          @mh-conversation-open=${this.#onOpen}
          @mh-connect-request=${later?.onConnect}
          @mh-load-start=${this.#onListState}
          @mh-ready=${this.#onListState}
          @mh-error=${this.#onListState}
        ></mh-conversation-list>
        <section class="pane" aria-label=${words.conversation}>
          ${later ? (open ? later.thread(this.#conversation) : later.nothingOpen()) : nothing}
        </section>
      </div>
      ${later?.dialog()}
    </div>`;
  }

  get #gone(): boolean {
    const { pending, failure } = this.surroundings;
    return Boolean(this.#signedOut ?? this.ended) || (!this.activeClient && !pending && !failure);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.conversationId || this.#gone) void this.#wantLater();
    this.#later?.updated();
    if (this.#gone) this.report('signed-out', this.#signedOut ?? this.ended);
  }

  protected override firstUpdated(): void {
    // Wanted soon after the list: fetched once the browser has nothing better to do.
    (globalThis.requestIdleCallback ?? setTimeout)(() => void this.#wantLater());
  }

  #wantLater(): Promise<void> {
    return (this.#coming ??= this.#loadLater());
  }

  async #loadLater(): Promise<void> {
    const { InboxLater } = await import('./inbox-later.ts');
    this.#later = new InboxLater({
      element: this,
      root: this.shadowRoot!,
      words: (section, first) => this.words(section, first),
      fire: (name, detail) => this.fire(name, detail),
      signedOut: (failure) => {
        this.#signedOut = failure;
        this.requestUpdate();
      },
    });
    this.requestUpdate();
  }

  #onOpen = (event: CustomEvent<{ conversation: Conversation }>): void => {
    this.#conversation = event.detail.conversation;
    this.conversationId = event.detail.conversation.id;
    void this.#focusThread();
  };

  async #focusThread(): Promise<void> {
    await this.#wantLater();
    await this.#later!.focusThread();
  }

  /** The list's state is the inbox's own. */
  #onListState = (event: Event): void => {
    event.stopPropagation();
    const failure = event.type === 'mh-error' ? (event as CustomEvent<ErrorDetail>).detail : null;
    if (failure?.type === 'signed_out') {
      this.#signedOut = failure;
      this.requestUpdate();
    } else this.report((event.target as MhConversationList).state, failure);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-inbox': MhInbox;
  }
}
