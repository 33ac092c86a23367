import { html, nothing, type TemplateResult } from 'lit';
import type { PairingController } from '../../controllers/pairing.ts';
import { parseNumber } from '../../format/parse-number.ts';
import { formatNumber } from '../../format/people.ts';
import { dress } from '../../foundation/full-states.ts';
import { check } from '../../icons/list.gen.ts';
import { copy } from '../../icons/sessions.gen.ts';
import { qrCode } from '../../icons/states.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { PairingWords } from '../../words/pt-br/pairing.ts';
import { pairingCodeStyles } from './pairing-code.styles.ts';
import { mixed } from './pairing-parts.ts';

/** What the pairing element shows of itself to its way without a camera. */
export interface CodeStage {
  readonly root: ShadowRoot;
  redraw(): void;
  /** Asks for a code for a number. */
  ask(number: string): void;
  /** Goes back to the QR. */
  leave(): void;
}

/** How long the button says that the code was copied. */
const COPIED_MS = 2_000;

/** Pairing without a camera: a number is asked for, and the code for it is typed on the phone. */
export class PairingCode {
  readonly #stage: CodeStage;
  #number = '';
  #isWrong = false;
  #copied = false;

  constructor(stage: CodeStage) {
    this.#stage = stage;
    dress(stage.root, pairingCodeStyles);
  }

  /** Asks for the number. */
  form(words: PairingWords): TemplateResult {
    return html`<form @submit=${this.#onNumber} novalidate>
      <h2>${words.numberTitle}</h2>
      <p class="muted">${words.numberText}</p>
      <label for="number">${words.numberLabel}</label>
      <input
        id="number"
        type="tel"
        autocomplete="tel"
        inputmode="tel"
        .value=${this.#number}
        aria-invalid=${this.#isWrong ? 'true' : 'false'}
        aria-describedby="hint"
      />
      <p id="hint" class="hint ${this.#isWrong ? 'wrong' : ''}">
        ${this.#isWrong ? words.numberWrong : words.numberHint}
      </p>
      <div class="row">
        <button class="btn btn--main" type="submit">${words.getCode}</button>
        <button class="btn btn--text" type="button" @click=${() => this.#stage.leave()}>
          ${icon(qrCode)} ${words.withCamera}
        </button>
      </div>
    </form>`;
  }

  /** Shows the code, for `left` seconds more. */
  code(controller: PairingController, words: PairingWords, left: number): TemplateResult {
    const code = controller.pairing!.code!;
    const plain = code.replace(/[^\p{L}\p{N}]/gu, '');
    const number = formatNumber(this.#number || controller.session?.number);
    const half = Math.ceil(plain.length / 2);
    return html`<div class="two">
      <div class="grow">
        <h2>${words.codeTitle}</h2>
        <div class="code" role="img" aria-label=${words.codeAlt(Array.from(plain).join(' '))}>
          ${Array.from(plain).map((letter, at) => html`${at === half ? html`<i></i>` : nothing}<b>${letter}</b>`)}
        </div>
        <div class="row">
          <button class="btn btn--line" @click=${() => void this.#copy(plain)}>
            ${icon(this.#copied ? check : copy)} ${this.#copied ? words.copied : words.copy}
          </button>
          <span class="s muted num">${words.validFor(words.minutesSeconds(Math.floor(left / 60), left % 60))}</span>
        </div>
        <ol class="after">
          <li><span>${mixed(words.codeStepOpen)}</span></li>
          <li><span>${words.codeStepType[0]}<b class="num"><bdi>${number}</bdi></b>${words.codeStepType[1]}</span></li>
        </ol>
        <button class="btn btn--text other" @click=${() => this.#stage.leave()}>
          ${icon(qrCode)} ${words.withCamera}
        </button>
      </div>
    </div>`;
  }

  /** Begins anew: what was wrong is forgotten, the number stays. */
  begin(): void {
    this.#isWrong = false;
  }

  #onNumber = (event: Event): void => {
    event.preventDefault();
    const input = this.#stage.root.querySelector('input')!;
    this.#number = input.value;
    const number = parseNumber(input.value);
    this.#isWrong = !number;
    this.#stage.redraw();
    if (number) {
      this.#number = number;
      this.#stage.ask(number);
    } else input.focus();
  };

  async #copy(code: string): Promise<void> {
    await navigator.clipboard.writeText(code);
    this.#copied = true;
    this.#stage.redraw();
    setTimeout(() => {
      this.#copied = false;
      this.#stage.redraw();
    }, COPIED_MS);
  }
}
