import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MetaHubClient } from '../../client/client.ts';
import type { JournalEntry, JournalOutcomeCode } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { formatNumber } from '../../format/people.ts';
import { formatTime, rowTimeOf, type Clock } from '../../format/times.ts';
import { failureState } from '../../foundation/full-states.ts';
import { search } from '../../icons/list.gen.ts';
import { chevronDown } from '../../icons/thread.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { SessionWords } from '../../words/pt-br/session.ts';
import type { SharedWords } from '../../words/pt-br/shared.ts';

const PAGE_SIZE = 50;
/** Typing rests this long before a search is sent. */
const SEARCH_AFTER_MS = 250;
/** Outcomes that ask for a look, in the order of the filter. */
const OUTCOMES: JournalOutcomeCode[] = [
  'message',
  'change',
  'waiting_for_phone',
  'undecryptable',
  'waits_for_message',
  'waiting',
  'healed',
  'duplicate',
  'ignored',
  'failed',
];
const TONES: Partial<Record<JournalOutcomeCode, string>> = {
  waiting_for_phone: 't-cau',
  undecryptable: 't-cau',
  waits_for_message: 't-cau',
  failed: 't-cri',
};

/** What the journal is drawn from besides its rows. */
export interface JournalContext {
  words: SessionWords;
  shared: SharedWords;
  /** What kinds of message are called. */
  kinds: Record<string, string>;
  clock: Clock;
}

/** Everything that WhatsApp handed over and what became of it: the answer to "did the customer's message arrive?". */
export class SessionJournal {
  readonly #client: MetaHubClient;
  readonly #sessionId: string;
  readonly #redraw: () => void;
  #rows: JournalEntry[] = [];
  #cursor: string | null = null;
  #loading = true;
  #failure: Failure | null = null;
  #outcome = '';
  #whatsappId = '';
  #turn = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(client: MetaHubClient, sessionId: string, redraw: () => void) {
    this.#client = client;
    this.#sessionId = sessionId;
    this.#redraw = redraw;
    void this.load();
  }

  /** Reads the first page, or the next. */
  async load(more = false): Promise<void> {
    const turn = ++this.#turn;
    this.#loading = true;
    this.#failure = null;
    this.#redraw();
    try {
      const page = await this.#client.listSessionJournal(this.#sessionId, {
        limit: PAGE_SIZE,
        ...(more && this.#cursor && { cursor: this.#cursor }),
        ...(this.#whatsappId && { whatsappId: this.#whatsappId }),
        ...(this.#outcome && { outcome: [this.#outcome as JournalOutcomeCode] }),
      });
      if (turn !== this.#turn) return;
      this.#rows = more ? [...this.#rows, ...page.data] : page.data;
      this.#cursor = page.nextCursor;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#failure = readFailure(error);
    }
    this.#loading = false;
    this.#redraw();
  }

  destroy(): void {
    this.#turn = -1;
    clearTimeout(this.#typing);
  }

  render(context: JournalContext): TemplateResult {
    const { words, shared } = context;
    return html`<div class="filters">
        <label class="search">
          ${icon(search)}
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            maxlength="128"
            placeholder=${words.journalSearch}
            aria-label=${words.journalSearch}
            @input=${this.#onSearch}
          />
        </label>
        <span class="choice">
          <select aria-label=${words.journalFilter} @change=${this.#onFilter}>
            <option value="">${words.journalAll}</option>
            ${OUTCOMES.map((code) => html`<option value=${code}>${words.outcomes[code]}</option>`)}
          </select>
          ${icon(chevronDown)}
        </span>
      </div>
      ${
        this.#failure && !this.#rows.length
          ? failureState(shared, words.errorTitle, this.#failure, () => void this.load())
          : this.#rows.length
            ? this.#table(context)
            : html`<p class="muted" role="status">${this.#loading ? shared.loading : words.journalEmpty}</p>`
      }
      ${
        this.#cursor
          ? html`<button class="btn btn--line more" ?disabled=${this.#loading} @click=${() => void this.load(true)}>
              ${words.more}
            </button>`
          : nothing
      }`;
  }

  #table(context: JournalContext): TemplateResult {
    const { journalColumns: columns } = context.words;
    return html`<div class="table-box" tabindex="0" role="group" aria-label=${context.words.tabs['journal']!}>
      <table role="table" aria-busy=${this.#loading ? 'true' : 'false'}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">${columns['when']}</th>
            <th scope="col" role="columnheader">${columns['what']}</th>
            <th scope="col" role="columnheader">${columns['who']}</th>
            <th scope="col" role="columnheader">${columns['outcome']}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(
            this.#rows,
            (row) => row.position,
            (row) => journalRow(row, context),
          )}
        </tbody>
      </table>
    </div>`;
  }

  #onSearch = (event: Event): void => {
    this.#whatsappId = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.load(), SEARCH_AFTER_MS);
  };

  #onFilter = (event: Event): void => {
    this.#outcome = (event.target as HTMLSelectElement).value;
    void this.load();
  };
}

function journalRow(row: JournalEntry, { words, kinds, clock }: JournalContext): TemplateResult {
  const { code, reason } = row.outcome;
  const kind = row.kind ? (words.changes[row.kind] ?? kinds[row.kind] ?? row.kind) : words.unread;
  const notes = [
    row.arrival === 'offline' ? words.kept : '',
    row.deliveries > 1 ? words.times(row.deliveries) : '',
    row.asked ? words.asked(row.asked) : '',
    reason ? (words.ignoredFor[reason] ?? reason) : '',
  ].filter(Boolean);
  const exact = formatTime(row.receivedAt, clock, { dateStyle: 'short', timeStyle: 'medium' });
  return html`<tr role="row">
    <td class="num" role="cell"><time datetime=${row.receivedAt} title=${exact}>${rowTimeOf(row.receivedAt, clock)} ${
      rowTimeOf(row.receivedAt, clock).includes(':')
        ? nothing
        : formatTime(row.receivedAt, clock, { hour: '2-digit', minute: '2-digit' })
    }</time></td>
    <td role="cell">
      ${kind}
      <div class="s muted code" title=${row.whatsappId}>${row.whatsappId}</div>
    </td>
    <td class="num" role="cell">
      <bdi>${formatNumber(row.author) || '–'}</bdi>
      ${row.direction === 'outbound' ? html`<div class="s muted">${words.outbound}</div>` : nothing}
    </td>
    <td role="cell">
      <span class=${TONES[code] ?? ''}>${words.outcomes[code] ?? code}</span>
      ${notes.length ? html`<div class="s muted">${notes.join(' · ')}</div>` : nothing}
    </td>
  </tr>`;
}
