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
    document.title = `${this.words.signIn.title} · MetaHub`;
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    const words = this.words.signIn;
    return html`
      <main>
        <div class="mark">${icon('mark')}</div>
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
      </main>
    `;
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
    if (error.status === 401 || error.status === 400 || error.status === 422) return words.wrong;
    if (error.status === 429) return words.tooMany;
    if (!error.status || error.status === 502 || error.status === 503) return words.unreachable;
    return words.failed(error.requestId ?? '?');
  }
}

customElements.define('sign-in-page', SignInPage);
