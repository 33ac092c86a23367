import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../client/contract.ts';
import type { ThreadController } from '../../controllers/thread.ts';
import type { Clock } from '../../format/times.ts';
import { ThreadWindow } from '../../windowing/thread-window.ts';
import type { ThreadWords } from '../../words/pt-br/thread.ts';
import { isSelecting, jumpButton, markRows, rowForKey } from './conversation-parts.ts';
import type { MessageContext } from './message-context.ts';
import { messageRow } from './message-row.ts';
import { ThreadNews } from './thread-news.ts';
import { guessHeight, threadRows, type ThreadRow } from './thread-rows.ts';

/** The next page is asked for this far from an edge, in viewports. */
const ASK_AT = 2;

/** What the element shows of itself to its list of messages. */
export interface ThreadViewStage {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  readonly controller: ThreadController | null;
  /** Resolves once what was asked for is drawn. */
  readonly drawn: Promise<unknown>;
  /** True while what is in sight counts as read. */
  readonly reads: boolean;
  redraw(): void;
  clock(): Clock;
  /** What is read out of a new message. */
  say(row: ThreadRow, message: Message): string;
  /** A key on the message that has the focus, which the list has no use for. */
  onKey(event: KeyboardEvent, row: ThreadRow): void;
}

/** The list of messages: which rows are drawn, where the reader is, what is new, and how keys move. */
export class ThreadView {
  readonly #stage: ThreadViewStage;
  readonly #news = new ThreadNews();
  #window: ThreadWindow | null = null;
  #rows: ThreadRow[] = [];
  #laidOut: unknown = null;
  #activeKey: string | null = null;
  #flash: string | null = null;

  constructor(stage: ThreadViewStage) {
    this.#stage = stage;
  }

  /** The message that has the focus, or had it last. */
  get activeKey(): string | null {
    return this.#activeKey;
  }

  /** Begins anew, for another thread. */
  clear(): void {
    this.#window?.destroy();
    this.#window = null;
    this.#rows = [];
    this.#laidOut = null;
    this.#activeKey = null;
    this.#news.clear();
  }

  /** Lays the rows out anew when the items, or what is above them, changed. Call it before each drawing. */
  layOut(): void {
    const thread = this.#stage.controller;
    if (!thread || thread.items === this.#laidOut) return;
    const first = this.#laidOut === null;
    this.#laidOut = thread.items;
    this.#rows = threadRows(thread.items, this.#stage.clock(), thread.newFrom);
    if (thread.items.length) {
      const inSight = Boolean(this.#window?.pinned);
      this.#news.note(this.#rows, {
        first,
        inSight,
        say: (row, message) => this.#stage.say(row, message),
      });
    }
    this.#measureRows(this.#scroller?.clientWidth || 640);
  }

