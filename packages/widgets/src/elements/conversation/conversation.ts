import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
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
import { tokens } from '../../foundation/tokens.styles.ts';
import { lock, messageCircle } from '../../icons/states.gen.ts';
import { ThreadWindow } from '../../windowing/thread-window.ts';
import { contentWords } from '../../words/pt-br/content.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { panelWords } from '../../words/pt-br/panels.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import { threadWords } from '../../words/pt-br/thread.ts';
import type { MhComposer } from '../composer/composer.ts';
import { contentStyles } from './content.styles.ts';
import { conversationStyles } from './conversation.styles.ts';
import {
  conversationHeader,
  isSelecting,
  jumpButton,
  markRows,
  rowForKey,
  threadSkeleton,
} from './conversation-parts.ts';
import { FileDrop } from './file-drop.ts';
import { MediaDesk } from './media-desk.ts';
import { authorOf, callOf, nameOfAuthor, type MessageContext, type People } from './message-context.ts';
import { answerable, messageRow } from './message-row.ts';
import { quotedOf } from './reply.ts';
import { ThreadNews } from './thread-news.ts';
import { guessHeight, threadRows, type ThreadRow } from './thread-rows.ts';

/** The next page is asked for this far from an edge, in viewports. */
const ASK_AT = 2;
/** Clocks are drawn anew this often. */
const TICK_MS = 15_000;

/**
 * One conversation: who it is with, the thread, and the composer. The thread is one tab stop; arrows,
 * Home and End move between messages, R replies to one. Files dropped on it are attached.
 *
 * @summary A thread with its composer.
 * @fires {CustomEvent<{ conversationId: string; text: string; idempotencyKey: string }>} mh-message-send - A text or a file was put on its way.
 * @fires {CustomEvent<{ conversationId: string }>} mh-conversation-close - Back was pressed.
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - The thread is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - It could not be loaded.
 * @csspart header - Name, number and wait.
 * @csspart back - The back button.
 * @csspart bubble - A message.
 */
export class MhConversation extends MetaHubElement {
  static override styles = [tokens, base, controls, conversationStyles, contentStyles];
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
  #window: ThreadWindow | null = null;
  #rows: ThreadRow[] = [];
  #laidOut: unknown = null;
  #activeKey: string | null = null;
  #news = new ThreadNews();
  #retried = new Set<string>();
  #desk: MediaDesk | null = null;
  #drop = new FileDrop(this, (files) => void this.#composer?.attach(files));
  #flash: string | null = null;
  #tick: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.conversationId = null;
    this.conversation = null;
    this.back = false;
    this.readOnly = false;
    this.waitTarget = 10;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick = setInterval(() => this.requestUpdate(), TICK_MS);
    document.addEventListener('visibilitychange', this.#look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#tick);
    document.removeEventListener('visibilitychange', this.#look);
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    if (client) this.followConnection(client);
    this.#openThread(client);
  }

  #openThread(client: MetaHubClient | null): void {
    this.#stopThread?.();
    this.controller?.destroy();
    this.#desk?.destroy();
    this.#window?.destroy();
    this.#window = null;
    this.#desk = null;
    this.controller = null;
    this.#rows = [];
    this.#laidOut = null;
    this.#activeKey = null;
    this.#news.clear();
    if (!client || !this.conversationId) return;
    const known = this.conversation?.id === this.conversationId ? this.conversation : null;
    this.controller = new ThreadController(client, this.conversationId, known);
    this.#stopThread = this.controller.subscribe(() => this.requestUpdate());
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

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { activeClient } = this;
    if (changed.has('conversationId') && this.isConnected) {
      if (this.controller?.conversationId !== this.conversationId) this.#openThread(activeClient);
    }
    this.#layOut();
  }

  /** Lays the rows out anew when the items, or what is above them, changed. */
  #layOut(): void {
    const thread = this.controller;
    if (!thread || thread.items === this.#laidOut) return;
    const first = this.#laidOut === null;
    this.#laidOut = thread.items;
    this.#rows = threadRows(thread.items, this.clock(this.words('list', listWords)), thread.newFrom);
    if (thread.items.length) {
      const inSight = Boolean(this.#window?.pinned);
      this.#news.note(this.#rows, { first, inSight, say: (row, message) => this.#say(row, message) });
    }
    const width = this.#scroller?.clientWidth || 640;
    const rows = this.#rows;
    this.#window?.setRows(
      rows.map((row) => row.key),
      (index) => guessHeight(rows[index]!, width),
    );
  }

