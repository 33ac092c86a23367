import { html, LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Appearance } from '../../brand/appearance.ts';
import type { MetaHubClient } from '../../client/client.ts';
import { readFailure } from '../../client/failure.ts';
import type { Surroundings, SurroundingsSource } from '../../foundation/surroundings.ts';
import type { WordOverrides } from '../../words/dictionary.ts';
import { providerStyles } from './provider.styles.ts';

/** Answers with a token for this browser; called again before it expires, and once when it was refused. */
export type FetchToken = () => Promise<{ token: string; expiresAt: string }>;

/**
 * Gives the elements inside it a client, a language and a look. It takes no room, and a page can have
 * several: two tenants, two languages and two themes side by side.
 *
 * @summary Where the elements inside get their access, language and look from.
 * @slot - The elements, and anything between.
 * @fires {CustomEvent<Failure>} mh-error - No client could be made.
 * @cssproperty [--mh-brand=#34527a] - Fill of the one primary action.
 * @cssproperty [--mh-on-brand=#ffffff] - Text on the brand colour.
 * @cssproperty [--mh-brand-text=#2d4c76] - Brand as text, link and icon.
 * @cssproperty [--mh-brand-soft=#e8eef6] - Selected row, pressed toggle.
 * @cssproperty [--mh-bg=#f4f5f7] - Canvas of the thread.
 * @cssproperty [--mh-surface=#ffffff] - Panels, rows, inputs.
 * @cssproperty [--mh-surface-raised=#ffffff] - Menus and dialogs.
 * @cssproperty [--mh-text=#1a1e24] - Primary text.
 * @cssproperty [--mh-text-muted=#58606b] - Secondary text.
 * @cssproperty [--mh-border=#e1e4e9] - Hairlines.
 * @cssproperty [--mh-border-strong=#7d8591] - Outline of controls.
 * @cssproperty [--mh-positive=#17734a] - Connected, on time.
 * @cssproperty [--mh-caution=#8a5800] - Near the target, reconnecting.
 * @cssproperty [--mh-critical=#b4302b] - Late, failed, destructive.
 * @cssproperty [--mh-info=#1d60ab] - In progress.
 * @cssproperty [--mh-assistant=#6a49b0] - What a machine wrote.
 * @cssproperty [--mh-bubble-in=#ffffff] - The contact's bubble.
 * @cssproperty [--mh-bubble-out=#e3ebf5] - Our bubble.
 * @cssproperty [--mh-focus=#2d4c76] - Focus ring.
 * @cssproperty [--mh-font=Inter, system-ui] - Family; `inherit` takes the page's.
 * @cssproperty [--mh-font-size=14px] - Base of all sizes.
 * @cssproperty [--mh-radius=8px] - Base of all corners.
 * @cssproperty [--mh-density=1] - 0.86 compact, 1, 1.14 roomy.
 * @cssproperty [--mh-shadow=220 40% 12%] - Hue, saturation and lightness of shadows.
 * @cssproperty [--mh-motion=1] - Multiplies durations; 0 is none.
 */
export class MhProvider extends LitElement implements SurroundingsSource {
  static override styles = providerStyles;
  static override properties: PropertyDeclarations = {
    apiUrl: { attribute: 'api-url' },
    locale: { reflect: true },
    theme: { reflect: true },
    accountBranding: { attribute: 'account-branding', type: Boolean },
    fetchToken: { attribute: false },
    client: { attribute: false },
    appearance: { attribute: false },
    words: { attribute: false },
  };

