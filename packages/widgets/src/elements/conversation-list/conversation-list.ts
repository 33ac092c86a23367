import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Conversation } from '../../client/contract.ts';
import { ConversationListController } from '../../controllers/conversation-list.ts';
import { base } from '../../foundation/base.styles.ts';
import { MetaHubElement } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { search } from '../../icons/list.gen.ts';
import { icon } from '../../icons/icon.ts';
import { rowsWindow } from '../../windowing/rows-window.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { conversationListStyles } from './conversation-list.styles.ts';
import { conversationRow, type RowContext } from './conversation-row.ts';
import type { ListLater, ListStage } from './list-later.ts';

/** Clocks are drawn anew this often. */
const TICK_MS = 15_000;

/** What stands in the list, in order: a group's head, or a row. */
export type Entry = { head: 'waiting' | 'upToDate'; count: number } | { row: Conversation; at: number };

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
  static override styles = [tokens, base, conversationListStyles];
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

  /** Keys, search, pointer and unusual states: what comes right after the first paint. */
  #later: ListLater | null = null;
  #coming: Promise<void> | undefined;
  #active: string | null = null;
  #tick: ReturnType<typeof setInterval> | undefined;
  #entries: Entry[] = [];
  #heights: number[] = [];
  #top = 0;
  #total = 0;
  #drawn = '';
  #sizes = [36, 58, 81];
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
    this.#later?.stop();
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
    return this.renderRoot.querySelector<HTMLElement>('.scroller');
  }

  protected override render(): TemplateResult {
    const words = this.words('list', listWords);
    const list = this.controller;
    const later = this.#later;
    const { pending, failure: setup } = this.surroundings;
    const gone = this.isGone(list);
    // Times read in the account's zone: the first rows wait for it, asked for at the same moment.
    const view = this.gate(gone ? pending : (list!.loading || !this.meSettled) && !list!.failure);
    const ready = view === 'content';
    const rows = ready && !gone && list!.size;
    return html`${list && this.offline && !this.nested ? later?.strip() : nothing}
      ${
        ready && gone && !setup
          ? nothing
          : html`<header part="header">
            <h2 class="title">${words.title}</h2>
            <div class="search">
              ${icon(search)}
              <input
                type="search"
                autocomplete="off"
                enterkeyhint="search"
                placeholder=${words.search}
                aria-label=${words.search}
                @input=${later?.onSearch}
                @keydown=${later?.onSearchKey}
              />
              ${list?.search ? later?.clearButton() : html`<kbd aria-hidden="true">/</kbd>`}
            </div>
          </header>`
      }
      ${rows ? this.#rows(words, list!) : ready ? later?.state() : view === 'skeleton' ? SKELETON : nothing}
      <div class="probe" aria-hidden="true">
        <div class="head"></div>
        <div class="conv"></div>
        <div class="conv conv--tags"></div>
      </div>`;
  }

  #rows(words: typeof listWords, list: ConversationListController): TemplateResult {
    this.#entries = this.#arrange(list);
    const [head, row, tags] = this.#sizes as [number, number, number];
    this.#heights = this.#entries.map((entry) =>
      'head' in entry ? head : entry.row.tags.length ? tags : row,
    );
    const scroller = this.#scroller;
    const window = rowsWindow(this.#heights, scroller?.scrollTop ?? 0, scroller?.clientHeight || 800);
    const { first, end } = window;
    this.#top = window.top;
    this.#total = window.total;
    this.#drawn = `${first}-${end}`;
    const later = this.#later;
    const active = this.#active;
    const context: RowContext = {
      words,
      clock: this.clock(words),
      memberId: this.me?.member?.id ?? null,
      targetMinutes: this.waitTarget || 10,
      selected: this.selected,
      active,
      setSize: list.more ? -1 : list.size,
      signOf: later?.signOf,
    };
    // Rows of the second group begin where its head is, drawn or not.
    const others = this.#entries.findIndex((entry) => 'head' in entry && entry.head === 'upToDate');
    const cut = others < 0 ? end : Math.min(end, Math.max(first, others));
    const inSight = this.#entries
      .slice(first, end)
      .some((entry) => 'row' in entry && entry.row.id === active);
    return html`<div
      class="scroller"
      role="listbox"
      tabindex="0"
      aria-label=${words.list}
      aria-activedescendant=${inSight ? active! : nothing}
      @scroll=${this.#onScroll}
      @click=${this.#onClick}
      @keydown=${later?.onKey}
      @focus=${later?.onFocus}
      @pointermove=${later?.onPointer}
      @pointerleave=${later?.onPointerLeave}
    >
      <div class="space" role="presentation">
        <div class="rows" role="presentation">
          ${this.#group(words.waiting, first, cut, context)} ${this.#group(words.upToDate, cut, end, context)}
        </div>
      </div>
    </div>`;
  }

  #group(label: string, from: number, to: number, context: RowContext): TemplateResult | typeof nothing {
    if (from >= to) return nothing;
    return html`<div role="group" aria-label=${label}>
      ${this.#entries.slice(from, to).map((entry) =>
        'head' in entry
          ? html`<div class="head ${from ? 'head--next' : ''}" role="presentation">
              ${label} <span class="num">· ${entry.count}</span>
            </div>`
          : conversationRow(entry.row, entry.at, context),
      )}
    </div>`;
  }

  /** Rows in order with their heads. While the pointer moves over them they keep their places. */
  #arrange(list: ConversationListController): Entry[] {
    const { waiting, upToDate } = this.#later?.frozen() ?? list;
    return [...group('waiting', waiting, 0), ...group('upToDate', upToDate, waiting.length)];
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
      this.#observer = new ResizeObserver(() => {
        this.#measure();
        this.#onScroll();
      });
      this.#observer.observe(this);
      this.#observer.observe(this.renderRoot.querySelector('.probe')!);
    }
    this.reportOf(this.controller, this.controller?.size);
  }

  protected override firstUpdated(): void {
    this.#coming = this.#loadLater();
  }

  async #loadLater(): Promise<void> {
    const { ListLater } = await import('./list-later.ts');
    this.#later = new ListLater(this.#stage());
    this.requestUpdate();
  }

  /** Resolves once the list answers to keys as well. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.#coming;
    return done && super.getUpdateComplete();
  }

  /** What the later part may touch. */
  #stage(): ListStage {
    // oxlint-disable-next-line unicorn/no-this-assignment, typescript/no-this-alias -- accessors have their own `this`
    const element = this;
    return {
      element,
      root: this.shadowRoot!,
      get active(): string | null {
        return element.#active;
      },
      set active(id) {
        element.#active = id;
        element.requestUpdate();
      },
      get entries(): Entry[] {
        return element.#entries;
      },
      get heights(): number[] {
        return element.#heights;
      },
      get setup() {
        return element.surroundings.failure;
      },
      get gone() {
        return element.isGone(element.controller);
      },
      open: (id) => this.#open(id),
      words: (section, first) => this.words(section, first),
      may: (permission) => this.may(permission),
      fire: (name, detail, cancelable) => this.fire(name, detail, cancelable),
    };
  }

  /** Row heights follow font size and density; they are read from three hidden samples, never from rows. */
  #measure(): void {
    const sizes = [...this.renderRoot.querySelectorAll('.probe > *')].map(
      (it) => it.getBoundingClientRect().height,
    );
    if (!sizes[0] || sizes.join() === this.#sizes.join()) return;
    this.#sizes = sizes;
    this.requestUpdate();
  }

  #onScroll = (): void => {
    const scroller = this.#scroller;
    if (!scroller) return;
    const { scrollTop, clientHeight } = scroller;
    const { first, end } = rowsWindow(this.#heights, scrollTop, clientHeight);
    if (`${first}-${end}` !== this.#drawn) this.requestUpdate();
    if (this.#total - scrollTop < clientHeight * 3) void this.controller?.loadMore();
  };

  #onClick = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>('[data-id]');
    if (row) this.#open(row.dataset['id']!);
  };

  #open(id: string): void {
    const conversation = this.controller?.find(id);
    if (!conversation) return;
    this.#active = this.selected = id;
    this.fire('mh-conversation-open', { conversation });
  }
}

function group(head: 'waiting' | 'upToDate', rows: Conversation[], before: number): Entry[] {
  if (!rows.length) return [];
  return [{ head, count: rows.length }, ...rows.map((row, at) => ({ row, at: before + at + 1 }))];
}

const SKELETON = html`<div class="skeleton" role="status" aria-busy="true">
  ${Array.from(
    { length: 6 },
    () =>
      html`<div class="sk-row">
        <span class="sk sk-av"></span>
        <div><span class="sk"></span><span class="sk"></span></div>
      </div>`,
  )}
</div>`;

declare global {
  interface HTMLElementTagNameMap {
    'mh-conversation-list': MhConversationList;
  }
}
