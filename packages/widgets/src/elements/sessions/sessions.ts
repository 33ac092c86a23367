import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MetaHubClient } from '../../client/client.ts';
import type { Session } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { SessionsController } from '../../controllers/sessions.ts';
import { formatNumber } from '../../format/people.ts';
import type { Clock } from '../../format/times.ts';
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
import { circleAlert, x } from '../../icons/list.gen.ts';
import { ellipsisVertical, plus, unlink } from '../../icons/sessions.gen.ts';
import { qrCode, smartphone } from '../../icons/states.gen.ts';
import { icon } from '../../icons/icon.ts';
import { listWords } from '../../words/pt-br/list.ts';
import { sessionsWords } from '../../words/pt-br/sessions.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import { lookOf, LOOKS } from './session-look.ts';
import { healthMark, sessionNotes, why } from './session-notes.ts';
import { sessionsStyles } from './sessions.styles.ts';

type Words = typeof sessionsWords;

/**
 * The account's WhatsApp numbers: how each of them is, since when, and what to do about it.
 *
 * @summary The numbers of the account and their state.
 * @fires {CustomEvent<{ sessionId?: string }>} mh-connect-request - The person wants to connect a number, or the named one again. Cancel it to show your own page; otherwise a dialog opens.
 * @fires {CustomEvent<{ session: Session }>} mh-session-open - The person wants to see more of a number. Cancel it to show your own page; otherwise a dialog opens.
 * @fires {CustomEvent<{ session: Session }>} mh-session-connected - A number was connected here.
 * @fires {CustomEvent<{ sessionId: string }>} mh-session-removed - A number was removed here.
 * @fires {CustomEvent<{ session: Session }>} mh-open-inbox - The person wants to see a number's conversations.
 * @fires {CustomEvent<{ qr: string | null; sessionId: string; expiresAt: string | null }>} mh-pairing-qr - Another QR is on the screen, or none any more.
 * @fires {CustomEvent<{}>} mh-load-start - Loading began.
 * @fires {CustomEvent<{}>} mh-ready - The list is on the screen.
 * @fires {CustomEvent<Failure>} mh-error - It could not be loaded, or access ended.
 * @csspart frame - The card around the list.
 * @csspart session - A row.
 */
export class MhSessions extends MetaHubElement {
  static override styles = [tokens, base, controls, progressBar, sessionsStyles];
  static override properties: PropertyDeclarations = { ...MetaHubElement.properties };

  /** The list beneath, for pages that want to read it. Null without a client. */
  controller: SessionsController | null = null;

  /** Session whose pairing is open; an empty text for a new number. */
  #pairing: string | null = null;
  /** The session whose detail is open. */
  #detail: Session | null = null;
  #removing: Session | null = null;
  #removeBusy = false;
  #removeFailure: Failure | null = null;
  #opener: HTMLElement | null = null;

  protected override clientChanged(client: MetaHubClient | null): void {
    this.controller?.destroy();
    this.controller = client ? new SessionsController(client) : null;
    if (!client || !this.controller) return;
    this.follow(this.controller);
    this.followConnection(client);
  }

  protected override render(): TemplateResult {
    const words = this.words('sessions', sessionsWords);
    const shared = this.words('shared', sharedWords);
    const list = this.controller;
    const { pending, failure: setup } = this.surroundings;
    const failure = setup ?? list?.failure ?? null;
    const gone = !list || this.ended !== null || failure?.type === 'signed_out';
    const view = this.gate(gone ? pending : (list.loading || !this.meSettled) && !failure);
    let body: unknown = nothing;
    if (view === 'skeleton') body = skeleton(shared.loading);
    else if (view === 'content') {
      if (setup || (failure && !gone && !list.sessions.length)) {
        body = failureState(shared, words.errorTitle, failure!, () => void list?.load());
      } else if (gone) body = signedOutState(shared, () => this.#signIn());
      else if (!list.sessions.length) body = this.#nothingYet(words);
      else body = this.#rows(list, words);
    }
    return html`<div class="frame" part="frame">
        ${!gone && this.offline && !this.nested ? offlineStrip(shared) : nothing}
        ${view === 'content' && gone ? nothing : this.#top(list, words)} ${body}
      </div>
      ${this.#pairing !== null ? this.#pairingDialog(words, shared) : nothing}
      ${this.#detail ? this.#detailDialog(this.#detail, shared) : nothing}
      ${this.#removing ? this.#removeDialog(this.#removing, words, shared) : nothing}`;
  }

  #top(list: SessionsController | null, words: Words): TemplateResult {
    const sessions = list?.sessions ?? [];
    const asking = sessions.filter((session) => LOOKS[lookOf(session)]?.trouble).length;
    return html`<header class="top">
      <h2 class="title">${words.title}</h2>
      ${sessions.length ? html`<span class="s muted num">${words.count(sessions.length)}</span>` : nothing}
      ${
        asking
          ? html`<span class="s warn-text row">${icon(circleAlert, 'i14')} ${words.attention(asking)}</span>`
          : nothing
      }
      ${
        sessions.length && this.may('sessions:pair')
          ? html`<button class="btn btn--main end" @click=${(event: Event) => void this.#pair('', event)}>
            ${icon(plus)} ${words.connect}
          </button>`
          : nothing
      }
    </header>`;
  }

  #nothingYet(words: Words): TemplateResult {
    return fullState({
      drawing: smartphone,
      tone: 'brand',
      title: words.emptyTitle,
      text: words.emptyText,
      actions: this.may('sessions:pair')
        ? html`<button class="btn btn--main" @click=${(event: Event) => void this.#pair('', event)}>
            ${icon(qrCode)} ${words.connect}
          </button>`
        : nothing,
    });
  }

