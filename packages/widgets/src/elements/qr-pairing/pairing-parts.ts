import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../client/contract.ts';
import { formatNumber } from '../../format/people.ts';
import { fullState } from '../../foundation/full-states.ts';
import { icon } from '../../icons/icon.ts';
import { check } from '../../icons/list.gen.ts';
import { messageSquareMore } from '../../icons/sessions.gen.ts';
import type { PairingWords } from '../../words/pt-br/pairing.ts';

/** A button with an icon, if it has one. */
export function button(label: string, run: () => void, drawing?: string, kind = 'btn--main'): TemplateResult {
  return html`<button class="btn ${kind}" @click=${run}>${drawing ? icon(drawing) : nothing} ${label}</button>`;
}

/** A QR in its white square. */
export function qrImage({ path, size }: { path: string; size: number }, label: string): TemplateResult {
  return html`<div class="qr" part="qr">
    <svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges">
      <path d=${path}></path>
    </svg>
  </div>`;
}

/** The number is connected; its conversations may still be on their way. */
export function connected(
  session: Session,
  importing: boolean,
  words: PairingWords,
  { onOpen, onAnother }: { onOpen: () => void; onAnother: (() => void) | null },
): TemplateResult {
  const who = html`<bdi class="num">${formatNumber(session.number)}</bdi>${
    session.profileName ? html`<br />${session.profileName}` : nothing
  }`;
  return html`${fullState({
    drawing: importing ? messageSquareMore : check,
    tone: importing ? 'brand' : 'pos',
    title: importing ? words.importingTitle : words.connectedTitle(session.name),
    text: importing ? words.importingText : who,
    actions: html`${button(words.openInbox, onOpen)}${
      onAnother ? button(words.another, onAnother, undefined, '') : nothing
    }`,
  })}${
    importing
      ? html`<div
        class="bar bar--wait"
        role="progressbar"
        aria-label=${words.importingTitle}
        aria-valuenow=${session.history?.progress ?? 0}
      >
        <i></i>
      </div>`
      : nothing
  }`;
}

export function preparing(words: PairingWords): TemplateResult {
  return html`<div class="mid" role="status">
    <span class="sk sk-qr skeleton"></span>
    <h2>${words.preparingTitle}</h2>
    <p>${words.preparingText}</p>
  </div>`;
}

/** Pieces of a sentence, every other one in bold. */
export function mixed(pieces: string[]): unknown {
  return pieces.map((piece, at) => (at % 2 ? html`<b>${piece}</b>` : piece));
}
