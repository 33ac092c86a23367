import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Access, type Entered } from './access.ts';
import { appearanceOf } from './brand.ts';
import './app-frame.ts';
import './pages/message-page.ts';
import './pages/sign-in-page.ts';
import { readLanguage, wordsIn } from './preferences.ts';
import { go } from './router.ts';

/** The whole app: decides between signing in, what stands in the way, and the frame with the pages. */
export class MetahubApp extends LitElement {
  static override properties: PropertyDeclarations = { online: { state: true } };

  declare private online: boolean;
  readonly #access = new Access(location.origin);
  readonly #words = wordsIn(readLanguage());

  constructor() {
    super();
    this.online = navigator.onLine;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#access.addEventListener('change', this.#changed);
    window.addEventListener('online', this.#connection);
    window.addEventListener('offline', this.#connection);
    this.addEventListener('mh-error', this.#widgetFailed);
    this.addEventListener('mh-open-inbox', () => go('/conversas'));
    void this.#access.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#access.removeEventListener('change', this.#changed);
    window.removeEventListener('online', this.#connection);
    window.removeEventListener('offline', this.#connection);
  }

  /** Light DOM: the page's stylesheet and title belong to the whole app. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const state = this.#access.state;
    const words = this.#words;
    switch (state.step) {
      case 'starting':
        return html`<message-page .text=${words.starting} quiet></message-page>`;
      case 'signed_out':
        return html`<mh-provider
          .appearance=${this.#access.host ? appearanceOf(this.#access.host) : undefined}
          locale=${words.language}
        >
          <sign-in-page .access=${this.#access} .words=${words} .ended=${state.ended}></sign-in-page>
        </mh-provider>`;
      case 'unreachable':
        return html`<message-page
          .heading=${words.offline.title}
          .text=${words.offline.text}
          .action=${words.offline.retry}
          @message-action=${this.#retry}
        ></message-page>`;
      case 'failed':
        return html`<message-page
          .heading=${words.failed.title}
          .text=${words.failed.text}
          .detail=${state.requestId ? words.failed.request(state.requestId) : ''}
          .action=${words.offline.retry}
          @message-action=${this.#retry}
        ></message-page>`;
    }
    return this.#renderFrame(state);
  }

  #renderFrame(entered: Entered): TemplateResult {
    return html`<mh-provider
      .client=${entered.client}
      .appearance=${appearanceOf(entered.branding)}
      locale=${this.#words.language}
    >
      <app-frame
        .access=${this.#access}
        .entered=${entered}
        .words=${this.#words}
        .offline=${!this.online}
      ></app-frame>
    </mh-provider>`;
  }

  readonly #changed = () => {
    const state = this.#access.state;
    if (state.step === 'entered') document.title = state.branding.productName ?? state.me.account.name;
    const look = state.step === 'entered' ? state.branding : this.#access.host;
    if (look?.faviconUrl) document.querySelector('link[rel=icon]')?.replaceWith(iconLink(look.faviconUrl));
    this.requestUpdate();
  };

  readonly #connection = () => {
    this.online = navigator.onLine;
    if (this.online && this.#access.state.step === 'unreachable') void this.#access.start();
  };

  readonly #retry = () => void this.#access.start();

  readonly #widgetFailed = (event: Event) => {
    if ((event as CustomEvent<{ type: string }>).detail.type === 'signed_out') this.#access.end();
  };
}

function iconLink(href: string): HTMLLinkElement {
  return Object.assign(document.createElement('link'), { rel: 'icon', href });
}

customElements.define('metahub-app', MetahubApp);
