import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { MetaHubClient } from '../../client/client.ts';
import { PairingController, type PairingPhase } from '../../controllers/pairing.ts';
import { base } from '../../foundation/base.styles.ts';
import { controls } from '../../foundation/controls.styles.ts';
import { failureState, fullState, offlineStrip, signedOutState } from '../../foundation/full-states.ts';
import { MetaHubElement, SIGNED_OUT } from '../../foundation/metahub-element.ts';
import { tokens } from '../../foundation/tokens.styles.ts';
import { check } from '../../icons/list.gen.ts';
import { clockAlert, keyboard } from '../../icons/sessions.gen.ts';
import { qrCode, refreshCw, smartphone } from '../../icons/states.gen.ts';
import { icon } from '../../icons/icon.ts';
import { pairingWords } from '../../words/pt-br/pairing.ts';
import { sharedWords } from '../../words/pt-br/shared.ts';
import { button, connected, mixed, preparing, qrImage } from './pairing-parts.ts';
import type { PairingCode } from './pairing-code.ts';
import { pairingState } from './pairing-states.ts';
import { qrPath } from './qr-path.ts';
import { qrPairingStyles } from './qr-pairing.styles.ts';

type Words = typeof pairingWords;

/** The countdown is read out at these seconds only. */
const SPOKEN_AT = [30, 10, 0];

/**
 * Links a WhatsApp number: shows the QR (or a code to type), counts it down, follows the phone until the
 * number is connected, and says what to do when it is not.
 *
 * @summary Connects one WhatsApp number.
 * @fires {CustomEvent<{ qr: string | null; sessionId: string; expiresAt: string | null }>} mh-pairing-qr - Another QR is on the screen, or none any more.
 * @fires {CustomEvent<{ session: Session }>} mh-session-connected - The number is connected.
 * @fires {CustomEvent<{ session: Session }>} mh-open-inbox - The person wants to see its conversations.
 * @fires {CustomEvent<{}>} mh-load-start - A code was asked for.
 * @fires {CustomEvent<{}>} mh-ready - The element is usable.
 * @fires {CustomEvent<Failure>} mh-error - The code could not be made, or access ended.
 * @csspart frame - The card around everything; there is none inside a dialog.
 * @csspart qr - The white square around the QR.
 */
export class MhQrPairing extends MetaHubElement {
  static override styles = [tokens, base, controls, qrPairingStyles];
  static override properties: PropertyDeclarations = {
    ...MetaHubElement.properties,
    sessionId: { attribute: 'session-id' },
    sessionName: { attribute: 'session-name' },
    autoStart: { attribute: 'auto-start', type: Boolean },
  };

  /** Show this session, and pair it again. Without it a new number is connected. */
  declare sessionId: string | null;
  /** What a new session is called, such as "Recepção". */
  declare sessionName: string | null;
  /** Ask for a code at once, instead of on a press. */
  declare autoStart: boolean;

  /** The pairing beneath, for pages that want to read it. Null without a client. */
  controller: PairingController | null = null;

  #typing = false;
  #code: PairingCode | null = null;
  /** The QR last drawn: what was scanned or expired is shown pale. */
  #shownQr = '';
  /** The QR that the host page was last told of. */
  #toldQr: string | null = null;
  #path = { path: '', size: 1 };
  #before: PairingPhase = 'idle';
  #tick: ReturnType<typeof setInterval> | undefined;
  #spoken = '';

  constructor() {
    super();
    this.sessionId = null;
    this.sessionName = null;
    this.autoStart = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#tick);
    this.#tick = undefined;
  }

  protected override clientChanged(client: MetaHubClient | null): void {
    this.controller?.destroy();
    this.controller = client ? new PairingController(client) : null;
    this.#before = 'idle';
    if (!client || !this.controller) return;
    this.follow(this.controller);
    this.followConnection(client);
    this.#begin();
  }

