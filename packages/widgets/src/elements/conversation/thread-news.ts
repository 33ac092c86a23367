import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../client/contract.ts';
import type { ThreadRow } from './thread-rows.ts';

/** New messages that are read out by a screen reader are kept in the page this many. */
const SPOKEN = 5;

/** What came at the end of a thread since the last look: it rises, is counted, and is read out. */
export class ThreadNews {
  /** Keys of rows that have not been drawn yet. */
  readonly fresh = new Set<string>();
  /** Messages that came below what is in sight. */
  unseen = 0;
  #newest: string | null = null;
  #spoken: { key: string; text: string }[] = [];

  /** Begins anew, for another thread. */
  clear(): void {
    this.fresh.clear();
    this.unseen = 0;
    this.#newest = null;
    this.#spoken = [];
  }

  /** Takes the rows as they are now. `say` gives the words of a message; `inSight` is true at the end of the thread. */
  note(
    rows: ThreadRow[],
    {
      first,
      inSight,
      say,
    }: { first: boolean; inSight: boolean; say: (row: ThreadRow, message: Message) => string },
  ): void {
    const from = this.#newest === null ? -1 : rows.findIndex((row) => row.key === this.#newest);
    const added = first || from < 0 ? [] : rows.slice(from + 1);
    this.#newest = rows.at(-1)?.key ?? null;
    for (const row of added) {
      this.fresh.add(row.key);
      if (!('message' in row.item) || row.item.message.direction !== 'inbound') continue;
      if (!inSight) this.unseen++;
      const text = say(row, row.item.message);
      this.#spoken = [...this.#spoken, { key: row.key, text }].slice(-SPOKEN);
    }
  }

  /** What a screen reader reads out. Not the thread itself: there each row that scrolls in would be news. */
  spoken(label: string): TemplateResult {
    return html`<div class="vh" role="log" aria-live="polite" aria-label=${label}>
      ${repeat(
        this.#spoken,
        (line) => line.key,
        (line) => html`<p>${line.text}</p>`,
      )}
    </div>`;
  }
}
