import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation, Permission } from '../../client/contract.ts';
import type { Failure } from '../../client/failure.ts';
import type { WidgetEventName, WidgetEvents } from '../../foundation/events.ts';
import {
  dress,
  failureState,
  fullState,
  offlineStrip,
  signedOutState,
} from '../../foundation/full-states.ts';
import { SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { icon } from '../../icons/icon.ts';
import { x } from '../../icons/list.gen.ts';
import { inbox, qrCode, searchX } from '../../icons/states.gen.ts';
import type { Dictionary, Section } from '../../words/dictionary.ts';
import { panelWords } from '../../words/pt-br/panels.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import type { Entry, MhConversationList } from './conversation-list.ts';
import { rowSign } from './row-signs.ts';
import { listLaterStyles } from './list-later.styles.ts';

/** Typing rests this long before a search is sent. */
const SEARCH_AFTER_MS = 250;
/** A row that would move waits this long after the pointer last moved over the list. */
const STILL_AFTER_MS = 1_200;

/** What the list shows of itself to its later part. */
export interface ListStage {
  readonly element: MhConversationList;
  readonly root: ShadowRoot;
  /** The row that keys act on. Setting it draws anew. */
  active: string | null;
  readonly entries: Entry[];
  readonly heights: number[];
  /** Why the provider has no client. */
  readonly setup: Failure | null;
  /** There is no access. */
  readonly gone: boolean;
  open(id: string): void;
  words<S extends Section>(section: S, first: Dictionary[S]): Dictionary[S];
  may(permission: Permission): boolean;
  fire<Name extends WidgetEventName>(name: Name, detail: WidgetEvents[Name], cancelable?: boolean): boolean;
}

/** What a list can do besides showing its rows: keys, search, a still hand, and its unusual states. */
export class ListLater {
  #stage: ListStage;
  #frozen: { waiting: string[]; upToDate: string[] } | null = null;
  #still: ReturnType<typeof setTimeout> | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(stage: ListStage) {
    this.#stage = stage;
    dress(stage.root, listLaterStyles);
  }

  /** Draws the sign before a row's preview. */
  readonly signOf = rowSign;

  stop(): void {
    clearTimeout(this.#typing);
    clearTimeout(this.#still);
  }

  /** The whole panel, when there are no rows to show. */
  state(): TemplateResult {
    const { element, setup, gone } = this.#stage;
    const list = element.controller;
    const shared = this.#stage.words('shared', sharedWords);
    const words = this.#stage.words('panels', panelWords);
    const failure = setup ?? list?.failure ?? null;
    if (!setup && gone) return signedOutState(shared, () => this.#signIn());
    if (failure) return failureState(shared, words.errorTitle, failure, () => void list?.load());
    if (list?.search) {
      return fullState({
        drawing: searchX,
        title: words.nothingTitle,
        text: words.nothingText,
        actions: html`<button class="btn btn--line" @click=${this.#clear}>${words.clearSearch}</button>`,
      });
    }
    return fullState({
      drawing: inbox,
      tone: 'brand',
      title: words.emptyTitle,
      text: words.emptyText,
      actions: this.#stage.may('sessions:pair')
        ? html`<button class="btn btn--main" @click=${() => this.#stage.fire('mh-connect-request', {}, true)}>
            ${icon(qrCode)} ${words.connect}
          </button>`
        : nothing,
    });
  }

  strip(): TemplateResult {
    return offlineStrip(this.#stage.words('shared', sharedWords));
  }

  clearButton(): TemplateResult {
    return html`<button
      class="ib"
      aria-label=${this.#stage.words('panels', panelWords).clearSearch}
      @click=${this.#clear}
    >
      ${icon(x, 'i14')}
    </button>`;
  }

  /** The rows as they stood when the pointer came, with what is new in them; null when it is not there. */
  frozen(): { waiting: Conversation[]; upToDate: Conversation[] } | null {
    const list = this.#stage.element.controller;
    if (!this.#frozen || !list) return null;
    const kept = (ids: string[]): Conversation[] => ids.flatMap((id) => list.find(id) ?? []);
    return { waiting: kept(this.#frozen.waiting), upToDate: kept(this.#frozen.upToDate) };
  }

  readonly onPointer = (event: PointerEvent): void => {
    const list = this.#stage.element.controller;
    if (event.pointerType !== 'mouse' || !list) return;
    this.#frozen ??= { waiting: idsOf(list.waiting), upToDate: idsOf(list.upToDate) };
    clearTimeout(this.#still);
    this.#still = setTimeout(this.onPointerLeave, STILL_AFTER_MS);
  };

  readonly onPointerLeave = (): void => {
    clearTimeout(this.#still);
    if (!this.#frozen) return;
    this.#frozen = null;
    this.#stage.element.requestUpdate();
  };

  readonly onSearch = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#searchFor(value), SEARCH_AFTER_MS);
  };

  readonly onSearchKey = (event: KeyboardEvent): void => {
    const input = event.target as HTMLInputElement;
    if (event.key === 'Escape' && input.value) {
      input.value = '';
      event.preventDefault();
      event.stopPropagation();
      this.#searchFor('');
    } else if (event.key === 'Enter' && !event.isComposing) this.#searchFor(input.value);
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#stage.element.focus();
    }
  };

  readonly onFocus = (): void => {
    const { element, active, entries } = this.#stage;
    const known = active && element.controller?.find(active);
    this.#stage.active = known ? active : (rowIds(entries)[0] ?? null);
  };

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { active, entries } = this.#stage;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (active) this.#stage.open(active);
      return;
    }
    const ids = rowIds(entries);
    const at = Math.max(0, ids.indexOf(active ?? ''));
    const page = Math.max(
      1,
      Math.floor((this.#scroller?.clientHeight ?? 0) / (this.#stage.heights.at(-1) || 58)) - 1,
    );
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
    if (!(event.key in target)) return;
    event.preventDefault();
    const id = ids[Math.min(ids.length - 1, Math.max(0, target[event.key]!))] ?? null;
    this.#reveal(id);
    this.#stage.active = id;
  };

  get #scroller(): HTMLElement | null {
    return this.#stage.root.querySelector('.scroller');
  }

  #reveal(id: string | null): void {
    const { entries, heights } = this.#stage;
    const scroller = this.#scroller;
    const at = entries.findIndex((entry) => 'row' in entry && entry.row.id === id);
    if (!scroller || at < 0) return;
    const top = heights.slice(0, at).reduce((sum, height) => sum + height, 0);
    const bottom = top + heights[at]!;
    // The first row brings its head into sight too.
    if (top < scroller.scrollTop) scroller.scrollTop = at === 1 ? 0 : top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = bottom - scroller.clientHeight;
  }

  #searchFor(text: string): void {
    clearTimeout(this.#typing);
    this.#frozen = null;
    this.#stage.active = null;
    this.#scroller?.scrollTo(0, 0);
    void this.#stage.element.controller?.searchFor(text);
  }

  #clear = (): void => {
    const input = this.#stage.root.querySelector('input');
    if (input) input.value = '';
    this.#searchFor('');
    this.#stage.element.focusSearch();
  };

  #signIn(): void {
    this.#stage.fire('mh-error', SIGNED_OUT);
    void this.#stage.element.controller?.load();
  }
}

function idsOf(rows: Conversation[]): string[] {
  return rows.map((row) => row.id);
}

function rowIds(entries: Entry[]): string[] {
  return entries.flatMap((entry) => ('row' in entry ? [entry.row.id] : []));
}
