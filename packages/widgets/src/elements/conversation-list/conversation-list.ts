import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MetaHubClient } from '../../client/client.ts';
import type { Conversation } from '../../client/contract.ts';
import { ConversationListController } from '../../controllers/conversation-list.ts';
import { controls } from '../../foundation/controls.styles.ts';
import { failureState, fullState, offlineStrip, signedOutState } from '../../foundation/full-states.ts';
import { MetaHubElement, SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { inbox, qrCode, search, searchX, x } from '../../icons/icons.gen.ts';
import { icon } from '../../icons/icon.ts';
import { offsetOf, rowsWindow } from '../../windowing/rows-window.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import { conversationListStyles } from './conversation-list.styles.ts';
import { conversationRow, type RowContext } from './conversation-row.ts';

/** Typing rests this long before a search is sent. */
const SEARCH_AFTER_MS = 250;
/** A row that would move waits this long after the pointer last moved over the list. */
const STILL_AFTER_MS = 1_200;
/** Clocks are drawn anew this often. */
const TICK_MS = 15_000;

type Entry = { head: 'waiting' | 'upToDate'; count: number } | { row: Conversation; position: string };

/**
 * Who is waiting, and for how long; then everybody else. One tab stop: arrows move, Enter opens, `/` searches.
 *
 * @summary The conversations of the account, who waits longest first.
 * @fires {CustomEvent<{ conversation: Conversation }>} mh-conversation-open - A conversation was chosen.
 * @fires {CustomEvent<{}>} mh-connect-request - The person wants to connect a number (the list is empty).
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - The list is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - It could not be loaded.
 * @csspart header - Title and search.
 * @csspart conversation - A row.
 */
export class MhConversationList extends MetaHubElement {
  static override styles = [tokens, controls, conversationListStyles];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    selected: { reflect: true },
    waitTarget: { attribute: 'wait-target', type: Number },
  };

  /** Id of the conversation that is open. */
  declare selected: string | null;
  /** Minutes within which an answer is due; the clocks fill towards it. Default 10. */
  declare waitTarget: number;

  /** The list beneath, for pages that want to read it. Null without a client. */
  controller: ConversationListController | null = null;

  #active: string | null = null;
  #frozen: { waiting: string[]; upToDate: string[] } | null = null;
  #still: ReturnType<typeof setTimeout> | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  #entries: Entry[] = [];
  #heights: number[] = [];
  #top = 0;
  #total = 0;
  #drawn = '';
  #sizes = { head: 36, row: 58, tags: 81 };
  #observer: ResizeObserver | undefined;

  constructor() {
    super();
    this.selected = null;
    this.waitTarget = 10;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#tick);
    clearTimeout(this.#typing);
    clearTimeout(this.#still);
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    this.controller?.destroy();
    this.controller = client ? new ConversationListController(client) : null;
    if (!client || !this.controller) return;
    this.follow(this.controller);
    this.followConnection(client);
  }

  /** Puts the focus into the list, on the open conversation if there is one. */
  override focus(options?: FocusOptions): void {
    this.#active ??= this.selected;
    this.#scroller?.focus(options);
  }

  /** Puts the focus into the search field. */
  focusSearch(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroller') ?? null;
  }

  protected override render(): TemplateResult {
    const words = this.words('list', listWords);
    const shared = this.words('shared', sharedWords);
    const list = this.controller;
    const { pending, failure: setup } = this.surroundings;
    const client = this.activeClient;
    const gone = !client || list?.failure?.type === 'signed_out';
    // Times read in the account's zone: the first rows wait for it, asked for at the same moment.
    const loading = gone ? pending : (list!.loading || !this.meSettled) && !list!.failure;
    const view = this.gate(loading);
    const failure = setup ?? list?.failure ?? null;
    const retry = (): void => void list?.load();
    let content: unknown = nothing;
    if (view === 'skeleton') content = skeleton(shared.loading);
    else if (view === 'content') {
      if (setup) content = failureState(shared, words.errorTitle, setup, retry);
      else if (gone) content = signedOutState(shared, () => this.#signIn());
      else if (failure && !list!.size) content = failureState(shared, words.errorTitle, failure, retry);
      else if (!list!.size) content = list!.search ? this.#nothingFound(words) : this.#nothingYet(words);
      else content = this.#rows(words, list!);
    }
    const bare = view === 'content' && gone;
    return html`${client && this.offline && !this.nested ? offlineStrip(shared) : nothing}
      ${bare ? nothing : this.#header(words, list)} ${content}
      <div class="probe" aria-hidden="true">
        <div class="head"></div>
        <div class="conv"></div>
        <div class="conv conv--tags"></div>
      </div>`;
  }

  #header(words: typeof listWords, list: ConversationListController | null): TemplateResult {
    return html`<header part="header">
      <h2 class="title">${words.title}</h2>
      <div class="search">
        ${icon(search)}
        <input
          type="search"
          autocomplete="off"
          enterkeyhint="search"
          placeholder=${words.search}
          aria-label=${words.search}
          .value=${list?.search ?? ''}
          @input=${this.#onSearch}
          @keydown=${this.#onSearchKey}
        />
        ${list?.search
          ? html`<button class="ib" aria-label=${words.clearSearch} @click=${() => this.#clearSearch()}>
              ${icon(x, 'i14')}
            </button>`
          : html`<kbd aria-hidden="true">/</kbd>`}
      </div>
    </header>`;
  }

  #nothingYet(words: typeof listWords): TemplateResult {
    return fullState({
      drawing: inbox,
      tone: 'brand',
      title: words.emptyTitle,
      text: words.emptyText,
      actions: this.may('sessions:pair')
        ? html`<button class="btn btn--main" @click=${() => this.fire('mh-connect-request', {}, true)}>
            ${icon(qrCode)} ${words.connect}
          </button>`
        : nothing,
    });
  }

  #nothingFound(words: typeof listWords): TemplateResult {
    return fullState({
      drawing: searchX,
      title: words.nothingTitle,
      text: words.nothingText,
      actions: html`<button class="btn btn--line" @click=${() => this.#clearSearch()}>${words.clearSearch}</button>`,
    });
  }

  #rows(words: typeof listWords, list: ConversationListController): TemplateResult {
    this.#entries = this.#arrange(list);
    const { head, row, tags } = this.#sizes;
    this.#heights = this.#entries.map((entry) => ('head' in entry ? head : entry.row.tags.length ? tags : row));
    const scroller = this.#scroller;
    const window = rowsWindow(this.#heights, scroller?.scrollTop ?? 0, scroller?.clientHeight || 800);
    this.#top = window.top;
    this.#total = window.total;
    this.#drawn = `${window.first}-${window.end}`;
    const context: RowContext = {
      words,
      clock: this.clock(words),
      memberId: this.me?.member?.id ?? null,
      targetMinutes: this.waitTarget || 10,
      selected: this.selected,
      active: this.#active,
    };
    const shown = this.#entries.slice(window.first, window.end);
    const cut = shown.findIndex((entry) => 'head' in entry && entry.head === 'upToDate');
    const before = this.#entries.slice(0, window.first).some((entry) => 'head' in entry && entry.head === 'upToDate');
    const waiting = before ? [] : cut < 0 ? shown : shown.slice(0, cut);
    const others = before ? shown : cut < 0 ? [] : shown.slice(cut);
    const inSight = shown.some((entry) => 'row' in entry && entry.row.id === this.#active);
    return html`<div
      class="scroller"
      role="listbox"
      tabindex="0"
      aria-label=${words.list}
      aria-activedescendant=${inSight ? this.#active! : nothing}
      @scroll=${this.#onScroll}
      @keydown=${this.#onKey}
      @focus=${this.#onFocus}
      @click=${this.#onClick}
      @pointermove=${this.#onPointer}
      @pointerleave=${this.#onPointerLeave}
    >
      <div class="space" role="presentation">
        <div class="rows" role="presentation">
          ${this.#group(words.waiting, waiting, context)} ${this.#group(words.upToDate, others, context)}
        </div>
      </div>
    </div>`;
  }

  #group(label: string, entries: Entry[], context: RowContext): TemplateResult | typeof nothing {
    if (!entries.length) return nothing;
    return html`<div role="group" aria-label=${label}>
      ${repeat(
        entries,
        (entry) => ('head' in entry ? entry.head : entry.row.id),
        (entry) =>
          'head' in entry
            ? html`<div
                class="head ${entry.head === 'upToDate' && this.#entries[0] !== entry ? 'head--next' : ''}"
                role="presentation"
              >
                ${label} <span class="num">· ${entry.count}</span>
              </div>`
            : conversationRow(entry.row, entry.position, context),
      )}
    </div>`;
  }

  /** Rows in order with their heads. While the pointer moves over them they keep their places. */
  #arrange(list: ConversationListController): Entry[] {
    let { waiting, upToDate } = list;
    if (this.#frozen) {
      const kept = (ids: string[]): Conversation[] => ids.flatMap((id) => list.find(id) ?? []);
      waiting = kept(this.#frozen.waiting);
      upToDate = kept(this.#frozen.upToDate);
    }
    const total = waiting.length + upToDate.length;
    const groups = [
      ['waiting', waiting, 0],
      ['upToDate', upToDate, waiting.length],
    ] as const;
    return groups.flatMap(([head, rows, before]): Entry[] => {
      if (!rows.length) return [];
      const setSize = list.more ? -1 : total;
      return [
        { head, count: rows.length },
        ...rows.map((row, at) => ({ row, position: `${before + at + 1}/${setSize}` })),
      ];
    });
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const space = this.renderRoot.querySelector<HTMLElement>('.space');
    if (space) {
      space.style.height = `${this.#total}px`;
      (space.firstElementChild as HTMLElement).style.transform = `translateY(${this.#top}px)`;
    }
    this.#measure();
    if (!this.#observer) {
      this.#observer = new ResizeObserver(() => this.#onResize());
      this.#observer.observe(this);
      this.#observer.observe(this.renderRoot.querySelector('.probe')!);
    }
    const { pending, failure } = this.surroundings;
    const list = this.controller;
    const problem = failure ?? list?.failure ?? null;
    if (pending || (list && (list.loading || !this.meSettled) && !problem)) this.report('loading');
    else if (problem?.type === 'signed_out' || (!list && !failure)) this.report('signed-out', problem ?? SIGNED_OUT);
    else if (problem && !list?.size) this.report('error', problem);
    else this.report(list?.size ? 'ready' : 'empty');
  }

  /** Row heights follow font size and density; they are read from three hidden samples, never from rows. */
  #measure(): void {
    const [head, row, tags] = [...this.renderRoot.querySelectorAll('.probe > *')].map(
      (sample) => sample.getBoundingClientRect().height,
    );
    if (!head || (head === this.#sizes.head && row === this.#sizes.row && tags === this.#sizes.tags)) return;
    this.#sizes = { head, row: row!, tags: tags! };
    this.requestUpdate();
  }

  #onResize(): void {
    this.#measure();
    this.#onScroll();
  }

  #onScroll = (): void => {
    const scroller = this.#scroller;
    if (!scroller) return;
    const window = rowsWindow(this.#heights, scroller.scrollTop, scroller.clientHeight);
    if (`${window.first}-${window.end}` !== this.#drawn) this.requestUpdate();
    if (this.#total - scroller.scrollTop - scroller.clientHeight < scroller.clientHeight * 2) {
      void this.controller?.loadMore();
    }
  };

  #onSearch = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#searchFor(value), SEARCH_AFTER_MS);
  };

  async #searchFor(text: string): Promise<void> {
    clearTimeout(this.#typing);
    this.#frozen = null;
    this.#active = null;
    const done = this.controller?.searchFor(text);
    this.#scroller?.scrollTo(0, 0);
    await done;
  }

  #clearSearch(): void {
    void this.#searchFor('');
    this.focusSearch();
  }

  #onSearchKey = (event: KeyboardEvent): void => {
    const input = event.target as HTMLInputElement;
    if (event.key === 'Escape' && input.value) {
      input.value = '';
      event.preventDefault();
      event.stopPropagation();
      void this.#searchFor('');
    } else if (event.key === 'Enter' && !event.isComposing) void this.#searchFor(input.value);
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.focus();
    }
  };

  #onFocus = (): void => {
    if (!this.#active || !this.controller?.find(this.#active)) {
      this.#active = this.#rowIds()[0] ?? null;
    }
    this.requestUpdate();
  };

  #rowIds(): string[] {
    return this.#entries.flatMap((entry) => ('row' in entry ? [entry.row.id] : []));
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ids = this.#rowIds();
    const at = Math.max(0, ids.indexOf(this.#active ?? ''));
    const page = Math.max(1, Math.floor((this.#scroller?.clientHeight ?? 0) / this.#sizes.row) - 1);
    const target: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      j: at + 1,
      k: at - 1,
      Home: 0,
      End: ids.length - 1,
      PageDown: at + page,
      PageUp: at - page,
    };
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (this.#active) this.#open(this.#active);
    } else if (event.key in target) {
      event.preventDefault();
      this.#active = ids[Math.min(ids.length - 1, Math.max(0, target[event.key]!))] ?? null;
      this.#reveal(this.#active);
      this.requestUpdate();
    }
  };

  #reveal(id: string | null): void {
    const scroller = this.#scroller;
    const at = this.#entries.findIndex((entry) => 'row' in entry && entry.row.id === id);
    if (!scroller || at < 0) return;
    const top = offsetOf(this.#heights, at);
    const bottom = top + this.#heights[at]!;
    // The first row brings its head into sight too.
    if (top < scroller.scrollTop) scroller.scrollTop = at === 1 ? 0 : top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
  }

  #onClick = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>('[data-id]');
    if (row) this.#open(row.dataset['id']!);
  };

  #open(id: string): void {
    const conversation = this.controller?.find(id);
    if (!conversation) return;
    this.#active = id;
    this.selected = id;
    this.fire('mh-conversation-open', { conversation });
  }

  #onPointer = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse' || !this.controller) return;
    const { waiting, upToDate } = this.controller;
    this.#frozen ??= { waiting: waiting.map((row) => row.id), upToDate: upToDate.map((row) => row.id) };
    clearTimeout(this.#still);
    this.#still = setTimeout(this.#onPointerLeave, STILL_AFTER_MS);
  };

  #onPointerLeave = (): void => {
    clearTimeout(this.#still);
    if (!this.#frozen) return;
    this.#frozen = null;
    this.requestUpdate();
  };

  #signIn(): void {
    this.fire('mh-error', SIGNED_OUT);
    void this.controller?.load();
  }
}

function skeleton(label: string): TemplateResult {
  return html`<div class="skeleton" role="status" aria-label=${label}>
    ${[1, 2, 3, 4, 5, 6].map(
      () =>
        html`<div class="sk-row">
          <span class="sk sk-av"></span>
          <div><span class="sk"></span><span class="sk"></span></div>
        </div>`,
    )}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-conversation-list': MhConversationList;
  }
}