  /** Where the API is, without `/v1`: `https://api.example.com`. */
  declare apiUrl: string | undefined;
  /** Language tag; without it the nearest `lang` decides. */
  declare locale: string | undefined;
  /** `system` follows the person's setting; without it the page's `color-scheme` decides. */
  declare theme: 'light' | 'dark' | 'system' | undefined;
  /** Takes the brand colour from the account. An `appearance` given by the page wins. */
  declare accountBranding: boolean;
  /** How to get a token from your own backend. */
  declare fetchToken: FetchToken | undefined;
  /** A client made by the page, instead of `apiUrl` and `fetchToken`. */
  declare client: MetaHubClient | undefined;
  declare appearance: Appearance | undefined;
  /** Words to replace, by section and name. */
  declare words: WordOverrides | undefined;

  surroundings: Surroundings = { client: null, pending: false, failure: null, words: null };
  #listeners = new Set<() => void>();
  #made: { client: MetaHubClient & { close?(): void }; apiUrl: string } | null = null;
  #making = 0;

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#settle();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A provider that is only moved is connected again in the same task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#making++;
      this.#made?.client.close?.();
      this.#made = null;
      this.#set({ client: this.client ?? null, pending: false, failure: null });
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('client') || changed.has('apiUrl') || changed.has('fetchToken')) this.#settle();
    if (changed.has('words')) this.#set({ words: this.words ?? null });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('locale')) this.#tell();
    const { client } = this.surroundings;
    const wanted = this.appearance || this.accountBranding || this.#dressed || givesOnlyBrand(this);
    const other = changed.has('appearance') || (this.accountBranding && client !== this.#branded);
    if (!wanted || (!other && this.hasUpdated && this.#dressed)) return;
    this.#dressed = true;
    this.#branded = client;
    void this.#dress(this.accountBranding ? client : null);
  }

  async #dress(client: MetaHubClient | null): Promise<void> {
    const { dressProvider } = await import('../../brand/dress-provider.ts');
    await dressProvider(this, { appearance: this.appearance, client });
  }

  #dressed = false;
  #branded: MetaHubClient | null = null;

  /** Decides which client the elements get; makes one when it has to. */
  #settle(): void {
    if (this.client) return this.#set({ client: this.client, pending: false, failure: null });
    const { apiUrl, fetchToken } = this;
    if (!apiUrl || !fetchToken || !this.isConnected) {
      // A page that says where the API is gives the function from a script, which may come later.
      return this.#set({ client: null, pending: Boolean(apiUrl) || !this.hasUpdated, failure: null });
    }
    if (this.#made?.apiUrl === apiUrl)
      return this.#set({ client: this.#made.client, pending: false, failure: null });
    this.#set({ client: null, pending: true, failure: null });
    void this.#make(apiUrl, fetchToken);
  }

  async #make(apiUrl: string, fetchToken: FetchToken): Promise<void> {
    const turn = ++this.#making;
    try {
      const { makeClient } = await import('../../client/make-client.ts');
      if (turn !== this.#making) return;
      this.#made?.client.close?.();
      // The latest function is asked, so that a page may replace it without making a new client.
      const client = makeClient({ apiUrl, fetchToken: () => (this.fetchToken ?? fetchToken)() });
      this.#made = { client, apiUrl };
      this.#set({ client, pending: false, failure: null });
    } catch (error) {
      if (turn !== this.#making) return;
      const failure = { ...readFailure(error), type: 'configuration' as const };
      this.#set({ client: null, pending: false, failure });
      this.dispatchEvent(new CustomEvent('mh-error', { detail: failure, bubbles: true, composed: true }));
    }
  }

  #set(part: Partial<Surroundings>): void {
    this.surroundings = { ...this.surroundings, ...part };
    this.#tell();
    this.requestUpdate();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  protected override firstUpdated(): void {
    if (!this.client && !this.apiUrl) this.#set({ pending: false });
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }
}

/** A host may set the brand's colour alone, in CSS: the rest is derived then. */
function givesOnlyBrand(element: Element): boolean {
  const style = getComputedStyle(element);
  return (
    style.getPropertyValue('--mh-brand').trim().startsWith('#') && !style.getPropertyValue('--mh-on-brand')
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-provider': MhProvider;
  }
}
