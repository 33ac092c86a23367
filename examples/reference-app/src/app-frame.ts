import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Access, Entered } from './access.ts';
import { icon } from './icons.ts';
import { onMove, startRouting } from './router.ts';
import { routesOf } from './routes.ts';
import { tokens } from './tokens.styles.ts';
import type { Words } from './words/pt-br.ts';

/** The frame around the pages: a rail at the side, or a bar below on a narrow screen. */
export class AppFrame extends LitElement {
  static override properties: PropertyDeclarations = {
    access: { attribute: false },
    entered: { attribute: false },
    words: { attribute: false },
    offline: { attribute: false },
    path: { state: true },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / 56px minmax(0, 1fr);
        height: 100dvh;
        background: var(--ground);
      }

      .rail {
        grid-row: 1 / -1;
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 4px;
        padding: 12px 0;
        border-inline-end: 1px solid var(--border);
        background: var(--surface);
      }

      .logo {
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        margin-bottom: 12px;
        border-radius: var(--radius);
        background: var(--brand);
        color: var(--on-brand);
        overflow: hidden;
      }

      .logo.own {
        background: none;
      }

      .logo img {
        width: 100%;
        height: 100%;
        object-fit: contain;
      }

      a {
        position: relative;
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: calc(var(--radius) * 0.75);
        color: var(--muted);
        text-decoration: none;
      }

      a:hover {
        background: color-mix(in srgb, var(--text) 4%, transparent);
      }

      a[aria-current='page'] {
        background: var(--brand-soft);
        color: var(--brand-text);
      }

      a[aria-current='page']::before {
        content: '';
        position: absolute;
        inset: 10px auto 10px -8px;
        width: 3px;
        border-radius: 0 3px 3px 0;
        background: var(--line);
      }

      a span {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }

      .account {
        margin-top: auto;
      }

      .strip {
        grid-column: 2;
        padding: 8px 16px;
        border-bottom: 1px solid var(--border);
        background: color-mix(in srgb, var(--caution) 11%, var(--surface));
        color: var(--caution);
        font-size: 13px;
      }

      main {
        grid-area: 2 / 2;
        min-width: 0;
        min-height: 0;
        overflow: auto;
        outline: none;
      }

      @media (max-width: 639px) {
        :host {
          grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
        }

        .strip,
        main {
          grid-column: 1;
        }

        .rail {
          grid-row: 3;
          flex-direction: row;
          gap: 0;
          padding: 0 0 env(safe-area-inset-bottom);
          border: 0;
          border-top: 1px solid var(--border);
        }

        .logo {
          display: none;
        }

        a {
          flex: 1;
          width: auto;
          height: 56px;
          align-content: center;
          gap: 2px;
          border-radius: 0;
          font-size: 12px;
        }

        a[aria-current='page'] {
          background: none;
          font-weight: 600;
        }

        a[aria-current='page']::before {
          inset: -1px 0 auto;
          width: auto;
          height: 2px;
          border-radius: 0;
        }

        a span {
          position: static;
          width: auto;
          height: auto;
          clip-path: none;
        }

        .account {
          margin: 0;
        }
      }
    `,
  ];

  declare access: Access;
  declare entered: Entered;
  declare words: Words;
  declare offline: boolean;
  declare private path: string;
  readonly #stops: (() => void)[] = [];

  constructor() {
    super();
    this.path = location.pathname;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stops.push(onMove(() => (this.path = location.pathname)));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }

  protected override firstUpdated(): void {
    const { access, entered, words } = this;
    const outlet = this.renderRoot.querySelector('main')!;
    this.#stops.push(startRouting(outlet, routesOf({ access, entered, words })));
  }

  protected override render(): TemplateResult {
    const { words, entered, offline } = this;
    const { logoUrl } = entered.branding;
    const name = entered.branding.productName ?? entered.me.account.name;
    // Pages of widgets say it themselves, and what becomes of what is sent.
    const told = offline && this.path !== '/conversas' && this.path !== '/sessoes';
    const mayReadSessions = entered.me.permissions.includes('sessions:read');
    return html`
      <nav class="rail" aria-label=${words.navigation}>
        ${
          logoUrl
            ? html`<div class="logo own"><img src=${logoUrl} alt=${name} title=${name} /></div>`
            : html`<div class="logo" title=${name}>${icon('mark')}</div>`
        }
        ${this.#link('/conversas', words.inbox, icon('inbox'))}
        ${mayReadSessions ? this.#link('/sessoes', words.whatsapp, icon('phone')) : ''}
        ${this.#link('/conta', words.account, icon('person'), 'account')}
      </nav>
      <div class="strip" role="status" ?hidden=${!told}>${told ? words.offline.strip : ''}</div>
      <main tabindex="-1"></main>
    `;
  }

  #link(href: string, name: string, mark: TemplateResult, kind = ''): TemplateResult {
    const current = this.path === href || this.path.startsWith(`${href}/`);
    return html`<a class=${kind} href=${href} title=${name} aria-current=${current ? 'page' : 'false'}>
      ${mark}<span>${name}</span>
    </a>`;
  }
}

customElements.define('app-frame', AppFrame);
