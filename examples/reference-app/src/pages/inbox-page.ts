import '@metahub/widgets/define/inbox';
import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { tokens } from '../tokens.styles.ts';
import type { Words } from '../words/pt-br.ts';

/** The inbox over the whole page. */
export class InboxPage extends LitElement {
  static override properties: PropertyDeclarations = { words: { attribute: false } };
  static override styles = [
    tokens,
    css`
      :host,
      mh-inbox {
        display: block;
        height: 100%;
      }

      /* The element has its own title; the page's is for those who go from heading to heading. */
      h1 {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  declare words: Words;

  protected override render(): TemplateResult {
    return html`<h1>${this.words.inbox}</h1><mh-inbox></mh-inbox>`;
  }
}

customElements.define('inbox-page', InboxPage);
