import { html, nothing, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Contact, ContactMerge, Permission } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { ContactController } from '../../controllers/contact.ts';
import { formatNumber } from '../../format/people.ts';
import { rowTimeOf, type Clock } from '../../format/times.ts';
import { avatar } from '../../foundation/avatar.ts';
import { dress, explain, failureState } from '../../foundation/full-states.ts';
import { search, x } from '../../icons/list.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { Dictionary, Section } from '../../words/dictionary.ts';
import { contactWords, type ContactWords } from '../../words/pt-br/contact.ts';
import { sharedWords, type SharedWords } from '../../words/pt-br/shared.ts';
import { contactSheetStyles } from './contact-sheet.styles.ts';
import { messageActionsStyles } from './message-actions.styles.ts';

/** Contacts offered for a merge. */
const OFFERED = 8;
/** Typing rests this long before a search is sent. */
const SEARCH_AFTER_MS = 250;

/** What the element shows of itself to the sheet about its contact. */
export interface SheetStage {
  readonly root: ShadowRoot;
  readonly client: MetaHubClient;
  readonly contactId: string;
  redraw(): void;
  clock(): Clock;
  may(permission: Permission): boolean;
  words<S extends Section>(section: S, first: Dictionary[S]): Dictionary[S];
  /** The sheet was closed. */
  closed(): void;
}

