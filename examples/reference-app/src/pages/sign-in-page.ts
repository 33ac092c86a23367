import { MetaHubError } from '@metahub/sdk';
import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Access } from '../access.ts';
import { icon } from '../icons.ts';
import { tokens } from '../tokens.styles.ts';
import type { Words } from '../words/pt-br.ts';

/** Where a person signs in with e-mail and password. */
export class SignInPage extends LitElement {
  static override properties: PropertyDeclarations = {
    access: { attribute: false },
    words: { attribute: false },
    ended: { type: Boolean },
    busy: { state: true },
    problem: { state: true },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        place-content: center;
        grid-template-columns: minmax(0, 360px);
        min-height: 100dvh;
        padding: 24px;
        background: var(--ground);
      }

      .mark {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        margin-bottom: 20px;
        border-radius: var(--radius);
        background: var(--brand);
        color: var(--on-brand);
      }

      .logo img {
        display: block;
        max-width: 100%;
        height: 40px;
        margin-bottom: 20px;
        object-fit: contain;
        object-position: left;
      }

      .name {
        margin-bottom: 20px;
        color: var(--brand-text);
        font-size: 18px;
        font-weight: 600;
      }

      .legal {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin-top: 20px;
        font-size: 13px;
      }

      .legal a {
        color: var(--muted);
      }

      .lead {
        margin: 4px 0 20px;
        color: var(--muted);
      }

      form {
        display: grid;
        gap: 14px;
      }

      label {
        display: grid;
        gap: 4px;
        font-size: 13px;
        font-weight: 500;
      }

      input {
        height: 40px;
        padding: 0 12px;
        border: 1px solid var(--strong);
        border-radius: calc(var(--radius) * 0.75);
        background: var(--surface);
        color: var(--text);
        font: 400 16px var(--mh-font, system-ui, sans-serif);
      }

      button {
        min-height: 40px;
      }

      .problem {
        padding: 8px 12px;
        border-inline-start: 3px solid var(--critical);
        background: color-mix(in srgb, var(--critical) 8%, var(--surface));
      }

      .ended {
        margin-bottom: 14px;
        padding: 8px 12px;
        border-inline-start: 3px solid var(--caution);
        background: color-mix(in srgb, var(--caution) 8%, var(--surface));
      }
    `,
  ];

  declare access: Access;
  declare words: Words;
  declare ended: boolean;
  declare private busy: boolean;
  declare private problem: string;

  constructor() {
    super();
    this.ended = false;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    const { host } = this.access;
    const name = host?.productName ?? host?.name;
    document.title = name ? `${this.words.signIn.title} · ${name}` : this.words.signIn.title;
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    const words = this.words.signIn;
    return html`
      <main>
        ${this.#mark()}
        ${this.ended ? html`<p class="ended">${words.ended}</p>` : ''}
        <h1>${words.title}</h1>
        <p class="lead">${words.lead}</p>
        <form @submit=${this.#submit}>
          <label>${words.email}<input name="email" type="email" autocomplete="username" required /></label>
          <label>
            ${words.password}<input name="password" type="password" autocomplete="current-password" required />
          </label>
          <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : ''}</div>
          <button class="primary" aria-disabled=${this.busy}>${this.busy ? words.busy : words.submit}</button>
        </form>
        ${this.#legal()}
      </main>
    `;
  }

  #legal(): TemplateResult | string {
    const { legal } = this.words.signIn;
    const { host } = this.access;
    const links = [
      [legal.terms, host?.termsUrl],
      [legal.privacy, host?.privacyUrl],
      [legal.help, host?.supportUrl],
    ].filter(([, url]) => url);
    if (links.length === 0) return '';
    return html`<p class="legal">
      ${links.map(([label, url]) => html`<a href=${url!} rel="noreferrer">${label}</a>`)}
    </p>`;
  }

  /** The logo of the host's account, else its name; a mark that names nobody elsewhere. */
  #mark(): TemplateResult {
    const { host } = this.access;
    const name = host?.productName ?? host?.name;
    if (host?.logoUrl) {
      return html`<picture class="logo">
        ${
          host.logoDarkUrl
            ? html`<source srcset=${host.logoDarkUrl} media="(prefers-color-scheme: dark)" />`
            : ''
        }
        <img src=${host.logoUrl} alt=${name ?? ''} />
      </picture>`;
    }
    return name ? html`<p class="name">${name}</p>` : html`<div class="mark">${icon('mark')}</div>`;
  }

  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (this.busy) return;
    const value = (name: string) =>
      this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)!.value;
    this.busy = true;
    this.problem = '';
    try {
      await this.access.signIn(value('email').trim(), value('password'));
    } catch (error) {
      this.problem = this.#explain(error);
      this.renderRoot.querySelector<HTMLInputElement>('input[type=password]')?.select();
    } finally {
      this.busy = false;
    }
  };

  #explain(error: unknown): string {
    const words = this.words.signIn;
    if (!(error instanceof MetaHubError)) return words.failed('?');
    // 403: a person of another account than this domain's, which is nobody's business to know.
    if ([400, 401, 403, 422].includes(error.status ?? 0)) return words.wrong;
    if (error.status === 429) return words.tooMany;
    if (!error.status || error.status === 502 || error.status === 503) return words.unreachable;
    return words.failed(error.requestId ?? '?');
  }
}

customElements.define('sign-in-page', SignInPage);
