import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Access, Entered } from '../access.ts';
import {
  readLanguage,
  readTheme,
  saveLanguage,
  saveTheme,
  type Language,
  type Theme,
} from '../preferences.ts';
import { icon } from '../icons.ts';
import { tokens } from '../tokens.styles.ts';
import type { Words } from '../words/pt-br.ts';

const languages: Record<Language, string> = { 'pt-BR': 'Português (Brasil)', en: 'English' };

/** Who is signed in, which accounts they have, how the app looks and speaks, and the way out. */
export class AccountPage extends LitElement {
  static override properties: PropertyDeclarations = {
    access: { attribute: false },
    entered: { attribute: false },
    words: { attribute: false },
    problem: { state: true },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        gap: 24px;
        max-width: 560px;
        margin: 0 auto;
        padding: 24px 16px;
      }

      section {
        display: grid;
        gap: 8px;
        padding: 16px;
        border: 1px solid var(--border);
        border-radius: calc(var(--radius) * 1.5);
        background: var(--surface);
      }

      p,
      .muted {
        color: var(--muted);
      }

      ul {
        display: grid;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        min-height: 40px;
      }

      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
      }

      select {
        min-height: 32px;
        padding: 0 30px 0 10px;
        appearance: none;
        border: 1px solid var(--strong);
        border-radius: calc(var(--radius) * 0.75);
        background: var(--surface);
        color: inherit;
        font: inherit;
      }

      .choice {
        position: relative;
      }

      .choice svg {
        position: absolute;
        inset: 0 10px 0 auto;
        margin: auto 0;
        width: 14px;
        height: 14px;
        color: var(--muted);
        pointer-events: none;
      }

      .problem {
        color: var(--critical);
      }

      .problem:empty {
        display: none;
      }

      .out {
        justify-self: start;
      }
    `,
  ];

  declare access: Access;
  declare entered: Entered;
  declare words: Words;
  declare private problem: string;

  constructor() {
    super();
    this.problem = '';
  }

  protected override render(): TemplateResult {
    const { me, memberships } = this.entered;
    const { account } = this.words;
    const words = this.words.accountPage;
    return html`
      <h1>${account}</h1>
      <section aria-label=${words.you}>
        <h2>${me.user?.name ?? me.member?.name}</h2>
        <p>${me.user?.email} · ${me.member ? words.roles[me.member.role] : ''}</p>
      </section>
      <section>
        <h2>${words.accounts}</h2>
        <ul>
          ${memberships.map(
            (membership) =>
              html`<li>
                <span>${membership.account.name} <span class="muted">· ${words.roles[membership.role]}</span></span>
                ${
                  membership.account.id === me.account.id
                    ? html`<span class="muted">${words.current}</span>`
                    : html`<button @click=${() => this.#switchTo(membership.account.id)}>
                      ${words.switchTo(membership.account.name)}
                    </button>`
                }
              </li>`,
          )}
        </ul>
        <p class="problem" role="alert">${this.problem}</p>
      </section>
      <section>
        <label>
          ${words.appearance}
          <span class="choice"><select @change=${this.#chooseTheme}>
            ${Object.entries(words.themes).map(
              ([theme, name]) =>
                html`<option value=${theme} ?selected=${theme === readTheme()}>${name}</option>`,
            )}
          </select>${icon('chevron')}</span>
        </label>
        <label>
          ${words.languageName}
          <span class="choice"><select @change=${this.#chooseLanguage}>
            ${Object.entries(languages).map(
              ([language, name]) =>
                html`<option value=${language} ?selected=${language === readLanguage()}>${name}</option>`,
            )}
          </select>${icon('chevron')}</span>
        </label>
      </section>
      <button class="out" @click=${this.#signOut}>${words.signOut}</button>
    `;
  }

  async #switchTo(accountId: string): Promise<void> {
    this.problem = '';
    try {
      await this.access.switchTo(accountId);
    } catch {
      this.problem = this.words.accountPage.failed;
      return;
    }
    // Everything on the page belongs to the account that was left: begin anew.
    location.assign('/conversas');
  }

  readonly #signOut = async () => {
    try {
      await this.access.signOut();
    } catch {
      this.problem = this.words.signIn.unreachable;
    }
  };

  readonly #chooseTheme = (event: Event) => saveTheme((event.target as HTMLSelectElement).value as Theme);

  readonly #chooseLanguage = (event: Event) => {
    saveLanguage((event.target as HTMLSelectElement).value as Language);
    location.reload();
  };
}

customElements.define('account-page', AccountPage);