/** Who a contact is to WhatsApp, which contacts were merged into it, and undoing that. Loaded when first opened. */
export class ContactSheet {
  readonly #stage: SheetStage;
  readonly #controller: ContactController;
  #stop: () => void;
  #asking: { merge: Contact } | { undo: ContactMerge } | null = null;
  #found: Contact[] | null = null;
  #isBusy = false;
  #failure: Failure | null = null;
  #turn = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(stage: SheetStage) {
    this.#stage = stage;
    dress(stage.root, messageActionsStyles, contactSheetStyles);
    this.#controller = new ContactController(stage.client, stage.contactId);
    this.#stop = this.#controller.subscribe(() => stage.redraw());
  }

  destroy(): void {
    this.#turn = -1;
    clearTimeout(this.#typing);
    this.#stop();
    this.#controller.destroy();
  }

  /** Call it after each drawing. */
  updated(): void {
    const dialog = this.#stage.root.querySelector<HTMLDialogElement>('dialog.contact');
    if (dialog && !dialog.open) dialog.showModal();
  }

  render(): TemplateResult {
    const words = this.#stage.words('contact', contactWords);
    const shared = this.#stage.words('shared', sharedWords);
    const { contact, failure, loading } = this.#controller;
    const name = contact ? called(contact) : '';
    return html`<dialog class="act contact" aria-label=${words.about(name)} @close=${() => this.#stage.closed()} @keydown=${stopKeys}>
      <button class="ib close" aria-label=${shared.close} @click=${() => this.#stage.closed()}>${icon(x)}</button>
      ${
        contact
          ? html`${this.#head(contact, name, words)}
            ${this.#asking ? this.#question(this.#asking, name, words, shared) : this.#body(contact, words)}`
          : failure
            ? failureState(shared, words.errorTitle, failure, () => void this.#controller.load())
            : html`<p class="muted" role="status">${loading ? shared.loading : nothing}</p>`
      }
    </dialog>`;
  }

  #head(contact: Contact, name: string, words: ContactWords): TemplateResult {
    const { profileName, number } = contact;
    return html`<div class="who-is">
      ${avatar(contact.id, name)}
      <div class="grow">
        <h2 class="title cut">${name}</h2>
        <div class="s muted">
          ${number && formatNumber(number) !== name ? html`<bdi class="num">${formatNumber(number)}</bdi>` : nothing}
          ${profileName && profileName !== name ? html`<div>${words.profile(profileName)}</div>` : nothing}
        </div>
      </div>
    </div>`;
  }

  #body(contact: Contact, words: ContactWords): TemplateResult {
    const { merges } = this.#controller;
    return html`<section>
        <h3>${words.identities}</h3>
        <dl>
          ${contact.identities.map(
            ({ kind, value, primary }) =>
              html`<div>
                <dt class="s muted">${words.kinds[kind] ?? kind}</dt>
                <dd>
                  <bdi class="num">${kind === 'number' ? formatNumber(value) : value}</bdi>${primary && contact.identities.length > 1 ? html` <span class="tag s">${words.primary}</span>` : nothing}
                </dd>
              </div>`,
          )}
        </dl>
      </section>
      ${
        merges.length
          ? html`<section>
              <h3>${words.merges}</h3>
              <ul>
                ${merges.map((merge) => this.#merge(merge, words))}
              </ul>
            </section>`
          : nothing
      }
      ${this.#stage.may('contacts:merge') ? this.#search(words) : nothing}`;
  }

  #merge(merge: ContactMerge, words: ContactWords): TemplateResult {
    const clock = this.#stage.clock();
    const { cause, by, undoneAt, undoneBy, createdAt, mergedId } = merge;
    const name = mergedName(merge);
    const when = rowTimeOf(createdAt, clock);
    const how = cause === 'network' ? words.byNetwork : words.byPerson(by?.name ?? '');
    const undone = undoneAt && rowTimeOf(undoneAt, clock);
    return html`<li data-id=${mergedId}>
      ${avatar(mergedId, name)}
      <div class="grow">
        <div class="cut"><bdi>${name}</bdi></div>
        <div class="s muted">${how} · <span class="num">${when}</span></div>
        ${
          undone
            ? html`<div class="s muted">
                ${undoneBy ? words.undoneBy(undoneBy.name, undone) : words.undone(undone)}
              </div>`
            : nothing
        }
      </div>
      ${
        !undoneAt && this.#stage.may('contacts:merge')
          ? html`<button class="btn btn--line" aria-label=${words.undoTitle(name)} @click=${() => this.#ask({ undo: merge })}>
              ${words.undo}
            </button>`
          : nothing
      }
    </li>`;
  }

  #search(words: ContactWords): TemplateResult {
    return html`<section>
      <h3>${words.merge}</h3>
      <p class="s muted">${words.mergeHint}</p>
      <label class="find">
        ${icon(search)}
        <input type="search" autocomplete="off" placeholder=${words.search} aria-label=${words.search} @input=${this.#onSearch} />
      </label>
      ${
        this.#found
          ? this.#found.length
            ? html`<ul>
                ${this.#found.map(
                  (contact) =>
                    html`<li>
                      <button class="pick" @click=${() => this.#ask({ merge: contact })}>
                        ${avatar(contact.id, called(contact))}
                        <span class="grow"
                          ><span class="cut"><bdi>${called(contact)}</bdi></span
                          ><span class="s muted num"><bdi>${formatNumber(contact.number)}</bdi></span></span
                        >
                      </button>
                    </li>`,
                )}
              </ul>`
            : html`<p class="muted" role="status">${words.none}</p>`
          : nothing
      }
    </section>`;
  }

  #question(
    asking: { merge: Contact } | { undo: ContactMerge },
    into: string,
    words: ContactWords,
    shared: SharedWords,
  ): TemplateResult {
    const isMerge = 'merge' in asking;
    const failure = this.#failure;
    return html`<section role="group" aria-labelledby="question">
      <h3 id="question">
        ${isMerge ? words.mergeTitle(called(asking.merge), into) : words.undoTitle(mergedName(asking.undo))}
      </h3>
      <p class="muted">${isMerge ? words.mergeText : words.undoText}</p>
      ${failure ? html`<p class="wrong" role="alert">${words.failed} ${explain(shared, failure)}</p>` : nothing}
      <div class="row">
        <button class="btn" @click=${() => this.#ask(null)}>${shared.cancel}</button>
        <button class="btn btn--main" ?disabled=${this.#isBusy} @click=${() => void this.#act(asking)}>
          ${isMerge ? words.confirmMerge : words.undo}
        </button>
      </div>
    </section>`;
  }

  #ask(what: { merge: Contact } | { undo: ContactMerge } | null): void {
    this.#asking = what;
    this.#failure = null;
    this.#stage.redraw();
  }

  async #act(asking: { merge: Contact } | { undo: ContactMerge }): Promise<void> {
    this.#isBusy = true;
    this.#failure = null;
    this.#stage.redraw();
    try {
      if ('merge' in asking) await this.#controller.merge(asking.merge.id);
      else await this.#controller.undo(asking.undo.mergedId);
      this.#asking = null;
      this.#found = null;
    } catch (error) {
      this.#failure = readFailure(error);
    }
    this.#isBusy = false;
    this.#stage.redraw();
  }

  #onSearch = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#find(text), SEARCH_AFTER_MS);
  };

  async #find(text: string): Promise<void> {
    const turn = ++this.#turn;
    const answer = text
      ? await this.#stage.client.listContacts({ q: text, limit: OFFERED }).catch(() => null)
      : null;
    if (turn !== this.#turn) return;
    this.#found = answer && answer.data.filter(({ id }) => id !== this.#controller.contact?.id);
    this.#stage.redraw();
  }
}

function called({ name, profileName, number }: Contact): string {
  return name ?? profileName ?? formatNumber(number);
}

function mergedName({ merged }: ContactMerge): string {
  return merged.name ?? formatNumber(merged.number);
}

/** Keys of a dialog are its own: the thread and the inbox behind it do nothing with them. */
function stopKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}