  #rows(list: SessionsController, words: Words): TemplateResult {
    const clock = this.clock(this.words('list', listWords));
    return html`<ul aria-label=${words.title}>
      ${repeat(
        list.sessions,
        (session) => session.id,
        (session) => this.#row(session, words, clock),
      )}
    </ul>`;
  }

  #row(session: Session, words: Words, clock: Clock): TemplateResult {
    const look = lookOf(session);
    const { drawing, tone, trouble } = LOOKS[look] ?? LOOKS['paused']!;
    const menu = `menu-${session.id}`;
    const pair =
      session.status === 'pairing'
        ? words.seeCode
        : session.reason?.action === 'pair_again' || trouble === 'bad'
          ? words.pairAgain
          : '';
    return html`<li class=${trouble} part="session" data-id=${session.id}>
      <span class="mark ${tone}">${icon(drawing)}</span>
      <div class="grow">
        <button class="name cut" aria-haspopup="dialog" aria-label=${words.seeDetail(session.name)} title=${words.seeDetail(session.name)} @click=${(event: Event) => void this.#open(session, event)}>${session.name}</button>
        <div class="s muted num"><bdi>${formatNumber(session.number) || words.noNumber}</bdi></div>
      </div>
      <div class="state-cell">
        <div class="how ${tone}">${words.status[look]}</div>
        <div class="why">${why(session, words, clock)}</div>
        ${sessionNotes(session, words, clock)}
      </div>
      <div class="health">${healthMark(session, words)}</div>
      <div class="acts">
        ${
          pair && this.may('sessions:pair')
            ? html`<button class="btn btn--line" @click=${(event: Event) => void this.#pair(session.id, event)}>
              ${session.status === 'pairing' ? nothing : icon(qrCode)} ${pair}
            </button>`
            : nothing
        }
        ${
          this.may('sessions:remove')
            ? html`<button
                class="ib"
                aria-label=${words.more(session.name)}
                title=${words.more(session.name)}
                aria-haspopup="menu"
                @click=${(event: Event) => this.#openMenu(menu, event)}
              >
                ${icon(ellipsisVertical)}
              </button>
              <div popover id=${menu} role="menu" @keydown=${this.#onMenuKey}>
                <button class="btn danger" role="menuitem" @click=${() => this.#askRemove(session, menu)}>
                  ${icon(unlink)} ${words.remove}
                </button>
              </div>`
            : nothing
        }
      </div>
    </li>`;
  }

  #pairingDialog(words: Words, shared: typeof sharedWords): TemplateResult {
    return html`<dialog class="pair" aria-label=${words.dialogTitle} @close=${() => this.#closePairing()}>
      <div class="dialog-top">
        <h2 class="title" tabindex="-1" autofocus>${words.dialogTitle}</h2>
        <button class="ib" aria-label=${shared.close} @click=${() => this.#closePairing()}>${icon(x)}</button>
      </div>
      <mh-qr-pairing
        .client=${this.activeClient ?? undefined}
        .sessionId=${this.#pairing || null}
        auto-start
        @mh-open-inbox=${() => this.#closePairing()}
      ></mh-qr-pairing>
    </dialog>`;
  }

  #detailDialog(session: Session, shared: typeof sharedWords): TemplateResult {
    return html`<dialog class="detail" aria-label=${session.name} @close=${() => this.#closeDetail()}>
      <button class="ib close" aria-label=${shared.close} @click=${() => this.#closeDetail()}>${icon(x)}</button>
      <mh-session
        .client=${this.activeClient ?? undefined}
        .session=${session}
        .sessionId=${session.id}
        @mh-connect-request=${(event: Event) => {
          event.stopPropagation();
          this.#closeDetail();
          void this.#pair(session.id, event);
        }}
      ></mh-session>
    </dialog>`;
  }

  #removeDialog(session: Session, words: Words, shared: typeof sharedWords): TemplateResult {
    const failure = this.#removeFailure;
    return html`<dialog class="ask" aria-labelledby="ask" @close=${() => this.#closeRemove()}>
      <h2 class="title" id="ask">${words.removeTitle(session.name)}</h2>
      <p>${words.removeText}</p>
      ${failure ? html`<p class="wrong" role="alert">${words.removeFailed} ${explain(shared, failure)}</p>` : nothing}
      <div class="row">
        <button class="btn" autofocus @click=${() => this.#closeRemove()}>${shared.cancel}</button>
        <button class="btn btn--danger" ?disabled=${this.#removeBusy} @click=${() => void this.#remove(session)}>
          ${this.#removeBusy ? words.removing : words.remove}
        </button>
      </div>
    </dialog>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    for (const dialog of this.renderRoot.querySelectorAll('dialog')) if (!dialog.open) dialog.showModal();
    this.reportOf(this.controller, this.controller?.sessions.length);
  }

  async #open(session: Session, event: Event): Promise<void> {
    if (!this.fire('mh-session-open', { session }, true)) return;
    this.#opener = event.currentTarget as HTMLElement;
    await import('../../define/session.ts');
    this.#detail = session;
    this.requestUpdate();
  }

  #closeDetail(): void {
    if (!this.#detail) return;
    this.#detail = null;
    this.requestUpdate();
    this.#giveBack();
  }

  async #pair(sessionId: string, event: Event): Promise<void> {
    if (!this.fire('mh-connect-request', sessionId ? { sessionId } : {}, true)) return;
    // From the detail, whose button is gone by then, the focus goes back to the row.
    const opener = event.currentTarget as HTMLElement | null;
    if (opener?.localName === 'button') this.#opener = opener;
    await import('../../define/qr-pairing.ts');
    this.#pairing = sessionId;
    this.requestUpdate();
  }

  #closePairing(): void {
    if (this.#pairing === null) return;
    this.#pairing = null;
    this.requestUpdate();
    this.#giveBack();
    void this.controller?.load();
  }

  #openMenu(id: string, event: Event): void {
    const button = event.currentTarget as HTMLElement;
    const menu = this.renderRoot.querySelector<HTMLElement>(`#${id}`)!;
    this.#opener = button;
    menu.togglePopover();
    if (!menu.matches(':popover-open')) return;
    const at = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const below = at.bottom + 4 + size.height < innerHeight;
    menu.style.top = `${below ? at.bottom + 4 : at.top - 4 - size.height}px`;
    menu.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, at.right - size.width))}px`;
    menu.querySelector('button')?.focus();
  }

  #onMenuKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    (event.currentTarget as HTMLElement).hidePopover();
    this.#giveBack();
  };

  #askRemove(session: Session, menu: string): void {
    this.renderRoot.querySelector<HTMLElement>(`#${menu}`)?.hidePopover();
    this.#removing = session;
    this.#removeFailure = null;
    this.requestUpdate();
  }

  async #remove(session: Session): Promise<void> {
    this.#removeBusy = true;
    this.requestUpdate();
    try {
      await this.controller?.remove(session.id);
      this.fire('mh-session-removed', { sessionId: session.id });
      this.#closeRemove();
    } catch (error) {
      this.#removeFailure = readFailure(error);
    } finally {
      this.#removeBusy = false;
      this.requestUpdate();
    }
  }

  #closeRemove(): void {
    this.#removing = null;
    this.requestUpdate();
    this.#giveBack();
  }

  /** The focus goes back to what opened a layer. */
  #giveBack(): void {
    const opener = this.#opener;
    void this.updateComplete.then(() => opener?.isConnected && opener.focus());
  }

  #signIn(): void {
    this.fire('mh-error', SIGNED_OUT);
    void this.controller?.load();
  }
}

function skeleton(label: string): TemplateResult {
  return html`<div class="skeleton" role="status" aria-label=${label}>
    ${[1, 2, 3].map(
      () =>
        html`<div class="sk-row"><span class="sk"></span><span class="sk"></span><span class="sk"></span></div>`,
    )}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-sessions': MhSessions;
  }
}