  #begin(): void {
    if (this.autoStart) void this.#start();
    else if (this.sessionId) void this.controller?.watch(this.sessionId);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('sessionId') && this.hasUpdated) {
      this.controller?.reset();
      this.#begin();
    }
    const { controller } = this;
    const qr = controller?.pairing?.qr ?? '';
    if (qr && qr !== this.#shownQr) this.#path = qrPath(qr);
  }

  /** Puts the focus on what to do next. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.btn, .box')?.focus(options);
  }

  /** Asks for a QR, or a code for `number`. */
  async #start(number?: string): Promise<void> {
    this.#typing = false;
    await this.controller?.start({
      method: number ? 'code' : 'qr',
      ...(number ? { number } : {}),
      ...(this.sessionId ? { sessionId: this.sessionId } : {}),
      ...(this.sessionName ? { name: this.sessionName } : {}),
    });
  }

  protected override render(): TemplateResult {
    const words = this.words('pairing', pairingWords);
    const shared = this.words('shared', sharedWords);
    const { controller } = this;
    const { pending, failure: setup } = this.surroundings;
    if (setup)
      return html`<div class="box card">${failureState(shared, words.errorTitle, setup, () => undefined)}</div>`;
    if (!controller || this.isGone(controller)) {
      return html`<div class="box ${this.#framed ? 'card' : ''}" part="frame">
        ${
          pending
            ? this.gate(true) === 'skeleton'
              ? preparing(words)
              : nothing
            : signedOutState(shared, () => this.#signIn())
        }
      </div>`;
    }
    return html`${this.offline && !this.nested ? offlineStrip(shared) : nothing}
      <section class="box ${this.#framed ? 'card' : ''}" part="frame" aria-label=${words.label} tabindex="-1">
        ${this.#typing && this.#code ? this.#code.form(words) : this.#phase(controller, words, shared)}
      </section>
      <div class="vh" role="status" aria-live="polite">${this.#spoken}</div>`;
  }

  /** A dialog is frame enough. */
  get #framed(): boolean {
    return !this.nested && !this.closest('dialog');
  }

  #phase(controller: PairingController, words: Words, shared: typeof sharedWords): TemplateResult {
    const { session, phase } = controller;
    const again = (): void => void controller.restart();
    const told = pairingState(phase, words, { reason: session?.reason?.message, again });
    if (told) return told;
    switch (phase) {
      case 'idle':
        return fullState({
          drawing: smartphone,
          tone: 'brand',
          title: words.idleTitle,
          text: words.idleText,
          actions: html`${button(words.start, () => void this.#start(), qrCode)}
          ${button(words.withoutCamera, () => void this.#type(true), undefined, '')}`,
        });
      case 'preparing':
        return preparing(words);
      case 'qr':
        return this.#qr(controller, words);
      case 'code':
        void this.#wantCode();
        return this.#code?.code(controller, words, this.#secondsLeft(controller)) ?? preparing(words);
      case 'scanned':
        return html`<div class="mid">
          ${
            this.#shownQr
              ? html`<div class="dim">${this.#drawQr(words)}<span class="over brand">${icon(check)}</span></div>`
              : html`<span class="tile brand">${icon(smartphone, 'i28')}</span>`
          }
          <h2>${words.scannedTitle}</h2>
          <p>${words.scannedText}</p>
          <div class="bar bar--wait" role="progressbar" aria-label=${words.scannedTitle}><i></i></div>
        </div>`;
      case 'importing':
      case 'connected':
        return this.#connected(controller, words);
      case 'expired':
        return html`<div class="mid">
          ${
            this.#shownQr
              ? html`<div class="dim">${this.#drawQr(words)}<span class="over">${icon(clockAlert)}</span></div>`
              : html`<span class="tile">${icon(clockAlert, 'i28')}</span>`
          }
          <h2>${words.expiredTitle}</h2>
          <p>${words.expiredText}</p>
          <div class="state acts">${button(words.start, again, refreshCw)}</div>
        </div>`;
      default: {
        const failure = controller.failure!;
        const noCode = failure.type === 'not_available';
        if (noCode) {
          return fullState({
            drawing: keyboard,
            title: words.numberTitle,
            text: words.codeUnavailable,
            actions: button(words.withCamera, () => void this.#start(), qrCode),
          });
        }
        const title = failure.code === 'transport_unavailable' ? words.noTransportTitle : words.errorTitle;
        return failureState(shared, title, failure, again);
      }
    }
  }

  #qr(controller: PairingController, words: Words): TemplateResult {
    const left = this.#secondsLeft(controller);
    const { attemptsLeft } = controller.pairing!;
    const name = this.sessionName || controller.session?.name;
    const [open, of, stop] = words.stepOpen as [string, string, string];
    return html`<div class="two">
      ${this.#drawQr(words)}
      <div class="grow">
        <h2>${words.qrTitle}</h2>
        <ol>
          <li><span>${open}${name ? html`${of}<b>${name}</b>` : nothing}${stop}</span></li>
          <li><span>${mixed(words.stepDevices)}</span></li>
          <li><span>${mixed(words.stepScan)}</span></li>
        </ol>
        <div class="time">
          <div class="row s">
            <span
              >${attemptsLeft > 0 ? words.newCodeIn : words.codeEnds} <b class="num">${words.seconds(left)}</b></span
            ><span class="end muted num">${words.attemptsLeft(attemptsLeft)}</span>
          </div>
          <div class="bar" aria-hidden="true"><i class="left"></i></div>
        </div>
        <button class="btn btn--text other" @click=${() => void this.#type(true)}>
          ${icon(keyboard)} ${words.withoutCamera}
        </button>
      </div>
    </div>`;
  }

  #drawQr(words: Words): TemplateResult {
    return qrImage(this.#path, words.qrAlt);
  }

  #connected(controller: PairingController, words: Words): TemplateResult {
    const session = controller.session!;
    return connected(session, controller.phase === 'importing', words, {
      onOpen: () => this.fire('mh-open-inbox', { session }),
      onAnother: this.sessionId ? null : () => controller.reset(),
    });
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { controller } = this;
    const phase = controller?.phase ?? 'idle';
    this.#count(controller, phase);
    if (controller) this.#announce(controller, phase);
    const { pending, failure: setup } = this.surroundings;
    const failure = setup ?? controller?.failure ?? null;
    if (this.ended || failure?.type === 'signed_out' || (!controller && !pending && !setup)) {
      this.report('signed-out', this.ended ?? failure ?? SIGNED_OUT);
    } else if (failure) this.report('error', failure);
    else if (pending || phase === 'preparing') this.report('loading');
    else this.report(phase === 'idle' ? 'empty' : 'ready');
  }

  /** Runs the clock while something is counted down, and draws its bar. */
  #count(controller: PairingController | null, phase: PairingPhase): void {
    const counting = phase === 'qr' || phase === 'code';
    if (counting) this.#tick ??= setInterval(() => this.requestUpdate(), 1000);
    else {
      clearInterval(this.#tick);
      this.#tick = undefined;
    }
    if (!counting || !controller) return;
    const left = this.#secondsLeft(controller);
    const bar = this.renderRoot.querySelector<HTMLElement>('.left');
    if (bar) bar.style.width = `${(100 * left) / Math.max(left, controller.lifeSeconds)}%`;
    const spoken = SPOKEN_AT.includes(left) ? this.words('pairing', pairingWords).secondsLeft(left) : '';
    if (spoken && spoken !== this.#spoken) {
      this.#spoken = spoken;
      this.requestUpdate();
    }
  }

  #announce(controller: PairingController, phase: PairingPhase): void {
    const { session, pairing } = controller;
    const qr = phase === 'qr' ? (pairing?.qr ?? null) : null;
    if (qr !== this.#toldQr && session) {
      this.#toldQr = qr;
      if (qr) this.#shownQr = qr;
      this.fire('mh-pairing-qr', { qr, sessionId: session.id, expiresAt: qr ? pairing!.expiresAt : null });
    }
    if (phase === this.#before) return;
    const before = this.#before;
    this.#before = phase;
    // A session that was connected before anybody looked has not just connected.
    const moved = before !== 'idle' || controller.started;
    const arrived = phase === 'connected' || phase === 'importing';
    if (arrived && moved && before !== 'importing' && before !== 'connected' && session) {
      this.fire('mh-session-connected', { session });
    }
    this.#keepFocus();
  }

  /** The button that was pressed is gone with its phase: the focus stays in the element. */
  #keepFocus(): void {
    if (this.matches(':focus-within') && !this.shadowRoot?.activeElement) {
      this.renderRoot.querySelector<HTMLElement>('.box')?.focus();
    }
  }

  #secondsLeft(controller: PairingController): number {
    return Math.max(0, Math.ceil((Date.parse(controller.pairing?.expiresAt ?? '') - Date.now()) / 1000) || 0);
  }

  /** Leads to the number that a code is asked for, or back to the QR. */
  async #type(typing: boolean): Promise<void> {
    if (typing) await this.#wantCode();
    this.#code?.begin();
    this.#typing = typing;
    this.requestUpdate();
    if (typing) void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
    else if (/idle|code/.test(this.controller?.phase ?? '')) void this.#start();
  }

  /** The way without a camera is loaded when somebody takes it. */
  async #wantCode(): Promise<void> {
    if (this.#code) return;
    const { PairingCode } = await import('./pairing-code.ts');
    this.#code ??= new PairingCode({
      root: this.shadowRoot!,
      redraw: () => this.requestUpdate(),
      ask: (number) => void this.#start(number),
      leave: () => void this.#type(false),
    });
    this.requestUpdate();
  }

  #signIn(): void {
    this.fire('mh-error', SIGNED_OUT);
    if (this.controller?.started) void this.controller.restart();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mh-qr-pairing': MhQrPairing;
  }
}
