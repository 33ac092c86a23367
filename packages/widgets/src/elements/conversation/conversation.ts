import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Conversation, Message } from '../../client/contract.ts';
import { readFailure } from '../../client/failure.ts';
import { ThreadController } from '../../controllers/thread.ts';
import { nameOf } from '../../format/people.ts';
import { base } from '../../foundation/base.styles.ts';
import { controls } from '../../foundation/controls.styles.ts';
import { failureState, fullState, offlineStrip, signedOutState } from '../../foundation/full-states.ts';
import { lineOf } from '../../foundation/message-preview.ts';
import { MetaHubElement, SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { progressBar } from '../../foundation/progress-bar.styles.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { lock, messageCircle } from '../../icons/states.gen.ts';
import { contentWords } from '../../words/pt-br/content.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { panelWords } from '../../words/pt-br/panels.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import { threadWords } from '../../words/pt-br/thread.ts';
import type { MhComposer } from '../composer/composer.ts';
import { contentStyles } from './content.styles.ts';
import type { ContactSheet } from './contact-sheet.ts';
import { conversationStyles } from './conversation.styles.ts';
import { conversationHeader, threadSkeleton } from './conversation-parts.ts';
import { FileDrop } from './file-drop.ts';
import { MediaDesk } from './media-desk.ts';
import type { MessageActions } from './message-actions.ts';
import { authorOf, callOf, nameOfAuthor, type People } from './message-context.ts';
import { answerable } from './message-row.ts';
import { quotedOf } from './reply.ts';
import type { ThreadRow } from './thread-rows.ts';
import { ThreadView, type ThreadViewStage } from './thread-view.ts';

/** Clocks are drawn anew this often. */
const TICK_MS = 15_000;

/**
 * One conversation: who it is with, the thread, and the composer. The thread is one tab stop; arrows,
 * Home and End move between messages, R replies to one, Enter opens what else can be done with it. Files dropped on it are attached.
 *
 * @summary A thread with its composer.
 * @fires {CustomEvent<{ conversationId: string; text: string; idempotencyKey: string }>} mh-message-send - A text or a file was put on its way.
 * @fires {CustomEvent<{ conversationId: string }>} mh-conversation-close - Back was pressed.
 * @fires {CustomEvent<{ conversation: Conversation }>} mh-conversation-moved - The open conversation went into this one: both are the same person's.
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - The thread is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - It could not be loaded.
 * @csspart header - Name, number and wait.
 * @csspart back - The back button.
 * @csspart bubble - A message.
 */
export class MhConversation extends MetaHubElement {
  static override styles = [tokens, base, controls, progressBar, conversationStyles, contentStyles];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    conversationId: { attribute: 'conversation-id' },
    conversation: { attribute: false },
    back: { type: Boolean },
    readOnly: { attribute: 'read-only', type: Boolean },
    waitTarget: { attribute: 'wait-target', type: Number },
  };

  /** Which conversation to show. */
  declare conversationId: string | null;
  /** What is known of it already: the header is there at once. */
  declare conversation: Conversation | null;
  /** Shows a back button, which fires `mh-conversation-close`. */
  declare back: boolean;
  /** Shows the thread without a composer. */
  declare readOnly: boolean;
  /** Minutes within which an answer is due. Default 10. */
  declare waitTarget: number;

  /** The thread beneath, for pages that want to read it. Null without a client or a conversation. */
  controller: ThreadController | null = null;

  #stopThread: (() => void) | undefined;
  #view: ThreadView;
  #retried = new Set<string>();
  #desk: MediaDesk | null = null;
  /** What can be done with one message; null until somebody asked. */
  #actions: MessageActions | null = null;
  /** What is known about the contact, while somebody looks. */
  #contact: ContactSheet | null = null;
  #drop = new FileDrop(this, (files) => void this.#composer?.attach(files));
  #tick: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.conversationId = null;
    this.conversation = null;
    this.back = false;
    this.readOnly = false;
    this.waitTarget = 10;
    this.#view = new ThreadView(this.#stage());
  }

  /** What the list of messages may touch. */
  #stage(): ThreadViewStage {
    // oxlint-disable-next-line unicorn/no-this-assignment, typescript/no-this-alias -- accessors have their own `this`
    const element = this;
    return {
      element,
      get root() {
        return element.shadowRoot!;
      },
      get controller() {
        return element.controller;
      },
      get drawn() {
        return element.updateComplete;
      },
      get reads() {
        return !element.readOnly;
      },
      redraw: () => this.requestUpdate(),
      clock: () => this.clock(this.words('list', listWords)),
      say: (row, message) =>
        `${authorOf(row, this.#people)}: ${lineOf(message, this.words('list', listWords).kinds)}`,
      onKey: (event, row) => this.#onMessageKey(event, row),
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick = setInterval(() => this.requestUpdate(), TICK_MS);
    document.addEventListener('visibilitychange', this.#view.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#tick);
    document.removeEventListener('visibilitychange', this.#view.look);
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    if (client) this.followConnection(client);
    this.#openThread(client);
  }

  #openThread(client: MetaHubClient | null): void {
    this.#stopThread?.();
    this.controller?.destroy();
    this.#desk?.destroy();
    this.#desk = null;
    this.#actions = null;
    this.#closeContact();
    this.controller = null;
    this.#view.clear();
    if (!client || !this.conversationId) return;
    const known = this.conversation?.id === this.conversationId ? this.conversation : null;
    this.controller = new ThreadController(client, this.conversationId, known);
    this.#stopThread = this.controller.subscribe(() => this.#onThread());
    this.#desk = new MediaDesk(client, this.controller.outbox, {
      root: this.shadowRoot!,
      redraw: () => this.requestUpdate(),
      items: () => this.controller?.items ?? [],
      words: () => ({
        content: this.words('content', contentWords),
        shared: this.words('shared', sharedWords),
      }),
    });
  }

  #onThread(): void {
    const to = this.controller?.movedTo;
    if (to) {
      this.conversation = to;
      this.conversationId = to.id;
      this.fire('mh-conversation-moved', { conversation: to });
    } else this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { activeClient } = this;
    if (changed.has('conversationId') && this.isConnected) {
      if (this.controller?.conversationId !== this.conversationId) this.#openThread(activeClient);
    }
    this.#view.layOut();
  }

  /** Who is who here, and the words for it. */
  get #people(): People {
    const { conversation } = this.controller!;
    return {
      words: this.words('thread', threadWords),
      contents: { words: this.words('content', contentWords) },
      contactName: conversation ? nameOf(conversation) : '',
      isGroup: conversation?.kind === 'group',
      memberName: this.me?.member?.name ?? '',
      memberId: this.me?.member?.id ?? 'me',
    };
  }

  /** Puts the focus where a person continues: the composer, else the thread. */
  override focus(options?: FocusOptions): void {
    const composer = this.#composer;
    if (composer) composer.focus(options);
    else this.#view.focus();
  }

  /** Puts the focus on the thread itself. */
  focusThread(): void {
    this.#view.focus();
  }

  /** Shows a message, reading the thread around it when needed. */
  showMessage(messageId: string): Promise<void> {
    return this.#view.show(messageId);
  }

  get #composer(): MhComposer | null {
    return this.renderRoot?.querySelector('mh-composer') ?? null;
  }

  get #mayAnswer(): boolean {
    return !this.readOnly && this.may('messages:send');
  }

  protected override render(): TemplateResult {
    const words = this.words('thread', threadWords);
    const shared = this.words('shared', sharedWords);
    const list = this.words('list', listWords);
    const thread = this.controller;
    const { pending, failure: setup } = this.surroundings;
    const client = this.activeClient;
    const failure = setup ?? thread?.failure ?? null;
    const gone = !client || this.ended !== null || failure?.type === 'signed_out';
    const loading = gone
      ? pending
      : Boolean(thread && (thread.loading || !this.meSettled) && !thread.items.length);
    const view = this.gate(loading && !failure);
    const retry = (): void => void thread?.load();
    if (view === 'content' && gone && !setup) return signedOutState(shared, () => this.#signIn());
    if (!thread && !gone) {
      const { pickTitle, pickText } = this.words('panels', panelWords);
      return fullState({ drawing: messageCircle, title: pickTitle, text: pickText });
    }
    let body: unknown = nothing;
    if (view === 'skeleton') body = threadSkeleton(shared.loading);
    else if (view === 'content') {
      if (thread?.withdrawn)
        body = fullState({ drawing: lock, title: words.goneTitle, text: words.goneText });
      else if (failure && !thread?.items.length)
        body = failureState(shared, words.errorTitle, failure, retry);
      else if (!thread!.items.length) {
        body = fullState({ drawing: messageCircle, title: words.emptyTitle, text: words.emptyText });
      } else body = this.#thread(thread!, words, list);
    }
    const conversation = thread?.conversation ?? this.conversation;
    const usable = thread && !thread.withdrawn && !(failure && !thread.items.length);
    return html`${client && this.offline && !this.nested ? offlineStrip(shared) : nothing}
      ${conversationHeader({
        conversation,
        clock: this.clock(list),
        targetMinutes: this.waitTarget || 10,
        words,
        list,
        onBack: this.back ? () => this.#close() : null,
        onAbout: () => void this.#openContact(conversation),
      })}
      <div class="pane">
        ${body}${view === 'content' ? this.#view.renderJump(thread, words) : nothing}
        ${this.#drop.over && this.#composer ? html`<div class="drop">${words.dropHere}</div>` : nothing}
      </div>
      ${this.#view.renderNews(words)}
      ${
        usable && this.#mayAnswer
          ? html`<mh-composer
            part="composer"
            .client=${client ?? undefined}
            .conversationId=${this.conversationId}
            .recipient=${conversation ? nameOf(conversation) : ''}
            .session=${thread.session}
            @mh-message-send=${this.#onSent}
          ></mh-composer>`
          : nothing
      }${this.#actions?.render() ?? nothing}${this.#contact?.render() ?? nothing}`;
  }

  #thread(thread: ThreadController, words: typeof threadWords, list: typeof listWords): TemplateResult {
    const people = this.#people;
    return this.#view.render(thread, words, {
      ...people,
      kinds: list.kinds,
      clock: this.clock(list),
      desk: this.#desk!,
      offline: this.offline,
      authorOf: (message) => nameOfAuthor(message.author, people),
      nameOf: (author) => callOf(author, people),
      onRetry: (row) => this.#retry(row),
      onDiscard: (row) => 'unsent' in row.item && thread.outbox.discard(row.item.unsent.key),
      onQuote: (id) => void this.showMessage(id),
      onOpen: (id) => void this.#desk?.open(id),
      onReply: this.#mayAnswer ? (message) => this.#reply(message) : null,
      onMore: (message, opener) => void this.#openActions(message, opener),
      retried: this.#retried,
    });
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#view.updated();
    this.#actions?.updated();
    this.#contact?.updated();
    if (this.activeClient && !this.controller) this.report('empty');
    else this.reportOf(this.controller, this.controller?.items.length);
  }

  #onSent = (): void => {
    void this.#view.followOwn();
  };

  #retry(row: ThreadRow): void {
    const thread = this.controller;
    if (!thread) return;
    if ('unsent' in row.item) return thread.outbox.retry(row.item.unsent.key);
    const { id } = row.item.message;
    this.#retried.add(id);
    this.requestUpdate();
    thread
      .retry(id)
      .catch((error: unknown) => this.fire('mh-error', readFailure(error)))
      .finally(() => {
        this.#retried.delete(id);
        this.requestUpdate();
      });
  }

  #onMessageKey(event: KeyboardEvent, { item }: ThreadRow): void {
    const isReply = /^r$/i.test(event.key);
    const isMenu = event.key === 'Enter' || event.key === 'ContextMenu';
    if (!(isReply || isMenu) || !('message' in item) || !this.#mayAnswer) return;
    if (!answerable(item.message, { onReply: () => undefined })) return;
    event.preventDefault();
    if (isReply) this.#reply(item.message);
    else void this.#openActions(item.message, event.target as HTMLElement);
  }

  /** The menu is loaded when somebody first opens one. */
  async #openActions(message: Message, opener: HTMLElement): Promise<void> {
    const { MessageActions } = await import('./message-actions.ts');
    const { controller, activeClient } = this;
    if (!controller || !activeClient) return;
    this.#actions ??= new MessageActions({
      root: this.shadowRoot!,
      client: activeClient,
      thread: controller,
      redraw: () => this.requestUpdate(),
      drawn: () => this.updateComplete,
      words: (section, first) => this.words(section, first),
      reply: (it) => this.#reply(it),
    });
    await this.#actions.open(message, opener);
  }

  #reply(message: Message): void {
    const composer = this.#composer;
    if (!composer) return;
    const quoted = quotedOf(message, this.words('list', listWords).kinds);
    composer.quoted = { ...quoted, author: { ...quoted.author, name: callOf(quoted.author, this.#people) } };
    composer.focus();
  }

  async #openContact(conversation: Conversation | null): Promise<void> {
    const { ContactSheet } = await import('./contact-sheet.ts');
    const { activeClient } = this;
    if (!activeClient || !conversation?.contact || this.#contact) return;
    this.#contact = new ContactSheet({
      root: this.shadowRoot!,
      client: activeClient,
      contactId: conversation.contact.id,
      redraw: () => this.requestUpdate(),
      clock: () => this.clock(this.words('list', listWords)),
      may: (permission) => this.may(permission),
      words: (section, first) => this.words(section, first),
      closed: () => this.#closeContact(),
    });
    this.requestUpdate();
  }

  #closeContact(): void {
    if (!this.#contact) return;
    this.#contact.destroy();
    this.#contact = null;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.about')?.focus());
  }

  #close(): void {
    if (this.conversationId) this.fire('mh-conversation-close', { conversationId: this.conversationId });
  }

  #signIn(): void {
    this.fire('mh-error', SIGNED_OUT);
    void this.controller?.load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-conversation': MhConversation;
  }
}
