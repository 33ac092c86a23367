import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MetaHubClient } from '../../client/client.ts';
import type { Conversation, Message } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { nameOf } from '../../format/people.ts';
import { avatar } from '../../foundation/avatar.ts';
import { explain } from '../../foundation/full-states.ts';
import { search } from '../../icons/list.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { ActionWords } from '../../words/pt-br/actions.ts';
import type { ListWords } from '../../words/pt-br/list.ts';
import type { SharedWords } from '../../words/pt-br/shared.ts';

/** Conversations that one message goes to at once, as in WhatsApp's own apps. */
const MOST = 5;
const PAGE_SIZE = 30;
/** Typing rests this long before a search is sent. */
const SEARCH_AFTER_MS = 250;

export interface PickerStage {
  readonly client: MetaHubClient;
  readonly message: Message;
  redraw(): void;
  /** It went to everybody, or was given up. */
  done(): void;
}

/** Asks whom a message is passed on to, and passes it on. */
export class ForwardPicker {
  readonly #stage: PickerStage;
  #rows: Conversation[] = [];
  #picked = new Map<string, Conversation>();
  #isLoading = true;
  #isBusy = false;
  #failure: Failure | null = null;
  /** Whom it did not reach. */
  #missed: Conversation[] = [];
  #reached = 0;
  #turn = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(stage: PickerStage) {
    this.#stage = stage;
    void this.#load('');
  }

  destroy(): void {
    this.#turn = -1;
    clearTimeout(this.#typing);
  }

  async #load(text: string): Promise<void> {
    const turn = ++this.#turn;
    this.#isLoading = true;
    try {
      const query = { limit: PAGE_SIZE, sort: 'activity' as const, ...(text && { search: text }) };
      const { data } = await this.#stage.client.listConversations(query);
      if (turn !== this.#turn) return;
      this.#rows = data;
      this.#failure = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#failure = readFailure(error);
    }
    this.#isLoading = false;
    this.#stage.redraw();
  }

  render({
    words,
    shared,
    list,
  }: {
    words: ActionWords;
    shared: SharedWords;
    list: ListWords;
  }): TemplateResult {
    const called = (row: Conversation): string => nameOf(row) || (row.group ? list.noSubject : list.noName);
    const picked = this.#picked.size;
    // Who was picked stays in sight, whatever is searched for.
    const others = this.#rows.filter(({ id }) => !this.#picked.has(id));
    return html`<dialog class="act forward" aria-labelledby="act" @close=${() => this.#stage.done()} @keydown=${stopKeys}>
      <form @submit=${(event: Event) => void this.#send(event)}>
        <h2 class="title" id="act">${words.forwardTitle}</h2>
        <label class="find">
          ${icon(search)}
          <input
            type="search"
            autocomplete="off"
            autofocus
            placeholder=${words.forwardSearch}
            aria-label=${words.forwardSearch}
            @input=${this.#onSearch}
          />
        </label>
        <div class="targets" role="group" aria-labelledby="act">
          ${repeat(
            [...this.#picked.values(), ...others],
            (row) => row.id,
            (row) => {
              const isPicked = this.#picked.has(row.id);
              return html`<label class="target">
                <input
                  type="checkbox"
                  .checked=${isPicked}
                  ?disabled=${!isPicked && picked >= MOST}
                  @change=${() => this.#pick(row)}
                />
                ${avatar(row.contact?.id ?? row.group?.id ?? row.id, called(row), '', row.contact?.avatarUrl ?? row.group?.avatarUrl, Boolean(row.group))}
                <span class="cut">${called(row)}</span>
              </label>`;
            },
          )}
          ${
            !this.#isLoading && !this.#rows.length && !this.#failure
              ? html`<p class="muted" role="status">${words.forwardNone}</p>`
              : nothing
          }
        </div>
        ${this.#problem(words, shared, called)}
        <div class="row">
          <span class="grow s muted">${picked >= MOST ? words.forwardMost(MOST) : nothing}</span>
          <button class="btn" type="button" @click=${() => this.#stage.done()}>${shared.cancel}</button>
          <button class="btn btn--main" ?disabled=${!picked || this.#isBusy}>
            ${this.#isBusy ? words.forwarding : words.forwardTo(picked)}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #problem(words: ActionWords, shared: SharedWords, called: (row: Conversation) => string): unknown {
    const failure = this.#failure;
    if (!failure) return nothing;
    const whom = this.#missed.map(called).join(', ');
    const what = this.#reached
      ? words.forwardFailed(whom)
      : this.#missed.length
        ? words.forwardFailedAll
        : '';
    return html`<p class="wrong" role="alert">${what} ${explain(shared, failure)}</p>`;
  }

  #pick(row: Conversation): void {
    if (!this.#picked.delete(row.id)) this.#picked.set(row.id, row);
    this.#stage.redraw();
  }

  #onSearch = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#load(text), SEARCH_AFTER_MS);
  };

  /** One request for each; whom it did not reach stay picked, so that pressing again tries only them. */
  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#isBusy || !this.#picked.size) return;
    this.#isBusy = true;
    this.#failure = null;
    this.#missed = [];
    this.#stage.redraw();
    const { client, message } = this.#stage;
    for (const row of this.#picked.values()) {
      try {
        await client.forwardMessage(message.id, { conversationId: row.id });
        this.#picked.delete(row.id);
        this.#reached++;
      } catch (error) {
        this.#failure = readFailure(error);
        this.#missed.push(row);
      }
    }
    this.#isBusy = false;
    if (this.#missed.length) this.#stage.redraw();
    else this.#stage.done();
  }
}

function stopKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}
