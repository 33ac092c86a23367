import '@metahub/widgets/define/sessions';
import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Entered } from '../access.ts';
import { tokens } from '../tokens.styles.ts';
import type { Words } from '../words/pt-br.ts';

/** The account's numbers; the element itself pairs, for those who may. */
export class SessionsPage extends LitElement {
  static override properties: PropertyDeclarations = {
    entered: { attribute: false },
    words: { attribute: false },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        gap: 16px;
        max-width: 1120px;
        margin: 0 auto;
        padding: 24px 32px;
      }

      p {
        color: var(--muted);
        font-size: 13px;
      }

      mh-sessions {
        display: block;
        border-radius: calc(var(--radius) * 1.5);
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

  protected override render(): TemplateResult {
    const { words, entered } = this;
    return html`
      <div>
        <h1>${words.whatsapp}</h1>
        <p>${words.sessionsLead(entered.branding.productName ?? entered.me.account.name)}</p>
      </div>
      <mh-sessions></mh-sessions>
    `;
  }
}

customElements.define('sessions-page', SessionsPage);
