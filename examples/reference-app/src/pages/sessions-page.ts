import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Entered } from '../access.ts';
import { tokens } from '../tokens.styles.ts';
import type { Words } from '../words/pt-br.ts';

/** The account's numbers, and pairing in a dialog for those who may pair. */
export class SessionsPage extends LitElement {
  static override properties: PropertyDeclarations = {
    entered: { attribute: false },
    words: { attribute: false },
    pairing: { state: true },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        max-width: 1120px;
        margin: 0 auto;
        padding: 24px 32px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        justify-content: space-between;
        gap: 12px;
        margin-bottom: 16px;
      }

      header p {
        color: var(--muted);
        font-size: 13px;
      }

      mh-sessions {
        display: block;
      }

      dialog {
        width: min(720px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        padding: 16px;
        border: 1px solid var(--border);
        border-radius: calc(var(--radius) * 1.5);
        background: var(--surface);
        color: var(--text);
      }

      dialog::backdrop {
        background: rgb(10 12 16 / 0.45);
      }

      .bar {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 8px;
      }

      .bar button {
        display: grid;
        place-items: center;
        width: 32px;
        padding: 0;
        border-color: transparent;
      }

      @media (max-width: 639px) {
        :host {
          padding: 16px;
        }
      }
    `,
  ];

  declare entered: Entered;
  declare words: Words;
  declare private pairing: boolean;

  constructor() {
    super();
    this.pairing = false;
  }

  protected override render(): TemplateResult {
    const { words, entered } = this;
    return html`
      <header>
        <div>
          <h1>${words.sessions}</h1>
          <p>${words.sessionsLead(entered.me.account.name)}</p>
        </div>
      </header>
      <mh-sessions></mh-sessions>
    `;
  }
}

customElements.define('sessions-page', SessionsPage);