  #say(row: ThreadRow, message: Message): string {
    return `${authorOf(row, this.#people)}: ${lineOf(message, this.words('list', listWords).kinds)}`;
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
    else this.#scroller?.focus(options);
  }

  /** Puts the focus on the thread itself. */
  focusThread(): void {
    (this.renderRoot.querySelector<HTMLElement>('.msg[tabindex="0"]') ?? this.#scroller)?.focus();
  }

  /** Shows a message, reading the thread around it when needed. */
  async showMessage(messageId: string): Promise<void> {
    await this.controller?.reach(messageId);
    await this.updateComplete;
    const row = this.#rows.find((it) => 'message' in it.item && it.item.message.id === messageId);
    if (!row || !this.#window?.jumpTo(row.key)) return;
    this.#flash = row.key;
    this.#activeKey = row.key;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`.msg[tabindex="0"]`)?.focus({ preventScroll: true });
  }

  get #composer(): MhComposer | null {
    return this.renderRoot?.querySelector('mh-composer') ?? null;
  }

  get #mayAnswer(): boolean {
    return !this.readOnly && this.may('messages:send');
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroller') ?? null;
  }

  protected override render(): TemplateResult {
    const words = this.words('thread', threadWords);
    const shared = this.words('shared', sharedWords);
    const list = this.words('list', listWords);
    const thread = this.controller;
    const { pending, failure: setup } = this.surroundings;
    const client = this.activeClient;
    const failure = setup ?? thread?.failure ?? null;
    const gone = !client || failure?.type === 'signed_out';
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
      })}
      <div class="pane">
        ${body}${this.#jumpButton(thread, words, view === 'content')}
        ${this.#drop.over && this.#composer ? html`<div class="drop">${words.dropHere}</div>` : nothing}
      </div>
      ${this.#news.spoken(words.newMessages(2).replace(/^\d+ /, ''))}
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
      }`;
  }

  #thread(thread: ThreadController, words: typeof threadWords, list: typeof listWords): TemplateResult {
    const window = this.#window;
    const from = window?.first ?? 0;
    const drawn = this.#rows.slice(from, window?.end ?? 0);
    const keyInSight = drawn.some((row) => row.key === this.#activeKey);
    const people = this.#people;
    const context: MessageContext = {
      ...people,
      kinds: list.kinds,
      clock: this.clock(list),
      desk: this.#desk!,
      offline: this.offline,
      activeKey: this.#activeKey,
      setSize: thread.hasOlder || thread.hasNewer ? -1 : this.#rows.length,
      authorOf: (message) => nameOfAuthor(message.author, people),
      nameOf: (author) => callOf(author, people),
      onRetry: (row) => this.#retry(row),
      onDiscard: (row) => 'unsent' in row.item && thread.outbox.discard(row.item.unsent.key),
      onQuote: (id) => void this.showMessage(id),
      onOpen: (id) => void this.#desk?.open(id),
      onReply: this.#mayAnswer ? (message) => this.#reply(message) : null,
      retried: this.#retried,
    };
    return html`${
      thread.pageFailure
        ? html`<div class="older">
            ${words.olderFailed}
            <button class="btn btn--text" @click=${() => void thread.loadMore('older')}>${words.retry}</button>
          </div>`
        : nothing
    }
      <div
        class="scroller"
        role="feed"
        tabindex=${keyInSight ? '-1' : '0'}
        aria-label=${words.messagesWith(people.contactName)}
        aria-busy=${thread.reading ? 'true' : 'false'}
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
      >
        <div class="space" role="presentation">
          <div class="rows" role="presentation">
            ${repeat(
              drawn,
              (row) => row.key,
              (row, at) => messageRow(row, from + at, context),
            )}
          </div>
        </div>
      </div>`;
  }

  #jumpButton(thread: ThreadController | null, words: typeof threadWords, shown: boolean): unknown {
    if (!shown || !thread?.items.length || !this.#window || (this.#window.pinned && !thread.hasNewer))
      return nothing;
    return jumpButton(this.#news.unseen + thread.newerUnseen, words, () => void this.#toNewest());
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const scroller = this.#scroller;
    if (!scroller && this.#window) {
      this.#window.destroy();
      this.#window = null;
    }
    if (scroller && !this.#window) this.#startWindow(scroller);
    else this.#window?.settle();
    this.#flash = markRows(this.renderRoot, this.#news.fresh, this.#flash);
    this.#look();
    this.#askForMore();
    if (this.activeClient && !this.controller) this.report('empty');
    else this.reportOf(this.controller, this.controller?.items.length);
  }

  #startWindow(scroller: HTMLElement): void {
    const space = scroller.querySelector<HTMLElement>('.space')!;
    const rows = space.firstElementChild as HTMLElement;
    this.#window = new ThreadWindow({ scroller, space, rows, redraw: () => this.requestUpdate() }, () =>
      isSelecting(this.shadowRoot!),
    );
    const list = this.#rows;
    const width = scroller.clientWidth;
    this.#window.setRows(
      list.map((row) => row.key),
      (index) => guessHeight(list[index]!, width),
    );
    this.requestUpdate();
  }

  /** Tells the server what was seen, once it was really seen. */
  #look = (): void => {
    if (!this.#window?.pinned || document.visibilityState !== 'visible' || !this.checkVisibility()) return;
    if (this.#news.unseen) {
      this.#news.unseen = 0;
      this.requestUpdate();
    }
    if (!this.readOnly) this.controller?.markRead();
  };

  #askForMore(): void {
    const scroller = this.#scroller;
    const thread = this.controller;
    if (!scroller?.clientHeight || !thread || thread.pageFailure) return;
    const reach = scroller.clientHeight * ASK_AT;
    if (scroller.scrollTop < reach && thread.hasOlder) void thread.loadMore('older');
    else if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < reach && thread.hasNewer) {
      void thread.loadMore('newer');
    }
  }

  #onScroll = (): void => {
    const before = this.#window?.pinned;
    this.#window?.onScroll();
    if (before !== this.#window?.pinned) this.requestUpdate();
    this.#keepFocus();
    this.#look();
    this.#askForMore();
  };

  /** When the row with the focus is no longer drawn, the thread itself has it: arrows go on from there. */
  #keepFocus(): void {
    const focused = this.shadowRoot?.activeElement;
    if (
      !focused?.classList.contains('msg') ||
      this.#rows.slice(this.#window!.first, this.#window!.end).some((row) => row.key === this.#activeKey)
    )
      return;
    this.#scroller?.focus({ preventScroll: true });
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const own = (event.target as Element).matches('.scroller, .msg');
    const rows = this.#rows;
    if (!own || !rows.length) return;
    const sight = this.#activeKey ?? (this.#window?.pinned ? rows.at(-1)!.key : this.#window?.firstInSight);
    const at = rows.findIndex((row) => row.key === sight);
    if (event.key === 'r' || event.key === 'R') return this.#replyTo(rows[at]!, event);
    const to = rowForKey(event.key, at, this.#activeKey !== null, rows.length);
    if (to === null) return;
    event.preventDefault();
    void this.#activate(rows[to]!.key);
  };

  async #activate(key: string): Promise<void> {
    this.#activeKey = key;
    this.#window?.reveal(key);
    this.requestUpdate();
    await this.updateComplete;
    this.#window?.reveal(key);
    this.renderRoot.querySelector<HTMLElement>('.msg[tabindex="0"]')?.focus({ preventScroll: true });
  }

  async #toNewest(): Promise<void> {
    await this.controller?.reachNewest();
    await this.updateComplete;
    this.#news.unseen = 0;
    this.#window?.toEnd();
    this.requestUpdate();
    this.#scroller?.focus({ preventScroll: true });
  }

  #onSent = (): void => {
    this.#activeKey = null;
    if (this.controller) this.controller.newFrom = null;
    void this.#followOwn();
  };

  async #followOwn(): Promise<void> {
    if (this.controller?.hasNewer) await this.controller.reachNewest();
    this.#window?.toEnd();
  }

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

  #replyTo({ item, key }: ThreadRow, event: Event): void {
    if (key !== this.#activeKey || !('message' in item) || !this.#mayAnswer) return;
    if (!answerable(item.message, { onReply: () => undefined })) return;
    event.preventDefault();
    this.#reply(item.message);
  }

  #reply(message: Message): void {
    const composer = this.#composer;
    if (!composer) return;
    const quoted = quotedOf(message, this.words('list', listWords).kinds);
    composer.quoted = { ...quoted, author: { ...quoted.author, name: callOf(quoted.author, this.#people) } };
    composer.focus();
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
