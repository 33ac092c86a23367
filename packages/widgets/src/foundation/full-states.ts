import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { Failure } from '../client/failure.ts';
import { circleAlert } from '../icons/list.gen.ts';
import { lock, logOut, refreshCw, wifiOff } from '../icons/states.gen.ts';
import { icon } from '../icons/icon.ts';
import type { SharedWords } from '../words/pt-br/shared.ts';
import { controls } from './controls.styles.ts';

/** Gives an element the styles that it did not need for its first paint. Call it once. */
export function dress(root: ShadowRoot, ...more: CSSResult[]): void {
  for (const { styleSheet } of [controls, ...more]) {
    if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
  }
}

/** A whole panel that says one thing and offers at most two ways on. */
export function fullState(options: {
  drawing: string;
  tone?: 'brand' | 'pos' | 'cau' | 'cri' | '';
  title: string;
  text?: unknown;
  actions?: unknown;
  footer?: unknown;
}): TemplateResult {
  const { drawing, tone = '', title, text, actions, footer } = options;
  return html`<div class="state">
    <span class="tile ${tone}">${icon(drawing, 'i28')}</span>
    <h3>${title}</h3>
    ${text ? html`<p>${text}</p>` : nothing}
    ${actions ? html`<div class="acts">${actions}</div>` : nothing}
    ${footer ? html`<div class="req s muted num">${footer}</div>` : nothing}
  </div>`;
}

/** Access ended, or there never was any. */
export function signedOutState(words: SharedWords, onSignIn: () => void): TemplateResult {
  return fullState({
    drawing: logOut,
    title: words.signedOutTitle,
    text: words.signedOutText,
    actions: html`<button class="btn btn--main" @click=${onSignIn}>${words.signIn}</button>`,
  });
}

/** Something failed: what happened, what holds, what to do, and what to quote to support. */
export function failureState(
  words: SharedWords,
  title: string,
  failure: Failure,
  onRetry: () => void,
): TemplateResult {
  if (failure.type === 'forbidden') {
    return fullState({ drawing: lock, title: words.forbiddenTitle, text: words.forbiddenText });
  }
  const id = failure.requestId;
  return html`<div role="alert" class="grow state">
    ${fullState({
      drawing: circleAlert,
      tone: 'cri',
      title,
      text: explain(words, failure),
      actions: html`<button class="btn btn--main" @click=${onRetry}>${icon(refreshCw)} ${words.retry}</button>${
        id
          ? html`<button class="btn" @click=${() => void navigator.clipboard.writeText(id)}>
              ${words.copyRequest}
            </button>`
          : nothing
      }`,
      footer: id ? words.request(id) : nothing,
    })}
  </div>`;
}

/** A sentence for a person. The API's own words are used where it knows more than the kind of failure. */
export function explain(words: SharedWords, failure: Failure): string {
  if (failure.type === 'offline') return words.errorNetwork;
  if (failure.type === 'rate_limited') return words.errorRate;
  if (failure.type === 'configuration') return words.errorSetup;
  if (failure.type === 'server') return words.errorServer;
  return failure.message || words.errorServer;
}

/** What was loaded stays; this strip says that nothing new comes in. */
export function offlineStrip(words: SharedWords): TemplateResult {
  return html`<div class="strip" role="status">
    ${icon(wifiOff)}<span><b>${words.offlineTitle}</b> ${words.offlineText}</span>
  </div>`;
}