  #measureRows(width: number): void {
    const rows = this.#rows;
    this.#window?.setRows(
      rows.map((row) => row.key),
      (index) => guessHeight(rows[index]!, width),
    );
  }

  /** The messages in sight and some beyond. */
  render(
    thread: ThreadController,
    words: ThreadWords,
    context: Omit<MessageContext, 'activeKey' | 'setSize'>,
  ): TemplateResult {
    const from = this.#window?.first ?? 0;
    const drawn = this.#rows.slice(from, this.#window?.end ?? 0);
    const keyInSight = drawn.some((row) => row.key === this.#activeKey);
    const whole: MessageContext = {
      ...context,
      activeKey: this.#activeKey,
      setSize: thread.hasOlder || thread.hasNewer ? -1 : this.#rows.length,
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
        aria-label=${words.messagesWith(context.contactName)}
        aria-busy=${thread.reading ? 'true' : 'false'}
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
      >
        <div class="space" role="presentation">
          <div class="rows" role="presentation">
            ${repeat(
              drawn,
              (row) => row.key,
              (row, at) => messageRow(row, from + at, whole),
            )}
          </div>
        </div>
      </div>`;
  }

  /** Leads to the newest messages, while they are out of sight. */
  renderJump(thread: ThreadController | null, words: ThreadWords): unknown {
    if (!thread?.items.length || !this.#window || (this.#window.pinned && !thread.hasNewer)) return nothing;
    return jumpButton(this.#news.unseen + thread.newerUnseen, words, () => void this.#toNewest());
  }

  /** What a screen reader reads out. */
  renderNews(words: ThreadWords): TemplateResult {
    return this.#news.spoken(words.newMessages(2).replace(/^\d+ /, ''));
  }

  /** Call it after each drawing. */
  updated(): void {
    const scroller = this.#scroller;
    if (!scroller && this.#window) {
      this.#window.destroy();
      this.#window = null;
    }
    if (scroller && !this.#window) this.#startWindow(scroller);
    else this.#window?.settle();
    this.#flash = markRows(this.#stage.root, this.#news.fresh, this.#flash);
    this.look();
    this.#askForMore();
  }

  #startWindow(scroller: HTMLElement): void {
    const space = scroller.querySelector<HTMLElement>('.space')!;
    const rows = space.firstElementChild as HTMLElement;
    const { root } = this.#stage;
    this.#window = new ThreadWindow({ scroller, space, rows, redraw: () => this.#stage.redraw() }, () =>
      isSelecting(root),
    );
    this.#measureRows(scroller.clientWidth);
    this.#stage.redraw();
  }

  /** Puts the focus on the message that had it, else on the list. */
  focus(): void {
    (this.#stage.root.querySelector<HTMLElement>('.msg[tabindex="0"]') ?? this.#scroller)?.focus();
  }

  /** Shows a message, reading the thread around it when needed. */
  async show(messageId: string): Promise<void> {
    await this.#stage.controller?.reach(messageId);
    await this.#stage.drawn;
    const row = this.#rows.find((it) => 'message' in it.item && it.item.message.id === messageId);
    if (!row || !this.#window?.jumpTo(row.key)) return;
    this.#flash = row.key;
    this.#activeKey = row.key;
    this.#stage.redraw();
    await this.#stage.drawn;
    this.#focusActive();
  }

  /** Goes to the end after something was sent from here. */
  async followOwn(): Promise<void> {
    const { controller } = this.#stage;
    this.#activeKey = null;
    if (controller) controller.newFrom = null;
    if (controller?.hasNewer) await controller.reachNewest();
    this.#window?.toEnd();
  }

  /** Tells the server what was seen, once it was really seen. */
  readonly look = (): void => {
    const { element, reads, controller } = this.#stage;
    if (!this.#window?.pinned || document.visibilityState !== 'visible' || !element.checkVisibility()) return;
    if (this.#news.unseen) {
      this.#news.unseen = 0;
      this.#stage.redraw();
    }
    if (reads) controller?.markRead();
  };

  get #scroller(): HTMLElement | null {
    return this.#stage.root.querySelector<HTMLElement>('.scroller');
  }

  #focusActive(): void {
    this.#stage.root.querySelector<HTMLElement>('.msg[tabindex="0"]')?.focus({ preventScroll: true });
  }

  #askForMore(): void {
    const scroller = this.#scroller;
    const thread = this.#stage.controller;
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
    if (before !== this.#window?.pinned) this.#stage.redraw();
    this.#keepFocus();
    this.look();
    this.#askForMore();
  };

  /** When the row with the focus is no longer drawn, the thread itself has it: arrows go on from there. */
  #keepFocus(): void {
    const focused = this.#stage.root.activeElement;
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
    const to = rowForKey(event.key, at, this.#activeKey !== null, rows.length);
    if (to === null) {
      const row = rows[at];
      if (row && row.key === this.#activeKey) this.#stage.onKey(event, row);
      return;
    }
    event.preventDefault();
    void this.#activate(rows[to]!.key);
  };

  async #activate(key: string): Promise<void> {
    this.#activeKey = key;
    this.#window?.reveal(key);
    this.#stage.redraw();
    await this.#stage.drawn;
    this.#window?.reveal(key);
    this.#focusActive();
  }

  async #toNewest(): Promise<void> {
    await this.#stage.controller?.reachNewest();
    await this.#stage.drawn;
    this.#news.unseen = 0;
    this.#window?.toEnd();
    this.#stage.redraw();
    this.#scroller?.focus({ preventScroll: true });
  }
}
