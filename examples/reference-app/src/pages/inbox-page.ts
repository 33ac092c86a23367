import '@metahub/widgets/define/inbox';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { tokens } from '../tokens.styles.ts';

/** The inbox over the whole page. */
export class InboxPage extends LitElement {
  static override styles = [
    tokens,
    css`
      :host,
      mh-inbox {
        display: block;
        height: 100%;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<mh-inbox></mh-inbox>`;
  }
}

customElements.define('inbox-page', InboxPage);
