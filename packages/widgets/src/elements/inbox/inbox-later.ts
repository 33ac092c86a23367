import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../client/contract.ts';
import '../../define/conversation.ts';
import type { ErrorDetail, WidgetEventName, WidgetEvents } from '../../foundation/events.ts';
import { dress, fullState, offlineStrip, signedOutState } from '../../foundation/full-states.ts';
import { SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { icon } from '../../icons/icon.ts';
import { x } from '../../icons/list.gen.ts';
import { messageCircle } from '../../icons/states.gen.ts';
import type { Dictionary, Section } from '../../words/dictionary.ts';
import { panelWords } from '../../words/pt-br/panels.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import type { MhConversationList } from '../conversation-list/conversation-list.ts';
import type { MhConversation } from '../conversation/conversation.ts';
import type { MhInbox } from './inbox.ts';
import { inboxLaterStyles } from './inbox-later.styles.ts';

/** What the inbox shows of itself to its later part. */
export interface InboxStage {
  readonly element: MhInbox;
  readonly root: ShadowRoot;
  words<S extends Section>(section: S, first: Dictionary[S]): Dictionary[S];
  fire<Name extends WidgetEventName>(name: Name, detail: WidgetEvents[Name]): boolean;
  /** Access ended (why), or is hoped to be back (null). */
  signedOut(failure: ErrorDetail | null): void;
}

/** What an inbox needs besides its list: the thread, moving between panes, the pairing dialog, unusual states. */
export class InboxLater {
  #stage: InboxStage;
  #connecting = false;

  constructor(stage: InboxStage) {
    this.#stage = stage;
    dress(stage.root, inboxLaterStyles);
  }

  thread(known: Conversation | null): TemplateResult {
    const { element } = this.#stage;
    return html`<mh-conversation
      part="conversation"
      exportparts="back"
      .client=${element.activeClient ?? undefined}
      .conversationId=${element.conversationId}
      .conversation=${known}
      .waitTarget=${element.waitTarget}
      .readOnly=${element.readOnly}
      back
      @mh-conversation-close=${this.#close}
      @mh-conversation-moved=${(event: CustomEvent<{ conversation: Conversation }>) => {
        element.conversationId = event.detail.conversation.id;
      }}
      @mh-load-start=${stop}
      @mh-ready=${stop}
      @mh-error=${this.#onThreadError}
    ></mh-conversation>`;
  }

  nothingOpen(): TemplateResult {
    const words = this.#stage.words('panels', panelWords);
    return fullState({ drawing: messageCircle, title: words.pickTitle, text: words.pickText });
  }

  signedOut(): TemplateResult {
    return signedOutState(this.#stage.words('shared', sharedWords), () => {
      this.#stage.fire('mh-error', SIGNED_OUT);
      this.#stage.signedOut(null);
    });
  }

  strip(): TemplateResult {
    return offlineStrip(this.#stage.words('shared', sharedWords));
  }

  dialog(): TemplateResult | typeof nothing {
    if (!this.#connecting) return nothing;
    const label = this.#stage.words('panels', panelWords).connect;
    return html`<dialog aria-label=${label} @close=${this.#closeDialog}>
      <div class="dialog-top">
        <h2 class="title" tabindex="-1" autofocus>${label}</h2>
        <button
          class="ib"
          aria-label=${this.#stage.words('shared', sharedWords).close}
          @click=${this.#closeDialog}
        >
          ${icon(x)}
        </button>
      </div>
      <mh-qr-pairing
        .client=${this.#stage.element.activeClient ?? undefined}
        auto-start
        @mh-open-inbox=${this.#closeDialog}
      ></mh-qr-pairing>
    </dialog>`;
  }

  /** Call it after each drawing. */
  updated(): void {
    const dialog = this.#stage.root.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  async focusThread(): Promise<void> {
    await this.#stage.element.updateComplete;
    const thread = this.#thread;
    await thread?.updateComplete;
    // On touch the keyboard would cover what the person came to read.
    if (matchMedia('(pointer: coarse)').matches) thread?.focusThread();
    else thread?.focus();
  }

  readonly onConnect = (event: Event): void => {
    // The page may have its own way: it hears the event first, and cancels it.
    queueMicrotask(() => {
      if (!event.defaultPrevented) void this.#connect();
    });
  };

  async #connect(): Promise<void> {
    await import('../../define/qr-pairing.ts');
    this.#connecting = true;
    this.#stage.element.requestUpdate();
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const { element } = this.#stage;
    if (event.defaultPrevented || event.isComposing) return;
    const inField = event
      .composedPath()
      .some((it) => it instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(it.tagName));
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'F6') {
      event.preventDefault();
      this.#nextPane(event.shiftKey);
    } else if (event.key === 'Escape' && element.conversationId && !this.#connecting) {
      event.preventDefault();
      if (this.#narrow) this.#close();
      else this.#list?.focus();
    } else if (event.key === '/' && plain && !inField && !element.noShortcuts) {
      event.preventDefault();
      if (this.#narrow) element.conversationId = null;
      void element.updateComplete.then(() => this.#list?.focusSearch());
    }
  };

  get #list(): MhConversationList | null {
    return this.#stage.root.querySelector('mh-conversation-list');
  }

  get #thread(): MhConversation | null {
    return this.#stage.root.querySelector('mh-conversation');
  }

  get #narrow(): boolean {
    return Boolean(this.#list && !this.#list.checkVisibility());
  }

  #close = (): void => {
    const { element } = this.#stage;
    element.conversationId = null;
    void element.updateComplete.then(() => this.#list?.focus());
  };

  #closeDialog = (): void => {
    this.#connecting = false;
    this.#stage.element.requestUpdate();
    void this.#list?.controller?.load();
  };

  #onThreadError = (event: CustomEvent<ErrorDetail>): void => {
    event.stopPropagation();
    if (event.detail.type === 'signed_out') this.#stage.signedOut(event.detail);
  };

  /** List, thread, composer, and around. */
  #nextPane(back: boolean): void {
    const [list, thread] = [this.#list, this.#thread];
    const stops: (() => void)[] = [];
    if (list?.checkVisibility()) stops.push(() => list.focus());
    if (thread)
      stops.push(
        () => thread.focusThread(),
        () => thread.focus(),
      );
    const inner = thread?.shadowRoot?.activeElement;
    const inList = this.#stage.root.activeElement === list;
    const at = inList ? 0 : stops.length - (inner?.localName === 'mh-composer' ? 1 : 2);
    stops[(at + (back ? -1 : 1) + stops.length) % stops.length]?.();
  }
}

function stop(event: Event): void {
  event.stopPropagation();
}
