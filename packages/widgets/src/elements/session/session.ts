import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import type { Session } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { SessionDetailController } from '../../controllers/session-detail.ts';
import { formatNumber } from '../../format/people.ts';
import { base } from '../../foundation/base.styles.ts';
import { controls } from '../../foundation/controls.styles.ts';
import {
  explain,
  failureState,
  fullState,
  offlineStrip,
  signedOutState,
} from '../../foundation/full-states.ts';
import { MetaHubElement, SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { progressBar } from '../../foundation/progress-bar.styles.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { qrCode, smartphone } from '../../icons/states.gen.ts';
import { icon } from '../../icons/icon.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { sessionWords } from '../../words/pt-br/session.ts';
import { sessionsWords } from '../../words/pt-br/sessions.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import { lookOf, LOOKS } from '../sessions/session-look.ts';
import { why } from '../sessions/session-notes.ts';
import { dayStrip, healthNow, type HealthContext } from './health-parts.ts';
import { healthTimeline } from './health-timeline.ts';
import { healthStyles } from './health.styles.ts';
import { journalStyles } from './session-journal.styles.ts';
import { settingsStyles } from './session-settings.styles.ts';
import { sessionStyles } from './session.styles.ts';
import type { SessionJournal } from './session-journal.ts';
import type { SettingsForm } from './session-settings.ts';

type Tab = 'health' | 'settings' | 'journal';
type Words = typeof sessionWords;

/**
 * One WhatsApp number: how it is and what to do now, how it has been, its settings, and the journal of what
 * WhatsApp handed over. Pauses and resumes it.
 *
 * @summary Health, history, settings and journal of one number.
 * @fires {CustomEvent<{ sessionId?: string }>} mh-connect-request - The person wants to pair this number again.
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - It is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - It could not be loaded, or access ended.
 * @csspart frame - The card around everything; there is none inside a dialog.
 */
export class MhSession extends MetaHubElement {
  static override styles = [
    tokens,
    base,
    controls,
    progressBar,
    sessionStyles,
    healthStyles,
    settingsStyles,
    journalStyles,
  ];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    sessionId: { attribute: 'session-id' },
    session: { attribute: false },
  };

  /** Which session to show. */
  declare sessionId: string | null;
  /** What is known of it already: the head is there at once. */
  declare session: Session | null;

  /** What is shown, for pages that want to read it. Null without a client or a session. */
  controller: SessionDetailController | null = null;

  #stop: (() => void) | undefined;
  #tab: Tab = 'health';
  #settings: SettingsForm | null = null;
  #journal: SessionJournal | null = null;
  #asking = false;
  #busy = false;
  #failure: Failure | null = null;

  constructor() {
    super();
    this.sessionId = null;
    this.session = null;
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    if (client) this.followConnection(client);
    this.#open(client);
  }

  #open(client: MetaHubClient | null): void {
    this.#stop?.();
    this.controller?.destroy();
    this.#journal?.destroy();
    this.controller = null;
    this.#settings = null;
    this.#journal = null;
    this.#tab = 'health';
    if (!client || !this.sessionId) return;
    const known = this.session?.id === this.sessionId ? this.session : null;
    this.controller = new SessionDetailController(client, this.sessionId, known);
    this.#stop = this.controller.subscribe(() => this.requestUpdate());
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('sessionId') && this.isConnected && this.controller?.sessionId !== this.sessionId) {
      this.#open(this.activeClient);
    }
  }

  protected override render(): TemplateResult {
    const words = this.words('session', sessionWords);
    const shared = this.words('shared', sharedWords);
    const detail = this.controller;
    const { pending, failure: setup } = this.surroundings;
    const failure = setup ?? detail?.failure ?? null;
    const gone = !this.activeClient || this.ended !== null || failure?.type === 'signed_out';
    const session = detail?.session ?? null;
    const view = this.gate(
      gone ? pending : Boolean(detail && (detail.loading || !this.meSettled) && !failure),
    );
    let body: unknown = nothing;
    if (view === 'skeleton') body = skeleton(shared.loading);
    else if (view === 'content') {
      if (gone && !setup) body = signedOutState(shared, () => this.#signIn());
      else if (failure?.type === 'not_found' || (!detail && !setup)) {
        body = fullState({ drawing: smartphone, title: words.goneTitle, text: words.goneText });
      } else if (failure && !detail?.entries.length && !detail?.facts) {
        body = failureState(shared, words.errorTitle, failure, () => void detail?.load());
      } else if (session) body = this.#tabs(session, words, shared);
    }
    return html`<div class="frame ${this.#framed ? 'card' : ''}" part="frame">
      ${!gone && this.offline && !this.nested ? offlineStrip(shared) : nothing}
      ${session && !gone ? this.#head(session, words) : nothing} ${body}
    </div>
    ${this.#asking && session ? this.#pauseDialog(session, words, shared) : nothing}`;
  }

  /** A dialog is frame enough. */
  get #framed(): boolean {
    return !this.nested && !this.closest('dialog');
  }

  #head(session: Session, words: Words): TemplateResult {
    const sessions = this.words('sessions', sessionsWords);
    const look = lookOf(session);
    const { drawing, tone, trouble } = LOOKS[look] ?? LOOKS['paused']!;
    const pairs =
      session.status === 'pairing' || session.reason?.action === 'pair_again' || trouble === 'bad';
    const mayWrite = this.may('sessions:write');
    const since = why(session, sessions, this.clock(this.words('list', listWords)));
    return html`<header class="head">
      <span class="mark ${tone}">${icon(drawing)}</span>
      <div class="grow">
        <h2 class="title cut">${session.name}</h2>
        <div class="s muted">
          <bdi class="num">${formatNumber(session.number) || sessions.noNumber}</bdi> ·
          <span class=${tone === 't-pos' ? '' : tone}>${sessions.status[look]}</span>${since ? html` · ${since}` : nothing}
        </div>
      </div>
      <div class="acts">
        ${
          pairs && this.may('sessions:pair')
            ? html`<button class="btn btn--main" @click=${() => this.fire('mh-connect-request', { sessionId: session.id }, true)}>
                ${icon(qrCode)} ${session.status === 'pairing' ? sessions.seeCode : sessions.pairAgain}
              </button>`
            : session.status === 'paused' && session.reason?.action === 'resume' && mayWrite
              ? html`<button class="btn btn--main" ?disabled=${this.#busy} @click=${() => void this.#act('resume')}>
                  ${this.#busy ? words.busy : words.resume}
                </button>`
              : /connect/.test(session.status) && mayWrite
                ? html`<button class="btn btn--line" @click=${this.#ask}>${words.pause}</button>`
                : nothing
        }
      </div>
      ${
        this.#failure && !this.#asking
          ? html`<p class="wrong s" role="alert">
              ${words.actionFailed} ${explain(this.words('shared', sharedWords), this.#failure)}
            </p>`
          : nothing
      }
    </header>`;
  }

  #tabs(session: Session, words: Words, shared: typeof sharedWords): TemplateResult {
    const tabs: Tab[] = this.may('sessions:write')
      ? ['health', 'settings', 'journal']
      : ['health', 'journal'];
    const tab = tabs.includes(this.#tab) ? this.#tab : 'health';
    return html`<div class="tabs" role="tablist" aria-label=${words.tabList} @keydown=${this.#onTabKey}>
        ${tabs.map(
          (name) =>
            html`<button
              role="tab"
              id=${`tab-${name}`}
              aria-selected=${name === tab ? 'true' : 'false'}
              aria-controls="panel"
              tabindex=${name === tab ? '0' : '-1'}
              @click=${() => void this.#choose(name)}
            >
              ${words.tabs[name]}
            </button>`,
        )}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby=${`tab-${tab}`}>
        ${tab === 'health' ? this.#health(session, words) : nothing}
        ${tab === 'settings' ? (this.#settings?.render(session, words, shared) ?? nothing) : nothing}
        ${
          tab === 'journal'
            ? (this.#journal?.render({
                words,
                shared,
                kinds: this.words('list', listWords).kinds,
                clock: this.clock(this.words('list', listWords)),
              }) ?? nothing)
            : nothing
        }
      </div>`;
  }

  #health(session: Session, words: Words): TemplateResult {
    const list = this.words('list', listWords);
    const context: HealthContext = {
      words,
      sessions: this.words('sessions', sessionsWords),
      list,
      clock: this.clock(list),
    };
    const { entries, facts, more, loadingMore } = this.controller!;
    return html`${healthNow(session, context)}
      ${dayStrip(entries, facts, { context, since: session.createdAt })} ${healthTimeline(entries, context)}
      ${
        more
          ? html`<button class="btn btn--line more" ?disabled=${loadingMore} @click=${() => void this.controller?.loadMore()}>
              ${words.more}
            </button>`
          : nothing
      }`;
  }

  #pauseDialog(session: Session, words: Words, shared: typeof sharedWords): TemplateResult {
    const failure = this.#failure;
    return html`<dialog class="ask" aria-labelledby="ask" @close=${this.#endAsk}>
      <h2 class="title" id="ask">${words.pauseTitle(session.name)}</h2>
      <p>${words.pauseText}</p>
      ${failure ? html`<p class="wrong" role="alert">${words.actionFailed} ${explain(shared, failure)}</p>` : nothing}
      <div class="row">
        <button class="btn" autofocus @click=${this.#endAsk}>${shared.cancel}</button>
        <button class="btn btn--main" ?disabled=${this.#busy} @click=${() => void this.#act('pause')}>
          ${this.#busy ? words.busy : words.pause}
        </button>
      </div>
    </dialog>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    if (this.activeClient && !this.controller && !this.ended) this.report('empty');
    else
      this.reportOf(this.controller, this.controller?.loading === false && this.controller.session ? 1 : 0);
  }

  async #choose(tab: Tab): Promise<void> {
    const { controller, activeClient } = this;
    if (!controller || !activeClient) return;
    this.#tab = tab;
    if (tab === 'settings' && !this.#settings) {
      const { SettingsForm } = await import('./session-settings.ts');
      this.#settings = new SettingsForm({
        save: (body) => controller.update(body),
        redraw: () => this.requestUpdate(),
      });
    } else if (tab === 'journal' && !this.#journal) {
      const { SessionJournal } = await import('./session-journal.ts');
      this.#journal = new SessionJournal(activeClient, controller.sessionId, () => this.requestUpdate());
    }
    this.requestUpdate();
  }

  #onTabKey = (event: KeyboardEvent): void => {
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=tab]')];
    const at = tabs.indexOf(event.target as HTMLElement);
    const rtl = this.matches(':dir(rtl)');
    const steps: Record<string, number> = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 };
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : at + (steps[event.key] ?? 0);
    const next = tabs[(to + tabs.length) % tabs.length];
    if (to === at || !next) return;
    event.preventDefault();
    next.click();
    next.focus();
  };

  #ask = (): void => {
    this.#failure = null;
    this.#asking = true;
    this.requestUpdate();
  };

  #endAsk = (): void => {
    this.#asking = false;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.head .btn')?.focus());
  };

  async #act(what: 'pause' | 'resume'): Promise<void> {
    this.#busy = true;
    this.#failure = null;
    this.requestUpdate();
    try {
      await this.controller?.[what]();
      if (this.#asking) this.#endAsk();
    } catch (error) {
      this.#failure = readFailure(error);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  #signIn(): void {
    this.fire('mh-error', SIGNED_OUT);
    void this.controller?.load();
  }
}

function skeleton(label: string): TemplateResult {
  return html`<div class="skeleton" role="status" aria-label=${label}>
    <div class="sk-now"><span class="sk"></span><div><span class="sk"></span><span class="sk"></span></div></div>
    <span class="sk sk-bars"></span>
    ${[1, 2, 3].map(() => html`<span class="sk sk-line"></span>`)}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-session': MhSession;
  }
}
