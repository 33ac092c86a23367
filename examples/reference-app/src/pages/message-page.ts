import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { tokens } from '../tokens.styles.ts';

/**
 * A page that says one thing: what happened, what holds, what to do. `quiet` waits a moment before it shows, for
 * what is usually over at once.
 *
 * @fires message-action - The button was pressed.
 */
export class MessagePage extends LitElement {
  static override properties: PropertyDeclarations = {
    heading: {},
    text: {},
    detail: {},
    action: {},
    link: { attribute: false },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 8px;
        min-height: 100%;
        padding: 24px;
        background: var(--ground);
        text-align: center;
      }

      :host([quiet]) {
        animation: appear 0s 400ms both;
      }

      @keyframes appear {
        from {
          visibility: hidden;
        }
      }

      p {
        max-width: 44ch;
        color: var(--muted);
      }

      small {
        color: var(--muted);
        font-size: 12px;
      }

      button,
      a {
        margin-top: 8px;
      }

      a {
        color: var(--brand-text);
        font-weight: 500;
      }
    `,
  ];

  declare heading: string;
  declare text: string;
  declare detail: string;
  declare action: string;
  declare link: { href: string; name: string } | undefined;

  constructor() {
    super();
    this.heading = '';
    this.text = '';
    this.detail = '';
    this.action = '';
  }

  protected override render(): TemplateResult {
    return html`
      ${this.heading ? html`<h1>${this.heading}</h1>` : nothing}
      <p>${this.text}</p>
      ${this.detail ? html`<small>${this.detail}</small>` : nothing}
      ${this.action ? html`<button class="primary" @click=${this.#act}>${this.action}</button>` : nothing}
      ${this.link ? html`<a href=${this.link.href}>${this.link.name}</a>` : nothing}
    `;
  }

  readonly #act = () => this.dispatchEvent(new Event('message-action'));
}

customElements.define('message-page', MessagePage);
